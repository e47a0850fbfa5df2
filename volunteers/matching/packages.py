"""Rows that follow from what one helper may take together: her packages of seats.

A package is any set of seats that keeps to her caseload and hours, to once per group, and to her
clashes. Each of these rules alone leaves the solver fractions that no mixture of packages explains; a
row found here cuts such a fraction off, and no package. Measured on a county, a few hundred such rows
take nine tenths of the distance between the linear bound and the optimum.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from volunteers.matching import highs
from volunteers.matching.control import Control
from volunteers.matching.facts import Need
from volunteers.matching.model import Model, Rows, free_caseload
from volunteers.matching.plan_rules import clash

ROUNDS = 6
LARGEST_WEIGHT = 24  # rows with greater whole numbers than this cut little
VIOLATED = 0.01  # by how much of the limit a row must be exceeded to be worth adding
TOLERANCE = 1e-6


class Row(NamedTuple):
    """``Σ weight · column ≤ limit``, in whole numbers."""

    weights: dict[int, int]
    limit: int


def tighten(
    model: Model, program: highs.Program, control: Control, limit: Callable[[float], None]
) -> highs.Relaxed | None:
    """Add rows to ``model`` until the linear optimum of ``program`` breaks none, or rounds are used up.

    ``limit`` hears each linear optimum. Returns the last, None if time ran out before it was found. Its
    prices are those of the program's rows, followed by those of the rows that were added.
    """
    packages = [Packages(model, helper_id) for helper_id in model.of_helper]
    relaxation = highs.Relaxation(program, control)
    for count in range(ROUNDS + 1):
        relaxed = relaxation.solve()
        if relaxed is None:
            return None
        limit(relaxed.value)
        rows = [row for one in packages if (row := one.violated_row(relaxed.values))]
        if not rows or count == ROUNDS:
            return relaxed
        for row in rows:
            relaxation.add(row.weights, row.limit)
            model.rows.add(row.weights, row.limit)
    return None


class Packages:
    """All packages of one helper. Seats are numbered as her pairs; sets of seats are bit masks."""

    def __init__(self, model: Model, helper_id: str):
        helper, pairs = model.problem.helpers[helper_id], model.of_helper[helper_id]
        needs = [model.problem.needs[need_id] for need_id, _ in pairs]
        self.columns = [model.x[pair] for pair in pairs]
        self.minutes = [need.minutes_per_month for need in needs]
        self.minutes_left = helper.minutes_left
        self.most = min(free_caseload(helper), len(pairs))
        self.excluded = [_excluded(needs, need, model.problem.policy.buffer_min) for need in needs]

    def violated_row(self, values: np.ndarray) -> Row | None:
        """A row that every package keeps and ``values`` break; None if they are a mixture of packages."""
        used = [seat for seat, column in enumerate(self.columns) if values[column] > TOLERANCE]
        if all(values[self.columns[seat]] > 1 - TOLERANCE for seat in used):
            return None
        weights = self._separating(used, [values[self.columns[seat]] for seat in used])
        if weights is None:
            return None
        limit = self.best(weights)
        self._lift(weights, limit)
        return Row({self.columns[seat]: weight for seat, weight in weights.items() if weight}, limit)

    def _separating(self, used: list[int], values: Sequence[float]) -> dict[int, int] | None:
        """The weights of the seats in use under which ``values`` exceed all packages the most."""
        rows, place = Rows(), {seat: position for position, seat in enumerate(used)}
        for package in self._largest(used):
            rows.at_most([place[seat] for seat in package], 1)
        costs = dict(enumerate(map(float, values)))
        found = highs.Relaxation(highs.Program(len(used), costs, rows), Control(1)).solve()
        if found is None or found.value < 1 + VIOLATED:
            return None
        for denominator in range(1, LARGEST_WEIGHT + 1):
            scaled = found.values * denominator
            if np.abs(scaled - np.rint(scaled)).max() < TOLERANCE:
                return dict(zip(used, np.rint(scaled).astype(int).tolist(), strict=True))
        return None

    def _largest(self, used: list[int]) -> list[frozenset[int]]:
        """The packages of the seats in use to which none of them can be added."""
        found = set(self._subsets(tuple(used), frozenset(), self.minutes_left, 0))
        return sorted(
            (one for one in found if not any(one | {seat} in found for seat in used if seat not in one)),
            key=sorted,
        )

    def _subsets(self, seats: tuple[int, ...], chosen: frozenset[int], minutes: int, excluded: int):
        yield chosen
        if len(chosen) < self.most:
            for position, seat in enumerate(seats):
                if not excluded >> seat & 1 and self.minutes[seat] <= minutes:
                    yield from self._subsets(
                        seats[position + 1 :],
                        chosen | {seat},
                        minutes - self.minutes[seat],
                        excluded | self.excluded[seat],
                    )

    def _lift(self, weights: dict[int, int], limit: int) -> None:
        """Give every other seat the greatest weight with which the row still holds, longest seats first."""
        for seat in sorted(range(len(self.columns)), key=lambda seat: (-self.minutes[seat], seat)):
            if not weights.get(seat) and self.minutes[seat] <= self.minutes_left:
                beside = self.best(weights, beside=seat)
                weights[seat] = limit - beside

    def best(self, weights: Mapping[int, int], beside: int | None = None) -> int:
        """The greatest weight of a package, or of what she may take beside one seat."""
        seats = sorted((seat for seat in weights if weights[seat]), key=lambda seat: (-weights[seat], seat))
        order = _Order(seats, [weights[seat] for seat in seats], self.most)
        if beside is None:
            return self._best(order, 0, self.most, self.minutes_left, 0, 0)
        minutes = self.minutes_left - self.minutes[beside]
        return self._best(order, 0, self.most - 1, minutes, self.excluded[beside], 0)

    def _best(self, order: "_Order", first: int, most: int, minutes: int, excluded: int, beat: int) -> int:
        """Depth first from ``first`` on; what cannot ``beat`` the best so far is left out."""
        beat = max(beat, 0)
        sums = order.sums
        for place in range(first, order.count):
            if sums[place + most] - sums[place] <= beat:
                break
            seat, weight = order.seats[place], order.weights[place]
            if not excluded >> seat & 1 and self.minutes[seat] <= minutes:
                left, without = minutes - self.minutes[seat], excluded | self.excluded[seat]
                beat = weight + self._best(order, place + 1, most - 1, left, without, beat - weight)
        return beat


class _Order:
    """Seats, heaviest first, with the sum of the weights before each, and ``most`` sums past the end."""

    def __init__(self, seats: list[int], weights: list[int], most: int):
        self.seats, self.weights, self.count = seats, weights, len(seats)
        self.sums = [0, *accumulate(weights), *[sum(weights)] * most]


def _excluded(needs: list[Need], seat: Need, buffer: int) -> int:
    """The seats that a helper who takes ``seat`` cannot take as well, itself among them."""
    return sum(
        1 << position
        for position, need in enumerate(needs)
        if need.group == seat.group or clash(need, seat, buffer)
    )
