"""The specification of matching written a second time, on another solver (CP-SAT), from the raw input.

It shares nothing with the engine: the pair rules, the scores, the held invitations, the plan rules and
both levels of the objective are read from the input file by the functions below.
"""

import copy
from datetime import date
from functools import cached_property
from itertools import combinations

from ortools.sat.python import cp_model

QUARTER = 15


def optimum(data: dict) -> tuple[int, int]:
    """The greatest coverage, and the greatest quality among the plans of that coverage."""
    model = _Model(Settled(data))
    coverage = model.greatest(model.coverage)
    model.cp.add(model.coverage == coverage)
    return coverage, model.greatest(model.quality)


class Settled:
    """An input with its held invitations counted in, where they still can be kept."""

    def __init__(self, data: dict):
        self.data = copy.deepcopy(data)
        self.policy, self.as_of = self.data["policy"], self.data["as_of"]
        self.needs = {need["id"]: need for need in self.data["needs"]}
        self.helpers = {helper["id"]: helper for helper in self.data["helpers"]}
        self.groups = {group["id"]: group for group in self.data["groups"]}
        self.parents = {area["code"]: area["parent"] for area in self.data["areas"]}
        scope = self.data["scope"]
        self.open = {one for one, need in self.needs.items() if scope in self.above(need["area"])}
        self.kept = [self._keep(pair["need"], pair["helper"]) for pair in self.data["held"]]

    def _keep(self, need_id: str, helper_id: str) -> bool:
        need, helper = self.needs[need_id], self.helpers[helper_id]
        if need_id not in self.open or not self.lawful(need, helper):
            return False
        self.open.remove(need_id)
        helper["caseload"] += 1
        helper["minutes_left"] -= need["minutes_per_month"]
        helper["busy"] += need["windows"] if need["time"] == "fixed" else []
        facts = {"female": helper["female"], "minor_specialist": "minor_specialist" in helper["tags"]}
        joined = {"helper": helper_id, **facts, "experienced": helper["experienced"]}
        self.groups[need["group"]]["members"].append(joined)
        return True

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """The lawful pairs of open seats."""
        return [
            (need, helper)
            for need in sorted(self.open)
            for helper in self.helpers
            if self.lawful(self.needs[need], self.helpers[helper])
        ]

    # --- areas and times --------------------------------------------------------------------------

    def above(self, code: str | None) -> list[str]:
        return [] if code is None else [code, *self.above(self.parents[code])]

    def closeness(self, need: dict, helper: dict) -> str | None:
        parent = self.parents[need["area"]]
        sisters = [code for code, its in self.parents.items() if its == parent and parent is not None]
        if need["area"] in helper["areas"]:
            return "close_same"
        if set(helper["areas"]) & set(self.above(need["area"])):
            return "close_served"
        if helper["travel"] and set(helper["areas"]) & set(sisters):
            return "close_travel"
        return "close_remote" if helper["remote"] and need["place"] == "remote_ok" else None

    def free(self, helper: dict) -> set[tuple[int, int]]:
        return quarters(helper["available"]) - quarters(helper["busy"], self.policy["buffer_min"])

    def common(self, need: dict, helper: dict) -> set[tuple[int, int]]:
        everything = {(day, quarter) for day in range(1, 8) for quarter in range(96)}
        return (quarters(need["windows"]) if need["windows"] else everything) & self.free(helper)

    def has_time(self, need: dict, helper: dict) -> bool:
        common = self.common(need, helper)
        if need["time"] == "fixed":
            return quarters(need["windows"]) <= self.free(helper)
        session = range(need["session_min"] // QUARTER)
        return any(all((day, begin + later) in common for later in session) for day, begin in common)

    # --- pairs ------------------------------------------------------------------------------------

    def lawful(self, need: dict, helper: dict) -> bool:
        group, start = self.groups[need["group"]], need["start"]
        checked = helper["record_check"]
        fresh = checked is not None and 0 <= days(checked, start) <= self.policy["record_check_days"]
        return (
            all(helper[fact] for fact in ("vetted", "trained", "pledged", "accepting"))
            and need["group"] not in helper["declined"]
            and need["helper_kind"] in helper["kinds"]
            and need["help_kind"] in helper["help_kinds"]
            and (
                need["credential"] is None
                or any(
                    held["kind"] == need["credential"] and held["from"] <= start <= held["to"]
                    for held in helper["credentials"]
                )
            )
            and set(need["required_tags"]) <= set(helper["tags"])
            and (fresh or not group["minor_subject"])
            and (not need["risk"] or (helper["insured_until"] or "") >= start)
            and self.closeness(need, helper) is not None
            and self.has_time(need, helper)
            and all(recusal["group"] != need["group"] for recusal in helper["recusals"])
            and all(member["helper"] != helper["id"] for member in group["members"])
            and helper["caseload"] < helper["caseload_limit"]
            and need["minutes_per_month"] <= helper["minutes_left"]
        )

    def score(self, need: dict, helper: dict) -> int:
        points, preferred = self.policy["score"], set(need["preferred_tags"])
        matched = len(preferred & set(helper["tags"]))
        four = 4 * need["session_min"]
        minutes = min(QUARTER * len(self.common(need, helper)), four)
        members = self.groups[need["group"]]["members"]
        shared = not need["dialects"] or set(need["dialects"]) & set(helper["dialects"])
        experienced = helper["experienced"] or any(member["experienced"] for member in members)
        yesterday = {"need": need["id"], "helper": helper["id"]} in self.data["previous"]
        return (
            (points["skill"] * matched // len(preferred) if preferred else points["skill"])
            + points[self.closeness(need, helper)]
            + (points["availability"] * (four if need["time"] == "fixed" else minutes) // four)
            + (points["language"] if shared else 0)
            + (points["continuity"] if need["group"] in helper["past_groups"] else 0)
            + (points["mix"] if experienced else 0)
            + (points["stability"] if yesterday else 0)
        )

    def weight(self, need: dict) -> int:
        soon = days(self.as_of, need["deadline"]) <= self.policy["urgent_days"]
        return self.policy["priority_weight"]["urgent" if soon else need["priority"]]

    def clash(self, one: dict, other: dict) -> bool:
        """Two fixed seats with less than the buffer between a window of one and a window of the other."""
        buffer = self.policy["buffer_min"]
        return one["time"] == other["time"] == "fixed" and any(
            a["day"] == b["day"]
            and minutes(a["from"]) < minutes(b["to"]) + buffer
            and minutes(b["from"]) < minutes(a["to"]) + buffer
            for a in one["windows"]
            for b in other["windows"]
        )

    def gaps(self, group: dict) -> list[str]:
        """The facts about a member that the law asks for and nobody present has."""
        asked = {"female": group["female_subject"], "minor_specialist": group["minor_subject"]}
        present = {fact for fact in asked if any(member[fact] for member in group["members"])}
        return [fact for fact in asked if asked[fact] and fact not in present]


class _Model:
    """Every plan as a solution: who sits where, and which groups with a gap become lawful."""

    def __init__(self, settled: Settled):
        self.settled, self.cp = settled, cp_model.CpModel()
        self.seat = {pair: self.cp.new_bool_var(f"{pair}") for pair in settled.pairs}
        self.lawful = {
            one: self.cp.new_bool_var(one) for one, group in settled.groups.items() if settled.gaps(group)
        }
        for need in settled.open:
            self.cp.add_at_most_one(self._seats(need=need))
        for helper in settled.helpers.values():
            self._keep_within(helper)
        for group_id, lawful in self.lawful.items():
            self._close(settled.groups[group_id], lawful)
        weights = [settled.weight(settled.needs[need]) * seat for (need, _), seat in self.seat.items()]
        self.coverage = sum(weights) + settled.policy["lawful_group_weight"] * sum(self.lawful.values())
        loads = [self._load(helper) for helper in settled.helpers.values()]
        scores = [
            settled.score(settled.needs[need], settled.helpers[helper]) * seat
            for (need, helper), seat in self.seat.items()
        ]
        self.quality = sum(scores) - sum(loads)

    def greatest(self, value) -> int:
        self.cp.maximize(value)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        assert solver.solve(self.cp) == cp_model.OPTIMAL
        return round(solver.objective_value)

    def _seats(self, need: str | None = None, helper: str | None = None) -> list:
        return [seat for (n, h), seat in self.seat.items() if (need or n) == n and (helper or h) == h]

    def _keep_within(self, helper: dict) -> None:
        mine = [(self.settled.needs[n], seat) for (n, h), seat in self.seat.items() if h == helper["id"]]
        self.cp.add(sum(seat for _, seat in mine) <= max(0, helper["caseload_limit"] - helper["caseload"]))
        left = max(0, helper["minutes_left"])
        self.cp.add(sum(need["minutes_per_month"] * seat for need, seat in mine) <= left)
        for (one, seat), (other, another) in combinations(mine, 2):
            if one["group"] == other["group"] or self.settled.clash(one, other):
                self.cp.add_at_most_one(seat, another)

    def _close(self, group: dict, lawful) -> None:
        """Lawful exactly when somebody closes each gap; without that nobody joins."""
        inside = [
            (self.settled.helpers[helper], seat)
            for (need, helper), seat in self.seat.items()
            if self.settled.needs[need]["group"] == group["id"]
        ]
        for gap in self.settled.gaps(group):
            closers = [
                seat for one, seat in inside if (one["female"] if gap == "female" else gap in one["tags"])
            ]
            self.cp.add_bool_or(closers).only_enforce_if(lawful)
        for _, seat in inside:
            self.cp.add_implication(seat, lawful)

    def _load(self, helper: dict):
        """The points of her new seats, looked up in a table of what each number of them costs."""
        each, mine = self.settled.policy["load_points"], self._seats(helper=helper["id"])
        costs = [each * sum(helper["caseload"] + k for k in range(new)) for new in range(len(mine) + 1)]
        number = self.cp.new_int_var(0, len(mine), f"new seats of {helper['id']}")
        cost = self.cp.new_int_var(0, costs[-1], f"load of {helper['id']}")
        self.cp.add(number == sum(mine))
        self.cp.add_allowed_assignments([number, cost], list(enumerate(costs)))
        return cost


def quarters(windows: list[dict], buffer: int = 0) -> set[tuple[int, int]]:
    """The quarter hours of some windows, each widened on both sides but never past midnight."""
    return {
        (window["day"], minute // QUARTER)
        for window in windows
        for minute in range(
            max(0, minutes(window["from"]) - buffer), min(1440, minutes(window["to"]) + buffer), QUARTER
        )
    }


def minutes(clock: str) -> int:
    hours, rest = clock.split(":")
    return 60 * int(hours) + int(rest)


def days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days
