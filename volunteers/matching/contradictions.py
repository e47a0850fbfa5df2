"""What the schema alone cannot say of an input: wrong dates, names used twice or unknown, circles, times.

Whatever the schema finds wrong is left out here, so that all that can be said is said at once.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from volunteers.matching.json_schema import Fault

NAMED = {
    "area": ("areas", "code"),
    "group": ("groups", "id"),
    "need": ("needs", "id"),
    "helper": ("helpers", "id"),
}
PAIRS = ("held", "previous", "why", "locked", "struck")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the input with its path; ``faulty`` are the paths the schema complained of, and all above."""

    value: Any
    path: str
    faulty: frozenset[str]

    def field(self, name: str) -> Any:
        """The value of a field, or None where it is missing or faulty."""
        sound = isinstance(self.value, dict) and f"{self.path}.{name}" not in self.faulty
        return self.value.get(name) if sound else None

    def part(self, name: str) -> "Part":
        """What stands in a field, faulty or not."""
        value = self.value.get(name) if isinstance(self.value, dict) else None
        return Part(value, f"{self.path}.{name}", self.faulty)

    def entries(self, name: str) -> list["Part"]:
        """The entries of a list, those with faults too."""
        listed = self.part(name)
        values = listed.value if isinstance(listed.value, list) else []
        return [Part(value, f"{listed.path}[{nth}]", self.faulty) for nth, value in enumerate(values)]


def contradictions(data, found: Iterable[Fault]) -> Iterator[Fault]:
    """Every fault beside those that the schema ``found``."""
    whole = Part(data, "$", frozenset(above for fault in found for above in _and_above(fault.path)))
    yield from _dates(whole)
    yield from _repeated(whole)
    yield from _unknown(whole)
    yield from _circles(whole)
    yield from _times(whole)


def _and_above(path: str) -> Iterator[str]:
    """``$.needs[0].id``, ``$.needs[0]``, ``$.needs`` and ``$``."""
    ends = [match.start() for match in re.finditer(r"[.\[]", path)]
    yield path
    yield from (path[:end] for end in ends)


def _dates(whole: Part):
    """Every date that has the right shape and is on no calendar."""
    dated = [(whole, "as_of"), (whole.part("policy"), "effective")]
    dated += [(need, name) for need in whole.entries("needs") for name in ("start", "deadline")]
    for helper in whole.entries("helpers"):
        dated += [(helper, name) for name in ("insured_until", "record_check")]
        dated += [(one, name) for one in helper.entries("credentials") for name in ("from", "to")]
    for part, name in dated:
        text = part.field(name)
        if text is not None and not _is_date(text):
            yield Fault(f"{part.path}.{name}", f"{text!r} is no date of the calendar; correct it.")


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _repeated(whole: Part):
    for name, key in NAMED.values():
        seen = set()
        for entry in whole.entries(name):
            code = entry.field(key)
            if code is not None and code in seen:
                yield Fault(f"{entry.path}.{key}", f"{code!r} is used twice; make it unique.")
            seen.add(code)


def _unknown(whole: Part):
    """References to areas, groups, needs and helpers that the file does not hold."""
    known = {noun: _codes(whole, *where) for noun, where in NAMED.items()}
    for path, noun, code in _references(whole):
        codes = known[noun]
        if code is not None and codes is not None and code not in codes:
            yield Fault(path, f"names the {noun} {code!r}, which is not in the file; add it or correct it.")


def _codes(whole: Part, name: str, key: str) -> frozenset[str] | None:
    """The codes in use, also those of entries with a fault; None where there is no list to look into."""
    if not isinstance(whole.part(name).value, list):
        return None
    codes = (entry.part(key).value for entry in whole.entries(name))
    return frozenset(code for code in codes if isinstance(code, str))


def _references(whole: Part):
    yield "$.scope", "area", whole.field("scope")
    for area in whole.entries("areas"):
        yield f"{area.path}.parent", "area", area.field("parent")
    for group in whole.entries("groups"):
        yield f"{group.path}.area", "area", group.field("area")
    for need in whole.entries("needs"):
        yield f"{need.path}.area", "area", need.field("area")
        yield f"{need.path}.group", "group", need.field("group")
    for helper in whole.entries("helpers"):
        for area in helper.entries("areas"):
            yield area.path, "area", None if area.path in area.faulty else area.value
    for name in PAIRS:
        for pair in whole.entries(name):
            yield f"{pair.path}.need", "need", pair.field("need")
            yield f"{pair.path}.helper", "helper", pair.field("helper")


def _circles(whole: Part):
    """Areas that lie, through their parents, below themselves."""
    areas = whole.entries("areas")
    parents = {area.field("code"): area.field("parent") for area in areas}
    sound = {None}
    for area in areas:
        line, code = [], area.field("code")
        while code in parents and code not in sound and code not in line:
            line.append(code)
            code = parents[code]
        if code in line:
            yield Fault(f"{area.path}.parent", "the areas above it form a circle; correct them.")
        sound.update(line)


def _times(whole: Part):
    day = whole.field("as_of")
    for need in whole.entries("needs"):
        yield from _windows(need.entries("windows"))
        if need.field("time") == "fixed" and need.field("windows") == []:
            yield Fault(f"{need.path}.windows", "a fixed need has at least one window; add it.")
        start = need.field("start")
        if None not in (start, day) and start < day:
            yield Fault(f"{need.path}.start", f"lies before the day of the plan, {day}; correct it.")
    for helper in whole.entries("helpers"):
        for name in ("available", "busy"):
            yield from _windows(helper.entries(name))


def _windows(windows: list[Part]):
    for window in windows:
        begin, end = window.field("from"), window.field("to")
        if None not in (begin, end) and begin >= end:
            yield Fault(window.path, "ends before it begins; a window past midnight is two windows.")
