"""The rules of a whole plan, and what a plan is worth. A plan says which helper takes which seat.

Nothing is trusted here: greedy start, solver and fixes are all judged by these functions.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from volunteers.matching import rules, scoring
from volunteers.matching.facts import Group, Helper, Need, Problem

type Plan = Mapping[str, str]  # need → helper


class Levels(NamedTuple):
    """The objective: coverage first, then quality; tuples compare in that order."""

    coverage: int
    quality: int

    def as_json(self) -> dict:
        return self._asdict()


def clash(one: Need, other: Need, buffer: int) -> bool:
    """Whether nobody can serve both: fixed windows of one day meet or leave no time to travel (rule 23)."""
    return (
        one.fixed
        and other.fixed
        and any(
            a.day == b.day and a.begin < b.end + buffer and b.begin < a.end + buffer
            for a in one.windows
            for b in other.windows
        )
    )


def obstacles(helper: Helper, seats: Iterable[Need], need: Need, buffer: int) -> list[str]:
    """What forbids her to take ``need`` beside the new ``seats`` she already has in the plan."""
    seats = list(seats)
    found = []
    if any(seat.group == need.group for seat in seats):
        found.append("ONCE_PER_GROUP")
    if len(seats) + 1 > helper.caseload_limit - helper.caseload:
        found.append("CASELOAD")
    if sum(seat.minutes_per_month for seat in seats) + need.minutes_per_month > helper.minutes_left:
        found.append("HOURS")
    if any(clash(seat, need, buffer) for seat in seats):
        found.append("CLASH")
    return found


def missing_after(group: Group, newcomers: Iterable[Helper]) -> list[str]:
    """What the law still asks of the group once ``newcomers`` have joined it (rules 14 to 16)."""
    newcomers = list(newcomers)
    return [gap for gap in group.missing if not any(helper.closes(gap) for helper in newcomers)]


def seats_by_helper(problem: Problem, plan: Plan) -> dict[str, list[Need]]:
    """Her new seats in the plan, by need id."""
    seats = defaultdict(list)
    for need_id in sorted(plan):
        seats[plan[need_id]].append(problem.needs[need_id])
    return seats


def newcomers_by_group(problem: Problem, plan: Plan) -> dict[str, list[Helper]]:
    """The helpers whom the plan gives to each group."""
    newcomers = defaultdict(list)
    for need_id, helper_id in plan.items():
        newcomers[problem.needs[need_id].group].append(problem.helpers[helper_id])
    return newcomers


def made_lawful(problem: Problem, plan: Plan) -> list[str]:
    """The groups whose composition broke the law before the plan and satisfies it afterwards."""
    return [
        group_id
        for group_id, newcomers in newcomers_by_group(problem, plan).items()
        if problem.groups[group_id].missing and not missing_after(problem.groups[group_id], newcomers)
    ]


def violations(problem: Problem, plan: Plan) -> list[str]:
    """Every hard rule the plan breaks, of pairs and of the whole; a plan is returned only if none."""
    found = []
    for need_id, helper_id in plan.items():
        need, helper = problem.needs[need_id], problem.helpers[helper_id]
        if not problem.is_open(need):
            found.append(f"{need_id}: the seat is not open")
        found += [
            f"{need_id}: {helper_id} fails {code}"
            for code in rules.failed_codes(rules.Pair(need, helper, problem))
        ]
    for helper_id, seats in seats_by_helper(problem, plan).items():
        helper = problem.helpers[helper_id]
        for position, need in enumerate(seats):
            broken = obstacles(helper, seats[:position], need, problem.policy.buffer_min)
            found += [f"{need.id}: {helper_id} breaks {code}" for code in broken]
    for group_id, newcomers in newcomers_by_group(problem, plan).items():
        found += [f"{group_id}: lacks {gap}" for gap in missing_after(problem.groups[group_id], newcomers)]
    return found


def load_points(problem: Problem, helper: Helper, new: int) -> int:
    """The cost of her new seats: each next one costs more, so work spreads."""
    return problem.policy.load_points * sum(helper.caseload + k for k in range(new))


def levels(problem: Problem, plan: Plan) -> Levels:
    """The two levels of the objective, counted afresh from the plan."""
    lawful = problem.policy.lawful_group_weight * len(made_lawful(problem, plan))
    coverage = sum(problem.weight(problem.needs[need_id]) for need_id in plan) + lawful
    scores = sum(
        scoring.score(rules.Pair(problem.needs[need_id], problem.helpers[helper_id], problem))
        for need_id, helper_id in plan.items()
    )
    load = sum(
        load_points(problem, problem.helpers[helper_id], len(seats))
        for helper_id, seats in seats_by_helper(problem, plan).items()
    )
    return Levels(coverage, scores - load)
