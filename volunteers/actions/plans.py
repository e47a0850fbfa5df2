"""A plan of a whole area: kept as it was made, and its proposals sent as invitations."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import audit
from portal.actions import Refused, refuse_if, require
from portal.models import Area, User
from portal.rules import Violation
from volunteers import matching
from volunteers.actions import invitations
from volunteers.choices import PairDecision
from volunteers.models import Helper, Invitation, MatchPlan, PlanDecision, Position
from volunteers.rules import plans as rules


def store_plan(data: dict, output: dict, *, by: User) -> MatchPlan:
    """Keep a plan that somebody computed, if they may plan."""
    if not by.is_system:
        require(by, "volunteers.add_matchplan")
    return keep_plan(data, output, by=by)


@transaction.atomic
def keep_plan(data: dict, output: dict, *, by: User) -> MatchPlan:
    """Input and output with their hashes; rows are never changed. The caller has asked for permission."""
    plan = MatchPlan.objects.create(
        area=Area.objects.get(code=data["scope"]),
        made_by=by,
        input=data,
        output=output,
        input_sha256=matching.digest(data),
        output_sha256=matching.digest(output),
        filled=output["counts"]["filled"],
        unmet=output["counts"]["unmet"],
    )
    audit.record("match_plan.made", plan, by=by, filled=plan.filled, unmet=plan.unmet)
    return plan


@dataclass(frozen=True)
class Proposal:
    """Whom the officer would invite to a seat: the plan's helper, or the one locked instead."""

    need: str
    helper: str
    decision: PlanDecision | None = None


def proposals(plan: MatchPlan) -> dict[str, Proposal]:
    """What may be sent, by seat: the plan with the officer's locks and strikes laid over it.

    A lock that the plan could not hold gives way to what the plan proposes instead.
    """
    found = {need: Proposal(need, helper) for need, helper in plan.proposed.items()}
    lost = [
        {"need": entry["need"], "helper": entry["helper"]}
        for entry in plan.output.get("locked", ())
        if not entry["kept"]
    ]
    for decision in plan.decisions.with_names():
        need, helper = decision.pair["need"], decision.pair["helper"]
        if decision.kind == PairDecision.LOCK:
            if decision.pair in lost:
                continue
            found[need] = Proposal(need, helper, decision)
        elif need in found and found[need].helper == helper:
            del found[need]
    return found


def send_plan(plan: MatchPlan, *, needs: list[str], by: User) -> tuple[list[Invitation], list[Violation]]:
    """Invite for the chosen seats of a plan, each in its own transaction.

    Returns the invitations sent, and why the others were not: the data may have moved on since.
    """
    require(by, "volunteers.add_invitation")
    require(by, "volunteers.view_matchplan", plan)
    refuse_if(
        rules.plan_is_the_newest(MatchPlan.objects.is_newest(plan)),
        rules.something_to_send(needs),
        about=plan,
        by=by,
    )
    found = proposals(plan)
    unknown = [rules.still_proposed(need, need in found) for need in needs]
    sent, refused = [], [violation for violation in unknown if violation is not None]
    for proposal in sorted((found[need] for need in needs if need in found), key=_gap_closers_first(plan)):
        try:
            sent.append(_invite(plan, proposal, by=by))
        except Refused as refusal:
            refused += refusal.violations
    audit.record("match_plan.sent", plan, by=by, sent=len(sent), refused=len(refused))
    return sent, refused


def _gap_closers_first(plan: MatchPlan):
    """A seat kept for a woman refuses a man until the woman whom the plan gives the group is invited."""
    helpers = {helper["id"]: helper for helper in plan.input["helpers"]}
    groups = {need["id"]: need["group"] for need in plan.input["needs"]}
    missing = {entry["group"]: entry["missing_before"] for entry in plan.output["groups"]}

    def order(proposal: Proposal):
        helper, gaps = helpers.get(proposal.helper), missing.get(groups[proposal.need], [])
        closes = helper is not None and (
            ("female_member" in gaps and helper["female"])
            or ("minor_specialist" in gaps and "minor_specialist" in helper["tags"])
        )
        return not closes, proposal.need

    return order


def _invite(plan: MatchPlan, proposal: Proposal, *, by: User) -> Invitation:
    position = Position.objects.get(pk=proposal.need.rpartition("/")[2])
    helper = Helper.objects.get(number=proposal.helper)
    decision = proposal.decision
    reason = (decision and decision.reason) or _why(plan, proposal)
    return invitations.offer(position, helper, reason=reason, by=by, plan=plan, decision=decision)


def _why(plan: MatchPlan, proposal: Proposal) -> str:
    """The reason that stays with an invitation for which the officer wrote none."""
    day = f"{timezone.localdate(plan.made_at)}"
    proposed = plan.proposed.get(proposal.need)
    if proposed == proposal.helper:
        return _("As proposed by the area plan of {day}").format(day=day)
    if proposed is None:
        return _("Chosen by the officer; the area plan of {day} proposed nobody").format(day=day)
    name = Helper.objects.get(number=proposed).name
    return _("Chosen by the officer in place of {name}, whom the area plan of {day} proposed").format(
        name=name, day=day
    )
