"""Plans of an area as a worker would have made them."""

from portal.models import Area, User
from volunteers import matching
from volunteers.actions.plan_runs import ask
from volunteers.actions.plans import keep_plan
from volunteers.matching_input import input_for
from volunteers.models import MatchPlan
from volunteers.plan_worker import compute


def planned(area: Area, by: User) -> MatchPlan:
    """A plan made now, without a job."""
    data = input_for(area.code)
    return keep_plan(data, matching.plan(data, seconds=5), by=by)


def planned_again(plan: MatchPlan, by: User) -> MatchPlan:
    """The next plan of the same area, around what was decided on this one, by way of a job."""
    run = ask(area=plan.area, based_on=plan, seconds=5, by=by)
    compute(run.pk)
    run.refresh_from_db()
    return run.plan
