"""The plan of a whole area: read from the database, kept, looked at, and sent in one step."""

import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, transaction

from tests.factories.groups import InvitationFactory, PositionFactory, drafted_group, leading_officer
from tests.factories.plans import planned
from tests.factories.portal import AreaFactory
from tests.factories.volunteers import HelperFactory
from volunteers import matching
from volunteers.actions import plans
from volunteers.choices import HelpKind, Sex
from volunteers.matching.schema import read
from volunteers.matching_input import input_for
from volunteers.models import Invitation, MatchPlan

pytestmark = pytest.mark.django_db


@pytest.fixture
def seats(town, officer):
    """Two open seats and two helpers who may take them."""
    HelperFactory.create_batch(2, area=town)
    return [PositionFactory(group=drafted_group(town, officer)) for _ in range(2)]


def test_the_input_of_an_area_conforms_to_the_schema(town, seats):
    problem = read(input_for(town.code))

    assert set(problem.needs) == {seat.need_id for seat in seats}


def test_the_input_names_nobody(town, seats):
    text = json.dumps(input_for(town.code), ensure_ascii=False)

    assert not [helper for helper in HelperFactory._meta.model.objects.all() if helper.name in text]


def test_helpers_who_offered_nothing_here_are_not_named_here(town, seats):
    stranger = HelperFactory(area=AreaFactory(parent=town.get_parent()))
    traveller = HelperFactory(area=AreaFactory(parent=town.get_parent()), travels=True)

    known = {helper["id"] for helper in input_for(town.code)["helpers"]}

    assert (stranger.number in known, traveller.number in known) == (False, True)


def test_a_waiting_invitation_is_held(town, seats):
    invitation = InvitationFactory(position=seats[0], helper=HelperFactory(area=town))

    assert input_for(town.code)["held"] == [{"need": seats[0].need_id, "helper": invitation.helper.number}]


def test_the_last_proposals_are_remembered(town, seats, officer):
    plan = planned(town, officer)

    assert {(pair["need"], pair["helper"]) for pair in input_for(town.code)["previous"]} == {
        (entry["need"], entry["helper"]) for entry in plan.output["assignments"]
    }


def test_a_plan_is_kept_and_sends_nothing(town, seats, officer):
    plan = planned(town, officer)

    assert (plan.filled, Invitation.objects.count()) == (2, 0)
    assert plan.input_sha256 == matching.digest(plan.input)


def test_a_kept_plan_cannot_be_changed(town, seats, officer):
    planned(town, officer)

    with pytest.raises(DatabaseError), transaction.atomic():
        MatchPlan.objects.update(output={})


def test_the_chosen_proposals_become_invitations(town, seats, officer):
    plan = planned(town, officer)

    sent, refused = plans.send_plan(plan, needs=[seats[0].need_id], by=officer)

    assert ([invitation.position for invitation in sent], refused) == ([seats[0]], [])


def test_what_changed_meanwhile_is_refused_and_the_rest_is_sent(town, seats, officer):
    plan = planned(town, officer)
    gone = next(e["helper"] for e in plan.output["assignments"] if e["need"] == seats[0].need_id)
    HelperFactory._meta.model.objects.filter(number=gone).update(accepting=False)

    sent, refused = plans.send_plan(plan, needs=[seat.need_id for seat in seats], by=officer)

    assert [invitation.position for invitation in sent] == [seats[1]]
    assert [(one.need, one.helper) for one in refused] == [(seats[0].need_id, gone)]
    assert [violation.code for violation in refused[0].violations] == ["pair.accepting"]


def test_the_command_prints_the_plan_of_an_area_and_keeps_it_when_told(town, seats, capsys):
    call_command("match", area=town.code)
    printed = json.loads(capsys.readouterr().out)
    call_command("match", area=town.code, apply=True)

    assert printed["counts"]["filled"] == 2
    assert MatchPlan.objects.get().made_by.is_system


def test_an_unknown_area_is_named():
    with pytest.raises(CommandError) as error:
        call_command("match", area="990000000000")

    assert "990000000000" in str(error.value)
    assert error.value.returncode == 2


def test_a_seat_for_a_woman_is_offered_to_a_man_once_the_woman_of_the_plan_is_asked(town, officer):
    """The plan closes the group's gap with another seat; sent together, nobody is refused."""
    group = drafted_group(town, officer, is_female=True)
    group.memberships.all().delete()
    kept = PositionFactory(group=group, wants_female=True, help_kind=HelpKind.HOME_VISIT)
    other = PositionFactory(group=group, help_kind=HelpKind.SCHOOLING)
    HelperFactory(area=town, sex=Sex.MALE, help_kinds=[HelpKind.HOME_VISIT])
    HelperFactory(area=town, sex=Sex.FEMALE, help_kinds=[HelpKind.SCHOOLING])
    plan = planned(town, officer)

    sent, refused = plans.send_plan(plan, needs=[kept.need_id, other.need_id], by=officer)

    assert ({one.position for one in sent}, refused) == ({kept, other}, [])


def test_a_plan_of_an_area_without_open_positions_is_empty(town, officer):
    plan = planned(town, officer)

    assert (plan.filled, plan.unmet, plan.output["status"]) == (0, 0, "optimal")


def test_one_helper_for_a_hundred_positions_takes_what_they_agreed_to(town, officer):
    helper = HelperFactory(area=town, caseload_limit=3, minutes_per_month=100_000)
    leader = leading_officer(town)
    for _n in range(100):
        PositionFactory(group=drafted_group(town, leader))
    plan = planned(town, officer)

    assert set(plan.proposed.values()) == {helper.number}
    assert (plan.filled, plan.unmet) == (3, 97)
    assert {entry["reason"] for entry in plan.output["unmet"]} == {"CAPACITY"}
