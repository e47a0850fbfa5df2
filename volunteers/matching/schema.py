"""Reads an input file: checks it against the schema and itself, then puts it into canonical order."""

import hashlib
import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from volunteers.matching import facts, week
from volunteers.matching.contradictions import contradictions
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
    found += contradictions(data, found)
    if found:
        raise InvalidInput(found)
    return _problem(data)


def digest(data) -> str:
    """The SHA-256 of the input as given, so that a stored plan names what it was made from."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


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
