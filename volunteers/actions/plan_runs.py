"""Asking for a plan of an area, and the life of the job that computes it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal import audit
from portal.actions import refuse_if, require
from portal.models import Area, User, visible_area_ids
from volunteers.actions.plans import keep_plan
from volunteers.choices import PairDecision, PlanRunState
from volunteers.models import MatchPlan, PlanDecision, PlanRun
from volunteers.rules import plans as rules
from volunteers.signals import plan_asked

LOST, INVALID, CRASHED = "lost", "invalid", "crashed"  # why a run failed
SECONDS = 60
FEWEST, MOST = 1, 600  # seconds an officer may grant


def ask(*, area: Area, seconds: int = SECONDS, based_on: MatchPlan | None = None, by: User) -> PlanRun:
    """Let the worker plan every open seat of an area; ``based_on`` brings its locks and strikes along.

    Raises ``Refused`` for a foreign area, while any of its seats is being planned already, and where
    ``based_on`` is not the newest plan of the area.
    """
    require(by, "volunteers.add_matchplan")
    with transaction.atomic():
        _lock_with_all_above(area)
        give_up_lost(area)
        running = PlanRun.objects.under_way().overlapping(area).select_related("area").first()
        refuse_if(
            rules.officer_works_here(by.is_superuser or area.pk in visible_area_ids(by)),
            rules.one_run_at_a_time(str(running.area) if running else "", str(area)),
            rules.plan_is_the_newest(based_on is None or MatchPlan.objects.is_newest(based_on)),
            about=area,
            by=by,
        )
        limit = min(MOST, max(FEWEST, seconds))
        run = PlanRun.objects.create(area=area, asked_by=by, seconds=limit, based_on=based_on)
        audit.record("match_plan.asked", run, by=by, seconds=limit)
        plan_asked.send(PlanRun, run=run)
    return run


def _lock_with_all_above(area: Area) -> None:
    """Overlapping areas share one of these rows, so that of two who ask at once the second sees the first."""
    list(Area.objects.select_for_update().filter(path__in=area.path_and_above).order_by("path"))


def give_up_lost(area: Area) -> None:
    """A run whose worker fell silent must not keep its seats closed for ever."""
    for run in PlanRun.objects.lost(timezone.now()).overlapping(area):
        fail(run, LOST)


@transaction.atomic
def stop(run: PlanRun, *, by: User) -> PlanRun:
    """End a run with the best plan so far; one that has not begun ends without a plan."""
    run = PlanRun.objects.select_for_update().get(pk=run.pk)
    require(by, "volunteers.add_matchplan", run)
    refuse_if(rules.run_is_under_way(run.is_under_way), about=run, by=by)
    now = timezone.now()
    run.stop_asked_at = now
    if run.state == PlanRunState.WAITING:
        run.state, run.ended_at = PlanRunState.STOPPED, now
    run.save(update_fields=["stop_asked_at", "state", "ended_at"])
    audit.record("match_plan.stopped", run, by=by)
    return run


# --- what the worker reports ------------------------------------------------------------------------


@transaction.atomic
def begin(pk: int) -> PlanRun | None:
    """Take a waiting run; None when it was stopped or another worker has it."""
    run = PlanRun.objects.select_for_update(of=("self",)).select_related("area", "based_on").get(pk=pk)
    if run.state != PlanRunState.WAITING:
        return None
    run.state, run.began_at = PlanRunState.RUNNING, timezone.now()
    run.alive_at = run.began_at
    run.save(update_fields=["state", "began_at", "alive_at"])
    return run


def report(run: PlanRun, progress: dict, steps: list[dict]) -> None:
    """A sign of life with the engine's last words; a run that was given up stays so."""
    PlanRun.objects.filter(pk=run.pk, state=PlanRunState.RUNNING).update(
        alive_at=timezone.now(), progress=progress, steps=steps
    )


@transaction.atomic
def finish(run: PlanRun, data: dict, output: dict) -> PlanRun:
    """Keep the plan and what was decided before it. A run given up meanwhile keeps nothing."""
    run = (
        PlanRun.objects.select_for_update(of=("self",)).select_related("asked_by", "based_on").get(pk=run.pk)
    )
    if run.state != PlanRunState.RUNNING:
        return run
    run.plan = keep_plan(data, output, by=run.asked_by)
    if run.based_on is not None:
        _take_over_decisions(run.based_on, run.plan, data)
    run.state = PlanRunState.STOPPED if run.stop_asked_at else PlanRunState.DONE
    run.ended_at = timezone.now()
    run.save(update_fields=["plan", "state", "ended_at"])
    return run


def _take_over_decisions(before: MatchPlan, plan: MatchPlan, data: dict) -> None:
    """Locks and strikes stand beside the new plan as they stood before, with their reasons.

    Also those made while it was computed: they show as changes that it has not taken into account.
    A seat that waits for an answer keeps its strikes, so that they hold once it is open again.
    """
    held = {pair["need"]: pair["helper"] for pair in data["held"]}
    needs = {need["id"] for need in data["needs"]}
    helpers = {helper["id"] for helper in data["helpers"]}
    PlanDecision.objects.bulk_create(
        [
            PlanDecision(
                plan=plan,
                position=decision.position,
                helper=decision.helper,
                kind=decision.kind,
                reason=decision.reason,
                loss=decision.loss,
                decided_by=decision.decided_by,
                decided_at=decision.decided_at,
            )
            for decision in before.decisions.with_names()
            if decision.pair["need"] in needs
            and decision.pair["helper"] in helpers
            and (decision.pair["need"] not in held or _still_strikes(decision, held))
        ]
    )


def _still_strikes(decision: PlanDecision, held: dict[str, str]) -> bool:
    """Whether it keeps somebody else than the person asked from a seat that waits for an answer."""
    return decision.kind == PairDecision.STRIKE and decision.pair["helper"] != held[decision.pair["need"]]


def fail(run: PlanRun, failure: str, detail: str = "") -> None:
    """Write down that no plan came of it."""
    PlanRun.objects.under_way().filter(pk=run.pk).update(
        state=PlanRunState.FAILED, failure=failure, failure_detail=detail, ended_at=timezone.now()
    )


def waits_for_a_worker(run: PlanRun) -> bool:
    """Whether nobody has begun the run for longer than a worker needs to notice it."""
    return run.state == PlanRunState.WAITING and timezone.now() - run.asked_at > timedelta(seconds=15)
