"""Generated counties for the matching: fictional, deterministic, with the proportions of a real one."""

import random
from datetime import date, timedelta

from volunteers.matching.default_policy import DEFAULT_POLICY

AS_OF = date(2026, 3, 2)
HELP_KINDS = {
    "volunteer": ["home_visit", "legal_aid", "employment", "education"],
    "social_worker": ["family_relations", "education", "employment"],
    "counsellor": ["psych_counselling"],
}
CREDENTIALS = {"social_worker": "social_worker_registration", "counsellor": "counsellor_certificate"}
TAGS = ["law", "teacher", "minor_specialist", "retired_official", "craft", "elder_care"]
POLICY = DEFAULT_POLICY | {"record_check_days": 365}


def county(
    seed: int = 1, *, helpers: int = 400, groups: int = 364, towns: int = 12, hours: bool = True
) -> dict:
    """An input file of county size; ``hours=False`` leaves every helper more minutes than she can use."""
    return _County(seed, towns).input(helpers, groups, hours)


class _County:
    def __init__(self, seed: int, towns: int):
        self.random = random.Random(seed)
        self.towns = [f"T{n:02}" for n in range(towns)]
        self.villages = {town: [f"{town}V{n}" for n in range(8)] for town in self.towns}

    def input(self, helpers: int, groups: int, hours: bool) -> dict:
        group_list = [self.group(n) for n in range(groups)]
        needs = [need for group in group_list for need in self.needs(group)]
        return {
            "schema": "xieshou-match-input/1",
            "as_of": AS_OF.isoformat(),
            "scope": "C",
            "policy": POLICY,
            "areas": self.areas(),
            "groups": group_list,
            "needs": needs,
            "helpers": [self.helper(n, group_list, hours) for n in range(helpers)],
            "held": [],
            "previous": [],
            "why": [],
        }

    def areas(self) -> list[dict]:
        towns = [{"code": town, "parent": "C"} for town in self.towns]
        villages = [{"code": code, "parent": town} for town in self.towns for code in self.villages[town]]
        return [{"code": "C", "parent": None}, *towns, *villages]

    def group(self, number: int) -> dict:
        female = self.chance(0.16)
        officer = {
            "helper": None,
            "female": self.chance(0.3),
            "minor_specialist": False,
            "experienced": self.chance(0.7),
        }
        return {
            "id": f"S{number:04}",
            "area": self.random.choice(self.villages[self.random.choice(self.towns)]),
            "female_subject": female,
            "minor_subject": self.chance(0.05),
            "members": [officer],
        }

    def needs(self, group: dict) -> list[dict]:
        kinds = self.random.choices(list(HELP_KINDS), [6, 3, 2], k=self.random.choice([1, 2, 2, 3, 3, 4]))
        return [self.need(group, f"{group['id']}-{n}", kind) for n, kind in enumerate(kinds)]

    def need(self, group: dict, code: str, kind: str) -> dict:
        start = AS_OF + timedelta(days=self.random.randint(5, 40))
        fixed = self.chance(0.4)
        return {
            "id": code,
            "group": group["id"],
            "helper_kind": kind,
            "help_kind": self.random.choice(HELP_KINDS[kind]),
            "area": group["area"],
            "credential": CREDENTIALS.get(kind),
            "required_tags": ["minor_specialist"] if group["minor_subject"] and self.chance(0.3) else [],
            "preferred_tags": self.random.sample(TAGS, self.random.choice([0, 0, 1, 2])),
            "dialects": ["northern"] if self.chance(0.15) else [],
            "minutes_per_month": self.random.choice([60, 75, 90, 120, 120, 135, 150, 180, 240]),
            "place": "remote_ok" if kind == "counsellor" and self.chance(0.5) else "on_site",
            "time": "fixed" if fixed else "flexible",
            "windows": [self.window(2)]
            if fixed
            else [self.window(6) for _ in range(self.random.choice([0, 2]))],
            "session_min": self.random.choice([60, 60, 90]),
            "risk": self.chance(0.1),
            "priority": self.random.choices(["urgent", "high", "normal"], [1, 3, 8])[0],
            "deadline": (start + timedelta(days=self.random.randint(0, 30))).isoformat(),
            "start": start.isoformat(),
        }

    def helper(self, number: int, groups: list[dict], hours: bool) -> dict:
        kind = self.random.choices(list(HELP_KINDS), [6, 3, 2])[0]
        limit = self.random.choice([3, 3, 4, 5])
        caseload = min(limit, self.random.choice([0, 1, 2, 2, 3]))
        binding = hours and self.chance(1 / 3)
        limit += 2 * binding
        return {
            "id": f"H{number:04}",
            "kinds": [kind],
            "help_kinds": self.random.sample(HELP_KINDS[kind], min(len(HELP_KINDS[kind]), 2)),
            "female": self.chance(0.55),
            "vetted": self.chance(0.97),
            "trained": self.chance(0.95),
            "pledged": self.chance(0.97),
            "accepting": self.chance(0.95),
            "credentials": self.credentials(kind),
            "insured_until": "2026-12-31" if self.chance(0.8) else None,
            "record_check": (AS_OF - timedelta(days=self.random.randint(10, 420))).isoformat(),
            "areas": self.served_areas(kind),
            "travel": self.chance(0.4),
            "remote": kind == "counsellor" and self.chance(0.6),
            "tags": self.random.sample(TAGS, self.random.choice([0, 1, 2, 3])),
            "dialects": ["northern"] if self.chance(0.4) else [],
            "experienced": self.chance(0.6),
            "available": [self.window(10) for _ in range(self.random.choice([3, 5, 6, 7]))],
            "busy": [self.window(2) for _ in range(caseload)],
            "caseload_limit": limit,
            "caseload": caseload,
            "minutes_left": self.random.randrange(150, 420, 15) if binding else 1200,
            "recusals": [{"group": self.random.choice(groups)["id"], "reason": "kin"}]
            if self.chance(0.05)
            else [],
            "declined": [self.random.choice(groups)["id"]] if self.chance(0.1) else [],
            "past_groups": [],
        }

    def credentials(self, kind: str) -> list[dict]:
        if kind not in CREDENTIALS or self.chance(0.05):
            return []
        ends = AS_OF + timedelta(days=self.random.randint(0, 900))
        return [{"kind": CREDENTIALS[kind], "from": "2024-01-01", "to": ends.isoformat()}]

    def served_areas(self, kind: str) -> list[str]:
        towns = self.random.sample(self.towns, {"volunteer": 2, "social_worker": 2, "counsellor": 3}[kind])
        if kind == "volunteer" and self.chance(0.4):
            return self.random.sample(self.villages[towns[0]], 3)
        return towns

    def window(self, hours: int) -> dict:
        begin = self.random.randrange(8 * 60, (22 - hours) * 60, 30)
        end = begin + hours * 60
        day = self.random.randint(1, 7)
        return {"day": day, "from": _clock(begin), "to": _clock(end)}

    def chance(self, share: float) -> bool:
        return self.random.random() < share


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
