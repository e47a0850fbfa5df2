"""How long service lasted and what must be said about it."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from portal import sources
from portal.rules import SAFEGUARD, Violation

GIFTS_ARE_REFUSED = _("No payment or gift may be taken from the subject, openly or in disguise.")
LONG_NUMBER = re.compile(r"\d[\d\s-]{9,}[\dXx]")


def service_minutes(came_at: datetime, left_at: datetime, break_minutes: int) -> int:
    """Whole minutes actually served: the break is taken off, travel never counts (rule 27)."""
    return int((left_at - came_at).total_seconds() // 60) - break_minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceFacts:
    """What somebody says about having been there."""

    came_at: datetime
    left_at: datetime
    now: datetime
    break_minutes: int = 0
    no_gifts: bool = True
    work_done: str = "…"


def times_are_in_order(facts: AttendanceFacts) -> Violation | None:
    """Leaving comes after coming, on one visit of at most a day."""
    if 0 < (facts.left_at - facts.came_at).total_seconds() <= 24 * 3600:
        return None
    return Violation(
        "attendance.times",
        _("The end must come after the beginning. Check both times."),
        sources.RECORD_FIELDS,
        "left_at",
    )


def times_are_not_in_the_future(facts: AttendanceFacts) -> Violation | None:
    """Nobody records service that has not happened (rule 29)."""
    if facts.left_at <= facts.now:
        return None
    return Violation(
        "attendance.future", _("Future time cannot be recorded."), sources.TRUTHFUL_RECORDS, "left_at"
    )


def break_fits(facts: AttendanceFacts) -> Violation | None:
    """A break is shorter than the service it interrupts."""
    if times_are_in_order(facts) or service_minutes(facts.came_at, facts.left_at, facts.break_minutes) > 0:
        return None
    return Violation(
        "attendance.break",
        _("The break is as long as the whole service. Check the minutes of the break."),
        sources.RECORD_FIELDS,
        "break_minutes",
    )


def work_is_described(facts: AttendanceFacts) -> Violation | None:
    """A record says what was done."""
    if facts.work_done.strip():
        return None
    return Violation("attendance.work", _("Write in a few words what was done."), SAFEGUARD, "work_done")


def nobody_is_named(facts: AttendanceFacts) -> Violation | None:
    """What was done is told without an identity or phone number of anybody (rule 57)."""
    if not LONG_NUMBER.search(facts.work_done):
        return None
    return Violation(
        "attendance.personal",
        _("This looks like a phone or identity number. Leave out names, phone numbers and addresses."),
        sources.PRIVACY,
        "work_done",
    )


def nothing_was_taken(facts: AttendanceFacts) -> Violation | None:
    """No pay and no gift from the person served; each record declares it (rule 39)."""
    if facts.no_gifts:
        return None
    return Violation(
        "attendance.gifts",
        GIFTS_ARE_REFUSED,
        sources.NO_GIFTS,
        "no_gifts",
    )


ATTENDANCE = (
    times_are_in_order,
    times_are_not_in_the_future,
    break_fits,
    work_is_described,
    nobody_is_named,
    nothing_was_taken,
)
