"""Working-day deadlines of the calendar of 2026 (rule 84 and the worked examples)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.working_days import CALENDAR, after_days, after_working_days, entered_calendars, is_working_day

DAYS = st.dates(date(2020, 1, 1), date(2026, 10, 1))


@pytest.mark.parametrize(
    ("start", "count", "last"),
    [
        ("2026-09-18", 10, "2026-10-09"),  # record of an activity, over the National Day
        ("2026-09-25", 10, "2026-10-15"),  # ends on the Mid-Autumn Festival
        ("2026-02-13", 10, "2026-03-05"),  # over the Spring Festival
        ("2026-09-30", 2, "2026-10-09"),  # announcing a contract
        ("2026-09-30", 7, "2026-10-15"),  # filing a contract
        ("2026-04-27", 15, "2026-05-20"),  # a helper leaves
    ],
)
def test_the_worked_examples_in_working_days(start, count, last):
    deadline = after_working_days(date.fromisoformat(start), count)

    assert (deadline.day, deadline.caution) == (date.fromisoformat(last), "")


@pytest.mark.parametrize(
    ("count", "last"), [(30, "2026-10-15"), (60, "2026-11-16")], ids=["Thursday", "Saturday moves on"]
)
def test_the_worked_examples_in_calendar_days(count, last):
    assert after_days(date(2026, 9, 15), count).day == date.fromisoformat(last)


def test_a_moved_sunday_is_a_working_day():
    assert is_working_day(date(2026, 9, 20))


def test_an_unknown_year_is_counted_monday_to_friday_and_says_so():
    deadline = after_working_days(date(2031, 1, 3), 1)

    assert deadline.day == date(2031, 1, 6)
    assert "2031" in str(deadline.caution)


@pytest.mark.parametrize(
    "value",
    [
        {"2027": {"off": ["2027-13-01"]}},
        {"2027": {"off": "2027-01-01"}},
        {"2027": {"off": [20270101]}},
        {"2027": {"off": ["2026-01-01"]}},
        {"2027": {"holidays": ["2027-01-01"]}},
        {"2027": ["2027-01-01"]},
        {"next": {}},
        ["2027-01-01"],
    ],
)
def test_a_calendar_that_could_not_be_counted_is_not_decided(value):
    assert CALENDAR.violation(value).field == "value"


def test_a_whole_calendar_may_be_decided():
    assert CALENDAR.violation({"2027": {"off": ["2027-01-01"], "on": ["2027-02-06"]}, "2028": {}}) is None


def test_an_entered_calendar_counts():
    entered = entered_calendars({"2031": {"off": ["2031-01-06"], "on": ["2031-01-04"]}})

    assert after_working_days(date(2031, 1, 3), 2, entered).day == date(2031, 1, 7)
    assert after_working_days(date(2031, 1, 3), 2, entered).assumed_years == ()


@given(DAYS, st.integers(1, 30))
def test_a_deadline_lies_on_a_working_day_after_the_start(start, count):
    last = after_working_days(start, count).day

    assert last > start
    assert is_working_day(last)


@given(DAYS, st.integers(1, 20), st.integers(1, 20))
def test_working_days_add_up(start, first, second):
    assert (
        after_working_days(after_working_days(start, first).day, second).day
        == after_working_days(start, first + second).day
    )
