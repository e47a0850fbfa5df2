"""A plan of a whole area: kept as it was made, and its proposals sent as invitations."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal import audit
from portal.actions import Refused, refuse_if, require
from portal.models import Area, User
from portal.rules import Violation
from volunteers import matching
from volunteers.actions import invitations
from volunteers.models import Helper, Invitation, MatchPlan, Position
from volunteers.plan_today import PlanToday, Proposal, closes
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
class NotSent:
    """A chosen seat for which nobody was invited, whom the plan had for it, and every rule that says no."""

    need: str
    helper: str
    violations: tuple[Violation, ...]


def send_plan(plan: MatchPlan, *, needs: list[str], by: User) -> tuple[list[Invitation], list[NotSent]]:
    """Invite for the chosen seats of a plan, each in its own transaction.

    Returns the invitations sent, and the seats that were not: the data may have moved on since.
    """
    require(by, "volunteers.add_invitation")
    require(by, "volunteers.view_matchplan", plan)
    refuse_if(
        rules.plan_is_the_newest(MatchPlan.objects.is_newest(plan)),
        rules.something_to_send(needs),
        about=plan,
        by=by,
    )
    today = PlanToday(plan)
    sent, not_sent = [], []
    for need in sorted(needs, key=_gap_closers_first(plan, today.proposals)):
        proposal = today.proposals.get(need)
        try:
            refuse_if(rules.still_proposed(today.states.get(need)), about=plan, by=by)
            sent.append(_invite(plan, proposal, by=by))
        except Refused as refusal:
            not_sent.append(NotSent(need, proposal.helper if proposal else "", refusal.violations))
    audit.record("match_plan.sent", plan, by=by, sent=len(sent), refused=len(not_sent))
    return sent, not_sent


def _gap_closers_first(plan: MatchPlan, proposals: dict[str, Proposal]):
    """A seat kept for a woman refuses a man until the woman whom the plan gives the group is invited."""
    helpers = {helper["id"]: helper for helper in plan.input["helpers"]}
    groups = {need["id"]: need["group"] for need in plan.input["needs"]}
    missing = {entry["group"]: entry["missing_before"] for entry in plan.output["groups"]}

    def order(need: str):
        proposal, gaps = proposals.get(need), missing.get(groups.get(need), [])
        helper = helpers.get(proposal.helper) if proposal else None
        return not (helper and any(closes(gap, helper) for gap in gaps)), need

    return order


def _invite(plan: MatchPlan, proposal: Proposal, *, by: User) -> Invitation:
    position = Position.objects.get(pk=proposal.need.rpartition("/")[2])
    helper = Helper.objects.get(number=proposal.helper)
    decision = proposal.decision
    reason = (decision and decision.reason) or _why(plan, proposal)
    return invitations.offer(position, helper, reason=reason, by=by, plan=plan, decision=decision)


def _why(plan: MatchPlan, proposal: Proposal) -> str:
    """The reason that stays with an invitation for which the officer wrote none."""
    day = date_format(timezone.localtime(plan.made_at))
    proposed = plan.proposed.get(proposal.need)
    if proposed == proposal.helper:
        return _("As proposed by the area plan of {day}").format(day=day)
    if proposed is None:
        return _("Chosen by the officer; the area plan of {day} proposed nobody").format(day=day)
    name = Helper.objects.get(number=proposed).name
    return _("Chosen by the officer in place of {name}, whom the area plan of {day} proposed").format(
        name=name, day=day
    )
