"""A plan with some pairs forced into it: who stands in their way leaves, the rest stays, seats are filled."""

from volunteers.matching import greedy
from volunteers.matching.candidates import Candidates
from volunteers.matching.model import Model
from volunteers.matching.plan_rules import (
    Plan,
    missing_after,
    newcomers_by_group,
    obstacles,
    seats_by_helper,
)

MOVERS = 80  # helpers who may move when the surroundings of a forced pair are solved first


def repaired(candidates: Candidates, needs: set[str], plan: Plan, pins: Plan, lawful: Plan) -> Plan:
    """A lawful plan near ``plan`` that holds ``pins``; ``lawful`` is any lawful plan that holds them.

    Groups that become unlawful because somebody left give their seats back, unless they hold a pin.
    """
    merged = _merged(candidates, plan, pins)
    pinned_groups = {candidates.problem.needs[need_id].group for need_id in pins}
    if pinned_groups & _unlawful_groups(candidates, merged):
        merged = _merged(candidates, plan, lawful)
    unlawful = _unlawful_groups(candidates, merged)
    kept = {
        need_id: helper_id
        for need_id, helper_id in merged.items()
        if candidates.problem.needs[need_id].group not in unlawful
    }
    return greedy.fill(candidates, needs, kept)


def _merged(candidates: Candidates, plan: Plan, first: Plan) -> dict[str, str]:
    """``first`` and all of ``plan`` that fits beside it, the weightiest seats before the others."""
    problem, merged = candidates.problem, dict(first)
    seats = seats_by_helper(problem, merged)

    def worth(pair):
        return -problem.weight(problem.needs[pair[0]]), -candidates.scores[pair], pair

    for need_id, helper_id in sorted(plan.items(), key=worth):
        need, helper = problem.needs[need_id], problem.helpers[helper_id]
        taken = seats[helper_id]
        if need_id not in merged and not obstacles(helper, taken, need, problem.policy.buffer_min):
            merged[need_id] = helper_id
            taken.append(need)
    return merged


def _unlawful_groups(candidates: Candidates, plan: Plan) -> set[str]:
    problem = candidates.problem
    return {
        group_id
        for group_id, newcomers in newcomers_by_group(problem, plan).items()
        if missing_after(problem.groups[group_id], newcomers)
    }


def neighbours(model: Model, helpers: set[str]) -> set[str]:
    """``helpers`` and the nearest others, where sharing a seat that both could take is one step."""
    near = dict.fromkeys(sorted(helpers))
    for helper_id in (queue := list(near)):
        for need_id, _ in model.of_helper[helper_id]:
            newcomers = [one for _, one in model.of_need[need_id] if one not in near]
            newcomers = newcomers[: max(0, MOVERS - len(near))]
            near.update(dict.fromkeys(newcomers))
            queue.extend(newcomers)
    return set(near)
