"""Computes one plan in the background: reads the input, lets the engine work, keeps what came of it."""

from time import monotonic

from volunteers import matching
from volunteers.actions import plan_runs
from volunteers.matching_input import input_for
from volunteers.models import PlanRun

EVERY = 1.0  # seconds between two signs of life
MOST_STEPS = 40


def compute(pk: int) -> None:
    """Bring a waiting run to its end. Safe to call twice: only a waiting run is taken.

    Whatever goes wrong is written to the run before it is raised, so that the officer is not left waiting.
    """
    run = plan_runs.begin(pk)
    if run is None:
        return
    watch = _Watch(run)
    try:
        data = input_for(run.area.code, decisions=_decisions(run))
        output = matching.plan(
            data, seconds=run.seconds, on_progress=watch.heard, should_stop=watch.should_stop
        )
        watch.write()
        plan_runs.finish(run, data, output)
    except matching.InvalidInput as invalid:
        plan_runs.fail(run, plan_runs.INVALID, str(invalid))
    except Exception:
        plan_runs.fail(run, plan_runs.CRASHED)
        raise


def _decisions(run: PlanRun):
    return list(run.based_on.decisions.with_names()) if run.based_on else []


class _Watch:
    """Between engine and database: writes at most once a second, and asks whether to stop as often."""

    def __init__(self, run: PlanRun):
        self.run, self.stop = run, False
        self.progress: dict = {}
        self.steps: list[dict] = []
        self.last = monotonic()

    def heard(self, progress: dict) -> None:
        """The engine's report: kept as a step when the plan or its bound is better than before."""
        levels = (progress["objective"], progress["bound"])
        if levels != (self.progress.get("objective"), self.progress.get("bound")):
            self.steps = [*self.steps, progress][-MOST_STEPS:]
        self.progress = progress
        self._pause()

    def should_stop(self) -> bool:
        self._pause()
        return self.stop

    def _pause(self) -> None:
        if monotonic() - self.last >= EVERY:
            self.write()

    def write(self) -> None:
        """Say how far it is, and hear whether the officer pressed the button or the run was given up."""
        self.last = monotonic()
        plan_runs.report(self.run, self.progress, self.steps)
        fresh = PlanRun.objects.filter(pk=self.run.pk).values_list("state", "stop_asked_at").first()
        self.stop = fresh is None or fresh[0] != self.run.state or fresh[1] is not None
