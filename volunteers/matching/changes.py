"""Nearest misses: the one change in her data after which a failing rule passes, where one can be named.

A change is information for the officer about data to check, never an order to change it.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NamedTuple

from volunteers.matching import week
from volunteers.matching.facts import Helper
from volunteers.matching.rules import RULES, Pair
from volunteers.matching.schema import field_value


class Change(NamedTuple):
    """``set`` a field of a helper to a value, or ``add`` a list to the list it holds."""

    op: str
    id: str
    field: str
    value: object
    rule: str

    def as_json(self) -> dict:
        return self._asdict()


def _credential(pair: Pair):
    start = pair.need.start.isoformat()
    return "add", "credentials", [{"kind": pair.need.credential, "from": start, "to": start}]


def _missing_tags(pair: Pair):
    return "add", "tags", sorted(set(pair.need.required_tags) - set(pair.helper.tags))


def _area(pair: Pair):
    if pair.need.place == "remote_ok":
        return "set", "remote", True
    return "add", "areas", [pair.need.area]


def _available(pair: Pair):
    """Fixed: exactly the need's windows. Flexible: the first session that no commitment forbids."""
    if pair.need.fixed:
        return "add", "available", [window.as_json() for window in pair.need.windows]
    session = pair.need.session_min
    possible = pair.need.wanted & ~pair.helper.forbidden(pair.problem.policy.buffer_min)
    first = week.first_window(week.run_starts(possible, session), session)
    return first and ("add", "available", [first])


# NOT_DECLINED, RECUSAL and NOT_MEMBER are missing on purpose: nothing mends them.
CHANGES: dict[str, Callable[[Pair], tuple[str, str, object] | None]] = {
    "VETTED": lambda pair: ("set", "vetted", True),
    "TRAINED": lambda pair: ("set", "trained", True),
    "PLEDGED": lambda pair: ("set", "pledged", True),
    "ACCEPTING": lambda pair: ("set", "accepting", True),
    "KIND": lambda pair: ("add", "kinds", [pair.need.helper_kind]),
    "HELP_KIND": lambda pair: ("add", "help_kinds", [pair.need.help_kind]),
    "CREDENTIAL": _credential,
    "TAGS": _missing_tags,
    "RECORD_CHECK": lambda pair: ("set", "record_check", pair.problem.as_of.isoformat()),
    "INSURED": lambda pair: ("set", "insured_until", pair.need.start.isoformat()),
    "AREA": _area,
    "TIME": _available,
    "CASELOAD": lambda pair: ("set", "caseload_limit", pair.helper.caseload + 1),
    "HOURS": lambda pair: ("set", "minutes_left", pair.need.minutes_per_month),
}
JUDGES = {rule.code: rule.judge for rule in RULES}


def change_for(pair: Pair, code: str) -> Change | None:
    """The change that makes this rule pass; None if none can be named or it would not suffice.

    It does not suffice when a commitment stands in the way of the need's windows, or when a
    record check made today would be too old on the first day.
    """
    named = CHANGES[code](pair) if code in CHANGES else None
    if named is None:
        return None
    change = Change(named[0], pair.helper.id, named[1], named[2], code)
    mended = replace(pair, helper=apply([change], pair.helper))
    return change if JUDGES[code](mended)[0] else None


def apply(changes: Iterable[Change], helper: Helper) -> Helper:
    """The helper as she would stand in the file after the changes."""
    for change in changes:
        value = field_value(change.field, change.value)
        if change.op == "add":
            value = (*getattr(helper, change.field), *value)
        helper = replace(helper, **{change.field: value})
    return helper


def nearest(pair: Pair, failed: Iterable[str]) -> tuple[int, list[Change]] | None:
    """The effort and the changes that mend every failing rule; None if one of them cannot be mended."""
    effort, changes = 0, []
    for code in failed:
        change = change_for(pair, code) if code in pair.problem.policy.effort else None
        if change is None:
            return None
        effort += pair.problem.policy.effort[code]
        changes.append(change)
    return effort, changes
