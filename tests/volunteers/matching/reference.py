"""An independent optimum for small problems: every plan is tried, with rules written a second time.

It shares no code with the engine except the verdict on single pairs, which has its own tests.
"""

from collections import Counter
from datetime import date

from volunteers.matching import rank


class Reference:
    """All lawful plans of one input, by plain enumeration."""

    def __init__(self, data: dict):
        self.data = data
        self.policy = data["policy"]
        self.needs = {need["id"]: need for need in data["needs"]}
        self.helpers = {helper["id"]: helper for helper in data["helpers"]}
        self.groups = {group["id"]: group for group in data["groups"]}
        self.pairs = {
            (need, entry["helper"]): entry for need in self.needs for entry in everybody(data, need)
        }

    def best(self, forced: tuple[str, str] | None = None) -> tuple[int, int] | None:
        """The greatest (coverage, quality), over all plans or over those with one pair; None if none."""
        lawful = (plan for plan in self.plans(forced) if self.groups_lawful(plan))
        return max(map(self.worth, lawful), default=None)

    def plans(self, forced=None):
        """Every plan that keeps to the rules of pairs and of helpers."""
        needs = sorted(need for need in self.needs if self.in_scope(self.needs[need]["area"]))

        def extend(position: int, chosen: dict):
            if position == len(needs):
                yield dict(chosen)
                return
            need = needs[position]
            choices = [None, *self.helpers] if not forced or forced[0] != need else [forced[1]]
            for helper in choices:
                if helper is None:
                    yield from extend(position + 1, chosen)
                elif self.pairs[need, helper]["lawful"] and self.fits(chosen, need, helper):
                    yield from extend(position + 1, chosen | {need: helper})

        return extend(0, {})

    def in_scope(self, code: str | None) -> bool:
        parents = {area["code"]: area["parent"] for area in self.data["areas"]}
        while code is not None and code != self.data["scope"]:
            code = parents[code]
        return code is not None

    def fits(self, chosen: dict, need_id: str, helper_id: str) -> bool:
        need, helper = self.needs[need_id], self.helpers[helper_id]
        seats = [self.needs[other] for other, who in chosen.items() if who == helper_id]
        minutes = need["minutes_per_month"] + sum(seat["minutes_per_month"] for seat in seats)
        return (
            all(seat["group"] != need["group"] for seat in seats)
            and helper["caseload"] + len(seats) < helper["caseload_limit"]
            and minutes <= helper["minutes_left"]
            and not any(self.clash(seat, need) for seat in seats)
        )

    def clash(self, one: dict, other: dict) -> bool:
        if one["time"] != "fixed" or other["time"] != "fixed":
            return False
        return any(
            a["day"] == b["day"]
            and max(minute(a["from"]), minute(b["from"]))
            < min(minute(a["to"]), minute(b["to"])) + self.policy["buffer_min"]
            for a in one["windows"]
            for b in other["windows"]
        )

    def gaps(self, group_id: str, plan: dict) -> tuple[bool, bool]:
        """Whether the group lacks a woman, and a specialist for minors, with the plan's helpers in it."""
        group = self.groups[group_id]
        joined = [
            self.helpers[helper] for need, helper in plan.items() if self.needs[need]["group"] == group_id
        ]
        woman = any(m["female"] for m in (*group["members"], *joined))
        specialist = any(m["minor_specialist"] for m in group["members"]) or any(
            "minor_specialist" in helper["tags"] for helper in joined
        )
        return group["female_subject"] and not woman, group["minor_subject"] and not specialist

    def groups_lawful(self, plan: dict) -> bool:
        return not any(any(self.gaps(self.needs[need]["group"], plan)) for need in plan)

    def worth(self, plan: dict) -> tuple[int, int]:
        mended = [g for g in self.groups if any(self.gaps(g, {})) and not any(self.gaps(g, plan))]
        coverage = sum(self.weight(need) for need in plan) + self.policy["lawful_group_weight"] * len(mended)
        load = sum(
            self.policy["load_points"] * (self.helpers[helper]["caseload"] + k)
            for helper, new in Counter(plan.values()).items()
            for k in range(new)
        )
        return coverage, sum(self.pairs[pair]["score"] for pair in plan.items()) - load

    def weight(self, need_id: str) -> int:
        need = self.needs[need_id]
        days = day(need["deadline"]) - day(self.data["as_of"])
        priority = "urgent" if days <= self.policy["urgent_days"] else need["priority"]
        return self.policy["priority_weight"][priority]


def everybody(data: dict, need: str) -> list[dict]:
    """What the engine says about each helper for one seat."""
    ranking = rank(data, need)
    return [*ranking["candidates"], *ranking["out"]]


def minute(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def planned(output: dict) -> dict[str, str]:
    """The plan in an output file, as need → helper."""
    return {entry["need"]: entry["helper"] for entry in output["assignments"]}


def objective(output: dict) -> tuple[int, int]:
    return output["objective"]["coverage"], output["objective"]["quality"]
