"""Inputs for the matching tests: the published worked example, and small random worlds full of conflicts."""

import copy
import random

from tests.benchmarks.matching_county import POLICY
from volunteers.matching import schema

KINDS = ["volunteer", "counsellor"]
HELP = ["home_visit", "psych_counselling"]
AREAS = {"C": None, "T1": "C", "T2": "C", "T1V1": "T1", "T1V2": "T1", "D": None}
CLOCK = [
    "08:00",
    "09:00",
    "09:30",
    "10:00",
    "11:00",
    "12:00",
    "14:00",
    "15:30",
    "17:00",
    "18:15",
    "20:00",
    "24:00",
]


def worked_example() -> dict:
    """The example of the published schema: five seats, five helpers, every number checked by hand."""
    return copy.deepcopy(schema.schema()["$defs"]["input"]["examples"][0])


def empty(**changes) -> dict:
    """A valid input without groups, needs and helpers."""
    data = worked_example()
    data |= {"groups": [], "needs": [], "helpers": [], "held": [], "previous": [], "why": []}
    return data | changes


def a_group(code: str = "S1", **changes) -> dict:
    """A man's group with an experienced officer: nothing is missing."""
    return copy.deepcopy(worked_example()["groups"][0]) | {"id": code} | changes


def a_need(code: str = "N1", **changes) -> dict:
    """A flexible home visit on site, any time, one hour, in group S1."""
    return copy.deepcopy(worked_example()["needs"][1]) | {"id": code, "group": "S1"} | changes


def a_helper(code: str = "A", **changes) -> dict:
    """A volunteer who may take ``a_need``; free on Saturdays, one seat, 240 minutes."""
    return copy.deepcopy(worked_example()["helpers"][0]) | {"id": code} | changes


def one_pair(need: dict | None = None, helper: dict | None = None, group: dict | None = None) -> dict:
    """One seat and one helper, lawful but for the given changes."""
    return empty(
        needs=[a_need(**(need or {}))],
        helpers=[a_helper(**(helper or {}))],
        groups=[a_group(**(group or {}))],
    )


def random_input(seed: int, needs: int = 6, helpers: int = 5, groups: int = 3) -> dict:
    """A small world in which most pairs are lawful and most plans are not."""
    return copy.deepcopy(_World(seed).input(needs, helpers, groups))


class _World:
    def __init__(self, seed: int):
        self.random = random.Random(seed)

    def input(self, needs: int, helpers: int, groups: int) -> dict:
        group_list = [self.group(f"S{n}") for n in range(self.random.randint(1, groups))]
        need_list = [self.need(f"N{n}", group_list) for n in range(self.random.randint(0, needs))]
        helper_list = [
            self.helper(f"H{n}", group_list) for n in range(self.random.randint(min(2, helpers), helpers))
        ]
        pairs = [{"need": n["id"], "helper": h["id"]} for n in need_list for h in helper_list]
        return {
            "schema": "xieshou-match-input/1",
            "as_of": "2026-03-02",
            "scope": "C",
            "policy": self.policy(),
            "areas": [{"code": code, "parent": parent} for code, parent in AREAS.items()],
            "groups": group_list,
            "needs": need_list,
            "helpers": helper_list,
            "held": self.some(pairs, 2) if self.chance(0.3) else [],
            "previous": self.some(pairs, 3),
            "why": self.some(pairs, 4),
        }

    def policy(self) -> dict:
        weights = {
            "lawful_group_weight": self.random.choice([0, 1, 4]),
            "load_points": self.random.choice([0, 2, 9]),
        }
        effort = dict(self.some(list(POLICY["effort"].items()), 10)) | {"KIND": 7}
        return copy.deepcopy(POLICY) | weights | {"effort": effort}

    def group(self, code: str) -> dict:
        member = {
            "helper": self.random.choice([None, None, "H0", "H9"]),
            "female": self.chance(0.2),
            "minor_specialist": self.chance(0.2),
            "experienced": self.chance(0.5),
        }
        return {
            "id": code,
            "area": "T1",
            "female_subject": self.chance(0.4),
            "minor_subject": self.chance(0.3),
            "members": [member] if self.chance(0.6) else [],
        }

    def need(self, code: str, groups: list[dict]) -> dict:
        fixed = self.chance(0.5)
        return {
            "id": code,
            "group": self.random.choice(groups)["id"],
            "helper_kind": self.rarely("volunteer", KINDS),
            "help_kind": self.rarely("home_visit", HELP),
            "area": self.random.choice(["T1", "T1", "T1", "T1", "T1V1", "T1V2", "T2", "D"]),
            "credential": self.rarely(None, ["driver"]),
            "required_tags": self.rarely([], [["law"], ["law", "minor_specialist"]]),
            "preferred_tags": self.some(["law", "craft", "minor_specialist"], 2),
            "dialects": self.rarely([], [["north"], ["north", "south"]]),
            "minutes_per_month": self.random.choice([45, 60, 90, 120]),
            "place": self.random.choice(["on_site", "remote_ok"]),
            "time": "fixed" if fixed else "flexible",
            "windows": self.windows(1 if fixed else 0, 2),
            "session_min": self.random.choice([15, 30, 60, 60, 60, 150]),
            "risk": self.chance(0.2),
            "priority": self.random.choice(["urgent", "high", "normal", "normal"]),
            "deadline": self.random.choice(["2026-03-01", "2026-03-09", "2026-06-01"]),
            "start": self.rarely("2026-03-20", ["2026-03-02", "2027-04-01"]),
        }

    def helper(self, code: str, groups: list[dict]) -> dict:
        group_ids = [group["id"] for group in groups]
        return {
            "id": code,
            "kinds": self.rarely(KINDS, [["volunteer"], []]),
            "help_kinds": self.rarely(HELP, [["home_visit"], []]),
            "female": self.chance(0.5),
            "vetted": self.chance(0.97),
            "trained": self.chance(0.97),
            "pledged": self.chance(0.97),
            "accepting": self.chance(0.97),
            "credentials": [{"kind": "driver", "from": "2025-01-01", "to": self.day()} for _ in range(2)],
            "insured_until": self.rarely("2026-12-31", [None, "2026-03-10"]),
            "record_check": self.rarely(self.rarely("2026-01-01", ["2024-12-01", "2026-03-25"]), [None]),
            "areas": self.random.choice([["T1"], ["T1"], ["C"], ["C"], ["T2", "T1V1"], []]),
            "travel": self.chance(0.5),
            "remote": self.chance(0.5),
            "tags": self.some(["law", "craft", "minor_specialist"], 3),
            "dialects": self.some(["north", "south"], 1),
            "experienced": self.chance(0.5),
            "available": [{"day": day, "from": "08:00", "to": "20:00"} for day in (1, 2)]
            + self.windows(0, 3),
            "busy": self.windows(0, 1) if self.chance(0.3) else [],
            "caseload_limit": self.random.randint(1, 3),
            "caseload": self.random.choice([0, 0, 0, 1]),
            "minutes_left": self.random.choice([90, 150, 180, 210, 400]),
            "recusals": [{"group": self.random.choice(group_ids), "reason": "kin"}]
            if self.chance(0.1)
            else [],
            "declined": [self.random.choice(group_ids)] if self.chance(0.1) else [],
            "past_groups": [self.random.choice(group_ids)] if self.chance(0.3) else [],
        }

    def windows(self, fewest: int, most: int) -> list[dict]:
        found = []
        for _ in range(self.random.randint(fewest, most)):
            begin = self.random.randrange(len(CLOCK) - 1)
            end = min(len(CLOCK) - 1, begin + self.random.choice([1, 1, 2]))
            found.append({"day": self.random.choice([1, 1, 2]), "from": CLOCK[begin], "to": CLOCK[end]})
        return found

    def day(self) -> str:
        return self.random.choice(["2026-02-28", "2026-03-10", "2026-12-31", "2027-12-31"])

    def rarely(self, usual, others: list):
        return self.random.choice(others) if self.chance(0.08) else usual

    def some(self, values: list, most: int) -> list:
        return self.random.sample(values, self.random.randint(0, min(most, len(values))))

    def chance(self, share: float) -> bool:
        return self.random.random() < share
