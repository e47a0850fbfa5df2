"""Explains every seat that stays empty: the reason, who is nearest, and which single change would do."""

import numpy as np

from volunteers.matching import changes, plan_rules
from volunteers.matching.changes import Change
from volunteers.matching.explain import MOST, PlanView, rules_as_json
from volunteers.matching.facts import Need
from volunteers.matching.rules import CODES, Pair
from volunteers.matching.rules_vectorised import codes_in


class Unmet:
    """The empty seats of a finished plan."""

    def __init__(self, view: PlanView):
        self.view, self.candidates, self.problem = view, view.candidates, view.problem
        self.helper_ids = list(self.problem.helpers)
        effort = self.problem.policy.effort
        self.mendable = sum(
            1 << k for k, code in enumerate(CODES) if code in effort and code in changes.CHANGES
        )

    def as_json(self) -> list[dict]:
        return [
            self._entry(need)
            for need in self.problem.needs.values()
            if need.id not in self.view.plan and need.id not in self.problem.settled
        ]

    def _entry(self, need: Need) -> dict:
        entry = {"need": need.id, "weight": self.problem.weight(need), "reason": self._reason(need)}
        if entry["reason"] == "OUT_OF_SCOPE":
            return entry | {"failed": {}, "candidates": [], "nearest": [], "fixes": []}
        broken = self.candidates.broken[self.candidates.row_of[need.id]]
        return entry | {
            "failed": self._failed(broken),
            "candidates": self.view.best_candidates(need.id),
            "nearest": self._nearest(need, broken),
            "fixes": self._fixes(need, broken),
        }

    def _reason(self, need: Need) -> str:
        if not self.problem.in_scope(need):
            return "OUT_OF_SCOPE"
        if not self.candidates.helpers_of[need.id]:
            return "NO_CANDIDATE"
        return "CAPACITY" if self.candidates.closable[need.group] else "GATE"

    def _failed(self, broken: np.ndarray) -> dict[str, int]:
        """Per rule, how many helpers of the input fail it."""
        counts = {code: int(np.count_nonzero(broken >> k & 1)) for k, code in enumerate(CODES)}
        return {code: count for code, count in counts.items() if count}

    # --- nearest misses ---------------------------------------------------------------------------

    def _nearest(self, need: Need, broken: np.ndarray) -> list[dict]:
        """The helpers whom the least effort would make lawful for the seat."""
        found = []
        for column in self._by_effort(broken):
            if self._is_struck(need, column):
                continue
            pair = self._pair(need, column)
            nearest = changes.nearest(pair, codes_in(int(broken[column])))
            if nearest is not None:
                found.append(self._near(pair, *nearest))
            if len(found) == MOST:
                break
        return found

    def _by_effort(self, broken: np.ndarray) -> list[int]:
        """The helpers who fail only rules that may be mended, least effort first, then by id."""
        columns = np.flatnonzero((broken != 0) & (broken & ~np.uint32(self.mendable) == 0))
        efforts = sum(
            (broken[columns] >> k & 1).astype(np.int64) * self.problem.policy.effort.get(code, 0)
            for k, code in enumerate(CODES)
        )
        return [int(column) for column in columns[np.argsort(efforts, kind="stable")]]

    def _near(self, pair: Pair, effort: int, needed: list[Change]) -> dict:
        return {
            "helper": pair.helper.id,
            "effort": effort,
            "rules": rules_as_json(pair),
            "changes": [change.as_json() for change in needed],
        }

    # --- fixes ------------------------------------------------------------------------------------

    def _fixes(self, need: Need, broken: np.ndarray) -> list[dict]:
        """Single changes after which this very plan plus this pair is lawful, least effort first."""
        at_most_one = np.flatnonzero((broken & (broken - 1) == 0) | (broken == 0))
        wanted = [column for column in map(int, at_most_one) if not self._is_struck(need, column)]
        pairs = [(self._pair(need, column), codes_in(int(broken[column]))) for column in wanted]
        fixes = [fix for pair, failed in pairs if (fix := self._fix(pair, failed))]
        effort = self.problem.policy.effort
        fixes.sort(key=lambda change: (effort[change.rule], change.id, CODES.index(change.rule)))
        return [
            {"helper": change.id, "effort": effort[change.rule], "change": change.as_json()}
            for change in fixes[:MOST]
        ]

    def _fix(self, pair: Pair, failed: list[str]) -> Change | None:
        """The one change that seats her here beside the plan, if there is one."""
        seats = self.view.seats.get(pair.helper.id, [])
        buffer = self.problem.policy.buffer_min
        troubles = failed or plan_rules.obstacles(pair.helper, seats, pair.need, buffer)
        if len(troubles) != 1 or troubles[0] not in self.problem.policy.effort:
            return None
        change = self._capacity_change(pair, seats, troubles[0]) or changes.change_for(pair, troubles[0])
        return change if change and self._lawful(pair, seats, change) else None

    def _capacity_change(self, pair: Pair, seats: list[Need], code: str) -> Change | None:
        """Caseload and hours count the seats she already has in the plan."""
        helper = pair.helper
        if code == "CASELOAD":
            return Change("set", helper.id, "caseload_limit", helper.caseload + len(seats) + 1, code)
        if code == "HOURS":
            minutes = sum(seat.minutes_per_month for seat in seats) + pair.need.minutes_per_month
            return Change("set", helper.id, "minutes_left", minutes, code)
        return None

    def _lawful(self, pair: Pair, seats: list[Need], change: Change) -> bool:
        """Whether, after the change, the plan's rules hold with her in the seat."""
        helper = changes.apply([change], pair.helper)
        newcomers = self.view.newcomers.get(pair.need.group, [])
        return not (
            plan_rules.obstacles(helper, seats, pair.need, self.problem.policy.buffer_min)
            or plan_rules.missing_after(pair.group, [*newcomers, helper])
        )

    def _is_struck(self, need: Need, column: int) -> bool:
        return (need.id, self.helper_ids[column]) in self.problem.struck

    def _pair(self, need: Need, column: int) -> Pair:
        return Pair(need, self.problem.helpers[self.helper_ids[column]], self.problem)
