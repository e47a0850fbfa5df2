"""The integer model of one component: columns for pairs, lawful groups and load; rows for the rules.

Columns: x[need, helper] is 1 when she takes the seat; y[group] is 1 when a group with a gap becomes
lawful; z[helper, k] is 1 when she takes a k-th new seat. Only x need be integer: with x integer,
y = min(1, closing seats) is never worse, and the convex unit steps of z fill in order.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from volunteers.matching.candidates import Candidates
from volunteers.matching.components import Component
from volunteers.matching.facts import Helper, Need
from volunteers.matching.plan_rules import Plan, newcomers_by_group, seats_by_helper

INFINITY = float("inf")


@dataclass
class Rows:
    """Sparse rows ``lower ≤ Σ coefficient · column ≤ upper``."""

    entries: list[Mapping[int, float]] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)

    def add(self, entries: Mapping[int, float], upper: float, lower: float = -INFINITY) -> None:
        self.entries.append(entries)
        self.lower.append(lower)
        self.upper.append(upper)

    def extend(self, others: "Rows") -> None:
        for entries, upper, lower in zip(others.entries, others.upper, others.lower, strict=True):
            self.add(entries, upper, lower)

    def copy(self) -> "Rows":
        return Rows(list(self.entries), list(self.lower), list(self.upper))

    def at_most(self, columns, upper: float) -> None:
        self.add(dict.fromkeys(columns, 1), upper)


class Model:
    """One component as columns and rows, with both objectives over the same columns."""

    def __init__(self, candidates: Candidates, component: Component):
        self.candidates, self.problem = candidates, candidates.problem
        self.pairs = component.pairs
        self.x = {pair: column for column, pair in enumerate(self.pairs)}
        self.of_need, self.of_helper, self.of_group = defaultdict(list), defaultdict(list), defaultdict(list)
        for need_id, helper_id in self.pairs:
            self.of_need[need_id].append((need_id, helper_id))
            self.of_helper[helper_id].append((need_id, helper_id))
            self.of_group[self._need(need_id).group].append((need_id, helper_id))
        self._number_columns()
        self.rows = Rows()
        self._seat_rows()
        self._gap_rows()
        for helper_id, pairs in self.of_helper.items():
            _HelperRows(self, self.problem.helpers[helper_id], pairs).add()

    def _need(self, need_id: str) -> Need:
        return self.problem.needs[need_id]

    def _number_columns(self) -> None:
        gapped = [group_id for group_id in self.of_group if self.problem.groups[group_id].missing]
        self.y = {group_id: len(self.pairs) + n for n, group_id in enumerate(gapped)}
        steps = [
            (helper_id, k)
            for helper_id, pairs in self.of_helper.items()
            for k in range(min(free_caseload(self.problem.helpers[helper_id]), len(pairs)))
        ]
        self.z = {step: len(self.pairs) + len(gapped) + n for n, step in enumerate(steps)}
        self.columns = len(self.pairs) + len(self.y) + len(self.z)

    # --- objectives -----------------------------------------------------------------------------

    def coverage(self) -> dict[int, int]:
        """What each column adds to the coverage."""
        weights = {column: self.problem.weight(self._need(pair[0])) for pair, column in self.x.items()}
        return weights | dict.fromkeys(self.y.values(), self.problem.policy.lawful_group_weight)

    def quality(self) -> dict[int, int]:
        """What each column adds to the quality: scores, less the load of each further seat."""
        points = {column: self.candidates.scores[pair] for pair, column in self.x.items()}
        each, helpers = self.problem.policy.load_points, self.problem.helpers
        return points | {
            column: -each * (helpers[helper_id].caseload + k) for (helper_id, k), column in self.z.items()
        }

    # --- rows -----------------------------------------------------------------------------------

    def _seat_rows(self) -> None:
        """A seat takes one helper, and in a group with a gap only once the group becomes lawful."""
        for need_id, pairs in self.of_need.items():
            self.at_most_one(self._need(need_id).group, pairs)

    def at_most_one(self, group_id: str, pairs) -> None:
        entries = {self.x[pair]: 1 for pair in pairs}
        if group_id in self.y:
            self.rows.add({**entries, self.y[group_id]: -1}, 0)
        else:
            self.rows.add(entries, 1)

    def _gap_rows(self) -> None:
        """A group becomes lawful only through helpers who close each of its gaps (rules 14 to 16)."""
        for group_id, column in self.y.items():
            for gap in self.problem.groups[group_id].missing:
                closers = [p for p in self.of_group[group_id] if self.problem.helpers[p[1]].closes(gap)]
                self.rows.add({column: 1} | {self.x[pair]: -1 for pair in closers}, 0)

    # --- plans ----------------------------------------------------------------------------------

    def plan(self, values) -> dict[str, str]:
        """The plan that a solution of the solver describes."""
        return {need: helper for (need, helper), column in self.x.items() if values[column] > 0.5}

    def values(self, plan: Plan) -> list[float]:
        """The solution that describes a plan of this component."""
        values = [0.0] * self.columns
        for pair in plan.items():
            values[self.x[pair]] = 1.0
        for group_id in newcomers_by_group(self.problem, plan):
            if group_id in self.y:
                values[self.y[group_id]] = 1.0
        for helper_id, seats in seats_by_helper(self.problem, plan).items():
            for k in range(len(seats)):
                values[self.z[helper_id, k]] = 1.0
        return values


def free_caseload(helper: Helper) -> int:
    """How many new seats she may take."""
    return helper.caseload_limit - helper.caseload


class _HelperRows:
    """The rows of one helper: load, once per group, hours and clashes."""

    def __init__(self, model: Model, helper: Helper, pairs):
        self.model, self.helper, self.pairs = model, helper, pairs
        self.needs = [model.problem.needs[need_id] for need_id, _ in pairs]
        self.columns = [model.x[pair] for pair in pairs]
        self.free = min(free_caseload(helper), len(pairs))

    def add(self) -> None:
        self._load()
        self._once_per_group()
        self._hours()
        self._clashes()

    def _load(self) -> None:
        """Her new seats are the unit steps of her load, at most her free caseload."""
        steps = {self.model.z[self.helper.id, k]: -1 for k in range(self.free)}
        self.model.rows.add(dict.fromkeys(self.columns, 1) | steps, 0, 0)

    def _once_per_group(self) -> None:
        by_group = defaultdict(list)
        for need, pair in zip(self.needs, self.pairs, strict=True):
            by_group[need.group].append(pair)
        for group_id, pairs in by_group.items():
            if len(pairs) > 1:
                self.model.at_most_one(group_id, pairs)

    def _hours(self) -> None:
        """Her monthly minutes, where they can be exceeded at all, and what follows from them."""
        minutes, left = [need.minutes_per_month for need in self.needs], self.helper.minutes_left
        if sum(sorted(minutes)[-self.free :]) <= left:
            return
        self.model.rows.add(dict(zip(self.columns, minutes, strict=True)), left)
        self._large_seats(minutes, left)
        self._divisors(minutes, left)

    def _large_seats(self, minutes, left) -> None:
        """At most k seats of which k + 1 would not fit."""
        for k in range(1, self.free):
            large = [c for c, m in zip(self.columns, minutes, strict=True) if (k + 1) * m > left]
            if len(large) > k:
                self.model.rows.at_most(large, k)

    def _divisors(self, minutes, left) -> None:
        """Counted in whole steps of d minutes, the seats fit into the whole steps that are left."""
        for step in sorted(set(minutes)):
            whole = {c: m // step for c, m in zip(self.columns, minutes, strict=True) if m >= step}
            if sum(sorted(whole.values())[-self.free :]) > left // step:
                self.model.rows.add(whole, left // step)

    def _clashes(self) -> None:
        """Of the fixed windows open at one moment, travel included, she serves one (rule 23)."""
        cliques = self._cliques()
        for clique in sorted(cliques, key=sorted):
            if len(clique) > 1 and not any(clique < other for other in cliques):
                self.model.rows.at_most(sorted(clique), 1)

    def _cliques(self) -> set[frozenset[int]]:
        """For each moment at which a window begins, the seats whose windows then hold her."""
        buffer = self.model.problem.policy.buffer_min
        windows = [
            (window, column)
            for need, column in zip(self.needs, self.columns, strict=True)
            for window in (need.windows if need.fixed else ())
        ]
        return {
            frozenset(
                column
                for window, column in windows
                if window.day == start.day and window.begin <= start.begin < window.end + buffer
            )
            for start, _ in windows
        }
