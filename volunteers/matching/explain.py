"""Says why: the rules and score of a pair, the other candidates of a seat, load and groups of a plan."""

from volunteers.matching import changes, plan_rules, rules, scoring
from volunteers.matching.candidates import Candidates
from volunteers.matching.facts import Problem
from volunteers.matching.plan_rules import Plan

MOST = 3  # alternatives, nearest misses and fixes shown for one seat


def rules_as_json(pair: rules.Pair) -> list[dict]:
    """The seventeen verdicts of a pair, in their fixed order."""
    return [verdict.as_json() for verdict in rules.verdicts(pair)]


def pair_as_json(pair: rules.Pair) -> dict:
    """Everything about one pair: verdicts, score, what she would close, and the nearest miss."""
    verdicts = rules.verdicts(pair)
    failed = [verdict.code for verdict in verdicts if not verdict.passed]
    parts = scoring.parts(pair)
    nearest = changes.nearest(pair, failed) if failed else None
    return {
        "need": pair.need.id,
        "helper": pair.helper.id,
        "lawful": not failed,
        "failed": failed,
        "rules": [verdict.as_json() for verdict in verdicts],
        "score": sum(parts.values()),
        "parts": parts,
        "caseload_after": pair.helper.caseload + 1,
        "closes": [gap for gap in pair.group.missing if pair.helper.closes(gap)],
        "effort": nearest[0] if nearest else None,
        "changes": [change.as_json() for change in nearest[1]] if nearest else [],
    }


class PlanView:
    """A finished plan, seen from its seats, its helpers and its groups."""

    def __init__(self, candidates: Candidates, plan: Plan):
        self.candidates, self.plan = candidates, plan
        self.problem: Problem = candidates.problem
        self.seats = plan_rules.seats_by_helper(self.problem, plan)
        self.newcomers = plan_rules.newcomers_by_group(self.problem, plan)

    def pair(self, need_id: str, helper_id: str) -> rules.Pair:
        return rules.Pair(self.problem.needs[need_id], self.problem.helpers[helper_id], self.problem)

    def assignments(self) -> list[dict]:
        return [self._assignment(need_id, helper_id) for need_id, helper_id in sorted(self.plan.items())]

    def _assignment(self, need_id: str, helper_id: str) -> dict:
        pair = self.pair(need_id, helper_id)
        return {
            "need": need_id,
            "helper": helper_id,
            "score": self.candidates.scores[need_id, helper_id],
            "parts": scoring.parts(pair),
            "rules": rules_as_json(pair),
            "alternatives": self.best_candidates(need_id, besides=helper_id),
        }

    def best_candidates(self, need_id: str, besides: str | None = None) -> list[dict]:
        """The best lawful helpers for a seat and where they serve in this plan instead."""
        others = [one for one in self.candidates.helpers_of[need_id] if one != besides]
        return [
            {
                "helper": helper_id,
                "score": self.candidates.scores[need_id, helper_id],
                "parts": scoring.parts(self.pair(need_id, helper_id)),
                "serves": [need.id for need in self.seats.get(helper_id, ())],
            }
            for helper_id in others[:MOST]
        ]

    def load(self) -> list[dict]:
        """What the plan adds to each helper who gets a seat, and what that costs."""
        helpers = self.problem.helpers
        return [
            {
                "helper": helper_id,
                "before": helpers[helper_id].caseload,
                "new": len(seats),
                "points": plan_rules.load_points(self.problem, helpers[helper_id], len(seats)),
            }
            for helper_id, seats in sorted(self.seats.items())
        ]

    def groups(self) -> list[dict]:
        """Every group whose composition breaks the law before the plan, and what it lacks afterwards."""
        return [
            {
                "group": group.id,
                "missing_before": list(group.missing),
                "missing_after": plan_rules.missing_after(group, self.newcomers.get(group.id, ())),
            }
            for group in self.problem.groups.values()
            if group.missing
        ]
