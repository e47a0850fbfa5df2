"""The only place that speaks to the solver: rows and costs in, values and a proven bound out."""

import math
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import highspy
import numpy as np

from volunteers.matching.control import Control
from volunteers.matching.model import INFINITY, Rows

SEED = 0
TOLERANCE = 1e-3  # what the tolerances on all columns together may hide


class _Silent(highspy.Highs):
    """A solver that never writes: the first one of a process would put a banner on standard output."""

    def enableCallbacks(self):
        self.silent()
        super().enableCallbacks()


class Program(NamedTuple):
    """What to maximise: ``costs`` over columns between 0 and 1 that keep to ``rows``."""

    columns: int
    costs: Mapping[int, float]
    rows: Rows
    integers: int = 0  # the first so many columns are whole numbers
    fixed: Mapping[int, float] = MappingProxyType({})  # columns whose value is given


class Outcome(NamedTuple):
    """Values of the best solution found (None if there is none) and what no solution exceeds."""

    values: Sequence[float] | None
    bound: float


class Relaxed(NamedTuple):
    """The optimum of a program without whole numbers; a row's price is what its next unit is worth."""

    value: float
    values: np.ndarray
    prices: np.ndarray


def maximise(
    program: Program,
    control: Control,
    start: Sequence[float] | None = None,
    on_step: Callable[[Sequence[float] | None, float], None] | None = None,
    nodes: int | None = None,
    gap: float = 0.99,
) -> Outcome:
    """Solve the integer program to within ``gap``, or as far as time (or ``nodes``) allow.

    Where all values are whole numbers, a gap below one is proven optimality.
    """
    solver = _solver(program, control)
    if nodes is not None:
        solver.setOptionValue("mip_max_nodes", nodes)
    solver.setOptionValue("mip_abs_gap", gap)
    solver.setOptionValue("mip_rel_gap", 0.0)
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = list(start)
        solver.setSolution(solution)
    _listen(solver, control, on_step)
    solver.run()
    return _outcome(solver)


class Relaxation:
    """A program without whole numbers; it can take further rows and is solved again from where it stood."""

    def __init__(self, program: Program, control: Control):
        self._solver, self._control = _solver(program._replace(integers=0), control), control

    def add(self, entries: Mapping[int, float], upper: float) -> None:
        columns, values = list(entries), [float(value) for value in entries.values()]
        self._solver.addRow(-INFINITY, upper, len(columns), columns, values)

    def solve(self) -> Relaxed | None:
        """The optimum: quick, and what no solution of the program exceeds. None if time ran out."""
        solver = self._solver
        solver.setOptionValue("time_limit", self._control.remaining + solver.getRunTime())
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        value, solution = solver.getInfo().objective_function_value, solver.getSolution()
        return Relaxed(value + TOLERANCE, np.array(solution.col_value), np.array(solution.row_dual))


def version() -> str:
    """The version of the solver, which belongs to every stored plan."""
    return _Silent().version()


def _solver(program: Program, control: Control) -> highspy.Highs:
    solver = _Silent()
    for name, value in {"threads": 1, "random_seed": SEED, "time_limit": control.remaining}.items():
        solver.setOptionValue(name, value)
    solver.passModel(_linear_program(program))
    return solver


def _linear_program(program: Program) -> highspy.HighsLp:
    entries = program.rows.entries
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = program.columns, len(entries)
    lp.sense_ = highspy.ObjSense.kMaximize
    costs = np.zeros(program.columns)
    costs[list(program.costs)] = list(program.costs.values())
    lp.col_cost_ = costs
    lower, upper = np.zeros(program.columns), np.ones(program.columns)
    lower[list(program.fixed)] = upper[list(program.fixed)] = list(program.fixed.values())
    lp.col_lower_, lp.col_upper_ = lower, upper
    lp.row_lower_, lp.row_upper_ = np.array(program.rows.lower), np.array(program.rows.upper)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *map(len, entries)])
    lp.a_matrix_.index_ = np.array([column for row in entries for column in row], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([value for row in entries for value in row.values()], dtype=np.float64)
    kinds = [highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous]
    if program.integers:
        lp.integrality_ = [kinds[column >= program.integers] for column in range(program.columns)]
    return lp


def _listen(solver, control: Control, on_step) -> None:
    """Stop when asked to; pass improving solutions and bounds on."""
    if control.should_stop is not None:
        solver.cbMipInterrupt.subscribe(lambda event: _interrupt(event, control))
    if on_step is not None:
        solver.cbMipImprovingSolution.subscribe(
            lambda event: on_step(event.data_out.mip_solution, event.data_out.mip_dual_bound)
        )
        solver.cbMipLogging.subscribe(lambda event: on_step(None, event.data_out.mip_dual_bound))


def _interrupt(event, control: Control) -> None:
    if control.stopped:
        event.interrupt()


def _outcome(solver: highspy.Highs) -> Outcome:
    info, solution = solver.getInfo(), solver.getSolution()
    feasible = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    mip = info.mip_dual_bound if math.isfinite(info.mip_dual_bound) else INFINITY
    if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        return Outcome(None, -INFINITY)
    return Outcome(list(solution.col_value) if feasible else None, mip)


def whole(bound: float, otherwise: int) -> int:
    """A proven bound as a whole number: all costs are integers, so its fraction is worth nothing."""
    return otherwise if not math.isfinite(bound) else min(otherwise, math.floor(bound + 1e-6))
