"""A lawful plan in one pass: the start of the exact solve, and the baseline it is measured against."""

from collections import defaultdict
from types import MappingProxyType

from volunteers.matching.candidates import Candidates
from volunteers.matching.facts import Need
from volunteers.matching.plan_rules import Plan, obstacles, seats_by_helper

NOTHING: Plan = MappingProxyType({})


def fill(candidates: Candidates, needs: set[str], start: Plan = NOTHING) -> dict[str, str]:
    """``start`` and what can be added for ``needs``: gaps of groups first, then the dearest seats."""
    filler = _Filler(candidates, start)
    groups = {candidates.problem.needs[need_id].group for need_id in needs}
    for group_id in sorted(groups, key=lambda group_id: (-filler.group_weight(group_id), group_id)):
        filler.close(group_id)
    pairs = [(need_id, one) for need_id in needs for one in candidates.helpers_of[need_id]]
    for need_id, helper_id in sorted(pairs, key=filler.order):
        filler.take(candidates.problem.needs[need_id], helper_id)
    return filler.plan


class _Filler:
    """A plan while it grows, with what each helper has taken so far."""

    def __init__(self, candidates: Candidates, start: Plan):
        self.candidates, self.problem = candidates, candidates.problem
        self.plan = dict(start)
        self.seats = defaultdict(list, seats_by_helper(self.problem, start))
        self.lawful = {self.problem.needs[need_id].group for need_id in start}

    def group_weight(self, group_id: str) -> int:
        needs = self.candidates.open_needs_of[group_id]
        return sum(self.problem.weight(need) for need in needs if self.candidates.helpers_of[need.id])

    def order(self, pair: tuple[str, str]):
        weight = self.problem.weight(self.problem.needs[pair[0]])
        return -weight, -self.candidates.scores[pair], pair

    def may(self, need: Need, helper_id: str) -> bool:
        """Whether the seat is empty and nothing stops her from taking it beside her other seats."""
        helper, buffer = self.problem.helpers[helper_id], self.problem.policy.buffer_min
        return need.id not in self.plan and not obstacles(helper, self.seats[helper_id], need, buffer)

    def close(self, group_id: str) -> None:
        """Seat the helpers who make the group lawful, if that is possible now."""
        group, needs = self.problem.groups[group_id], self.candidates.open_needs_of[group_id]
        if group_id in self.lawful:
            return
        closing = self.candidates.closing(group, needs, may=self.may)
        if closing is not None:
            self.lawful.add(group_id)
            for need_id, helper_id in closing.items():
                self._seat(self.problem.needs[need_id], helper_id)

    def take(self, need: Need, helper_id: str) -> None:
        if need.group in self.lawful and self.may(need, helper_id):
            self._seat(need, helper_id)

    def _seat(self, need: Need, helper_id: str) -> None:
        self.plan[need.id] = helper_id
        self.seats[helper_id].append(need)
