"""What another policy would change: one day's input planned twice, and the two plans side by side.

Both plans are also measured by the policy in force, since each policy counts by its own weights.
Invitations already sent stand under either policy: the seats that they hold today are planned on
neither side, so that both plans fill the same seats. Which of them the other policy would not allow
is told apart from the plans.
"""

from collections import Counter
from dataclasses import asdict, replace

from volunteers.matching import candidates, plan_rules, rules
from volunteers.matching.facts import Helper, Problem
from volunteers.matching.held import settle
from volunteers.matching.planning import plan
from volunteers.matching.schema import read


def what_if(data: dict, policy: dict, *, seconds: float) -> dict:
    """Plan ``data`` under its own policy and under ``policy``, at most ``seconds`` each, and compare.

    Raises ``InvalidInput`` when either cannot be planned.
    """
    problem, held = settle(read(data))
    standing = [entry for entry in held if entry["kept"]]
    changed = replace(problem, policy=read(data | {"policy": policy}).policy)
    left = without_held(data, problem, standing)
    before, after = (plan(left | {"policy": by}, seconds=seconds) for by in (data["policy"], policy))
    return compare(problem, before, changed, after) | {
        "held": len(standing),
        "held_unlawful": held_unlawful(data | {"policy": policy}, standing),
    }


def without_held(data: dict, problem: Problem, standing: list[dict]) -> dict:
    """``data`` with the held pairs of ``standing`` seated as in ``problem``, and no pair held any more.

    Their seats are gone from the needs; what they cost their helpers and bring to their groups stays.
    """
    seats = {entry["need"] for entry in standing}
    pairs = {
        name: [pair for pair in data[name] if pair["need"] not in seats]
        for name in ("previous", "why", "locked", "struck")
        if name in data
    }
    return data | {
        **pairs,
        "needs": [need for need in data["needs"] if need["id"] not in seats],
        "helpers": [one | _load(problem.helpers[one["id"]]) for one in data["helpers"]],
        "groups": [
            one | {"members": [asdict(member) for member in problem.groups[one["id"]].members]}
            for one in data["groups"]
        ],
        "held": [],
    }


def _load(helper: Helper) -> dict:
    return {
        "caseload": helper.caseload,
        "minutes_left": helper.minutes_left,
        "busy": [window.as_json() for window in helper.busy],
    }


def held_unlawful(other: dict, standing: list[dict]) -> list[dict]:
    """The held pairs that stand today and that the policy of ``other`` would not allow, with the rules."""
    pairs = [{"need": entry["need"], "helper": entry["helper"]} for entry in standing]
    _problem, judged = settle(read(other | {"held": pairs}))
    return [
        {"need": entry["need"], "helper": entry["helper"], "rules": entry["failed"]}
        for entry in judged
        if not entry["kept"]
    ]


def compare(problem: Problem, before: dict, changed: Problem, after: dict) -> dict:
    """Two finished plans of the same open seats and helpers, and the problem under either policy.

    Numbers, seats that change, and who drops out.
    """
    return {
        "before": _side(problem, before),
        "after": _side(problem, after),
        "seats": seat_changes(_pairs(before), _pairs(after)),
        "thresholds": threshold_effects(problem, changed),
        "urgent": _urgent_changes(problem, changed),
    }


def _pairs(output: dict) -> dict[str, str]:
    return {entry["need"]: entry["helper"] for entry in output["assignments"]}


def _side(problem: Problem, output: dict) -> dict:
    """The numbers of one plan: its own objective, and what it is worth by the policy in force."""
    return {
        "filled": output["counts"]["filled"],
        "unmet": output["counts"]["unmet"],
        "made_lawful": output["counts"]["groups_made_lawful"],
        "proven": output["status"] == "optimal",
        "own": output["objective"],
        "in_force": plan_rules.levels(problem, _pairs(output)).as_json(),
        "seconds": output["seconds"]["total"],
    }


def seat_changes(before: dict[str, str], after: dict[str, str]) -> dict[str, list[dict]]:
    """Seats that would be filled by somebody else, newly filled, and no longer filled."""
    both = sorted(before.keys() & after.keys())
    return {
        "other": [
            {"need": need, "from": before[need], "to": after[need]}
            for need in both
            if before[need] != after[need]
        ],
        "filled": [{"need": need, "to": after[need]} for need in sorted(after.keys() - before.keys())],
        "emptied": [{"need": need, "from": before[need]} for need in sorted(before.keys() - after.keys())],
    }


def threshold_effects(before: Problem, after: Problem) -> dict:
    """Lawful pairs lost and gained under the other limits, by rule, and the helpers left with none."""
    had, has = _lawful(before), _lawful(after)
    lost, gained = had - has, has - had
    return {
        "pairs_before": len(had),
        "pairs_after": len(has),
        "lost": _by_rule(after, lost),
        "gained": _by_rule(before, gained),
        "drop_out": sorted({helper for _need, helper in had} - {helper for _need, helper in has}),
        "come_in": sorted({helper for _need, helper in has} - {helper for _need, helper in had}),
    }


def _lawful(problem: Problem) -> set[tuple[str, str]]:
    return set(candidates.find(problem).scores)


def _by_rule(problem: Problem, pairs: set[tuple[str, str]]) -> list[dict]:
    """Which rule stands in the way of how many of ``pairs``, seats and helpers, where it does."""
    found: dict[str, set] = {}
    for need, helper in pairs:
        pair = rules.Pair(problem.needs[need], problem.helpers[helper], problem)
        for code in rules.failed_codes(pair):
            found.setdefault(code, set()).add((need, helper))
    return [
        {
            "rule": code,
            "pairs": len(found[code]),
            "seats": len({need for need, _helper in found[code]}),
            "helpers": sorted({helper for _need, helper in found[code]}),
        }
        for code in rules.CODES
        if code in found
    ]


def _urgent_changes(before: Problem, after: Problem) -> dict:
    """How many open seats count with each weight, under both policies."""
    return {name: dict(_weights(problem)) for name, problem in (("before", before), ("after", after))}


def _weights(problem: Problem) -> list[tuple[str, int]]:
    open_needs = [need for need in problem.needs.values() if problem.is_open(need)]
    counted = Counter(problem.weight(need) for need in open_needs)
    return [(str(weight), number) for weight, number in sorted(counted.items(), reverse=True)]
