"""A booking that comes back every week is busy time for matching; a single appointment is not."""

from datetime import date

import pytest

from tests.factories.groups import PositionFactory, drafted_group
from tests.factories.training import at, booked
from tests.factories.volunteers import HelperFactory
from training import actions
from training.commitments import recurring_bookings
from volunteers import matching
from volunteers.matching_input import input_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def helper(town):
    """Free on Saturdays from nine to twelve."""
    return HelperFactory(area=town)


def weekly(officer, helper, begins="19:00", ends="20:10", weeks=(1, 2, 3)):
    """The same hour, as many weeks as wanted; the first of them next week."""
    return [
        booked(
            officer, helpers=(helper,), starts_at=at(begins, days=7 * week), ends_at=at(ends, days=7 * week)
        )
        for week in weeks
    ]


def busy(town, helper) -> list[dict]:
    [entry] = [one for one in input_for(town.code)["helpers"] if one["id"] == helper.number]
    return entry["busy"]


def test_three_weeks_at_the_same_time_are_a_commitment(town, officer, helper):
    PositionFactory(group=drafted_group(town, officer))
    weekly(officer, helper)

    assert busy(town, helper) == [{"day": at("19:00").isoweekday(), "from": "19:00", "to": "20:15"}]


def test_two_appointments_are_none(town, officer, helper):
    PositionFactory(group=drafted_group(town, officer))
    weekly(officer, helper, weeks=(1, 2))

    assert busy(town, helper) == []


def test_what_was_cancelled_or_lies_far_ahead_does_not_count(officer, helper):
    first, *_others = weekly(officer, helper)
    weekly(officer, helper, weeks=(9, 10))
    actions.cancel(first, reason="停课", by=officer)

    assert recurring_bookings([helper.pk], date.today()) == {}


def test_a_time_that_is_given_away_every_week_is_not_offered_again(town, officer, helper):
    """Fixed at the very hour of the weekly talk: nobody is free, and the plan says so."""
    sessions = weekly(officer, helper)
    day = sessions[0].starts_at.isoweekday()
    helper.windows.create(weekday=day, start_minute=18 * 60, end_minute=21 * 60)
    window = {"day": day, "from": "19:00", "to": "20:00"}
    PositionFactory(group=drafted_group(town, officer), fixed_time=True, windows=[window])

    [seat] = matching.plan(input_for(town.code))["unmet"]

    assert (seat["reason"], seat["failed"]) == ("NO_CANDIDATE", {"TIME": 1})
