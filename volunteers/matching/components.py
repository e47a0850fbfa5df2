"""Cuts a problem into parts that share no need, no helper and no gapped group; each is solved apart."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from volunteers.matching.candidates import Candidates
from volunteers.matching.plan_rules import Plan


class Component(NamedTuple):
    """Pairs that hang together, in canonical order."""

    pairs: tuple[tuple[str, str], ...]

    @property
    def needs(self) -> set[str]:
        return {need_id for need_id, _ in self.pairs}

    def among(self, plan: Plan) -> list[tuple[str, str]]:
        """The pairs of ``plan`` that belong to this component, in canonical order."""
        return [pair for pair in self.pairs if plan.get(pair[0]) == pair[1]]


def split(candidates: Candidates) -> list[Component]:
    """The components, smallest first, so that a time limit costs as few proofs as possible."""
    problem = candidates.problem
    gapped = {
        need_id: need.group for need_id, need in problem.needs.items() if problem.groups[need.group].missing
    }
    return [Component(part) for part in connected(candidates.useful_pairs(), gapped)]


def connected(
    pairs: Iterable[tuple[str, str]], group_of: Mapping[str, str] = MappingProxyType({})
) -> list[tuple[tuple[str, str], ...]]:
    """The pairs in parts that share no need, no helper and none of the given groups, smallest first."""
    pairs = list(pairs)
    leader = _Leaders()
    for need_id, helper_id in pairs:
        leader.join(("need", need_id), ("helper", helper_id))
        if need_id in group_of:
            leader.join(("need", need_id), ("group", group_of[need_id]))
    parts = defaultdict(list)
    for pair in pairs:
        parts[leader.of(("need", pair[0]))].append(pair)
    return sorted((tuple(part) for part in parts.values()), key=lambda part: (len(part), part))


class _Leaders:
    """Union-find: every thing points, over some steps, to the leader of its set."""

    def __init__(self):
        self.above: dict = {}

    def of(self, thing):
        while (upper := self.above.setdefault(thing, thing)) != thing:
            self.above[thing] = self.above[upper]
            thing = self.above[thing]
        return thing

    def join(self, one, other) -> None:
        self.above[self.of(other)] = self.of(one)
