"""All lawful pairs of a problem with their scores, and what can be said before any solving."""

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product

import numpy as np

from volunteers.matching import rules, rules_vectorised, scoring
from volunteers.matching.facts import Group, Helper, Need, Problem
from volunteers.matching.plan_rules import missing_after


@dataclass(frozen=True)
class Candidates:
    """The lawful helpers of every open need, struck pairs left out. ``broken``: rule bits of all pairs."""

    problem: Problem
    broken: np.ndarray
    scores: dict[tuple[str, str], int]
    helpers_of: dict[str, list[str]]

    @cached_property
    def row_of(self) -> dict[str, int]:
        return {need_id: row for row, need_id in enumerate(self.problem.needs)}

    @cached_property
    def open_needs_of(self) -> dict[str, list[Need]]:
        """The open needs of each group that has any."""
        found: dict[str, list[Need]] = {}
        for need_id in self.helpers_of:
            need = self.problem.needs[need_id]
            found.setdefault(need.group, []).append(need)
        return found

    @cached_property
    def closable(self) -> dict[str, bool]:
        """For each group with open needs, whether any seats taken together make it lawful."""
        return {
            group_id: self.can_close(self.problem.groups[group_id], needs)
            for group_id, needs in self.open_needs_of.items()
        }

    def can_close(self, group: Group, needs: list[Need], seated: tuple[str, ...] = ()) -> bool:
        """Whether candidates of ``needs``, beside the helpers already ``seated``, close every gap."""
        return self.closing(group, needs, seated) is not None

    def closing(self, group: Group, needs: list[Need], seated=(), may=lambda need, helper_id: True):
        """The fewest seats that close the group's gaps, as need → helper; None if nothing does.

        ``may(need, helper_id)`` narrows the choice to the pairs still possible in a plan.
        """
        gaps = missing_after(group, (self.problem.helpers[one] for one in seated))
        useful = {need.id: self._closers(need, gaps, seated, may) for need in needs}
        ways = (
            dict(zip(chosen, people, strict=True))
            for count in range(len(gaps) + 1)
            for chosen in combinations(useful, count)
            for people in product(*(useful[need_id] for need_id in chosen))
            if len(set(people)) == count and not missing_after(group, self._people(*seated, *people))
        )
        return next(ways, None)

    def _closers(self, need: Need, gaps, seated, may) -> list[str]:
        """Candidates who close a gap, best score first."""
        return [
            helper.id
            for helper in self._people(*self.helpers_of[need.id])
            if helper.id not in seated and any(map(helper.closes, gaps)) and may(need, helper.id)
        ]

    def _people(self, *helper_ids: str) -> list[Helper]:
        return [self.problem.helpers[helper_id] for helper_id in helper_ids]

    def coverage_bound(self) -> int:
        """What no plan can exceed: every need with a candidate filled, every closable group lawful."""
        problem, bound = self.problem, 0
        for group_id, needs in self.open_needs_of.items():
            if self.closable[group_id]:
                bound += sum(problem.weight(need) for need in needs if self.helpers_of[need.id])
                bound += problem.policy.lawful_group_weight if problem.groups[group_id].missing else 0
        return bound

    def useful_pairs(self) -> list[tuple[str, str]]:
        """The lawful pairs that can appear in a lawful plan, in canonical order."""
        return [
            (need_id, helper_id)
            for need_id, helper_ids in self.helpers_of.items()
            if self.closable[self.problem.needs[need_id].group]
            for helper_id in sorted(helper_ids)
        ]


def find(problem: Problem) -> Candidates:
    """Judge all pairs at once, then score the few that are lawful and not struck."""
    broken = rules_vectorised.failures(problem)
    needs, helpers = list(problem.needs.values()), list(problem.helpers.values())
    scores: dict[tuple[str, str], int] = {}
    helpers_of: dict[str, list[str]] = {}
    for row, need in enumerate(needs):
        if problem.is_open(need):
            lawful = [helpers[column] for column in np.flatnonzero(broken[row] == 0)]
            lawful = [one for one in lawful if (need.id, one.id) not in problem.struck]
            scored = {one.id: scoring.score(rules.Pair(need, one, problem)) for one in lawful}
            scores.update({(need.id, helper_id): points for helper_id, points in scored.items()})
            helpers_of[need.id] = sorted(scored, key=lambda helper_id: (-scored[helper_id], helper_id))
    return Candidates(problem, broken, scores, helpers_of)
