"""A plan as its screens read it: seats by group, with the officer's decisions laid over the proposals.

Everything about why comes from the stored input and output, so it reads the same in years; only names
and the present state of the seats are looked up, for the groups of one page at a time.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from portal.models import Area
from volunteers import explanations
from volunteers.candidates import spoken_tags
from volunteers.choices import PairDecision, PlanSeatState, PositionState
from volunteers.explanations import Names
from volunteers.models import Helper, Invitation, MatchPlan, PlanDecision, Position
from volunteers.plan_today import PlanToday, Proposal, closes

SHOWS = ("all", *PlanSeatState.values, "decided")


@dataclass
class PlanSeat:
    """One seat of the plan: what is proposed, what the officer decided, or why it stays empty.

    ``choices_sent`` says what an officer's choice cost, by the invitation that came of it.
    """

    need: str
    position: Position | None
    state: str
    proposal: Proposal | None = None
    assignment: dict | None = None
    unmet: dict | None = None
    invitations: list[Invitation] = field(default_factory=list)
    choices_sent: dict[int, dict] = field(default_factory=dict)
    decisions: list[PlanDecision] = field(default_factory=list)
    lock_faults: list[str] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.position is not None and self.position.state == PositionState.OPEN

    @property
    def in_force(self) -> Invitation | None:
        """The invitation that waits for its answer, or was accepted."""
        holds = self.state in (PlanSeatState.WAITING, PlanSeatState.ACCEPTED)
        return self.invitations[-1] if holds else None

    @property
    def ended(self) -> list[Invitation]:
        """Invitations of this plan's time that came to nothing, the latest first."""
        return [one for one in reversed(self.invitations) if one is not self.in_force]

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
    def others(self) -> list[dict]:
        """Who else could serve: beside the proposal, or instead of nobody."""
        entry = self.assignment or self.unmet
        if entry is None:
            return []
        return entry["alternatives"] if self.assignment else entry["candidates"]


@dataclass
class PlanGroup:
    """The seats of one group, what its composition lacked before the plan, and lacks with whom it has now."""

    code: str
    seats: list[PlanSeat]
    missing_before: list[str]
    missing_now: list[str]


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
        self.today = PlanToday(plan)
        self.proposals = self.today.proposals

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
    def lost_locks(self) -> dict[str, dict]:
        """Locks that the plan could not hold, by seat."""
        return {entry["need"]: entry for entry in self.output.get("locked", ()) if not entry["kept"]}

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
        return [need for need in self.changed if self._may_still_change(need)]

    def _may_still_change(self, need: str) -> bool:
        """Open, and not only so because an invitation came to nothing."""
        state = self.today.states.get(need)
        empty = state == PlanSeatState.EMPTY and need not in self.today.reopened
        return empty or state == PlanSeatState.PROPOSED

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
        return sorted(need for need in gone - {*self.changed} if self._may_still_change(need))

    @cached_property
    def area_names(self) -> dict[str, str]:
        codes = [area["code"] for area in self.input["areas"]]
        return dict(Area.objects.filter(code__in=codes).values_list("code", "name"))

    # --- which groups are shown -----------------------------------------------------------------------

    def needs_of(self, show: str) -> list[str]:
        """The seats a tab of the page counts, the officer's decisions laid over the plan."""
        if show in PlanSeatState.values:
            return self.today.in_state(show)
        if show == "decided":
            return list({*self.decisions, *self.lost_locks})
        return list(self.group_of)

    def groups(self, show: str = "all", code: str = "") -> list[str]:
        """Codes of the groups with such seats, those with a lost lock or a gap left first."""
        found = {self.group_of[need] for need in self.needs_of(show) if need in self.group_of}
        found = {group for group in found if code.casefold() in group.casefold()}
        troubled = {self.group_of[need] for need in self.lost_locks if need in self.group_of}
        left = {group for group in found if self._missing_now(group)}
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
                missing_now=self._missing_now(code),
            )
            for code in codes
        ]

    def _missing_now(self, code: str) -> list[str]:
        """Gaps that nobody proposed, invited or accepted today closes."""
        people = [self.helpers.get(self.today.person(need)) for need in self._needs_by_group[code]]
        gaps = self.gaps.get(code, {}).get("missing_before", [])
        return [gap for gap in gaps if not any(closes(gap, one) for one in people if one)]

    @cached_property
    def _needs_by_group(self) -> dict[str, list[str]]:
        found = defaultdict(list)
        for need, group in self.group_of.items():
            found[group].append(need)
        return found

    @cached_property
    def helpers(self) -> dict[str, dict]:
        """What the plan knew of each helper, by number."""
        return {helper["id"]: helper for helper in self.input["helpers"]}

    def seats(self, needs: list[str]) -> dict[str, PlanSeat]:
        """The seats with their positions and what was kept with their invitations, each read in one query."""
        positions = Position.objects.filter(pk__in=[need.rpartition("/")[2] for need in needs])
        costs = self._choices_sent(needs)
        by_key = {str(one.pk): one for one in positions.select_related("group__subject", "area")}
        return {
            need: PlanSeat(
                need=need,
                position=by_key.get(need.rpartition("/")[2]),
                state=self.today.states[need],
                proposal=self.proposals.get(need),
                assignment=self.assignments.get(need),
                unmet=self.unmet.get(need),
                invitations=self.today.invitations.get(need, []),
                choices_sent=costs,
                decisions=self.decisions.get(need, []),
                lock_faults=self.lost_locks.get(need, {}).get("failed", []),
            )
            for need in needs
        }

    def locks_sent(self, seats: list[PlanSeat]) -> dict[int, PlanDecision]:
        """The lock that an invitation came of, by the invitation, while its plan keeps it."""
        sent = [seat.in_force for seat in seats if seat.in_force and seat.in_force.pk in seat.choices_sent]
        chosen = {(one.plan_id, one.position_id, one.helper_id): one.pk for one in sent}
        locks = PlanDecision.objects.locks().with_names()
        rows = locks.filter(plan__in={plan for plan, _seat, _helper in chosen})
        pairs = {(one.plan_id, one.position_id, one.helper_id): one for one in rows}
        return {key: pairs[pair] for pair, key in chosen.items() if pair in pairs}

    def _choices_sent(self, needs: list[str]) -> dict[int, dict]:
        keys = [one.pk for need in needs for one in self.today.invitations.get(need, ())]
        kept = Invitation.objects.filter(pk__in=keys).values_list("pk", "snapshot__plan__loss")
        return {key: loss for key, loss in kept if loss}

    # --- words ----------------------------------------------------------------------------------------

    def people(self, seats: list[PlanSeat]) -> dict[str, str]:
        """The names of everybody whom these seats mention."""
        numbers = set()
        for seat in seats:
            entry = seat.assignment or seat.unmet or {}
            numbers |= {other["helper"] for other in [*seat.others, *entry.get("nearest", ())]}
            numbers |= {fix["helper"] for fix in entry.get("fixes", ())}
            numbers |= {entry.get("helper", ""), seat.proposal.helper if seat.proposal else ""}
            numbers |= {(one.loss or {}).get("instead_of") or "" for one in seat.decisions}
            numbers |= {choice.get("instead_of") or "" for choice in seat.choices_sent.values()}
        return dict(Helper.objects.filter(number__in=numbers - {""}).values_list("number", "name"))

    def names(self, positions: list[Position]) -> Names:
        """The words for the codes that the explanations of these seats use."""
        return Names(areas=self.area_names, tags=spoken_tags(positions))

    def verdicts(self, assignment: dict, names: Names) -> list:
        """The seventeen rules of a proposed pair, and the helper's own say."""
        entry = {"rules": assignment["rules"], "changes": []}
        return [*explanations.verdicts(entry, names), explanations.consent_pending()]
