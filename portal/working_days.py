"""Deadlines in working days, by the official holiday calendar with its moved working days (rule 84).

The first day does not count, "within" includes the last, and a last day that is no working day
moves on to the next one (Civil Code Arts. 201 and 203). A year whose calendar is not known is
counted Monday to Friday, and the deadline says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import chinese_calendar
from django.utils.translation import gettext_lazy as _

from portal.policies import Policy, register


@dataclass(frozen=True, slots=True)
class YearCalendar:
    """How one year differs from Monday to Friday."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        return day in self.worked or (day.isoweekday() <= 5 and day not in self.off)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day, and the years whose calendar had to be assumed to find it."""

    day: date
    assumed_years: tuple[int, ...] = ()

    @property
    def caution(self) -> str:
        """What to add where the calendar is not known yet, else nothing."""
        if not self.assumed_years:
            return ""
        return _(
            "The holiday calendar of %(year)s is not entered yet; days are counted Monday to Friday for now."
        ) % {"year": self.assumed_years[0]}


def entered_calendars(value: Mapping[str, Mapping[str, list[str]]]) -> dict[int, YearCalendar]:
    """The value of the ``CALENDAR`` policy, ready for the functions below."""
    return {
        int(year): YearCalendar(
            frozenset(map(date.fromisoformat, days.get("off", ()))),
            frozenset(map(date.fromisoformat, days.get("on", ()))),
        )
        for year, days in value.items()
    }


def _calendar_fault(value) -> str | None:
    """Why ``value`` is no calendar: a deadline that cannot be counted would stop contracts and payments."""
    try:
        years = entered_calendars(value)
        named = all(days.keys() <= {"off", "on"} for days in value.values())
    except (AttributeError, TypeError, ValueError):
        named, years = False, {}
    if named and all(day.year == year for year, days in years.items() for day in days.off | days.worked):
        return None
    return _(
        'Write each year as "2027": {"off": ["2027-01-01"], "on": ["2027-02-06"]}, with days of that year.'
    )


CALENDAR = register(
    Policy(
        "calendar.years",
        _("Holiday calendar by year"),
        {},
        check=_calendar_fault,
        hint=_(
            "Only for years whose calendar was announced after this portal was installed. off: weekdays that "
            "are free; on: weekend days that are worked. For example "
            '{"2027": {"off": ["2027-01-01", "2027-02-08"], "on": ["2027-02-06"]}}.'
        ),
    )
)


@cache
def published_calendar(year: int) -> YearCalendar | None:
    """The State Council's calendar as our library carries it, or None for a year it does not know."""
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
    try:
        worked = {day for day in days if chinese_calendar.is_workday(day)}
    except NotImplementedError:
        return None
    return YearCalendar(
        frozenset(day for day in days if day.isoweekday() <= 5 and day not in worked),
        frozenset(day for day in worked if day.isoweekday() > 5),
    )


def after_working_days(
    start: date, count: int, entered: Mapping[int, YearCalendar] | None = None
) -> Deadline:
    """The last of ``count`` working days after ``start``."""
    day, assumed = start, set()
    while count:
        day += timedelta(days=1)
        count -= _is_working_day(day, entered, assumed)
    return Deadline(day, tuple(sorted(assumed)))


def after_days(start: date, count: int, entered: Mapping[int, YearCalendar] | None = None) -> Deadline:
    """The last of ``count`` calendar days after ``start``, moved on where it is no working day."""
    day, assumed = start + timedelta(days=count), set()
    while not _is_working_day(day, entered, assumed):
        day += timedelta(days=1)
    return Deadline(day, tuple(sorted(assumed)))


def is_working_day(day: date, entered: Mapping[int, YearCalendar] | None = None) -> bool:
    """Whether offices work on ``day``."""
    return _is_working_day(day, entered, set())


def _is_working_day(day: date, entered: Mapping[int, YearCalendar] | None, assumed: set[int]) -> bool:
    calendar = (entered or {}).get(day.year) or published_calendar(day.year)
    if calendar is None:
        assumed.add(day.year)
        calendar = YearCalendar()
    return calendar.is_working_day(day)
