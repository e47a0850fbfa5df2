"""Invitations already sent are settled first: kept if still lawful, otherwise reported."""

from dataclasses import replace
from types import MappingProxyType

from volunteers.matching import rules
from volunteers.matching.facts import Group, Helper, Member, Need, Problem


def settle(problem: Problem) -> tuple[Problem, list[dict]]:
    """The problem after the held pairs, in file order, and the report about each of them.

    A kept pair counts like an accepted one: caseload, minutes, fixed windows and the group's
    members are updated, so that everything later is computed on what will be true.
    """
    report = []
    for need_id, helper_id in problem.held:
        need, helper = problem.needs[need_id], problem.helpers[helper_id]
        failed = rules.failed_codes(rules.Pair(need, helper, problem))
        if not problem.is_open(need):
            failed.append("SEAT")
        if not failed:
            problem = _seated(problem, need, helper)
        report.append({"need": need_id, "helper": helper_id, "kept": not failed, "failed": failed})
    return problem, report


def _seated(problem: Problem, need: Need, helper: Helper) -> Problem:
    group = problem.groups[need.group]
    return replace(
        problem,
        helpers=MappingProxyType({**problem.helpers, helper.id: _busier(helper, need)}),
        groups=MappingProxyType({**problem.groups, group.id: _joined(group, helper)}),
        settled=MappingProxyType({**problem.settled, need.id: helper.id}),
    )


def _busier(helper: Helper, need: Need) -> Helper:
    return replace(
        helper,
        caseload=helper.caseload + 1,
        minutes_left=helper.minutes_left - need.minutes_per_month,
        busy=(*helper.busy, *(need.windows if need.fixed else ())),
    )


def _joined(group: Group, helper: Helper) -> Group:
    newcomer = Member(helper.id, helper.female, helper.minor_specialist, helper.experienced)
    return replace(group, members=(*group.members, newcomer))
