"""Finds the best plan: coverage first, then quality, component by component, with proven bounds.

The solver is never trusted: each plan it proposes is judged by ``plan_rules`` and counted afresh
in whole numbers; one that breaks a rule is thrown away and the last lawful plan stays.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice

import numpy as np

from volunteers.matching import greedy, highs, plan_rules
from volunteers.matching.block_search import FEWEST_SECONDS, BlockSearch
from volunteers.matching.blocks import TINY, Blocks
from volunteers.matching.candidates import Candidates
from volunteers.matching.components import Component, split
from volunteers.matching.control import Control
from volunteers.matching.groundwork import Groundwork
from volunteers.matching.model import INFINITY, Model, Rows
from volunteers.matching.plan_rules import Levels, Plan

LARGE = 300  # needs; smaller components are solved in one go
NODES_FOR_A_GOOD_PLAN = 5
MOST_WAYS = 15  # to share the coverage among the blocks, before it is left to a price instead


class Part:
    """One component on its way to the optimum: the best plan so far and what is proven about it."""

    def __init__(
        self,
        candidates: Candidates,
        component: Component,
        start: Plan,
        pinned=(),
        ground: Groundwork | None = None,
    ):
        self.candidates, self.problem = candidates, candidates.problem
        self.component = component
        self.pinned = tuple(pinned)
        self.ground = ground or Groundwork(candidates, component)
        self.plan = {need_id: start[need_id] for need_id in sorted(component.needs) if need_id in start}
        self.levels = plan_rules.levels(self.problem, self.plan)
        self.coverage_bound = self._most_coverage()
        self.quality_bound: int | None = None  # unknown until the coverage is proven
        self._block_coverage = Rows()

    @property
    def model(self) -> Model:
        return self.ground.model

    @property
    def coverage_proven(self) -> bool:
        return self.coverage_bound == self.levels.coverage

    @property
    def proven(self) -> bool:
        return self.coverage_proven and self.quality_bound == self.levels.quality

    @property
    def large(self) -> bool:
        return len(self.component.needs) > LARGE

    def improve_coverage(self, control: Control, tell) -> None:
        """Stage 1: the greatest coverage; the bound falls as far as the time allows."""
        if self.large:
            self._relaxed("coverage", self._for_coverage(), control, _told(self.limit_coverage, tell))
        if not self.coverage_proven and control.remaining > FEWEST_SECONDS:
            outcome = highs.maximise(self._for_coverage(), control, self.model.values(self.plan), tell)
            self.take(outcome)
            self.limit_coverage(outcome.bound)
        if self.coverage_proven:
            self.quality_bound = self._most_quality()

    def improve_quality(self, control: Control, tell) -> None:
        """Stage 2: the greatest quality among the plans of exactly the proven coverage."""
        if not self.coverage_proven:
            return
        if self.large and control.remaining > FEWEST_SECONDS:
            self._improve_quality_by_blocks(control, _told(self.limit_quality, tell))
        if not self.proven and control.remaining > FEWEST_SECONDS:
            outcome = highs.maximise(self._for_quality(), control, self.model.values(self.plan), tell)
            self.take(outcome)
            self.limit_quality(outcome.bound)

    def _improve_quality_by_blocks(self, control: Control, limit) -> None:
        """Each block at its own coverage, the links between them charged at their linear prices."""
        self._block_coverage, ways = self._coverage_of_blocks(control)
        relaxed = self._relaxed("quality", self._for_quality(), control, limit)
        if relaxed is None or self.proven:
            return
        self._improve_among(relaxed.values > TINY, control)
        limit(INFINITY)  # no news but the plan; the value may be that of a search with other pins
        searches = [self._block_search(rows, relaxed, control) for rows in ways]
        bounds = [search.first_bound() for search in searches]

        def hear(way: int, bound: float) -> None:
            bounds[way] = min(bounds[way], bound)
            limit(max(bounds))

        for way in sorted(range(len(ways)), key=lambda way: -bounds[way]):
            if control.remaining > FEWEST_SECONDS:
                searches[way].run(partial(hear, way))

    def _block_search(self, coverage: Rows, relaxed: highs.Relaxed, control: Control) -> BlockSearch:
        """For the best plan in which every block has the given coverage."""
        program, prices = self._for_quality(), relaxed.prices.copy()
        own, shared = len(coverage.upper), len(self._block_coverage.upper)
        program.rows.lower[:own], program.rows.upper[:own] = coverage.lower, coverage.upper
        prices[own:shared] = 0  # the whole's coverage needs no price where every block's is given
        blocks = Blocks(self.ground.layout, program, prices, self.ground.known)
        start = np.array(self.model.values(self.plan))
        return BlockSearch(blocks, start, relaxed.values, control, self.offer, lambda: self.levels.quality)

    def _coverage_of_blocks(self, control: Control) -> tuple[Rows, list[Rows]]:
        """Between which coverages each block must lie, and all the ways to share the whole's among them.

        Alone the blocks seldom reach more than together: mostly there is one way, rarely a few.
        """
        program, total = self._for_coverage(), self.levels.coverage
        blocks = Blocks(self.ground.layout, program, np.zeros(len(program.rows.upper)), self.ground.known)
        solved = blocks.solve_all(np.array(self.model.values(self.plan)), control)
        if control.remaining <= FEWEST_SECONDS:
            return Rows(), [Rows()]
        rows = blocks.level_rows(solved, total)
        ways = list(islice(ways_to_share(rows.upper, total), MOST_WAYS + 1))
        if sum(rows.upper) > total:
            rows.add(self.model.coverage(), INFINITY, total)
        if len(ways) > MOST_WAYS:
            return rows, [rows]
        entries = rows.entries[: self.ground.layout.count]
        return rows, [Rows(list(entries), list(way), list(way)) for way in ways]

    def _improve_among(self, likely: np.ndarray, control: Control) -> None:
        """A good plan soon: nobody takes a seat but in the likely pairs and those of the plan so far."""
        seated = {self.model.x[pair] for pair in self.plan.items()}
        others = [column for column in self.model.x.values() if not likely[column] and column not in seated]
        program = self._for_quality()._replace(fixed=dict.fromkeys(others, 0.0) | self._pins())
        start = self.model.values(self.plan)
        self.take(highs.maximise(program, control, start, nodes=NODES_FOR_A_GOOD_PLAN))

    def _relaxed(self, stage: str, program: highs.Program, control: Control, limit) -> highs.Relaxed | None:
        """The linear optimum, which is sometimes a plan, and mostly so where hours do not bind."""
        relaxed = self.ground.relaxed(stage, program, control, limit)
        if relaxed is not None and np.abs(relaxed.values - np.rint(relaxed.values)).max() < TINY:
            self.offer(self.model.plan(relaxed.values))
        return relaxed

    def improve_near(self, movers: set[str], control: Control) -> None:
        """Both levels as far as ``movers`` alone can raise them, everybody else in place; proves nothing."""
        for program in (self._for_coverage, self._for_quality):
            if control.remaining > FEWEST_SECONDS:
                narrowed = program()._replace(fixed=self._others_in_place(movers))
                self.take(highs.maximise(narrowed, control, self.model.values(self.plan)))

    def stay_close_to(self, plan: Plan, control: Control) -> None:
        """Among the plans of the same levels, one that moves as few seats of ``plan`` as can be found."""
        if control.remaining > FEWEST_SECONDS:
            unmoved = {self.model.x[pair]: 1 for pair in plan.items()}
            program = self._for_quality()._replace(costs=unmoved)
            if self.large:
                program = program._replace(fixed=self._in_place(plan))
            program.rows.add(self.model.quality(), INFINITY, self.levels.quality)
            outcome = highs.maximise(program, control, self.model.values(self.plan))
            near = self.plan if outcome.values is None else self.model.plan(outcome.values)
            if plan_rules.levels(self.problem, near) == self.levels and not self._unlawful(near):
                self.plan = dict(sorted(near.items()))

    def _in_place(self, plan: Plan) -> dict[int, float]:
        """The columns of all helpers who have the same seats in ``plan`` and in this part's plan."""
        return self._others_in_place({helper_id for _, helper_id in plan.items() ^ self.plan.items()})

    def _others_in_place(self, movers: set[str]) -> dict[int, float]:
        return self._pins() | {
            column: float(self.plan.get(need_id) == helper_id)
            for (need_id, helper_id), column in self.model.x.items()
            if helper_id not in movers
        }

    def limit_coverage(self, bound: float) -> None:
        """Note what the coverage of no plan can exceed."""
        self.coverage_bound = max(self.levels.coverage, highs.whole(bound, self.coverage_bound))

    def limit_quality(self, bound: float) -> None:
        """Note what the quality of no plan of this coverage can exceed."""
        if self.quality_bound is not None:
            self.quality_bound = max(self.levels.quality, highs.whole(bound, self.quality_bound))

    def take(self, outcome: highs.Outcome) -> None:
        """Offer the solver's plan, if it has one."""
        if outcome.values is not None:
            self.offer(self.model.plan(outcome.values))

    def offer(self, plan: Plan) -> None:
        """Keep a plan if it is lawful, and better than the one we have."""
        levels = plan_rules.levels(self.problem, plan)
        if levels > self.levels and not self._unlawful(plan):
            self.plan, self.levels = dict(sorted(plan.items())), levels

    def _unlawful(self, plan: Plan) -> bool:
        """Whether a pinned pair is missing or a hard rule is broken."""
        pinned = all(plan.get(need_id) == helper_id for need_id, helper_id in self.pinned)
        return not pinned or bool(plan_rules.violations(self.problem, plan))

    def _for_coverage(self) -> highs.Program:
        return self._program(self.model.coverage(), Rows())

    def _for_quality(self) -> highs.Program:
        """Among the plans of the proven coverage, as a whole or block by block."""
        rows = self._block_coverage.copy()
        if not rows.entries:
            rows.add(self.model.coverage(), INFINITY, self.levels.coverage)
        return self._program(self.model.quality(), rows)

    def _program(self, costs, further: Rows) -> highs.Program:
        """The component as a program for the solver, with the pinned pairs in place."""
        rows = further.copy()
        rows.extend(self.model.rows)  # last, so that rows added to the model later come at the end
        return highs.Program(self.model.columns, costs, rows, len(self.model.x), self._pins())

    def _pins(self) -> dict[int, float]:
        return {self.model.x[pair]: 1.0 for pair in self.pinned}

    def _most_coverage(self) -> int:
        """A first bound without solving: every seat filled, every gap closed."""
        needs = [self.problem.needs[need_id] for need_id in self.component.needs]
        gapped = {need.group for need in needs if self.problem.groups[need.group].missing}
        lawful = self.problem.policy.lawful_group_weight * len(gapped)
        return sum(self.problem.weight(need) for need in needs) + lawful

    def _most_quality(self) -> int:
        """A first bound without solving: every seat with its best score, no load."""
        scores, best = self.candidates.scores, {}
        for need_id, helper_id in self.component.pairs:
            best[need_id] = max(best.get(need_id, 0), scores[need_id, helper_id])
        return sum(best.values())


class Search:
    """The parts of one problem, solved in turn: all for coverage, then all for quality."""

    def __init__(
        self,
        candidates: Candidates,
        control: Control,
        start: Plan | None = None,
        pinned: Plan = greedy.NOTHING,
    ):
        """``pinned`` pairs stay in the plan; ``start`` is a lawful plan that holds them, greedy without."""
        self.candidates, self.control, self.pinned = candidates, control, pinned
        start = greedy.fill(candidates, set(candidates.helpers_of)) if start is None else start
        self.parts = [
            Part(candidates, component, start, pinned=component.among(pinned))
            for component in split(candidates)
        ]

    def run(self) -> None:
        self._tell("start")
        for stage, improve in (("coverage", Part.improve_coverage), ("quality", Part.improve_quality)):
            for part in self.parts:
                improve(part, self.control, self._listener(stage, part))
                self._tell(stage)

    def declare_optimal(self) -> None:
        """The plan we began with was proven before: nothing need be searched."""
        for part in self.parts:
            part.coverage_bound, part.quality_bound = part.levels

    @property
    def plan(self) -> dict[str, str]:
        return dict(sorted(pair for part in self.parts for pair in part.plan.items()))

    @property
    def levels(self) -> Levels:
        return _sum(part.levels for part in self.parts)

    @property
    def bound(self) -> dict:
        """Coverage that no plan exceeds; quality that no plan of this coverage exceeds, if proven."""
        qualities = [part.quality_bound for part in self.parts if part.quality_bound is not None]
        return {
            "coverage": sum(part.coverage_bound for part in self.parts),
            "quality": sum(qualities) if len(qualities) == len(self.parts) else None,
        }

    def part_of(self, pair: tuple[str, str]) -> Part | None:
        """The component to which a lawful pair belongs."""
        return next((part for part in self.parts if pair in part.component.pairs), None)

    def _tell(self, stage: str) -> None:
        if self.control.on_progress is not None:
            self.control.report(stage, self.levels.as_json(), self.bound)

    def _listener(self, stage: str, part: Part):
        """Passes on what the solver finds inside one part while it is still at work."""
        if self.control.on_progress is None:
            return None

        def listen(values, bound: float) -> None:
            if values is not None:
                part.offer(part.model.plan(values))
            limit = part.limit_coverage if stage == "coverage" else part.limit_quality
            limit(bound)
            self._tell(stage)

        return listen


def _sum(levels) -> Levels:
    coverage, quality = 0, 0
    for level in levels:
        coverage, quality = coverage + level.coverage, quality + level.quality
    return Levels(coverage, quality)


def ways_to_share(most: Sequence[float], total: float) -> Iterator[tuple[float, ...]]:
    """Every list of whole numbers that sum to ``total``, none above its ``most`` nor below zero."""
    if not most:
        yield from [()] if total == 0 else []
        return
    first, *others = most
    for value in range(int(min(first, total)), -1, -1):
        if total - value > sum(others):
            return
        yield from ((value, *rest) for rest in ways_to_share(others, total - value))


def _told(limit, tell):
    """``limit`` that also tells the listener of a run, if there is one."""

    def limit_and_tell(bound: float) -> None:
        limit(bound)
        if tell is not None:
            tell(None, INFINITY)

    return limit_and_tell
