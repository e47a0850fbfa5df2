"""How evenly a plan leaves the work: a part of the plan's page, and a picture used by the report as well."""

from django.utils.translation import gettext_lazy as _

from portal.backoffice import add_panel
from portal.backoffice.detail import Panel
from volunteers.matching.fairness import Side, Spread, spread
from volunteers.models import MatchPlan

TEMPLATE = "volunteers/backoffice/load_spread.html"


def load_spread(plan: MatchPlan) -> Spread:
    """The load of everybody who could serve, before and after a kept plan."""
    return spread(plan.input, plan.output)


def figure(value: float) -> str:
    """A Gini coefficient as it is read: a single invitation in a county shows in the fourth decimal."""
    return f"{value:.4f}"


def distribution(*sides: Side) -> list[dict]:
    """One line a number of groups: how many helpers carry it on each side, with the width of a bar."""
    counted = [side.by_load() for side in sides]
    most = max([1, *(number for side in counted for number in side.values())])
    return [
        {"load": load, "bars": [_bar(side.get(load, 0), most) for side in counted]}
        for load in range(max(len(side) for side in counted))
    ]


def _bar(number: int, most: int) -> dict:
    return {"text": number, "width": f"{100 * number / most:.1f}%" if number else ""}


def spread_context(found: Spread, considered: int) -> dict:
    """What the template shows of a spread; ``considered`` counts everybody whom the plan looked at."""
    return {
        "considered": considered,
        "helpers": len(found.before.loads),
        "before": figure(found.before.gini),
        "after": figure(found.after.gini),
        "evener": found.after.gini < found.before.gini,
        "same": figure(found.after.gini) == figure(found.before.gini),
        "most_before": found.before.most,
        "most_after": found.after.most,
        "idle_before": found.before.idle,
        "idle_after": found.after.idle,
        "rows": distribution(found.before, found.after),
    }


@add_panel(MatchPlan)
def load_spread_panel(plan: MatchPlan, user) -> Panel:
    """Stands on the page of every plan."""
    context = spread_context(load_spread(plan), considered=len(plan.input["helpers"]))
    return Panel(_("How evenly the work lies"), TEMPLATE, context)
