"""Finds the best plan of a large component from its blocks, deciding group by group who closes its gap.

Solved apart, the blocks give a bound at once. Where together they break the law or count a closed gap
twice, the group is decided: either it receives nobody, or a certain block closes each of its gaps. One
of these holds in every plan, so a search through the decisions ends with the best plan proven.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from volunteers.matching import plan_rules
from volunteers.matching.blocks import Blocks, Decisions, Solved
from volunteers.matching.control import Control
from volunteers.matching.highs import TOLERANCE
from volunteers.matching.model import INFINITY
from volunteers.matching.plan_rules import Plan

FEWEST_SECONDS = 0.01
DIVES = 10  # rounds of decisions on the way to the first good plan


class Node(NamedTuple):
    """Some decisions, the best values of every block under them, and what no plan under them exceeds."""

    decided: Decisions
    solved: list[Solved]
    bound: float


class Way(NamedTuple):
    """One way on from a node: its decisions and one more, not yet solved."""

    bound: float
    decided: Decisions
    parent: Node | None


class BlockSearch:
    """Best bound first through the decisions; ``best`` is the value of the best plan so far."""

    def __init__(
        self,
        blocks: Blocks,
        start: np.ndarray,
        relaxed: np.ndarray,
        control: Control,
        offer: Callable[[Plan], None],
        best: Callable[[], int],
    ):
        self.blocks, self.start, self.relaxed, self.control = blocks, start, relaxed, control
        self.offer, self.best = offer, best
        self.model = blocks.layout.model
        self.problem = self.model.problem

    def first_bound(self) -> float:
        """What no plan exceeds before anything is decided; minus infinity if there is none at all."""
        root = self._solved({}, None) if self.control.remaining > FEWEST_SECONDS else None
        if root is not None:
            return root.bound
        return -INFINITY if self.control.remaining > FEWEST_SECONDS else INFINITY

    def run(self, limit: Callable[[float], None]) -> None:
        """Search until a plan is proven or time runs out; ``limit`` hears what no plan exceeds."""
        waiting = [Way(INFINITY, {}, None)]
        while waiting:
            waiting.sort(key=lambda way: (way.bound, len(way.decided)))  # stable: the likeliest stays last
            if waiting[-1].bound < self.best() + 1:
                break
            way = waiting.pop()
            node = self._solved(way.decided, way.parent)
            if node is not None:
                limit(max([node.bound, *(other.bound for other in waiting)]))
            if self.control.remaining <= FEWEST_SECONDS:
                return
            if node is not None:
                ways = self._ways_on(node, way.bound)
                if not ways and node.bound >= self.best() + 1:
                    return  # no decision can settle what is left between bound and plan
                waiting += ways
        limit(self.best())

    def _solved(self, decided: Decisions, parent: Node | None) -> Node | None:
        """The blocks under these decisions; those that the last decision left alone are not solved again.

        None if the decisions cannot hold together, or time ran out before any values were found.
        """
        costs, found = self.blocks.costs(decided), []
        for block, its_costs in enumerate(costs):
            before = self.start[self.blocks.columns[block]]
            solved = None
            if parent is not None:
                before = parent.solved[block].values
                solved = self.blocks.still_best(block, parent.solved[block], decided, its_costs)
            solved = solved or self.blocks.solve(block, decided, its_costs, before, self.control)
            if not len(solved.values):
                return None
            found.append(solved)
        bound = sum(solved.bound for solved in found) + self.blocks.constant(decided) + TOLERANCE
        node = Node(decided, found, bound)
        self.offer(self._lawful_plan(node))
        return node

    def _ways_on(self, node: Node, bound: float) -> list[Way]:
        """The ways to decide the most doubtful group, the likeliest last; none if the node has no doubts."""
        doubtful = self._doubtful(node)
        if not node.decided:
            self._dive(node)
        return [
            Way(min(bound, node.bound), {**node.decided, doubtful[0]: choice}, node)
            for choice in (reversed(self._choices(doubtful[0])) if doubtful else ())
        ]

    def _dive(self, node: Node) -> None:
        """A first good plan: the doubtful groups are decided in the likeliest way, together if that holds."""
        for _ in range(DIVES):
            doubtful = self._doubtful(node)
            further = self._decided(node, doubtful) if doubtful else node
            if further is node:
                break
            node = further

    def _decided(self, node: Node, groups: list[str]) -> Node:
        if self.control.remaining <= FEWEST_SECONDS:
            return node
        choices = [self._choices(group_id) for group_id in groups]
        likeliest = dict(zip(groups, (ways[0] for ways in choices), strict=True))
        found = self._solved({**node.decided, **likeliest}, node)
        if found is not None:
            return found
        if len(groups) > 1:
            middle = len(groups) // 2
            return self._decided(self._decided(node, groups[:middle]), groups[middle:])
        others = (self._solved({**node.decided, groups[0]: choice}, node) for choice in choices[0][1:])
        return next((other for other in others if other is not None), node)

    def _choices(self, group_id: str):
        return self.blocks.choices(group_id, self.relaxed)

    # --- what a node's values say -----------------------------------------------------------------

    def _plan(self, node: Node) -> dict[str, str]:
        plan: dict[str, str] = {}
        for columns, solved in zip(self.blocks.columns, node.solved, strict=True):
            chosen = {column for column, value in zip(columns, solved.values, strict=True) if value > 0.5}
            plan |= {need: helper for (need, helper), column in self.model.x.items() if column in chosen}
        return plan

    def _lawful_plan(self, node: Node) -> dict[str, str]:
        """The plan of the blocks, without the groups it leaves unlawful."""
        plan = self._plan(node)
        unlawful = self._unlawful(plan)
        return {
            need: helper for need, helper in plan.items() if self.problem.needs[need].group not in unlawful
        }

    def _unlawful(self, plan: Plan) -> set[str]:
        return {
            group_id
            for group_id, newcomers in plan_rules.newcomers_by_group(self.problem, plan).items()
            if plan_rules.missing_after(self.problem.groups[group_id], newcomers)
        }

    def _doubtful(self, node: Node) -> list[str]:
        """The undecided groups that are unlawful or count for more than they are worth, worst first."""
        plan = self._plan(node)
        unlawful, seated = self._unlawful(plan), plan_rules.newcomers_by_group(self.problem, plan)
        excess = {
            group_id: self._excess(node, group_id, group_id in seated)
            for group_id in self.model.y
            if group_id not in node.decided
        }
        doubtful = [one for one in excess if one in unlawful or excess[one] > TOLERANCE]
        return sorted(doubtful, key=lambda one: (one not in unlawful, -self._price(one), -excess[one], one))

    def _price(self, group_id: str) -> float:
        return sum(self.blocks.prices[number] for number in self.blocks.links_of[group_id])

    def _excess(self, node: Node, group_id: str, seated: bool) -> float:
        """By how much the blocks' values count the group's links and column above what they are worth."""
        column, counted, worth = self.model.y[group_id], 0.0, self._price(group_id)
        for columns, solved in zip(self.blocks.columns, node.solved, strict=True):
            place = {one: position for position, one in enumerate(columns)}
            if column in place:
                counted += solved.costs[place[column]] * solved.values[place[column]]
                worth += solved.costs[place[column]]
            for number in self.blocks.links_of[group_id]:
                closers = self.blocks.program.rows.entries[number].keys() & place.keys() - {column}
                counted += self.blocks.prices[number] * sum(solved.values[place[one]] for one in closers)
        return counted - worth * seated
