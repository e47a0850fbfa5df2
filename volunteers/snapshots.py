"""What was known when an invitation was sent: frozen, hashed, and readable years later."""

import hashlib
import json

from django.utils import timezone, translation

from volunteers import explanations, matching
from volunteers.candidates import Candidate, Seat
from volunteers.models import MatchPlan, PlanDecision

VERSION = "xieshou-invitation/2"
OFFICIAL_LANGUAGE = "zh-hans"


def freeze(
    candidate: Candidate, seat: Seat, plan: MatchPlan | None = None, decision: PlanDecision | None = None
) -> dict:
    """The input of this pair, the rules with their words, the score, and the place in the ranking.

    An invitation that comes of an area plan names it, with both hashes and what the choice lost; its score
    is the one that the plan showed. ``answer`` is the pair judged alone, at the moment of sending.
    """
    shown = _shown(plan, candidate, decision) if plan else None
    with translation.override(OFFICIAL_LANGUAGE):
        content = {
            "version": VERSION,
            "at": timezone.now().isoformat(),
            "input": candidate.seat.data,
            "input_sha256": matching.digest(candidate.seat.data),
            "policy": candidate.seat.data["policy"],
            "answer": candidate.entry,
            "said": [_line(verdict) for verdict in candidate.verdicts],
            "score": shown["score"] if shown else candidate.entry["score"],
            "parts": _parts(shown, plan.input["policy"])
            if shown
            else _parts(candidate.entry, candidate.policy),
            "scored_by": "plan" if shown else "list",
            "place": seat.place(candidate.helper),
            "of": len(seat.lawful),
            "first": seat.lawful[0].helper.number if seat.lawful else None,
            **({"plan": _plan(plan, decision)} if plan else {}),
        }
    return {**content, "sha256": digest(content)}


def _shown(plan: MatchPlan, candidate: Candidate, decision: PlanDecision | None) -> dict | None:
    """The score of the pair in the plan, or in the answer for which the officer chose it."""
    weighed = decision.loss if decision and (decision.loss or {}).get("parts") else None
    return plan.scored(candidate.entry["need"], candidate.helper.number) or weighed


def _parts(entry: dict, policy: dict) -> list[dict]:
    return [{**part, "label": str(part["label"])} for part in explanations.parts(entry, policy)]


def _plan(plan: MatchPlan, decision: PlanDecision | None) -> dict:
    return {
        "number": plan.pk,
        "made_at": plan.made_at.isoformat(),
        "input_sha256": plan.input_sha256,
        "output_sha256": plan.output_sha256,
        "status": plan.output["status"],
        "objective": plan.output["objective"],
        "bound": plan.output["bound"],
        "decision": decision.kind if decision else None,
        "reason": decision.reason if decision else "",
        "loss": decision.loss if decision else None,
    }


def _line(verdict) -> dict:
    return {
        "said": str(verdict.title),
        "source": str(verdict.source),
        "passed": verdict.passed,
        "why": str(verdict.violation.message) if verdict.violation else "",
    }


def digest(content: dict) -> str:
    """SHA-256 of the canonical JSON, without the hash itself."""
    kept = {key: value for key, value in content.items() if key != "sha256"}
    text = json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
