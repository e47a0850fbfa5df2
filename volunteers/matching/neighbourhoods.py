"""Cuts a large component into overlapping neighbourhoods of helpers who compete for the same seats.

Before the quality of a large component is proven, it is raised by solving one neighbourhood after
another with everybody else left in place: measured, a few seconds of this save the solver minutes.
"""

import random
from collections.abc import Iterator

from volunteers.matching.model import Model
from volunteers.matching.plan_rules import Plan

LARGE = 300  # needs; smaller components are solved in one go
HELPERS = 80  # in one neighbourhood
NODES = 20  # of the solver's search tree, enough inside one neighbourhood
SEED = 0


def neighbourhoods(model: Model) -> Iterator[set[str]]:
    """Sets of helpers; every helper of the component is in at least one of them."""
    choose = random.Random(SEED)  # noqa: S311 (a fixed order, not a secret)
    waiting = set(model.of_helper)
    while waiting:
        near = _grown(model, choose.choice(sorted(waiting)), choose)
        waiting -= near
        yield near


def _grown(model: Model, first: str, choose: random.Random) -> set[str]:
    """The helpers nearest to ``first``, where sharing a seat they could both take is one step."""
    near = {first: None}
    for helper_id in (queue := [first]):
        needs = [need_id for need_id, _ in model.of_helper[helper_id]]
        choose.shuffle(needs)
        for need_id in needs:
            newcomers = [one for _, one in model.of_need[need_id] if one not in near]
            newcomers = newcomers[: HELPERS - len(near)]
            near.update(dict.fromkeys(newcomers))
            queue.extend(newcomers)
    return set(near)


def others_in_place(model: Model, plan: Plan, near: set[str]) -> dict[int, float]:
    """The columns to fix: all but the neighbourhood's helpers on seats that they or nobody have."""
    return {
        column: float(plan.get(need_id) == helper_id)
        for (need_id, helper_id), column in model.x.items()
        if helper_id not in near or plan.get(need_id, helper_id) not in near
    }
