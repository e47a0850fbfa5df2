"""Planning is a job in the background: watched, stopped, lost or failed, one at a time for an area."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal import roles
from portal.actions import Refused
from tests.factories.groups import PositionFactory, drafted_group, leading_officer
from tests.factories.plans import planned
from tests.factories.portal import AreaFactory, user_with_role
from tests.factories.volunteers import HelperFactory
from volunteers import matching, plan_worker, tasks
from volunteers.actions import plan_runs
from volunteers.models import Invitation, MatchPlan, PlanRun

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(town, officer):
    HelperFactory(area=town)
    return PositionFactory(group=drafted_group(town, officer))


def codes(refusal) -> list[str]:
    return [violation.code for violation in refusal.value.violations]


def test_a_worker_computes_the_plan_that_was_asked_for(town, officer, seat):
    run = plan_runs.ask(area=town, by=officer)
    tasks.compute_plan.call(run.pk)
    run.refresh_from_db()

    assert (run.state, run.plan.made_by) == ("done", officer)
    assert seat.need_id in run.plan.proposed
    assert not Invitation.objects.exists()


def test_mail_does_not_wait_behind_a_plan(town, officer):
    run = plan_runs.ask(area=town, by=officer)

    [queued] = DBTaskResult.objects.filter(queue_name="plans")
    assert queued.args_kwargs["args"] == [run.pk]


def test_what_grew_better_is_kept_step_by_step(town, officer, seat):
    run = plan_runs.ask(area=town, by=officer)
    plan_worker.compute(run.pk)
    run.refresh_from_db()
    output = run.plan.output

    assert (run.progress["objective"], run.progress["bound"]) == (output["objective"], output["bound"])
    assert [step["objective"] for step in run.steps][-1] == output["objective"]


def test_a_second_plan_of_an_area_waits_for_the_first(town, officer):
    plan_runs.ask(area=town, by=officer)

    with pytest.raises(Refused) as refusal:
        plan_runs.ask(area=town, by=leading_officer(town))
    assert codes(refusal) == ["plan.under_way"]


def test_areas_that_share_positions_are_planned_one_after_the_other(town, officer):
    """A county and its towns ask for the same people; two sister towns do not (decision 42)."""
    county, sister = town.get_parent(), AreaFactory(parent=town.get_parent())
    community = AreaFactory(parent=town)
    plan_runs.ask(area=town, by=officer)

    for area in (county, community):
        with pytest.raises(Refused) as refusal:
            plan_runs.ask(area=area, by=leading_officer(county))
        assert codes(refusal) == ["plan.under_way"]
    assert plan_runs.ask(area=sister, by=leading_officer(sister)).state == "waiting"


def test_a_lost_run_of_the_county_does_not_keep_its_towns_closed(town, officer):
    county = town.get_parent()
    plan_runs.begin(plan_runs.ask(area=county, by=leading_officer(county)).pk)
    PlanRun.objects.update(alive_at=timezone.now() - timedelta(minutes=2))

    assert plan_runs.ask(area=town, by=officer).state == "waiting"


def test_an_older_plan_is_no_ground_for_a_new_one(town, officer, seat):
    older = planned(town, officer)
    planned(town, officer)

    with pytest.raises(Refused) as refusal:
        plan_runs.ask(area=town, based_on=older, by=officer)
    assert codes(refusal) == ["plan.superseded"]


def test_a_foreign_area_is_refused(town, officer):
    with pytest.raises(Refused) as refusal:
        plan_runs.ask(area=AreaFactory(parent=town.get_parent()), by=officer)
    assert codes(refusal) == ["plan.outside_area"]


def test_who_may_not_plan_is_denied(town):
    with pytest.raises(PermissionDenied):
        plan_runs.ask(area=town, by=user_with_role(roles.AUDITOR, town))


def test_a_run_that_has_not_begun_stops_without_a_plan(town, officer):
    run = plan_runs.stop(plan_runs.ask(area=town, by=officer), by=officer)
    plan_worker.compute(run.pk)

    assert (run.state, MatchPlan.objects.count()) == ("stopped", 0)


def test_a_running_one_stops_with_the_best_plan_so_far(town, officer, seat, monkeypatch):
    run = plan_runs.ask(area=town, by=officer)
    original = matching.plan

    def stopped_by_the_officer(data, **options):
        plan_runs.stop(run, by=officer)
        return original(data, **options)

    monkeypatch.setattr(plan_worker, "EVERY", 0)
    monkeypatch.setattr(matching, "plan", stopped_by_the_officer)
    plan_worker.compute(run.pk)
    run.refresh_from_db()

    assert run.state == "stopped"
    assert run.plan.proposed  # the first lawful plan


def test_what_has_ended_cannot_be_stopped(town, officer):
    run = plan_runs.ask(area=town, by=officer)
    plan_worker.compute(run.pk)

    with pytest.raises(Refused) as refusal:
        plan_runs.stop(run, by=officer)
    assert codes(refusal) == ["plan.not_under_way"]


def test_a_foreign_run_cannot_be_stopped(town, officer):
    run = plan_runs.ask(area=town, by=officer)

    with pytest.raises(PermissionDenied):
        plan_runs.stop(run, by=leading_officer(AreaFactory()))


def test_a_crash_is_written_down_and_raised(town, officer, monkeypatch):
    run = plan_runs.ask(area=town, by=officer)
    monkeypatch.setattr(matching, "plan", lambda *args, **options: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        plan_worker.compute(run.pk)
    run.refresh_from_db()

    assert (run.state, run.failure, run.plan) == ("failed", "crashed", None)


def test_data_that_cannot_be_planned_is_named(town, officer, seat, monkeypatch):
    monkeypatch.setattr(type(seat), "need_id", property(lambda seat: "x" * 65))
    run = plan_runs.ask(area=town, by=officer)
    plan_worker.compute(run.pk)
    run.refresh_from_db()

    assert (run.state, run.failure) == ("failed", "invalid")
    assert "$.needs[0].id" in run.failure_detail


def test_a_run_whose_worker_fell_silent_makes_room_for_the_next(town, officer):
    lost = plan_runs.begin(plan_runs.ask(area=town, by=officer).pk)
    PlanRun.objects.update(alive_at=timezone.now() - timedelta(minutes=2))
    run = plan_runs.ask(area=town, by=officer)
    lost.refresh_from_db()

    assert (lost.state, lost.failure, run.state) == ("failed", "lost", "waiting")


def test_a_worker_that_comes_back_too_late_keeps_no_plan(town, officer, seat):
    run = plan_runs.begin(plan_runs.ask(area=town, by=officer).pk)
    plan_runs.fail(run, plan_runs.LOST)
    data = plan_worker.input_for(town.code)

    assert plan_runs.finish(run, data, matching.plan(data)).plan is None
    assert not MatchPlan.objects.exists()


def test_a_run_is_computed_once(town, officer, seat):
    run = plan_runs.ask(area=town, by=officer)
    plan_worker.compute(run.pk)
    plan_worker.compute(run.pk)

    assert MatchPlan.objects.count() == 1


def test_a_limit_of_one_second_gives_a_lawful_plan(town, officer, seat):
    run = plan_runs.ask(area=town, seconds=1, by=officer)
    plan_worker.compute(run.pk)
    run.refresh_from_db()

    assert run.plan.proposed == {seat.need_id: run.plan.input["helpers"][0]["id"]}
