""" "Why not her?" keeps no page waiting: small plans answer at once, large ones by a worker."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.actions import Refused
from tests.factories.groups import PositionFactory, drafted_group, leading_officer
from tests.factories.plans import planned
from tests.factories.portal import login
from tests.factories.volunteers import HelperFactory
from volunteers import matching, tasks
from volunteers.actions import plan_decisions, plan_questions
from volunteers.models import PlanQuestion

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(town, officer):
    return PositionFactory(group=drafted_group(town, officer), preferred_tags=["law"])


@pytest.fixture
def lawyer(town, seat):
    return HelperFactory(area=town, tags=["law"])


@pytest.fixture
def helper(town, seat):
    return HelperFactory(area=town, name="周岚")


@pytest.fixture
def plan(town, officer, lawyer, helper):
    return planned(town, officer)


@pytest.fixture
def large(monkeypatch):
    """Every plan counts as one that takes long."""
    monkeypatch.setattr(plan_questions, "AT_ONCE", -1)


def page(plan, seat, helper):
    return reverse("area_plans:seat", args=[plan.pk]) + f"?need={seat.need_id}&helper={helper.number}"


def codes(refusal) -> list[str]:
    return [violation.code for violation in refusal.value.violations]


def test_a_small_plan_answers_at_once(plan, seat, helper, officer):
    assert plan_questions.ask(plan, seat, helper, by=officer).answer["verdict"] == "WORSE"
    assert not DBTaskResult.objects.exists()


def test_the_same_question_is_computed_once(plan, seat, helper, officer, monkeypatch):
    first = plan_questions.ask(plan, seat, helper, by=officer)
    monkeypatch.setattr(matching, "why", None)

    assert plan_questions.ask(plan, seat, helper, by=leading_officer(plan.area)).answer == first.answer


def test_a_large_plan_is_left_to_a_worker(large, plan, seat, helper, officer):
    question = plan_questions.ask(plan, seat, helper, by=officer)
    [queued] = DBTaskResult.objects.filter(queue_name="plans")
    tasks.answer_question.call(question.pk)
    question.refresh_from_db()

    assert queued.args_kwargs["args"] == [question.pk]
    assert question.answer["verdict"] == "WORSE"


def test_the_page_waits_with_and_without_a_script_and_then_shows_the_answer(
    large, client, plan, seat, helper, officer
):
    login(client, officer)
    address = page(plan, seat, helper)
    waiting = client.get(address).content.decode()
    polled = client.get(address, headers={"HX-Request": "true"})
    tasks.answer_question.call(PlanQuestion.objects.get().pk)

    assert '<noscript><meta http-equiv="refresh"' in waiting
    assert 'hx-trigger="every 2s"' in waiting
    assert "正在计算答案" in waiting
    assert polled.status_code == 204
    assert client.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert "全区方案的质量少" in client.get(address).content.decode()


def test_nobody_is_chosen_before_the_cost_is_known(large, plan, seat, helper, officer):
    with pytest.raises(Refused) as refusal:
        plan_decisions.lock(plan, position=seat, helper=helper, reason="同村", by=officer)

    assert codes(refusal) == ["plan.not_weighed"]


def test_one_officer_does_not_fill_the_queue(large, plan, seat, officer, town):
    others = HelperFactory.create_batch(4, area=town)
    plan = planned(town, officer)
    for one in others[:3]:
        plan_questions.ask(plan, seat, one, by=officer)

    with pytest.raises(Refused) as refusal:
        plan_questions.ask(plan, seat, others[3], by=officer)
    assert codes(refusal) == ["plan.many_questions"]


def test_a_question_that_fails_says_so_and_can_be_asked_again_later(
    large, client, plan, seat, helper, officer, monkeypatch
):
    question = plan_questions.ask(plan, seat, helper, by=officer)
    monkeypatch.setattr(matching, "why", lambda *args, **options: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        plan_questions.compute(question.pk)
    login(client, officer)
    said = client.get(page(plan, seat, helper)).content.decode()
    PlanQuestion.objects.update(began_at=timezone.now() - timedelta(minutes=5))

    assert "答案没有算出来" in said
    assert plan_questions.ask(plan, seat, helper, by=officer).pk != question.pk


def test_a_question_whose_worker_fell_silent_is_asked_anew(large, plan, seat, helper, officer):
    question = plan_questions.ask(plan, seat, helper, by=officer)
    PlanQuestion.objects.update(began_at=timezone.now() - timedelta(minutes=5))

    assert plan_questions.ask(plan, seat, helper, by=officer).pk != question.pk
