"""What has become of each seat of a plan by today.

The one answer that the tiles, tabs, cards and callouts of a plan give, and by which it is sent.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from volunteers.choices import InvitationState, PairDecision, PlanSeatState, PositionState
from volunteers.models import Invitation, MatchPlan, PlanDecision, Position
from volunteers.rules import plans as rules


@dataclass(frozen=True)
class Proposal:
    """Whom the officer would invite to a seat: the plan's helper, or the one locked instead."""

    need: str
    helper: str
    decision: PlanDecision | None = None


def proposals(plan: MatchPlan) -> dict[str, Proposal]:
    """The plan with the officer's locks and strikes laid over it, by seat.

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


def closes(gap: str, helper: dict) -> bool:
    """Whether somebody of a plan's input closes what a group's composition lacks."""
    return helper["female"] if gap == "female_member" else gap in helper["tags"]


class PlanToday:
    """The seats of one plan as they stand; reads positions and invitations once."""

    def __init__(self, plan: MatchPlan):
        self.plan = plan
        self.needs = {need["id"].rpartition("/")[2]: need["id"] for need in plan.input["needs"]}
        self.held = {entry["need"] for entry in plan.output["held"]}

    @cached_property
    def proposals(self) -> dict[str, Proposal]:
        return proposals(self.plan)

    @cached_property
    def invitations(self) -> dict[str, list[Invitation]]:
        """The invitations to each seat that are of this plan's time, oldest first.

        Sent since, waiting when it was made, or sent while it was computed.
        """
        waited = [need.rpartition("/")[2] for need in self.held]
        its_time = Q(sent_at__gte=self.plan.made_at) | Q(position__in=waited) | Q(state=InvitationState.SENT)
        rows = Invitation.objects.filter(its_time, position__in=list(self.needs)).order_by("pk")
        found = defaultdict(list)
        for one in rows.select_related("helper").defer("snapshot"):
            found[self.needs[str(one.position_id)]].append(one)
        return found

    @cached_property
    def states(self) -> dict[str, PlanSeatState]:
        """Each seat of the plan in exactly one state."""
        rows = Position.objects.filter(pk__in=list(self.needs)).values_list("pk", "state")
        positions = {str(pk): state for pk, state in rows}
        return {
            need: rules.seat_today(
                positions.get(key, PositionState.CANCELLED),
                self._latest(need).state if self._latest(need) else None,
                is_proposed=self._may_be_sent(need),
            )
            for key, need in self.needs.items()
        }

    def _latest(self, need: str) -> Invitation | None:
        return self.invitations[need][-1] if need in self.invitations else None

    def _may_be_sent(self, need: str) -> bool:
        proposal = self.proposals.get(need)
        if proposal is None:
            return False
        decided = proposal.decision.decided_at if proposal.decision else None
        asked = [one for one in self.invitations.get(need, ()) if one.helper.number == proposal.helper]
        return all(rules.may_be_asked_again(one.state, one.answered_at, decided) for one in asked)

    @cached_property
    def in_force(self) -> dict[str, Invitation]:
        """The invitation that holds each seat: waiting for its answer, or accepted."""
        held = (PlanSeatState.WAITING, PlanSeatState.ACCEPTED)
        return {need: self.invitations[need][-1] for need, state in self.states.items() if state in held}

    @cached_property
    def reopened(self) -> dict[str, Invitation]:
        """The invitation that came to nothing, for each seat that stands empty again because of it."""
        return {
            need: self.invitations[need][-1]
            for need, state in self.states.items()
            if state == PlanSeatState.EMPTY and need in self.invitations
        }

    def person(self, need: str) -> str:
        """The number of whoever is proposed or invited today, or has accepted; empty for nobody."""
        if need in self.in_force:
            return self.in_force[need].helper.number
        return self.proposals[need].helper if self.states[need] == PlanSeatState.PROPOSED else ""

    def in_state(self, state: str) -> list[str]:
        """The seats of one state, in the order of the plan's input."""
        return [need for need, now in self.states.items() if now == state]
