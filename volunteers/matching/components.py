"""Cuts a problem into parts that share no need, no helper and no gapped group; each is solved apart."""

from collections import defaultdict
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
    pairs = candidates.useful_pairs()
    leader = _Leaders()
    for need_id, helper_id in pairs:
        leader.join(("need", need_id), ("helper", helper_id))
        group = candidates.problem.groups[candidates.problem.needs[need_id].group]
        if group.missing:
            leader.join(("need", need_id), ("group", group.id))
    parts = defaultdict(list)
    for pair in pairs:
        parts[leader.of(("need", pair[0]))].append(pair)
    return sorted((Component(tuple(part)) for part in parts.values()), key=lambda c: (len(c.pairs), c.pairs))


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
