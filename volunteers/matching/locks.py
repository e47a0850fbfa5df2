"""Pairs the officer has locked: they are in the plan whatever it costs, if the law allows.

A locked pair is a fixed variable of the model, not a settled pair like a held one: it keeps its score,
its rules and its place in both levels of the objective, so that plans with and without it compare.
"""

from typing import NamedTuple

from volunteers.matching import highs, rules
from volunteers.matching.candidates import Candidates
from volunteers.matching.components import Component, split
from volunteers.matching.control import Control
from volunteers.matching.greedy import NOTHING
from volunteers.matching.model import Model
from volunteers.matching.plan_rules import Plan, newcomers_by_group, obstacles, seats_by_helper


class Locked(NamedTuple):
    """The locks that can hold together, a lawful plan that holds them, and what became of each lock."""

    pairs: Plan
    start: Plan
    report: list[dict]


def settle_locks(candidates: Candidates, control: Control) -> Locked:
    """Accept the locked pairs in file order; one that breaks a rule or an earlier lock is reported.

    The codes are those of the pair rules, then ``SEAT`` (taken, held or outside the area), ``STRUCK``,
    the rules of the plan beside the earlier locks, and ``GATE`` (no lawful plan holds it with them).
    """
    pairs, start, report = {}, NOTHING, []
    for need_id, helper_id in candidates.problem.locked:
        failed = _failed(candidates, pairs, need_id, helper_id)
        if not failed:
            wanted = {**pairs, need_id: helper_id}
            found = lawful_start(candidates, wanted, control)
            failed = ["GATE"] if found is None else []
            pairs, start = (pairs, start) if found is None else (wanted, found)
        report.append({"need": need_id, "helper": helper_id, "kept": not failed, "failed": failed})
    return Locked(pairs, start, report)


def _failed(candidates: Candidates, pairs: Plan, need_id: str, helper_id: str) -> list[str]:
    problem = candidates.problem
    need, helper = problem.needs[need_id], problem.helpers[helper_id]
    failed = rules.failed_codes(rules.Pair(need, helper, problem))
    if not problem.is_open(need) or need_id in pairs:
        failed.append("SEAT")
    if (need_id, helper_id) in problem.struck:
        failed.append("STRUCK")
    seats = seats_by_helper(problem, pairs).get(helper_id, [])
    beside = obstacles(helper, seats, need, problem.policy.buffer_min)
    return failed + [code for code in beside if code not in failed]


def lawful_start(candidates: Candidates, pairs: Plan, control: Control) -> Plan | None:
    """A lawful plan with ``pairs``, which do not hinder each other; None if there is (or was found) none.

    Only a group that lacks a member the law asks for can stand in the way: usually the fewest others
    who close its gaps are soon found, and where they compete for people the solver decides.
    """
    start = _with_closers(candidates, pairs)
    return start if start is not None else _solved(candidates, pairs, control)


def _with_closers(candidates: Candidates, pairs: Plan) -> Plan | None:
    problem, plan = candidates.problem, dict(pairs)
    seats = seats_by_helper(problem, plan)

    def may(need, helper_id):
        helper, buffer = problem.helpers[helper_id], problem.policy.buffer_min
        return not obstacles(helper, seats[helper_id], need, buffer)

    for group_id, seated in newcomers_by_group(problem, pairs).items():
        needs = [need for need in candidates.open_needs_of[group_id] if need.id not in plan]
        names = tuple(helper.id for helper in seated)
        closing = candidates.closing(problem.groups[group_id], needs, seated=names, may=may)
        if closing is None:
            return None
        for need_id, helper_id in closing.items():
            plan[need_id] = helper_id
            seats[helper_id].append(problem.needs[need_id])
    return plan


def _solved(candidates: Candidates, pairs: Plan, control: Control) -> Plan | None:
    plan: dict[str, str] = {}
    for component in split(candidates):
        pins = component.among(pairs)
        if pins:
            plan |= _held_in(candidates, component, pins, control) or {}
    return plan if plan.items() >= pairs.items() else None


def _held_in(candidates: Candidates, component: Component, pins, control: Control) -> Plan | None:
    """Any lawful plan of one component with the pins in place."""
    model = Model(candidates, component)
    fixed = {model.x[pair]: 1.0 for pair in pins}
    program = highs.Program(model.columns, {}, model.rows, len(model.x), fixed)
    outcome = highs.maximise(program, control)
    return None if outcome.values is None else model.plan(outcome.values)
