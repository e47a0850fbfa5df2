"""Looking at a plan: locked pairs stay, struck pairs go, another choice is weighed and explained."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from portal import policies
from portal.actions import Refused
from portal.models import PolicyVersion
from tests.factories.groups import PositionFactory, drafted_group
from tests.factories.plans import planned, planned_again
from tests.factories.portal import login
from tests.factories.volunteers import HelperFactory
from volunteers import matching, plan_sums
from volunteers.actions import invitations, plan_decisions, plan_questions, plan_runs, plans
from volunteers.choices import HelpKind, Sex
from volunteers.matching_input import input_for
from volunteers.models import MatchPlan
from volunteers.plan_content import PlanContent
from volunteers.plan_today import proposals
from volunteers.policies import MATCHING
from volunteers.snapshots import digest

pytestmark = pytest.mark.django_db


def codes(refusal) -> list[str]:
    return [violation.code for violation in refusal.value.violations]


def reasons(not_sent) -> dict[str, list[str]]:
    """Why each seat was not sent."""
    return {one.need: [violation.code for violation in one.violations] for one in not_sent}


def test_a_locked_pair_stays_when_planned_again(plan, seats, lawyer, officer):
    plan_decisions.lock(plan, position=seats[0], helper=lawyer, by=officer)
    HelperFactory(area=plan.area, tags=["law"], experienced=True)
    again = planned_again(plan, officer)

    assert again.input["locked"] == [{"need": seats[0].need_id, "helper": lawyer.number}]
    assert again.proposed[seats[0].need_id] == lawyer.number
    assert [decision.kind for decision in again.decisions.all()] == ["lock"]


def test_a_struck_pair_never_comes_back(plan, seats, lawyer, officer):
    plan_decisions.strike(plan, position=seats[0], helper=lawyer, by=officer)
    again = planned_again(plan, officer)

    assert again.proposed[seats[0].need_id] != lawyer.number
    assert {"need": seats[0].need_id, "helper": lawyer.number} not in again.input["previous"]
    assert planned_again(again, officer).proposed == again.proposed


def test_a_strike_outlives_an_invitation_that_came_to_nothing(plan, seats, lawyer, helper, officer):
    plan_decisions.strike(plan, position=seats[0], helper=lawyer, by=officer)
    invitation = invitations.offer(seats[0], helper, reason="合适", by=officer)
    asked = planned_again(plan, officer)
    invitations.withdraw(invitation, reason="另有安排", by=officer)
    again = planned_again(asked, officer)

    assert again.input["struck"] == [{"need": seats[0].need_id, "helper": lawyer.number}]
    assert again.proposed[seats[0].need_id] == helper.number


def test_an_invitation_says_whose_choice_it_was(town, officer):
    seat = PositionFactory(group=drafted_group(town, officer))
    twins = {one.number: one for one in HelperFactory.create_batch(2, area=town)}
    plan = planned(town, officer)
    proposed = twins.pop(plan.proposed[seat.need_id])
    [other] = twins.values()
    plan_decisions.lock(plan, position=seat, helper=other, by=officer)
    [invitation], _refused = plans.send_plan(plan, needs=[seat.need_id], by=officer)

    assert invitation.helper == other
    assert "改派" in invitation.override_reason
    assert proposed.name in invitation.override_reason


def test_an_invitation_keeps_the_points_its_plan_showed_and_says_why_the_pair_alone_has_fewer(
    client, plan, seats, officer
):
    again = planned_again(plan, officer)
    shown = again.output["assignments"][0]
    [invitation], _refused = plans.send_plan(again, needs=[shown["need"]], by=officer)
    kept = invitation.snapshot
    login(client, officer)

    assert shown["parts"]["stability"] == 10
    assert kept["score"] == shown["score"]
    assert sorted(part["got"] for part in kept["parts"]) == sorted(shown["parts"].values())
    assert kept["answer"]["score"] == shown["score"] - 10
    page = client.get(reverse("invitations:inspect", args=[invitation.pk])).content.decode()
    assert f"的区域方案 #{again.pk} 所示一致" in page
    assert "“稳定”只在区域方案中计分。" in page


def test_the_figures_say_how_many_points_are_for_staying_with_the_last_plan(plan, officer):
    again = planned_again(plan, officer)

    first, later = (plan_sums.explained(one.output, one.input["policy"]) for one in (plan, again))
    assert not any("稳定" in line["sum"] for line in first)
    assert "其中“稳定”20 分" in [line["sum"] for line in later]


def test_unsent_proposals_stay_where_nothing_better_appears(plan, officer):
    assert planned_again(plan, officer).proposed == plan.proposed


def test_a_decision_can_be_taken_back(plan, seats, lawyer, officer):
    plan_decisions.strike(plan, position=seats[0], helper=lawyer, by=officer)
    plan_decisions.free(plan, position=seats[0], helper=lawyer, by=officer)

    assert "struck" not in planned_again(plan, officer).input


def test_the_answer_why_not_is_exact(plan, seats, helper, officer):
    answer = plan_questions.ask(plan, seats[0], helper, by=officer).answer

    assert (answer["verdict"], answer["loss"]) == ("WORSE", {"coverage": 0, "quality": 30})
    assert len(answer["moves"]) == 2


def test_a_weaker_choice_needs_a_reason_and_keeps_its_loss(plan, seats, helper, officer):
    with pytest.raises(Refused) as refusal:
        plan_decisions.lock(plan, position=seats[0], helper=helper, by=officer)
    decision = plan_decisions.lock(
        plan, position=seats[0], helper=helper, reason="同村，来往方便", by=officer
    )

    assert codes(refusal) == ["plan.reason_missing"]
    assert (decision.loss["verdict"], decision.loss["loss"], decision.loss["proven"]) == (
        "WORSE",
        {"coverage": 0, "quality": 30},
        True,
    )
    assert decision.loss["instead_of"] == plan.proposed[seats[0].need_id]
    assert sum(decision.loss["parts"].values()) == decision.loss["score"]


def test_an_equally_good_choice_needs_no_reason(town, officer):
    """Two helpers alike, one position: the solver chose, and so may the officer."""
    seat = PositionFactory(group=drafted_group(town, officer))
    twins = {helper.number: helper for helper in HelperFactory.create_batch(2, area=town)}
    plan = planned(town, officer)
    other = twins[(set(twins) - set(plan.proposed.values())).pop()]

    decision = plan_decisions.lock(plan, position=seat, helper=other, by=officer)

    assert (decision.loss["verdict"], decision.reason) == ("EQUAL", "")


def test_a_rule_is_never_overridden(plan, seats, officer):
    stranger = HelperFactory(area=plan.area, help_kinds=[HelpKind.SCHOOLING])
    plan = planned_again(plan, officer)

    with pytest.raises(Refused) as refusal:
        plan_decisions.lock(plan, position=seats[0], helper=stranger, reason="我想要", by=officer)
    assert codes(refusal) == ["pair.help_kind"]


def test_nobody_is_locked_where_the_group_could_not_be_lawful(town, officer):
    group = drafted_group(town, officer, is_female=True)
    group.memberships.all().delete()
    seat = PositionFactory(group=group)
    man, _woman = HelperFactory(area=town, sex=Sex.MALE), HelperFactory(area=town, sex=Sex.FEMALE)
    plan = planned(town, officer)

    with pytest.raises(Refused) as refusal:
        plan_decisions.lock(plan, position=seat, helper=man, reason="熟人", by=officer)
    assert codes(refusal) == ["plan.gate"]


def test_whom_the_plan_does_not_know_cannot_be_chosen(plan, seats, officer):
    newcomer = HelperFactory(area=plan.area)

    with pytest.raises(Refused) as refusal:
        plan_decisions.lock(plan, position=seats[0], helper=newcomer, reason="新来的", by=officer)
    assert codes(refusal) == ["plan.unknown_helper"]


def test_a_position_offered_meanwhile_is_decided_already(plan, seats, lawyer, officer):
    plans.send_plan(plan, needs=[seats[0].need_id], by=officer)
    seats[0].refresh_from_db()

    with pytest.raises(Refused) as refusal:
        plan_decisions.strike(plan, position=seats[0], helper=lawyer, by=officer)
    assert codes(refusal) == ["plan.seat_not_open"]


def test_locks_that_contradict_each_other_give_a_lawful_plan_and_say_why(plan, seats, lawyer, officer):
    """The lawyer agreed to one group; the first lock stays."""
    type(lawyer).objects.filter(pk=lawyer.pk).update(caseload_limit=1)
    plan_decisions.lock(plan, position=seats[0], helper=lawyer, by=officer)
    plan_decisions.lock(plan, position=seats[1], helper=lawyer, reason="先试试", by=officer)
    again = planned_again(plan, officer)

    assert [(lock["kept"], lock["failed"]) for lock in again.output["locked"]] == [
        (True, []),
        (False, ["CASELOAD"]),
    ]
    assert again.proposed[seats[0].need_id] == lawyer.number
    assert again.filled == 2


def test_what_is_sent_honours_strikes_and_other_choices(plan, seats, lawyer, helper, officer):
    plan_decisions.strike(plan, position=seats[0], helper=lawyer, by=officer)
    plan_decisions.lock(plan, position=seats[1], helper=lawyer, reason="本人愿意", by=officer)

    sent, refused = plans.send_plan(plan, needs=[seat.need_id for seat in seats], by=officer)

    assert [(one.position, one.helper, one.override_reason) for one in sent] == [
        (seats[1], lawyer, "本人愿意")
    ]
    assert reasons(refused) == {seats[0].need_id: ["plan.not_proposed"]}


def test_sending_nothing_is_refused(plan, officer):
    with pytest.raises(Refused) as refusal:
        plans.send_plan(plan, needs=[], by=officer)
    assert codes(refusal) == ["plan.nothing_chosen"]


def test_an_accepted_invitation_stays_in_every_later_plan(plan, seats, lawyer, officer):
    [invitation], _refused = plans.send_plan(plan, needs=[seats[0].need_id], by=officer)
    waiting = planned_again(plan, officer)
    invitations.accept(invitation, by=lawyer.account)
    settled = planned_again(waiting, officer)

    assert waiting.output["held"][0]["kept"]
    assert seats[0].need_id not in [need["id"] for need in settled.input["needs"]]
    [helper] = [one for one in settled.input["helpers"] if one["id"] == lawyer.number]
    assert (helper["caseload"], settled.output["held"]) == (1, [])


def test_an_invitation_reads_the_same_when_profile_and_policy_have_changed(
    client, plan, seats, lawyer, officer
):
    """Input, output, hashes, decision and words are frozen on the day of the invitation."""
    [invitation], _refused = plans.send_plan(plan, needs=[seats[0].need_id], by=officer)
    kept = invitation.snapshot
    login(client, officer)
    # A plan says above what is frozen that its policy was replaced since.
    pages = [
        (reverse("invitations:inspect", args=[invitation.pk]), "<main"),
        (reverse("area_plans:inspect", args=[plan.pk]), "岗位现状"),
    ]
    before = [_said(client, *page) for page in pages]

    type(lawyer).objects.filter(pk=lawyer.pk).update(tags=[], accepting=False, help_kinds=[])
    weights = policies.value(MATCHING, timezone.localdate())
    PolicyVersion.objects.create(
        key=MATCHING.key,
        effective_from=timezone.localdate(),
        value=weights | {"score": weights["score"] | {"skill": 1}},
    )
    invitation.refresh_from_db()

    assert [_said(client, *page) for page in pages] == before
    assert "专业能力" in before[0] or "30" in before[0]
    assert (invitation.snapshot, digest(invitation.snapshot)) == (kept, kept["sha256"])
    assert kept["plan"]["output_sha256"] == plan.output_sha256
    assert matching.plan(plan.input)["assignments"] == plan.output["assignments"]


def _said(client, address: str, since: str) -> str:
    """What the page says from a mark on, without what differs on every answer."""
    text = client.get(address).content.decode()
    return re.sub(r"<[^>]+>", " ", text[text.index(since) : text.index("</main")])


def test_the_counts_follow_what_was_decided(plan, seats, lawyer, officer):
    plan_decisions.strike(plan, position=seats[0], helper=lawyer, by=officer)
    content = PlanContent(MatchPlan.objects.get(pk=plan.pk))

    assert content.needs_of("proposed") == [seats[1].need_id]
    assert content.needs_of("empty") == [seats[0].need_id]


# --- what stays true from plan to plan ------------------------------------------------------------------


def test_a_choice_keeps_its_reason_its_cost_and_its_author_in_the_next_plan(plan, seats, helper, officer):
    chosen = plan_decisions.lock(plan, position=seats[0], helper=helper, reason="同村", by=officer)
    [carried] = planned_again(plan, officer).decisions.all()

    kept = (carried.reason, carried.loss, carried.decided_by, carried.decided_at)
    assert kept == ("同村", chosen.loss, officer, chosen.decided_at)


def test_what_is_decided_while_the_next_plan_is_computed_is_taken_along(plan, seats, lawyer, officer):
    run = plan_runs.begin(plan_runs.ask(area=plan.area, based_on=plan, by=officer).pk)
    data = input_for(plan.area.code)
    plan_decisions.strike(plan, position=seats[0], helper=lawyer, by=officer)
    newer = plan_runs.finish(run, data, matching.plan(data)).plan

    assert PlanContent(newer).pending == [seats[0].need_id]


def test_an_unchanged_plan_counts_no_change(plan, seats, lawyer, officer):
    plan_decisions.lock(plan, position=seats[0], helper=lawyer, by=officer)

    assert changes(plan) == ([], [])


def test_choosing_again_in_a_plan_that_was_changed_once_is_a_change(plan, seats, lawyer, officer):
    """Struck in the first plan, chosen in the second: the second was computed without the pair."""
    plan_decisions.strike(plan, position=seats[0], helper=lawyer, by=officer)
    again = planned_again(plan, officer)
    plan_decisions.lock(again, position=seats[0], helper=lawyer, reason="还是合适", by=officer)

    assert changes(again) == ([seats[0].need_id], [])


def test_changing_back_is_no_change(plan, seats, helper, lawyer, officer):
    plan_decisions.lock(plan, position=seats[0], helper=helper, reason="同村", by=officer)
    plan_decisions.free(plan, position=seats[0], helper=helper, by=officer)

    assert changes(plan) == ([], [])


def test_taking_back_what_the_plan_followed_is_told(plan, seats, lawyer, officer):
    plan_decisions.strike(plan, position=seats[0], helper=lawyer, by=officer)
    again = planned_again(plan, officer)
    plan_decisions.free(again, position=seats[0], helper=lawyer, by=officer)

    assert changes(again) == ([], [seats[0].need_id])


def changes(plan: MatchPlan) -> tuple[list[str], list[str]]:
    """Seats changed since the plan was computed, and seats where it follows what was taken back."""
    content = PlanContent(MatchPlan.objects.get(pk=plan.pk))
    return content.pending, content.taken_back


def test_a_lock_that_could_not_be_held_is_not_sent(plan, seats, lawyer, officer):
    type(lawyer).objects.filter(pk=lawyer.pk).update(caseload_limit=1)
    plan_decisions.lock(plan, position=seats[0], helper=lawyer, by=officer)
    plan_decisions.lock(plan, position=seats[1], helper=lawyer, reason="先试试", by=officer)
    again = planned_again(plan, officer)

    assert {need: one.helper for need, one in proposals(again).items()} == again.proposed


@pytest.mark.parametrize("act", ["lock", "strike", "free"])
def test_an_older_plan_is_only_read(plan, seats, lawyer, officer, act):
    planned(plan.area, officer)

    with pytest.raises(Refused) as refusal:
        getattr(plan_decisions, act)(plan, position=seats[0], helper=lawyer, by=officer)
    assert codes(refusal) == ["plan.superseded"]


def test_nothing_is_sent_from_an_older_plan(plan, seats, officer):
    planned(plan.area, officer)

    with pytest.raises(Refused) as refusal:
        plans.send_plan(plan, needs=[seats[0].need_id], by=officer)
    assert codes(refusal) == ["plan.superseded"]


def test_the_figures_of_a_plan_are_the_sums_of_their_parts(plan, town, officer):
    busy = HelperFactory(area=town, caseload_limit=5)
    for _n in range(4):
        PositionFactory(group=drafted_group(town, officer))
    again = planned_again(plan, officer)
    parts = plan_sums.sums(again.output, again.input["policy"])

    assert parts.load > 0
    assert busy.number in again.proposed.values()
    assert again.output["objective"] == {
        "coverage": parts.filled_points + parts.lawful_points,
        "quality": parts.scores - parts.load,
    }
