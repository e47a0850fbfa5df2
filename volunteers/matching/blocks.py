"""Cuts the program of a large component into blocks, which only groups with a gap tie together.

Pairs that share a seat or a helper form a block; where each helper serves in one kind, the blocks are
the kinds. A row that spans blocks is a link: "this group's gap is closed by some block". Left out of
the program and charged at its price instead, the link turns the whole into one small program a block,
and the best values of all blocks together exceed no less than the best value of the whole.
"""

import math
from collections import defaultdict
from collections.abc import Mapping
from itertools import product
from typing import NamedTuple

import numpy as np

from volunteers.matching import highs
from volunteers.matching.components import connected
from volunteers.matching.control import Control
from volunteers.matching.model import Model, Rows

type Closers = tuple[tuple[int, int], ...]  # for each link of a group, the block that closes it
type Decisions = Mapping[str, Closers | None]  # of some groups with a gap; None: receives nobody


TINY = 1e-6


class Asked(NamedTuple):
    """What pins and decisions ask of a block beyond its rows: values of columns, and links to close."""

    fixed: dict[int, float]
    closing: frozenset[int]

    def key(self) -> tuple:
        return tuple(sorted(self.fixed.items())), tuple(sorted(self.closing))


class Solved(NamedTuple):
    """The best values found for one block (empty if there are none), and what no values of it exceed."""

    costs: np.ndarray
    asked: Asked
    values: np.ndarray
    bound: float


type Known = dict[tuple, Solved]


class Layout:
    """Which columns of a model belong to which block; columns of groups belong to every block they meet."""

    def __init__(self, model: Model):
        self.model = model
        parts = connected(model.pairs)
        block_of_helper = {helper_id: block for block, part in enumerate(parts) for _, helper_id in part}
        self.count = len(parts)
        self.block_of = {column: block_of_helper[helper] for (_, helper), column in model.x.items()}
        self.block_of |= {column: block_of_helper[helper] for (helper, _), column in model.z.items()}
        self.group_of = {column: group_id for group_id, column in model.y.items()}

    def blocks_in(self, entries: Mapping[int, float]) -> set[int]:
        """The blocks a row spans."""
        return {self.block_of[column] for column in entries if column in self.block_of}


class Blocks:
    """A program cut into blocks, with a price for every row."""

    def __init__(self, layout: Layout, program: highs.Program, prices: np.ndarray, known: Known):
        self.layout, self.program, self.known = layout, program, known
        self.prices = _charged(program.rows, prices)
        self.rows = [Rows() for _ in range(layout.count)]
        self.links: list[int] = []
        self.shares = np.zeros((layout.count, program.columns))
        for number, entries in enumerate(program.rows.entries):
            self._sort_in(number, entries)
        self.columns = [self._columns(block) for block in range(layout.count)]
        self.place = [{column: n for n, column in enumerate(columns)} for columns in self.columns]
        self.first_block = self._first_blocks()
        self.links_of = self._links_of_groups()

    def _sort_in(self, number: int, entries: Mapping[int, float]) -> None:
        """A row of one block goes there, and charges the group columns in it to that block."""
        blocks = self.layout.blocks_in(entries)
        if len(blocks) != 1:
            self.links.append(number)
            return
        [block] = blocks
        self.rows[block].add(entries, self.program.rows.upper[number], self.program.rows.lower[number])
        for column, value in entries.items():
            if column in self.layout.group_of:
                self.shares[block, column] += self.prices[number] * value

    def _columns(self, block: int) -> list[int]:
        own = {column for column, its in self.layout.block_of.items() if its == block}
        return sorted(own | {column for entries in self.rows[block].entries for column in entries})

    def _first_blocks(self) -> dict[int, int]:
        """The block that bears what is left of a group column's cost after the shares of all blocks."""
        return {
            column: block
            for block in reversed(range(self.layout.count))
            for column in self.columns[block]
            if column in self.layout.group_of
        }

    def _links_of_groups(self) -> dict[str, list[int]]:
        """The links "lawful only if somebody closes the gap"; the whole's coverage is a link of no group."""
        found = defaultdict(list)
        for number in self.links:
            positive = [column for column, value in self.program.rows.entries[number].items() if value > 0]
            if len(positive) == 1 and positive[0] in self.layout.group_of:
                found[self.layout.group_of[positive[0]]].append(number)
        return found

    # --- prices and costs -------------------------------------------------------------------------

    def open_links(self, decided: Decisions) -> list[int]:
        """The links that still speak through their price."""
        closed = {number for group_id in decided for number in self.links_of[group_id]}
        return [number for number in self.links if number not in closed and self.prices[number]]

    def constant(self, decided: Decisions) -> float:
        """What the prices of the open links add to the values of the blocks."""
        rows = self.program.rows
        return sum(
            self.prices[number] * (rows.upper[number] if self.prices[number] > 0 else rows.lower[number])
            for number in self.open_links(decided)
        )

    def costs(self, decided: Decisions) -> list[np.ndarray]:
        """What each column adds to the value of each block, the price of the open links taken off."""
        costs = np.zeros(self.program.columns)
        costs[list(self.program.costs)] = list(self.program.costs.values())
        for number in self.open_links(decided):
            for column, value in self.program.rows.entries[number].items():
                costs[column] -= self.prices[number] * value
        return [self._costs_of(block, costs) for block in range(self.layout.count)]

    def _costs_of(self, block: int, costs: np.ndarray) -> np.ndarray:
        found = costs.copy()
        for column, first in self.first_block.items():
            left = costs[column] - self.shares[:, column].sum() if first == block else 0
            found[column] = self.shares[block, column] + left
        return found[self.columns[block]]

    # --- solving ----------------------------------------------------------------------------------

    def solve(self, block: int, decided: Decisions, costs: np.ndarray, before, control: Control) -> Solved:
        """The best values of one block; ``before`` are values of its columns to begin with."""
        asked = self._asked(block, decided)
        levels = tuple(lower for lower in self.rows[block].lower if lower > -np.inf)
        key = block, *asked.key(), levels, costs.tobytes()  # rows without a lower limit change nothing
        if key in self.known:
            return self.known[key]
        program, gap = self._program(block, asked, costs), 0.9 / self.layout.count
        outcome = highs.maximise(program, control, before, gap=gap)
        solved = Solved(costs, asked, np.array(outcome.values or ()), outcome.bound)
        if control.remaining:
            self.known[key] = solved
        return solved

    def solve_all(self, before: np.ndarray, control: Control) -> list[Solved]:
        """Every block without any decision, from the values ``before`` of all columns."""
        return [
            self.solve(block, {}, costs, before[self.columns[block]], control)
            for block, costs in enumerate(self.costs({}))
        ]

    def still_best(self, block: int, solved: Solved, decided: Decisions, costs: np.ndarray) -> Solved | None:
        """The same values, if they keep to what was decided since and no change has made others better."""
        asked, values, place = self._asked(block, decided), solved.values, self.place[block]
        narrower = asked.fixed.items() >= solved.asked.fixed.items() and asked.closing >= solved.asked.closing
        kept = all(abs(values[place[column]] - value) < TINY for column, value in asked.fixed.items())
        closed = all(
            sum(values[place[column]] for column in self.closers(number, block)) > 1 - TINY
            for number in asked.closing
        )
        change = costs - solved.costs
        harmless = np.where(change > 0, values > 1 - TINY, values < TINY) | (abs(change) < TINY)
        harmless[[place[column] for column in asked.fixed]] = True
        if not (narrower and kept and closed and harmless.all()):
            return None
        return Solved(costs, asked, values, solved.bound + float(change @ values))

    def _asked(self, block: int, decided: Decisions) -> Asked:
        """What the pins and the decisions ask of a block."""
        own, group_of = self.place[block], self.layout.group_of
        fixed = {column: value for column, value in self.program.fixed.items() if column in own}
        fixed |= {
            column: float(decided[group_of[column]] is not None)
            for column in self.columns[block]
            if group_of.get(column) in decided
        }
        closers = [pair for chosen in decided.values() for pair in chosen or ()]
        return Asked(fixed, frozenset(number for number, closer in closers if closer == block))

    def _program(self, block: int, asked: Asked, costs: np.ndarray) -> highs.Program:
        """One block as a program of its own, its columns counted from zero."""
        place = self.place[block]
        rows = Rows([], list(self.rows[block].lower), list(self.rows[block].upper))
        rows.entries += [
            {place[column]: value for column, value in entries.items()}
            for entries in self.rows[block].entries
        ]
        for number in sorted(asked.closing):
            rows.add(dict.fromkeys([place[column] for column in self.closers(number, block)], 1), np.inf, 1)
        integers = sum(column < self.program.integers for column in self.columns[block])
        pins = {place[column]: value for column, value in asked.fixed.items()}
        return highs.Program(len(place), dict(enumerate(costs.tolist())), rows, integers, pins)

    def level_rows(self, solved: list[Solved], total: int) -> Rows:
        """What each block's value must at least and may at most be in a plan whose value is ``total``."""
        most = [math.floor(one.bound + highs.TOLERANCE) for one in solved]
        rows = Rows()
        for columns, one, upper in zip(self.columns, solved, most, strict=True):
            entries = {column: cost for column, cost in zip(columns, one.costs.tolist(), strict=True) if cost}
            rows.add(entries, upper, total - sum(most) + upper)
        return rows

    # --- links ------------------------------------------------------------------------------------

    def closers(self, number: int, block: int) -> list[int]:
        """The columns of one block that close a link."""
        entries = self.program.rows.entries[number]
        return [column for column in entries if self.layout.block_of.get(column) == block]

    def choices(self, group_id: str, values: np.ndarray) -> list[Closers | None]:
        """Who may close the group's links; first whom ``values`` give the most closers, last nobody."""
        links = self.links_of[group_id]
        options = []
        for number in links:
            weights = {
                block: sum(values[column] for column in self.closers(number, block))
                for block in self.layout.blocks_in(self.program.rows.entries[number])
            }
            options.append(sorted(weights, key=lambda block: (-weights[block], block)))
        return [*(tuple(zip(links, way, strict=True)) for way in product(*options)), None]


def _charged(rows: Rows, prices: np.ndarray) -> np.ndarray:
    """The prices without those that the solver's tolerances gave to a side on which a row has no limit."""
    upper, lower = np.array(rows.upper), np.array(rows.lower)
    return np.where(np.isfinite(np.where(prices > 0, upper, lower)) & (abs(prices) > TINY), prices, 0.0)
