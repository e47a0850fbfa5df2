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
DUAL_TOLERANCE = 1e-3  # what the tolerances on all columns together may hide


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


def maximise(
    program: Program,
    control: Control,
    start: Sequence[float] | None = None,
    on_step: Callable[[Sequence[float] | None, float], None] | None = None,
    nodes: int | None = None,
) -> Outcome:
    """Solve the integer program to proven optimality, or as far as time (or ``nodes``) allow."""
    solver = _solver(program, control)
    if nodes is not None:
        solver.setOptionValue("mip_max_nodes", nodes)
    solver.setOptionValue("mip_abs_gap", 0.99)
    solver.setOptionValue("mip_rel_gap", 0.0)
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = list(start)
        solver.setSolution(solution)
    _listen(solver, control, on_step)
    solver.run()
    return _outcome(solver)


def relaxed_bound(program: Program, control: Control) -> float:
    """What no solution exceeds, from the program without whole numbers: quick, and rarely tight."""
    solver = _solver(program._replace(integers=0), control)
    solver.run()
    optimal = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return solver.getInfo().objective_function_value + DUAL_TOLERANCE if optimal else INFINITY


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
    return Outcome(list(solution.col_value) if feasible else None, mip)


def whole(bound: float, otherwise: int) -> int:
    """A proven bound as a whole number: all costs are integers, so its fraction is worth nothing."""
    return otherwise if not math.isfinite(bound) else min(otherwise, math.floor(bound + 1e-6))
