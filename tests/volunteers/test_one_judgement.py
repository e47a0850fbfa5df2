"""A pair has one judgement: in the list of a position, in the plan of an area, and at the answer."""

from random import Random

import pytest

from tests.factories.groups import (
    InvitationFactory,
    MembershipFactory,
    PositionFactory,
    drafted_group,
    leading_officer,
)
from tests.factories.plans import planned
from tests.factories.portal import AreaFactory
from tests.factories.volunteers import HelperFactory, RecordCheckFactory
from volunteers import candidates
from volunteers.choices import MINOR_SPECIALIST, HelpKind, MemberRole, PositionState, Sex
from volunteers.matching.candidates import find
from volunteers.matching.held import settle
from volunteers.matching.schema import read
from volunteers.matching_input import input_for
from volunteers.models import Helper, Position

pytestmark = pytest.mark.django_db

STABILITY = 10  # what a proposal of the last plan gets in the next one
TIMES = [{"day": 6, "from": "09:00", "to": "11:00"}], [{"day": 6, "from": "10:00", "to": "12:00"}], []


@pytest.fixture
def county():
    return AreaFactory()


@pytest.fixture
def people_and_seats(county):
    """Two towns, twenty helpers of every sort, ten seats; some of both are taken or asked."""
    chance = Random(20)
    towns = [AreaFactory(parent=county) for _n in range(2)]
    officer = leading_officer(county)
    helpers = [_helper(chance, towns) for _n in range(20)]
    seats = [_seat(chance, chance.choice(towns), officer) for _n in range(10)]
    for seat, helper in zip(seats[:3], helpers[:3], strict=True):
        MembershipFactory(group=seat.group, role=MemberRole.HELPER, helper=helper, position=seat)
        _now(seat, PositionState.FILLED)
    for seat, helper in zip(seats[3:6], helpers[1:4], strict=True):
        InvitationFactory(position=seat, helper=helper)
        _now(seat, PositionState.INVITED)
    return officer


def _now(seat, state):
    seat.state = state
    seat.save(update_fields=["state"])


def _helper(chance, towns):
    helper = HelperFactory(
        area=chance.choice(towns),
        sex=chance.choice(Sex.values),
        travels=chance.random() < 0.7,
        remote=chance.random() < 0.5,
        experienced=chance.random() < 0.5,
        tags=[MINOR_SPECIALIST, "law"] if chance.random() < 0.6 else [],
        help_kinds=[HelpKind.HOME_VISIT, *([HelpKind.LEGAL_AID] if chance.random() < 0.7 else [])],
        caseload_limit=chance.choice((1, 2, 3)),
        minutes_per_month=chance.choice((120, 240, 480)),
        windows=[(6, 9 * 60, 12 * 60)] if chance.random() < 0.7 else [(3, 18 * 60, 21 * 60)],
        account=None,
    )
    if chance.random() < 0.7:
        RecordCheckFactory(helper=helper)
    return helper


def _seat(chance, town, officer):
    windows = chance.choice(TIMES)
    minor = chance.random() < 0.4
    return PositionFactory(
        group=drafted_group(town, officer, is_minor=minor, is_female=chance.random() < 0.4),
        help_kind=chance.choice((HelpKind.HOME_VISIT, HelpKind.LEGAL_AID)),
        required_tags=[MINOR_SPECIALIST] if minor else [],
        preferred_tags=chance.choice((["law"], [])),
        remote_possible=chance.random() < 0.5,
        fixed_time=bool(windows),
        windows=windows,
        minutes_per_month=chance.choice((120, 240)),
    )


def judged_by_the_plan(data, needs):
    """The points of each lawful pair of these seats, as the engine weighs them for a whole plan."""
    problem, _held = settle(read(data))
    return {pair: points for pair, points in find(problem).scores.items() if pair[0] in needs}


@pytest.mark.parametrize("which", ["county", "town"])
def test_list_plan_and_answer_agree_on_every_pair(people_and_seats, county, which):
    """Points differ by stability alone, which compares plans with each other."""
    officer = people_and_seats
    area = county if which == "county" else county.get_children().first()
    planned(area, officer)
    data = input_for(area.code)
    again = {(pair["need"], pair["helper"]) for pair in data["previous"]}
    seats = Position.objects.open().filter(area__path__startswith=area.path)
    weighed = judged_by_the_plan(data, {seat.need_id for seat in seats})

    listed = {}
    for seat in seats:
        ranking = candidates.rank(seat, viewer=officer).ranking
        listed |= {(seat.need_id, one["helper"]): one["score"] for one in ranking["candidates"]}
    answered = {pair: _when_answered(*pair) for pair in weighed}

    assert again
    assert {pair: points - STABILITY * (pair in again) for pair, points in weighed.items()} == listed
    assert listed == answered


def _when_answered(need: str, number: str) -> int | None:
    """The points of the pair as judged on the day of the answer; None where a rule fails by then."""
    seat = Position.objects.get(pk=need.rpartition("/")[2])
    helper = Helper.objects.get(number=number)
    invitation = InvitationFactory(position=seat, helper=helper)
    entry = candidates.pair(seat, helper, leave_out=invitation).entry
    invitation.delete()
    return entry["score"] if entry["lawful"] else None


def test_an_invitation_that_waits_in_another_town_weighs_in_the_plan_of_this_one(county):
    here, there = (AreaFactory(parent=county) for _n in range(2))
    officer = leading_officer(county)
    helper = HelperFactory(area=here, travels=True, caseload_limit=2)
    seat = PositionFactory(
        group=drafted_group(there, officer), fixed_time=True, windows=TIMES[0], minutes_per_month=480
    )
    PositionFactory(group=drafted_group(here, officer))
    InvitationFactory(position=seat, helper=helper)
    _now(seat, PositionState.INVITED)

    [one] = input_for(here.code)["helpers"]

    assert (one["caseload"], one["minutes_left"], one["busy"]) == (
        1,
        max(0, helper.minutes_per_month - 480),
        TIMES[0],
    )
