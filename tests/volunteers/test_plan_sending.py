"""What an officer reads before and after sending, and what stays said about a choice, a policy, a trail."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.models import PolicyVersion
from tests.factories.plans import planned, planned_again
from tests.factories.volunteers import HelperFactory
from volunteers.actions import invitations, plan_decisions, plans
from volunteers.models import Invitation
from volunteers.policies import MATCHING

pytestmark = pytest.mark.django_db


def pair(seat, helper, **fields):
    return {"need": seat.need_id, "helper": helper.number, **fields}


def test_what_is_sent_is_what_the_page_proposes(desk, plan, seats, lawyer, helper, officer):
    plan_decisions.strike(plan, position=seats[1], helper=helper, by=officer)
    page = desk.reads("area_plans:send", plan.pk)
    desk.post("area_plans:send", plan.pk, needs=[seats[0].need_id])

    assert (lawyer.name in page, helper.name in page) == (True, False)
    assert [one.helper for one in Invitation.objects.all()] == [lawyer]
    assert "待答复" in desk.reads("area_plans:inspect", plan.pk)


def test_who_was_invited_and_what_they_said_stands_in_the_review(desk, plan, seats, lawyer, officer):
    sent, _refused = plans.send_plan(plan, needs=[seat.need_id for seat in seats], by=officer)
    [first] = [one for one in sent if one.helper == lawyer]
    invitations.accept(first, by=lawyer.account)
    text = desk.reads("area_plans:inspect", plan.pk, query="?show=all")

    assert all(words in text for words in ("这份方案已发出 2 份邀请", "待答复 1，已接受 1", "前答复"))
    assert f"{timezone.localdate():%Y年}" in text
    assert text.count('class="plan-seat"') == 2
    assert "没有可发出的邀请" in desk.reads("area_plans:send", plan.pk)
    assert reverse("area_plans:send", args=[plan.pk]) not in text


def test_whoever_declined_is_shown_and_not_sent_again(desk, plan, seats, lawyer, officer):
    [invitation], _refused = plans.send_plan(plan, needs=[seats[0].need_id], by=officer)
    invitations.decline(invitation, by=lawyer.account)
    text = desk.reads("area_plans:inspect", plan.pk, query="?show=invited")

    assert "请另选他人，或再次规划" in text
    assert lawyer.name not in desk.reads("area_plans:send", plan.pk)


def test_a_struck_person_is_named_with_the_reason_in_the_next_plan(desk, plan, seats, lawyer, officer):
    plan_decisions.strike(plan, position=seats[0], helper=lawyer, by=officer)
    desk.post("area_plans:decide", plan.pk, **pair(seats[0], lawyer, kind="strike", reason="是邻居的亲戚"))
    text = desk.reads("area_plans:inspect", planned_again(plan, officer).pk, query="?show=decided")

    assert all(words in text for words in (f"{lawyer.name} {lawyer.number}", "是邻居的亲戚", str(officer)))


def test_a_choice_reads_in_the_next_plan_as_it_was_made(desk, plan, seats, lawyer, helper, officer):
    plan_decisions.lock(plan, position=seats[0], helper=helper, reason="同村", by=officer)
    text = desk.reads("area_plans:inspect", planned_again(plan, officer).pk, query="?show=decided")

    assert f"替换{lawyer.name} {lawyer.number}；质量少 30 分。" in text
    assert all(words in text for words in ("理由：同村", str(officer)))


def test_a_choice_in_a_plan_that_was_changed_before_shows_its_score_and_the_change(
    desk, plan, seats, lawyer, officer
):
    plan_decisions.strike(plan, position=seats[0], helper=lawyer, by=officer)
    again = planned_again(plan, officer)
    plan_decisions.lock(again, position=seats[0], helper=lawyer, reason="还是合适", by=officer)
    text = desk.reads("area_plans:inspect", again.pk, query=f"?q={seats[0].group.subject.code}")

    assert "方案已经人工改动" in text
    assert "已证明的最优方案" not in text
    assert "71 分" in text


def test_ticking_nothing_sends_nothing(desk, plan):
    answer = desk.post("area_plans:send", plan.pk)

    assert answer.status_code == 422
    assert not Invitation.objects.exists()


def test_before_sending_each_line_tells_points_load_and_the_last_day_to_answer(desk, plan, lawyer):
    text = desk.reads("area_plans:send", plan.pk)
    until = timezone.localdate() + timedelta(days=7)

    assert f"{lawyer.name} {lawyer.number}" in text
    assert "71 分，接受后共 1 个小组（上限 3），" in text
    assert f"{until.year}年{until.month}月{until.day}日前答复" in text


def test_a_choice_is_told_with_its_cost_before_it_is_sent(desk, plan, seats, helper, officer):
    plan_decisions.lock(plan, position=seats[0], helper=helper, reason="同村", by=officer)

    assert all(words in desk.reads("area_plans:send", plan.pk) for words in ("质量少 30 分", "理由：同村"))


def test_what_could_not_be_sent_is_named_with_seat_person_reason_and_what_to_do(desk, plan, seats, lawyer):
    type(lawyer).objects.filter(pk=lawyer.pk).update(accepting=False)
    answer = desk.post("area_plans:send", plan.pk, needs=[seat.need_id for seat in seats])
    text = answer.content.decode()
    refused = text[text.index("1 份邀请没有发出") :]

    assert (answer.status_code, Invitation.objects.get().position) == (422, seats[1])
    assert "已发出 1 份邀请" in text
    named = (seats[0].group.subject.code, str(seats[0]), lawyer.name, lawyer.number, "暂停接受邀请")
    assert all(words in refused for words in named)
    assert seats[1].group.subject.code not in refused
    seat = reverse("area_plans:seat", args=[plan.pk]) + "?" + urlencode({"need": seats[0].need_id})
    assert seat in refused
    assert reverse("area_plans:again", args=[plan.pk]) in refused


def test_a_plan_made_by_a_replaced_policy_says_so_wherever_it_is_acted_on(desk, plan, seats):
    value = MATCHING.default | {"load_points": 6}
    PolicyVersion.objects.create(key=MATCHING.key, effective_from=timezone.localdate(), value=value)
    again = reverse("area_plans:again", args=[plan.pk])
    pages = [
        desk.reads("area_plans:inspect", plan.pk),
        desk.reads("area_plans:seat", plan.pk, query=f"?need={seats[0].need_id}"),
        desk.reads("area_plans:send", plan.pk),
    ]

    for page in pages:
        assert "已不是现行规定" in page
        assert "同一人每多一个小组的扣分 2 → 6" in page
        assert again in page


def test_a_plan_of_todays_policy_says_nothing_of_it(desk, plan):
    assert "已不是现行规定" not in desk.reads("area_plans:inspect", plan.pk)


def test_the_trail_of_a_plan_names_seat_and_person(desk, plan, seats, lawyer, officer):
    plan_decisions.strike(plan, position=seats[0], helper=lawyer, by=officer)
    text = desk.reads("area_plans:inspect", plan.pk)
    trail = text[text.index('class="trail"') :]

    said = f"{seats[0].group.subject.code} · {seats[0]} → {lawyer.name} {lawyer.number}"
    assert said in trail


def test_whose_choice_it_was_stands_with_the_seat_once_invited_and_in_the_next_plan(
    desk, plan, seats, lawyer, helper, officer
):
    plan_decisions.lock(plan, position=seats[0], helper=helper, reason="同村", by=officer)
    plans.send_plan(plan, needs=[seats[0].need_id], by=officer)
    again = planned_again(plan, officer)
    said = ("人工选定", str(officer), f"替换{lawyer.name} {lawyer.number}；质量少 30 分。", "理由：同村")

    for one in (plan, again):
        card = desk.reads("area_plans:inspect", one.pk, query=f"?q={seats[0].group.subject.code}")
        seat = desk.reads("area_plans:seat", one.pk, query=f"?need={seats[0].need_id}")
        assert all(words in page for words in said for page in (card, seat))


def test_the_question_is_put_as_it_applies(desk, plan, seats, lawyer, helper):
    query = f"?need={seats[0].need_id}&helper="

    assert f"为什么是{lawyer.name}？" in desk.reads("area_plans:seat", plan.pk, query=query + lawyer.number)
    assert f"为什么不是{helper.name}？" in desk.reads("area_plans:seat", plan.pk, query=query + helper.number)


def test_figures_name_whom_they_count(desk, town, officer, plan, seats):
    HelperFactory(area=town, caseload_limit=0)
    text = desk.reads("area_plans:inspect", planned(town, officer).pk)

    assert "方案共考虑 3 人" in text
    assert "其中 2 人已通过审核、愿意参加小组" in text
