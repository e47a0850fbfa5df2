"""The seventeen rules of a pair: may this helper take this seat? One function each, in fixed order.

The officer's list for one position, the plan of a whole area and the re-check of accepted
members all ask these functions. ``rules_vectorised`` says the same for all pairs at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from volunteers.matching import week
from volunteers.matching.facts import Group, Helper, Need, Problem


@dataclass(frozen=True)
class Pair:
    """One need and one helper, and the problem in which they meet."""

    need: Need
    helper: Helper
    problem: Problem

    @property
    def group(self) -> Group:
        return self.problem.groups[self.need.group]

    @cached_property
    def common(self) -> int:
        """The quarter hours that both want."""
        return self.need.wanted & self.helper.free(self.problem.policy.buffer_min)

    @property
    def reach(self) -> str | None:
        """How she reaches the seat: ``same``, ``served``, ``travel``, ``remote`` or not at all."""
        remote = self.need.place == "remote_ok" and self.helper.remote
        by_foot = self.problem.areas.reach(self.helper, self.need.area)
        return by_foot or ("remote" if remote else None)


class Verdict(NamedTuple):
    """What one rule says about one pair, with the facts it looked at and where it comes from."""

    code: str
    passed: bool
    source: str
    facts: dict

    def as_json(self) -> dict:
        return {"code": self.code, "pass": self.passed, "source": self.source, "facts": self.facts}


class Rule(NamedTuple):
    code: str
    source: str
    judge: Callable[[Pair], tuple[bool, dict]]

    def verdict(self, pair: Pair) -> Verdict:
        passed, facts = self.judge(pair)
        return Verdict(self.code, passed, self.source, facts)


def vetted(pair: Pair) -> tuple[bool, dict]:
    """No service before an officer has vetted her."""
    return pair.helper.vetted, {"vetted": pair.helper.vetted}


def trained(pair: Pair) -> tuple[bool, dict]:
    """Pre-service training is finished."""
    return pair.helper.trained, {"trained": pair.helper.trained}


def pledged(pair: Pair) -> tuple[bool, dict]:
    """The confidentiality pledge is signed."""
    return pair.helper.pledged, {"pledged": pair.helper.pledged}


def accepting(pair: Pair) -> tuple[bool, dict]:
    """She takes invitations now: not paused, on leave or leaving."""
    return pair.helper.accepting, {"accepting": pair.helper.accepting}


def not_declined(pair: Pair) -> tuple[bool, dict]:
    """She has not said no to this group; asking again would press her."""
    return pair.need.group not in pair.helper.declined, {"group": pair.need.group}


def kind(pair: Pair) -> tuple[bool, dict]:
    """She is the kind of helper the seat is for."""
    needed, kinds = pair.need.helper_kind, sorted(pair.helper.kinds)
    return needed in kinds, {"needed": needed, "kinds": kinds}


def help_kind(pair: Pair) -> tuple[bool, dict]:
    """She gives the help the seat is for."""
    needed, kinds = pair.need.help_kind, sorted(pair.helper.help_kinds)
    return needed in kinds, {"needed": needed, "help_kinds": kinds}


def credential(pair: Pair) -> tuple[bool, dict]:
    """Where a credential is asked for, she holds one that is valid on the first day."""
    needed, start = pair.need.credential, pair.need.start
    held = [c for c in pair.helper.credentials if c.kind == needed]
    passed = needed is None or any(c.begins <= start <= c.ends for c in held)
    return passed, {"needed": needed, "held": [c.as_json() for c in held], "on": start.isoformat()}


def tags(pair: Pair) -> tuple[bool, dict]:
    """She has every tag the seat requires."""
    missing = sorted(set(pair.need.required_tags) - set(pair.helper.tags))
    return not missing, {"missing": missing}


def record_check(pair: Pair) -> tuple[bool, dict]:
    """In a minor's group her record check is not older than the policy allows on the first day."""
    minor, checked, start = pair.group.minor_subject, pair.helper.record_check, pair.need.start
    fresh = checked is not None and 0 <= (start - checked).days <= pair.problem.policy.record_check_days
    return not minor or fresh, {"minor": minor, "checked": _iso(checked), "on": start.isoformat()}


def insured(pair: Pair) -> tuple[bool, dict]:
    """Where the seat carries a risk, her insurance covers the first day."""
    until, start = pair.helper.insured_until, pair.need.start
    covered = until is not None and until >= start
    facts = {"risk": pair.need.risk, "insured_until": _iso(until), "on": start.isoformat()}
    return not pair.need.risk or covered, facts


def area(pair: Pair) -> tuple[bool, dict]:
    """She serves the area, or travels to it, or the help may be given from afar and she does so."""
    facts = {
        "need_area": pair.need.area,
        "areas": sorted(pair.helper.areas),
        "travel": pair.helper.travel,
        "remote": pair.helper.remote,
        "place": pair.need.place,
    }
    return pair.reach is not None, facts


def time(pair: Pair) -> tuple[bool, dict]:
    """Fixed: she is free in every window. Flexible: one session fits somewhere."""
    if pair.need.fixed:
        passed, wanted = pair.common == pair.need.wanted, week.minutes_in(pair.need.wanted)
    else:
        wanted = pair.need.session_min
        passed = week.run_starts(pair.common, wanted) != 0
    return passed, {"common": week.minutes_in(pair.common), "wanted": wanted}


def recusal(pair: Pair) -> tuple[bool, dict]:
    """No tie to the subject (kin, victim, employer, …) stands between them."""
    reason = pair.helper.recusals.get(pair.need.group)
    return reason is None, {"reason": reason}


def not_member(pair: Pair) -> tuple[bool, dict]:
    """She does not already sit in the group."""
    member = any(m.helper == pair.helper.id for m in pair.group.members)
    return not member, {"group": pair.need.group}


def caseload(pair: Pair) -> tuple[bool, dict]:
    """She has room for one more group."""
    now, limit = pair.helper.caseload, pair.helper.caseload_limit
    return now < limit, {"caseload": now, "limit": limit}


def hours(pair: Pair) -> tuple[bool, dict]:
    """Her monthly minutes suffice for the seat."""
    needed, left = pair.need.minutes_per_month, pair.helper.minutes_left
    return needed <= left, {"needed": needed, "left": left}


def _iso(day) -> str | None:
    return None if day is None else day.isoformat()


RULES = (
    Rule("VETTED", "rule 5", vetted),
    Rule("TRAINED", "rule 10", trained),
    Rule("PLEDGED", "rule 10", pledged),
    Rule("ACCEPTING", "rule 11", accepting),
    Rule("NOT_DECLINED", "rule 11", not_declined),
    Rule("KIND", "glossary", kind),
    Rule("HELP_KIND", "rules 8, 25, 26", help_kind),
    Rule("CREDENTIAL", "rules 6, 7", credential),
    Rule("TAGS", "policy", tags),
    Rule("RECORD_CHECK", "rule 9", record_check),
    Rule("INSURED", "rule 13", insured),
    Rule("AREA", "design", area),
    Rule("TIME", "rules 23, 24", time),
    Rule("RECUSAL", "design", recusal),
    Rule("NOT_MEMBER", "design", not_member),
    Rule("CASELOAD", "policy", caseload),
    Rule("HOURS", "policy", hours),
)
CODES = tuple(rule.code for rule in RULES)


def verdicts(pair: Pair) -> list[Verdict]:
    """All seventeen verdicts, always in the same order; none is skipped because another failed."""
    return [rule.verdict(pair) for rule in RULES]


def failed_codes(pair: Pair) -> list[str]:
    """The codes of the rules the pair breaks."""
    return [rule.code for rule in RULES if not rule.judge(pair)[0]]
