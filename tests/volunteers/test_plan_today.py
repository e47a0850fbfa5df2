"""What has become of each seat of a plan: tiles, tabs, cards, callout and sending say the same."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.models import User
from tests.factories.groups import PositionFactory, drafted_group
from tests.factories.plans import planned, planned_again
from tests.factories.portal import login
from tests.factories.volunteers import HelperFactory
from volunteers.actions import invitations, plan_decisions, plans
from volunteers.choices import HelpKind, PlanSeatState
from volunteers.models import Invitation
from volunteers.plan_today import PlanToday

pytestmark = pytest.mark.django_db


def withdrawn(invitation):
    invitations.withdraw(invitation, reason="另有安排", by=invitation.sent_by)


def declined(invitation):
    invitations.decline(invitation, by=invitation.helper.account)


def expired(invitation):
    Invitation.objects.update(answer_by=timezone.localdate() - timedelta(days=1))
    invitations.expire(invitation, by=User.objects.system())


def accepted(invitation):
    invitations.accept(invitation, by=invitation.helper.account)


def unanswered(invitation):
    pass


CAME_TO_NOTHING = (withdrawn, declined, expired)
TODAY = [
    (unanswered, PlanSeatState.WAITING),
    (accepted, PlanSeatState.ACCEPTED),
    *((end, PlanSeatState.EMPTY) for end in CAME_TO_NOTHING),
]


@pytest.fixture
def page(client, officer):
    """The page of a plan as the officer's browser gets it."""
    login(client, officer)

    def read(plan, **query):
        return client.get(reverse("area_plans:inspect", args=[plan.pk]), query)

    return read


def sent(plan, seat, officer) -> Invitation:
    [invitation], _not_sent = plans.send_plan(plan, needs=[seat.need_id], by=officer)
    return invitation


def counts(response) -> tuple[dict, dict]:
    """What the tiles and what the tabs count, by state."""
    tiles = {
        one["url"].partition("=")[2].partition("#")[0]: one["value"] for one in response.context["states"]
    }
    return tiles, {tab["show"]: tab["n"] for tab in response.context["tabs"] if tab["show"] in tiles}


@pytest.mark.parametrize(("end", "state"), TODAY)
def test_each_end_of_an_invitation_is_one_state_everywhere(page, plan, seats, officer, end, state):
    end(sent(plan, seats[0], officer))
    tiles, tabs = counts(page(plan))

    others = {PlanSeatState.WAITING: 0, PlanSeatState.ACCEPTED: 0, PlanSeatState.EMPTY: 0}
    assert tiles == tabs == others | {PlanSeatState.PROPOSED: 1, state: 1}
    shown = page(plan, show=state).context["groups"]
    assert [group["code"] for group in shown] == [seats[0].group.subject.code]
    [card] = shown[0]["seats"]
    assert (card["empty"] is not None) == (state == PlanSeatState.EMPTY)
    assert (card["invited"] is not None) == (state != PlanSeatState.EMPTY)


@pytest.mark.parametrize(("end", "state"), TODAY)
def test_an_invitation_that_waited_when_the_plan_was_made_ends_in_the_same_state(
    page, plan, seats, officer, end, state
):
    invitation = sent(plan, seats[0], officer)
    again = planned_again(plan, officer)
    end(invitation)
    tiles, tabs = counts(page(again))

    assert tiles == tabs
    assert (tiles[state], sum(tiles.values())) == (1, 2)


@pytest.mark.parametrize("end", CAME_TO_NOTHING)
def test_the_head_of_the_page_says_that_a_seat_is_empty_again(page, plan, seats, officer, end):
    end(sent(plan, seats[0], officer))
    callout = page(plan).context["callout"]

    assert (callout["title"], callout["tone"]) == ("1 个岗位又空出来了", "warn")
    assert "另选他人，或再次规划" in callout["text"]


@pytest.mark.parametrize("end", CAME_TO_NOTHING)
def test_whoever_said_no_or_nothing_is_not_asked_again_by_the_same_plan(plan, seats, officer, end):
    end(sent(plan, seats[0], officer))
    invited, [refused] = plans.send_plan(plan, needs=[seats[0].need_id], by=officer)

    assert invited == []
    assert [violation.code for violation in refused.violations] == ["plan.not_proposed"]


def test_whoever_was_taken_back_is_proposed_again_once_the_officer_locks_them(plan, seats, lawyer, officer):
    withdrawn(sent(plan, seats[0], officer))
    plan_decisions.lock(plan, position=seats[0], helper=lawyer, by=officer)

    assert PlanToday(plan).states[seats[0].need_id] == PlanSeatState.PROPOSED
    assert sent(plan, seats[0], officer).helper == lawyer


def test_whoever_declined_stays_asked_whatever_is_locked(plan, seats, lawyer, officer):
    declined(sent(plan, seats[0], officer))
    plan_decisions.lock(plan, position=seats[0], helper=lawyer, by=officer)

    assert PlanToday(plan).states[seats[0].need_id] == PlanSeatState.EMPTY


def test_a_seat_filled_by_other_hands_is_settled(page, plan, seats, officer):
    type(seats[0]).objects.filter(pk=seats[0].pk).update(state="filled")
    tiles, tabs = counts(page(plan))

    assert tiles == tabs
    assert tiles[PlanSeatState.SETTLED] == 1


def test_once_everything_is_invited_the_page_says_that_nothing_is_left(page, plan, seats, officer):
    plans.send_plan(plan, needs=[seat.need_id for seat in seats], by=officer)
    again = planned_again(plan, officer)
    text = page(again).text

    assert "没有需要再安排的岗位" in text
    assert "覆盖 0" not in text
    assert "质量 0" not in text


def test_a_plan_that_can_propose_nobody_says_what_comes_next(page, town, officer):
    PositionFactory(group=drafted_group(town, officer), help_kind=HelpKind.SCHOOLING)
    HelperFactory(area=town)
    answer = page(planned(town, officer))

    assert answer.context["callout"]["title"] == "没有可以拟邀请的人选"
    assert reverse("forecast") in answer.text
    assert "覆盖 0" not in answer.text


def test_an_older_plan_tells_what_is_of_then_and_what_is_of_today(page, plan, town, seats, officer):
    newer = planned(town, officer)
    invitation = sent(newer, seats[0], officer)
    answer = page(plan)

    assert "计算时的；各岗位的邀请和状态是今天的" in answer.context["callout"]["text"]
    assert counts(answer)[0] == {"proposed": 1, "waiting": 1, "accepted": 0, "empty": 0}
    assert "仍空缺（当时拟邀请）" in answer.text
    assert reverse("invitations:inspect", args=[invitation.pk]) in answer.text


def test_a_group_lacks_its_woman_again_once_her_invitation_came_to_nothing(page, town, officer):
    group = drafted_group(town, officer, is_female=True)
    group.memberships.all().delete()
    seat = PositionFactory(group=group, wants_female=True)
    HelperFactory(area=town, sex="female")
    plan = planned(town, officer)
    [before] = page(plan).context["groups"]
    declined(sent(plan, seat, officer))
    [after] = page(plan).context["groups"]

    assert (before["state"]["tone"], after["state"]["tone"]) == ("ok", "warn")
