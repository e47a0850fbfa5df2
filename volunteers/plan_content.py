"""A plan as its screens read it: seats by group, with the officer's decisions laid over the proposals.

Everything about why comes from the stored input and output, so it reads the same in years; only names
and the present state of the seats are looked up, for the groups of one page at a time.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q

from portal.models import Area
from volunteers import explanations
from volunteers.actions.plans import Proposal, proposals
from volunteers.candidates import spoken_tags
from volunteers.choices import InvitationState, PairDecision, PositionState
from volunteers.explanations import Names
from volunteers.models import Helper, Invitation, MatchPlan, PlanDecision, Position

SHOWS = ("all", "proposed", "invited", "empty", "settled", "decided")
IN_FORCE = (InvitationState.SENT, InvitationState.ACCEPTED)


@dataclass
class PlanSeat:
    """One seat of the plan: what is proposed, what the officer decided, or why it stays empty."""

    need: str
    position: Position | None
    proposal: Proposal | None = None
    assignment: dict | None = None
    unmet: dict | None = None
    held_by: str = ""
    invitation: Invitation | None = None
    decisions: list[PlanDecision] = field(default_factory=list)
    lock_faults: list[str] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.position is not None and self.position.state == PositionState.OPEN

    @property
    def lock(self) -> PlanDecision | None:
        return next((one for one in self.decisions if one.kind == PairDecision.LOCK), None)

    @property
    def strikes(self) -> list[PlanDecision]:
        return [one for one in self.decisions if one.kind == PairDecision.STRIKE]

    @property
    def is_changed(self) -> bool:
        """Whether the officer wants another helper here than the plan."""
        planned = self.assignment["helper"] if self.assignment else None
        return self.proposal is not None and self.proposal.helper != planned

    @property
    def is_struck(self) -> bool:
        """The plan's proposal was struck and nobody else is proposed."""
        return self.assignment is not None and self.proposal is None

    @property
    def others(self) -> list[dict]:
        """Who else could serve: beside the proposal, or instead of nobody."""
        entry = self.assignment or self.unmet
        if entry is None:
            return []
        return entry["alternatives"] if self.assignment else entry["candidates"]


@dataclass
class PlanGroup:
    """The seats of one group, and what its composition lacks before and after the plan."""

    code: str
    seats: list[PlanSeat]
    missing_before: list[str]
    missing_after: list[str]


class PlanContent:
    """One plan; positions and people are read once, for the seats that are shown."""

    def __init__(self, plan: MatchPlan):
        self.plan, self.input, self.output = plan, plan.input, plan.output
        self.assignments = {entry["need"]: entry for entry in self.output["assignments"]}
        self.unmet = {entry["need"]: entry for entry in self.output["unmet"]}
        self.held = {entry["need"]: entry["helper"] for entry in self.output["held"] if entry["kept"]}
        self.gaps = {entry["group"]: entry for entry in self.output["groups"]}
        self.group_of = {need["id"]: need["group"] for need in self.input["needs"]}
        self.serves = self._serves()

    @cached_property
    def is_newest(self) -> bool:
        """Whether the plan may still be decided upon and sent."""
        return MatchPlan.objects.is_newest(self.plan)

    @cached_property
    def load(self) -> dict[str, dict]:
        """What the plan adds to each helper, by number."""
        return {entry["helper"]: entry for entry in self.output["load"]}

    def _serves(self) -> dict[str, list[str]]:
        """The groups in which the plan, or a waiting invitation, seats each helper."""
        serves = defaultdict(list)
        for need, helper in [*self.plan.proposed.items(), *self.held.items()]:
            serves[helper].append(self.group_of[need])
        return serves

    @cached_property
    def decisions(self) -> dict[str, list[PlanDecision]]:
        found = defaultdict(list)
        for decision in self.plan.decisions.with_names():
            found[decision.position.need_id].append(decision)
        return found

    @cached_property
    def proposals(self) -> dict[str, Proposal]:
        return proposals(self.plan)

    @cached_property
    def invitations(self) -> dict[str, Invitation]:
        """The latest invitation to each seat that is still what became of it: sent since, or held before.

        Where somebody else was chosen after an answer that was no, the new proposal counts.
        """
        keys = [need.rpartition("/")[2] for need in self.group_of]
        waited = [need.rpartition("/")[2] for need in self.held]
        since = Q(sent_at__gte=self.plan.made_at) | Q(position__in=waited)
        rows = Invitation.objects.filter(since, position__in=keys).select_related("helper", "position")
        latest = {one.position.need_id: one for one in rows.order_by("pk")}
        return {need: one for need, one in latest.items() if self._still_counts(need, one)}

    def _still_counts(self, need: str, invitation: Invitation) -> bool:
        proposal = self.proposals.get(need)
        answered = proposal is None or proposal.helper == invitation.helper.number
        return invitation.state in IN_FORCE or need in self.held or answered

    @cached_property
    def lost_locks(self) -> dict[str, dict]:
        """Locks that the plan could not hold, by seat."""
        return {entry["need"]: entry for entry in self.output.get("locked", ()) if not entry["kept"]}

    @cached_property
    def settled_elsewhere(self) -> set[str]:
        """Seats that are open no more, though no invitation was sent to them since the plan was made."""
        keys = [need.rpartition("/")[2] for need in self.group_of]
        closed = Position.objects.filter(pk__in=keys).exclude(state=PositionState.OPEN)
        return {one.need_id for one in closed} - {*self.invitations, *self.held}

    @cached_property
    def changed(self) -> list[str]:
        """Seats whose proposal the officer changed after the plan was computed."""
        return sorted(
            need
            for need in {*self.plan.proposed, *self.proposals}
            if self._proposed_now(need) != self.plan.proposed.get(need)
        )

    @property
    def pending(self) -> list[str]:
        """Changed seats that are still to be sent, or planned again."""
        return [need for need in self.changed if need not in {*self.invitations, *self.settled_elsewhere}]

    def _proposed_now(self, need: str) -> str | None:
        proposal = self.proposals.get(need)
        return proposal.helper if proposal else None

    @cached_property
    def taken_back(self) -> list[str]:
        """Seats where the plan still follows an earlier lock or strike that stands no more."""
        stand = {
            (one.kind, need, one.helper.number) for need, several in self.decisions.items() for one in several
        }
        followed = {
            *((PairDecision.LOCK, pair["need"], pair["helper"]) for pair in self.input.get("locked", ())),
            *((PairDecision.STRIKE, pair["need"], pair["helper"]) for pair in self.input.get("struck", ())),
        }
        gone = {need for _kind, need, _helper in followed - stand}
        return sorted(gone - {*self.changed, *self.invitations, *self.settled_elsewhere})

    @cached_property
    def area_names(self) -> dict[str, str]:
        codes = [area["code"] for area in self.input["areas"]]
        return dict(Area.objects.filter(code__in=codes).values_list("code", "name"))

    # --- which groups are shown -----------------------------------------------------------------------

    def needs_of(self, show: str) -> list[str]:
        """The seats a tab of the page counts, the officer's decisions laid over the plan."""
        if show == "proposed":
            return [need for need in self.proposals if need not in self._over]
        if show == "invited":
            return [need for need in self.group_of if need in self.invitations or need in self.held]
        if show == "empty":
            filled = {*self.proposals, *self.held}
            return [need for need in self.group_of if need not in filled | self._over]
        if show == "settled":
            return [need for need in self.group_of if need in self.settled_elsewhere]
        if show == "decided":
            return list({*self.decisions, *self.lost_locks})
        return list(self.group_of)

    @cached_property
    def _over(self) -> set[str]:
        return {*self.invitations, *self.settled_elsewhere}

    def groups(self, show: str = "all", code: str = "") -> list[str]:
        """Codes of the groups with such seats, those with a lost lock or a gap left first."""
        found = {self.group_of[need] for need in self.needs_of(show) if need in self.group_of}
        found = {group for group in found if code.casefold() in group.casefold()}
        troubled = {self.group_of[need] for need in self.lost_locks if need in self.group_of}
        left = {group for group, entry in self.gaps.items() if entry["missing_after"]}
        return sorted(found, key=lambda group: (group not in troubled, group not in left, group))

    def page(self, codes: list[str]) -> list[PlanGroup]:
        """The groups of one page with all their seats."""
        needs = sorted(need for need, group in self.group_of.items() if group in set(codes))
        seats = self.seats(needs)
        return [
            PlanGroup(
                code=code,
                seats=[seats[need] for need in needs if self.group_of[need] == code],
                missing_before=self.gaps.get(code, {}).get("missing_before", []),
                missing_after=self.gaps.get(code, {}).get("missing_after", []),
            )
            for code in codes
        ]

    def seats(self, needs: list[str]) -> dict[str, PlanSeat]:
        """The seats with their positions, read in one query."""
        positions = Position.objects.filter(pk__in=[need.rpartition("/")[2] for need in needs])
        by_key = {str(one.pk): one for one in positions.select_related("group__subject", "area")}
        return {
            need: PlanSeat(
                need=need,
                position=by_key.get(need.rpartition("/")[2]),
                proposal=self.proposals.get(need),
                assignment=self.assignments.get(need),
                unmet=self.unmet.get(need),
                held_by=self.held.get(need, ""),
                invitation=self.invitations.get(need),
                decisions=self.decisions.get(need, []),
                lock_faults=self.lost_locks.get(need, {}).get("failed", []),
            )
            for need in needs
        }

    # --- words ----------------------------------------------------------------------------------------

    def people(self, seats: list[PlanSeat]) -> dict[str, str]:
        """The names of everybody whom these seats mention."""
        numbers = set()
        for seat in seats:
            entry = seat.assignment or seat.unmet or {}
            numbers |= {other["helper"] for other in [*seat.others, *entry.get("nearest", ())]}
            numbers |= {fix["helper"] for fix in entry.get("fixes", ())}
            numbers |= {seat.held_by, entry.get("helper", ""), seat.proposal.helper if seat.proposal else ""}
            numbers |= {(one.loss or {}).get("instead_of") or "" for one in seat.decisions}
        return dict(Helper.objects.filter(number__in=numbers - {""}).values_list("number", "name"))

    def names(self, positions: list[Position]) -> Names:
        """The words for the codes that the explanations of these seats use."""
        return Names(areas=self.area_names, tags=spoken_tags(positions))

    def verdicts(self, assignment: dict, names: Names) -> list:
        """The seventeen rules of a proposed pair, and the helper's own say."""
        entry = {"rules": assignment["rules"], "changes": []}
        return [*explanations.verdicts(entry, names), explanations.consent_pending()]
