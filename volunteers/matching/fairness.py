"""How evenly the work lies on the helpers: the Gini coefficient of their groups, before and after a plan.

It judges nobody and enters no score: load points (``plan_rules``) make the plan spread the work, and
this only measures whether they did.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


def gini(loads: Iterable[int]) -> float:
    """0 when everybody carries the same, towards 1 the more a few carry all; 0 where nobody carries anything.

    The mean difference between any two helpers, over twice the mean: of n loads in rising order
    ``2 · Σ rank · load / (n · Σ load) − (n + 1) / n``.
    """
    ordered = sorted(loads)
    number, total = len(ordered), sum(ordered)
    if not total:
        return 0.0
    weighted = sum(rank * load for rank, load in enumerate(ordered, start=1))
    return (2 * weighted - (number + 1) * total) / (number * total)


@dataclass(frozen=True, slots=True)
class Side:
    """The groups of each helper at one moment."""

    loads: Sequence[int]

    @property
    def gini(self) -> float:
        return gini(self.loads)

    @property
    def most(self) -> int:
        return max(self.loads, default=0)

    @property
    def idle(self) -> int:
        """How many helpers have no group at all."""
        return sum(not load for load in self.loads)

    def by_load(self) -> dict[int, int]:
        """How many helpers carry 0, 1, 2 … groups."""
        counted = Counter(self.loads)
        return {load: counted[load] for load in range(self.most + 1)}


@dataclass(frozen=True, slots=True)
class Spread:
    """The load of the same helpers before and after a plan."""

    before: Side
    after: Side


def spread(data: dict, output: dict) -> Spread:
    """What a plan does to the load of everybody who serves or could serve (vetted, with room for groups).

    Invitations that were already sent and kept count on both sides: the plan did not make them.
    """
    held = Counter(entry["helper"] for entry in output["held"] if entry["kept"])
    new = Counter(entry["helper"] for entry in output["assignments"])
    serving = [helper for helper in data["helpers"] if helper["vetted"] and helper["caseload_limit"] > 0]
    before = [helper["caseload"] + held[helper["id"]] for helper in serving]
    after = [load + new[helper["id"]] for helper, load in zip(serving, before, strict=True)]
    return Spread(Side(before), Side(after))
