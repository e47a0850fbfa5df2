"""The officer's screens of planning: ask, follow, look, ask why not, decide, plan again, send."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal import roles
from tests.factories.groups import PositionFactory, drafted_group, leading_officer
from tests.factories.plans import planned, planned_again
from tests.factories.portal import AreaFactory, login, user_with_role
from tests.factories.volunteers import HelperFactory
from volunteers import plan_worker, tasks
from volunteers.actions import plan_decisions, plan_questions, plan_runs
from volunteers.choices import HelpKind
from volunteers.models import MatchPlan, PlanDecision, PlanQuestion, PlanRun

pytestmark = pytest.mark.django_db


def pair(seat, helper, **fields):
    return {"need": seat.need_id, "helper": helper.number, **fields}


# --- the job ------------------------------------------------------------------------------------------


def test_planning_leads_to_a_page_that_refreshes_itself_with_and_without_a_script(desk, town):
    asked = desk.post("plan_runs:add", area=town.pk, seconds=60)
    run = PlanRun.objects.get()
    text = desk.reads("plan_runs:inspect", run.pk)

    assert asked.url == reverse("plan_runs:inspect", args=[run.pk])
    assert '<noscript><meta http-equiv="refresh"' in text
    assert 'hx-trigger="every 2s"' in text
    assert "等待开始" in text


def test_the_form_offers_the_officers_only_area(desk, town):
    assert town.name in desk.reads("plan_runs:add")


def test_a_second_plan_of_the_area_is_refused_kindly(desk, town, officer):
    plan_runs.ask(area=town, by=officer)
    answer = desk.post("plan_runs:add", area=town.pk, seconds=60)

    text = answer.content.decode()

    assert answer.status_code == 422
    assert "该辖区正在规划中" in text
    assert "出现错误" not in text
    assert reverse("plan_runs:inspect", args=[PlanRun.objects.get().pk]) in text


def test_a_town_inside_a_planned_county_hears_what_is_planned_without_a_foreign_link(desk, town):
    county = town.get_parent()
    plan_runs.ask(area=county, by=leading_officer(county))
    text = desk.post("plan_runs:add", area=town.pk, seconds=60).content.decode()

    assert f"{county.name}正在规划" in text
    assert reverse("plan_runs:inspect", args=[PlanRun.objects.get().pk]) not in text


def test_planning_again_beside_a_running_computation_leads_to_it(desk, plan, town, officer):
    run = plan_runs.ask(area=town, by=officer)

    for text in (desk.reads("area_plans:again", plan.pk), desk.reads("area_plans:inspect", plan.pk)):
        assert reverse("plan_runs:inspect", args=[run.pk]) in text


def test_the_best_plan_so_far_and_its_bound_are_shown_with_a_stop_button(desk, town, officer):
    run = plan_runs.begin(plan_runs.ask(area=town, by=officer).pk)
    step = {
        "stage": "coverage",
        "seconds": 2.5,
        "objective": {"coverage": 35, "quality": 1302},
        "bound": {"coverage": 38, "quality": None},
    }
    plan_runs.report(run, step, [step])
    text = desk.reads("plan_runs:inspect", run.pk)

    said = ("计算中", "1302", "上限 38", "上限尚未证明", "停止，采用目前最好的方案")
    assert all(words in text for words in said)


def test_stopping_is_one_press(desk, town, officer):
    run = plan_runs.begin(plan_runs.ask(area=town, by=officer).pk)
    desk.post("plan_runs:stop", run.pk)
    run.refresh_from_db()

    text = desk.reads("plan_runs:inspect", run.pk)

    assert run.stop_asked_at is not None
    assert "即将停止" in text
    assert "正在停止" in text
    assert "计算中" not in text
    assert reverse("plan_runs:stop", args=[run.pk]) not in text


def test_a_finished_run_leads_to_its_plan_also_from_the_script(client, desk, town, officer):
    run = plan_runs.ask(area=town, by=officer)
    plan_worker.compute(run.pk)
    address = reverse("plan_runs:inspect", args=[run.pk])
    there = reverse("area_plans:inspect", args=[MatchPlan.objects.get().pk])

    assert client.get(address).url == there
    assert client.get(address, headers={"HX-Request": "true"})["HX-Redirect"] == there


def test_a_lost_run_says_what_to_do(desk, town, officer):
    run = plan_runs.begin(plan_runs.ask(area=town, by=officer).pk)
    PlanRun.objects.update(alive_at=timezone.now() - timedelta(minutes=5))
    text = desk.reads("plan_runs:inspect", run.pk)

    assert "计算中断了" in text
    assert "http-equiv" not in text


def test_a_run_that_nobody_begins_names_the_service(desk, town, officer):
    run = plan_runs.ask(area=town, by=officer)
    PlanRun.objects.update(asked_at=timezone.now() - timedelta(minutes=1))

    assert "db_worker" in desk.reads("plan_runs:inspect", run.pk)


def test_faults_of_the_data_are_listed(desk, town, officer):
    run = plan_runs.ask(area=town, by=officer)
    plan_runs.fail(run, plan_runs.INVALID, "$.needs[0].windows: a fixed need has at least one window")

    assert "$.needs[0].windows" in desk.reads("plan_runs:inspect", run.pk)


def test_the_list_leads_to_what_is_being_computed(desk, town, officer):
    run = plan_runs.ask(area=town, by=officer)
    text = desk.reads("area_plans:index")

    assert reverse("plan_runs:inspect", args=[run.pk]) in text
    assert reverse("plan_runs:add") in text


# --- looking ------------------------------------------------------------------------------------------


def test_each_seat_shows_its_proposal_with_rules_score_and_others(desk, plan, seats, lawyer, helper):
    text = desk.reads("area_plans:inspect", plan.pk, query=f"?q={seats[0].group.subject.code}")

    assert "已证明的最优方案" in text
    assert all(
        words in text
        for words in (lawyer.name, "能力", "《志愿服务条例》", "最好的其他人选 1 人", helper.name)
    )
    assert f'id="group-{seats[1].group.subject.code}"' not in text


def test_an_empty_seat_says_in_words_why_and_what_would_help(desk, town, officer):
    PositionFactory(group=drafted_group(town, officer), help_kind=HelpKind.SCHOOLING)
    HelperFactory(area=town, name="周岚")
    text = desk.reads("area_plans:inspect", planned(town, officer).pk, query="?show=empty")

    assert all(words in text for words in ("没有符合全部规则的人选", "1 人", "周岚", "即可邀请"))


def test_an_area_without_open_positions_says_so(desk, town, officer):
    assert "没有需要规划的岗位" in desk.reads("area_plans:inspect", planned(town, officer).pk)


def test_nobody_to_propose_is_no_error(desk, town, officer):
    PositionFactory(group=drafted_group(town, officer))
    plan = planned(town, officer)

    assert "没有符合全部规则的人选" in desk.reads("area_plans:inspect", plan.pk)
    assert desk.get("area_plans:send", plan.pk).status_code == 200


def test_one_helper_for_a_hundred_positions_fits_on_pages(desk, town, officer):
    HelperFactory(area=town, caseload_limit=1)
    for _n in range(100):
        PositionFactory(group=drafted_group(town, officer))
    plan = planned(town, officer)
    first, tenth = (desk.reads("area_plans:inspect", plan.pk, query=f"?page={n}") for n in (1, 10))

    assert (first.count('class="plan-group"'), tenth.count('class="plan-group"')) == (10, 10)
    assert "合适的人选在其他岗位更需要" in first


def test_a_page_of_a_plan_asks_no_more_for_more_seats(
    desk, plan, town, officer, django_assert_max_num_queries
):
    with django_assert_max_num_queries(30):
        desk.get("area_plans:inspect", plan.pk)
    for _n in range(8):
        PositionFactory(group=drafted_group(town, officer))
    more = planned(town, officer)
    with django_assert_max_num_queries(30):
        desk.get("area_plans:inspect", more.pk)


def test_an_older_plan_points_to_the_newer(desk, plan, town, officer):
    newer = planned(town, officer)
    text = desk.reads("area_plans:inspect", plan.pk)

    assert "该辖区已有更新的方案" in text
    assert reverse("area_plans:inspect", args=[newer.pk]) in text


def test_an_older_plan_offers_no_act(desk, plan, town, officer):
    newer = planned(town, officer)
    text = desk.reads("area_plans:inspect", plan.pk)
    there = reverse("area_plans:inspect", args=[newer.pk])

    acts = [reverse(f"area_plans:{act}", args=[plan.pk]) for act in ("send", "again", "decide")]
    assert not [act for act in acts if act in text]
    for act in ("send", "again"):
        page = desk.reads(f"area_plans:{act}", plan.pk)
        assert there in page
        assert "<main" in page
        assert 'class="fields"' not in page


# --- what the figures mean ------------------------------------------------------------------------------


def test_the_parts_of_a_pair_and_of_the_plan_visibly_sum(desk, plan):
    text = desk.reads("area_plans:inspect", plan.pk)
    quality = plan.output["objective"]["quality"]

    assert f"质量 {quality} = 2 项拟邀请得分合计 {quality} 分<" in text
    assert "每已有一个小组扣 2 分" in text
    assert "30 + 20 + 11" in text


def test_everybody_considered_is_counted_once_and_the_rest_can_be_shown(desk, town, officer):
    seat = PositionFactory(group=drafted_group(town, officer))
    HelperFactory.create_batch(12, area=town)
    HelperFactory.create_batch(11, area=town, help_kinds=[HelpKind.SCHOOLING])
    HelperFactory.create_batch(13, area=town, accepting=False)
    plan = planned(town, officer)
    query = f"?need={seat.need_id}"
    text = desk.reads("area_plans:seat", plan.pk, query=query)
    near = desk.reads("area_plans:seat", plan.pk, query=f"{query}&list=near")

    near_now = text[text.index('id="list-near"') :].partition("</section>")[0]
    assert "36 人：方案的人选 1 人，其他可邀请 11 人，只差一步 24 人，不符合 0 人。" in text
    assert "共 24 人，显示前 10 人" in near_now
    assert near[near.index('id="list-near"') :].partition("</section>")[0].count('class="rule__fix"') == 24


# --- why not her --------------------------------------------------------------------------------------


def test_anybody_is_found_by_name_and_weighed_exactly(desk, plan, seats, helper):
    query = f"?need={seats[0].need_id}"
    found = desk.reads("area_plans:seat", plan.pk, query=f"{query}&q=周岚")
    answer = desk.reads("area_plans:seat", plan.pk, query=f"{query}&helper={helper.number}")

    assert f"helper={helper.number}" in found
    assert (
        f"此人在方案中服务于 {seats[1].group.subject.code} 组。改派到此，全区方案的质量少 30 分。" in answer
    )


def test_somebody_out_is_told_by_rule_and_grouped_by_reason(desk, town, officer, seats):
    other = HelperFactory(area=town, name="许知行", help_kinds=[HelpKind.SCHOOLING])
    plan = planned(town, officer)
    text = desk.reads("area_plans:seat", plan.pk, query=f"?need={seats[0].need_id}&helper={other.number}")

    assert "许知行不能受邀到这个岗位" in text
    assert "未选择提供" in text


def test_all_alike_means_the_officer_may_choose_freely(desk, town, officer):
    seat = PositionFactory(group=drafted_group(town, officer))
    twins = {one.number: one for one in HelperFactory.create_batch(3, area=town)}
    plan = planned(town, officer)
    other = twins[sorted(set(twins) - set(plan.proposed.values()))[0]]
    query = f"?need={seat.need_id}&helper={other.number}"

    assert "全区方案没有损失" in desk.reads("area_plans:seat", plan.pk, query=query)
    desk.post("area_plans:decide", plan.pk, **pair(seat, other, kind="lock"))
    assert PlanDecision.objects.get().helper == other


def test_an_answer_that_takes_too_long_says_so(desk, plan, seats, helper, monkeypatch):
    monkeypatch.setattr(plan_questions, "AT_ONCE", 0)
    monkeypatch.setattr(plan_questions, "WHY_SECONDS", 0)
    query = f"?need={seats[0].need_id}&helper={helper.number}"
    desk.get("area_plans:seat", plan.pk, query=query)
    tasks.answer_question.call(PlanQuestion.objects.get().pk)

    assert "没有算完" in desk.reads("area_plans:seat", plan.pk, query=query)


def test_a_seat_or_a_person_that_the_plan_does_not_know_is_not_found(desk, plan, seats):
    foreign = PositionFactory()
    stranger = HelperFactory()

    assert desk.get("area_plans:seat", plan.pk, query=f"?need={foreign.need_id}").status_code == 404
    query = f"?need={seats[0].need_id}&helper={stranger.number}"
    assert desk.get("area_plans:seat", plan.pk, query=query).status_code == 404
    answer = desk.post("area_plans:decide", plan.pk, **pair(seats[0], stranger, kind="lock"))
    assert answer.status_code == 404


def test_whoever_offered_nothing_for_a_seat_is_not_named_on_its_page(desk, town, officer):
    at_hand, from_afar = (
        PositionFactory(group=drafted_group(town, officer), remote_possible=remote)
        for remote in (False, True)
    )
    elsewhere = AreaFactory(parent=town.get_parent())
    stranger = HelperFactory(area=elsewhere, name="侯云舒", remote=True)
    plan = planned(town, officer)
    person = f"&helper={stranger.number}"

    assert "侯云舒" in desk.reads("area_plans:seat", plan.pk, query=f"?need={from_afar.need_id}")
    assert "侯云舒" not in desk.reads("area_plans:seat", plan.pk, query=f"?need={at_hand.need_id}")
    answer = desk.get("area_plans:seat", plan.pk, query=f"?need={at_hand.need_id}{person}")
    assert answer.status_code == 404


# --- deciding -----------------------------------------------------------------------------------------


def test_locking_and_striking_is_one_press_each_and_comes_back_to_the_seat(desk, plan, seats, lawyer, helper):
    here = reverse("area_plans:inspect", args=[plan.pk]) + "?show=all"
    locked = desk.post("area_plans:decide", plan.pk, **pair(seats[0], lawyer, kind="lock", next=here))
    desk.post("area_plans:decide", plan.pk, **pair(seats[1], helper, kind="strike"))
    text = desk.reads("area_plans:inspect", plan.pk, query="?show=decided")

    assert locked.url == here
    assert all(words in text for words in ("已锁定", "取消锁定", "已划去", "撤回"))
    desk.post("area_plans:decide", plan.pk, **pair(seats[1], helper, kind="free"))
    assert PlanDecision.objects.get().kind == "lock"


def test_a_weaker_choice_shows_its_loss_and_asks_for_a_reason(desk, plan, seats, helper):
    asked = desk.reads(
        "area_plans:decide", plan.pk, query=f"?need={seats[0].need_id}&helper={helper.number}&kind=lock"
    )
    refused = desk.post("area_plans:decide", plan.pk, **pair(seats[0], helper, kind="lock"))
    desk.post("area_plans:decide", plan.pk, **pair(seats[0], helper, kind="lock", reason="同村"))
    text = desk.reads("area_plans:inspect", plan.pk, query="?show=decided")

    assert "全区方案的质量少 30 分" in asked
    assert refused.status_code == 422
    assert all(words in text for words in ("人工选定", "质量少 30 分", "同村", "方案已经人工改动"))


def test_locks_that_contradict_each_other_are_explained_pair_by_pair(desk, plan, seats, lawyer, officer):
    type(lawyer).objects.filter(pk=lawyer.pk).update(caseload_limit=1)
    plan_decisions.lock(plan, position=seats[0], helper=lawyer, by=officer)
    plan_decisions.lock(plan, position=seats[1], helper=lawyer, reason="先试试", by=officer)
    again = planned_again(plan, officer)
    text = desk.reads("area_plans:inspect", again.pk)

    assert all(words in text for words in ("有的锁定未能保持", "锁定未能保持", "超过本人同意的小组数"))


def test_planning_again_is_a_job_around_the_decisions(desk, plan, seats, lawyer, officer):
    plan_decisions.lock(plan, position=seats[0], helper=lawyer, by=officer)
    answer = desk.post("area_plans:again", plan.pk, seconds=10)
    run = PlanRun.objects.get()

    assert answer.url == reverse("plan_runs:inspect", args=[run.pk])
    assert (run.based_on, run.seconds) == (plan, 10)


def test_who_may_only_look_cannot_decide(client, plan, seats, lawyer, town):
    login(client, user_with_role(roles.AUDITOR, town))
    answer = client.post(reverse("area_plans:decide", args=[plan.pk]), pair(seats[0], lawyer, kind="lock"))

    assert answer.status_code in (302, 403, 404)
    assert not PlanDecision.objects.exists()
