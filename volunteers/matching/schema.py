"""Reads an input file: checks it against the schema and itself, then puts it into canonical order."""

import hashlib
import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from volunteers.matching import facts, week
from volunteers.matching.json_schema import Fault, faults

SCHEMA_FILE = Path(__file__).with_name("matching.schema.json")


class InvalidInput(ValueError):
    """The input cannot be planned; ``faults`` says where and why, all at once."""

    def __init__(self, found: list[Fault]):
        super().__init__("\n".join(str(fault) for fault in found))
        self.faults = found


@cache
def schema() -> dict:
    """The published JSON schema of input and output."""
    return json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))


def read(data) -> facts.Problem:
    """The problem described by a parsed input file, or ``InvalidInput`` with every fault."""
    found = list(faults(data, schema()["$defs"]["input"], schema()))
    found = found or list(_dates(data)) or list(_contradictions(data))
    if found:
        raise InvalidInput(found)
    return _problem(data)


def digest(data) -> str:
    """The SHA-256 of the input as given, so that a stored plan names what it was made from."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


# --- what the schema alone cannot say ---------------------------------------------------------


def _dates(data):
    """Every date that has the right shape and is on no calendar."""
    named = [("$.as_of", data["as_of"]), ("$.policy.effective", data["policy"]["effective"])]
    for position, need in enumerate(data["needs"]):
        named += [(f"$.needs[{position}].{name}", need[name]) for name in ("start", "deadline")]
    for position, helper in enumerate(data["helpers"]):
        here = f"$.helpers[{position}]"
        named += [(f"{here}.{name}", helper[name]) for name in ("insured_until", "record_check")]
        for nth, credential in enumerate(helper["credentials"]):
            named += [(f"{here}.credentials[{nth}].{name}", credential[name]) for name in ("from", "to")]
    for path, text in named:
        if text is not None and not _is_date(text):
            yield Fault(path, f"{text!r} is no date of the calendar; correct it.")


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _contradictions(data):
    yield from _repeated(data)
    yield from _unknown(data)
    yield from _circles(data)
    yield from _times(data)


def _repeated(data):
    for name, key in (("areas", "code"), ("groups", "id"), ("needs", "id"), ("helpers", "id")):
        seen = set()
        for position, entry in enumerate(data[name]):
            if entry[key] in seen:
                yield Fault(f"$.{name}[{position}].{key}", f"{entry[key]!r} is used twice; make it unique.")
            seen.add(entry[key])


def _unknown(data):
    """References to areas, groups, needs and helpers that the file does not hold."""
    known = {
        "area": {area["code"] for area in data["areas"]},
        "group": {group["id"] for group in data["groups"]},
        "need": {need["id"] for need in data["needs"]},
        "helper": {helper["id"] for helper in data["helpers"]},
    }
    for path, noun, code in _references(data):
        if code not in known[noun]:
            yield Fault(path, f"names the {noun} {code!r}, which is not in the file; add it or correct it.")


def _references(data):
    yield "$.scope", "area", data["scope"]
    for position, area in enumerate(data["areas"]):
        if area["parent"] is not None:
            yield f"$.areas[{position}].parent", "area", area["parent"]
    for position, group in enumerate(data["groups"]):
        yield f"$.groups[{position}].area", "area", group["area"]
    for position, need in enumerate(data["needs"]):
        yield f"$.needs[{position}].area", "area", need["area"]
        yield f"$.needs[{position}].group", "group", need["group"]
    for position, helper in enumerate(data["helpers"]):
        for nth, code in enumerate(helper["areas"]):
            yield f"$.helpers[{position}].areas[{nth}]", "area", code
    for name in ("held", "previous", "why", "locked", "struck"):
        for position, pair in enumerate(data.get(name, ())):
            yield f"$.{name}[{position}].need", "need", pair["need"]
            yield f"$.{name}[{position}].helper", "helper", pair["helper"]


def _circles(data):
    """Areas that lie, through their parents, below themselves."""
    parents = {area["code"]: area["parent"] for area in data["areas"]}
    sound = {None}
    for position, area in enumerate(data["areas"]):
        line, code = [], area["code"]
        while code in parents and code not in sound and code not in line:
            line.append(code)
            code = parents[code]
        if code in line:
            yield Fault(f"$.areas[{position}].parent", "the areas above it form a circle; correct them.")
        sound.update(line)


def _times(data):
    for position, need in enumerate(data["needs"]):
        here = f"$.needs[{position}]"
        yield from _windows(need["windows"], f"{here}.windows")
        if need["time"] == "fixed" and not need["windows"]:
            yield Fault(f"{here}.windows", "a fixed need has at least one window; add it.")
        if need["start"] < data["as_of"]:
            yield Fault(f"{here}.start", f"lies before the day of the plan, {data['as_of']}; correct it.")
    for position, helper in enumerate(data["helpers"]):
        for name in ("available", "busy"):
            yield from _windows(helper[name], f"$.helpers[{position}].{name}")


def _windows(windows, path):
    for nth, window in enumerate(windows):
        if window["from"] >= window["to"]:
            yield Fault(f"{path}[{nth}]", "ends before it begins; a window past midnight is two windows.")


# --- from checked JSON to facts ----------------------------------------------------------------


def _problem(data) -> facts.Problem:
    """Canonical order: all lists by id, so that shuffling the file changes nothing."""
    return facts.Problem(
        as_of=date.fromisoformat(data["as_of"]),
        scope=data["scope"],
        policy=_filled(facts.Policy, data["policy"]),
        areas=facts.Areas({a["code"]: a["parent"] for a in sorted(data["areas"], key=lambda a: a["code"])}),
        groups=_by_id(_filled(facts.Group, group) for group in data["groups"]),
        needs=_by_id(_filled(facts.Need, need) for need in data["needs"]),
        helpers=_by_id(_filled(facts.Helper, helper) for helper in data["helpers"]),
        held=tuple(_pair(pair) for pair in data["held"]),
        previous=frozenset(_pair(pair) for pair in data["previous"]),
        why=tuple(_pair(pair) for pair in data["why"]),
        locked=tuple(_pair(pair) for pair in data.get("locked", ())),
        struck=frozenset(_pair(pair) for pair in data.get("struck", ())),
    )


def _by_id(things) -> dict:
    return {thing.id: thing for thing in sorted(things, key=lambda thing: thing.id)}


def _pair(raw) -> tuple[str, str]:
    return raw["need"], raw["helper"]


def _filled[Fact](kind: type[Fact], raw: dict) -> Fact:
    """A fact with the fields of a checked JSON object; the names are the same on both sides."""
    return kind(**{name: field_value(name, value) for name, value in raw.items()})


def field_value(name: str, raw) -> Any:
    """One field, from the form it has in a file to the form it has in the facts."""
    match name:
        case "members":
            return tuple(facts.Member(**member) for member in raw)
        case "credentials":
            return tuple(_credential(credential) for credential in raw)
        case "windows" | "available" | "busy":
            return tuple(_window(window) for window in raw)
        case "effective" | "deadline" | "start" | "insured_until" | "record_check":
            return None if raw is None else date.fromisoformat(raw)
        case "recusals":
            return {entry["group"]: entry["reason"] for entry in reversed(raw)}
        case _:
            return tuple(raw) if isinstance(raw, list) else raw


def _credential(raw) -> facts.Credential:
    begins, ends = date.fromisoformat(raw["from"]), date.fromisoformat(raw["to"])
    return facts.Credential(raw["kind"], begins, ends)


def _window(raw) -> facts.Window:
    return facts.Window(raw["day"], week.minute_of_day(raw["from"]), week.minute_of_day(raw["to"]))
