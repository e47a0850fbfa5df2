"""When a plan may be computed, decided upon and sent (rules 11, 21)."""

from datetime import datetime

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.rules import SAFEGUARD, Violation
from portal.sources import GROUP_MEMBERSHIP
from volunteers.choices import InvitationState, PairDecision, PlanSeatState, PositionState

DECISIONS = frozenset(PairDecision.values)


def one_run_at_a_time(planned: str, wanted: str) -> Violation | None:
    """Two plans of the same seats at once would only propose the same people twice (decision 42).

    ``planned`` names the area that is being planned and covers, or is covered by, ``wanted``; empty for none.
    """
    if not planned:
        return None
    message = (
        _("This area is being planned already. Follow that computation, or stop it first.")
        if planned == wanted
        else format_lazy(
            _("{area} is being planned, which has positions in common. Ask again once that has ended."),
            area=planned,
        )
    )
    return Violation("plan.under_way", message)


def plan_is_the_newest(is_newest: bool) -> Violation | None:
    """What an older plan proposes may have been settled otherwise: it is only read."""
    if is_newest:
        return None
    return Violation(
        "plan.superseded",
        _("There is a newer plan of this area. Decide and send there; this one can only be read."),
    )


def officer_works_here(works_here: bool) -> Violation | None:
    """An officer plans the own areas only (rule 21)."""
    if works_here:
        return None
    return Violation(
        "plan.outside_area", _("This area is not one of yours. Choose another."), GROUP_MEMBERSHIP, "area"
    )


def run_is_under_way(under_way: bool) -> Violation | None:
    """Only what runs can be stopped."""
    if under_way:
        return None
    return Violation("plan.not_under_way", _("This computation has ended already."))


def seat_is_planned(in_plan: bool, state: str) -> Violation | None:
    """A decision speaks of a seat that the plan saw and that is still open."""
    if not in_plan:
        return Violation("plan.unknown_seat", _("This position was not open when the plan was made."))
    if state == PositionState.OPEN:
        return None
    return Violation(
        "plan.seat_not_open", _("This position is filled, cancelled or offered to somebody meanwhile.")
    )


def helper_is_planned(in_plan: bool) -> Violation | None:
    """The plan knows the people who offered to serve its area on the day it was made."""
    if in_plan:
        return None
    return Violation(
        "plan.unknown_helper", _("This plan does not know this person. Plan again, then look for them.")
    )


def few_questions_wait(waiting: int, most: int) -> Violation | None:
    """Answers cost computing time that others wait for."""
    if waiting < most:
        return None
    return Violation(
        "plan.many_questions",
        format_lazy(
            _("{n} of your questions are still being computed. Wait for their answers, then ask."), n=waiting
        ),
    )


def choice_is_weighed(weighed: bool) -> Violation | None:
    """Nobody decides before the cost is known."""
    if weighed:
        return None
    return Violation(
        "plan.not_weighed",
        _("What this choice costs is still being computed. Wait for the answer, then choose."),
    )


def a_lawful_plan_has_the_pair(verdict: str) -> Violation | None:
    """Nobody is locked where the group could not be lawful with them."""
    if verdict != "GATE":
        return None
    return Violation(
        "plan.gate",
        _(
            "With this person here no lawful plan is possible: the group would stay without a member the "
            "law asks for, or a pair locked before stands against it."
        ),
    )


def other_choice_is_explained(loses_nothing: bool, reason: str) -> Violation | None:
    """The officer decides; whoever takes a weaker plan writes why (design decision 9)."""
    if loses_nothing or reason.strip():
        return None
    return Violation(
        "plan.reason_missing",
        _("This choice makes the plan of the area weaker. Write one sentence why."),
        SAFEGUARD,
        "reason",
    )


def something_to_send(needs: list[str]) -> Violation | None:
    """Sending nothing is no sending."""
    if needs:
        return None
    return Violation("plan.nothing_chosen", _("Tick at least one proposal."), SAFEGUARD, "needs")


def still_proposed(state: str | None) -> Violation | None:
    """Only what is proposed today is sent; ``state`` is None for a seat that the plan does not know."""
    if state == PlanSeatState.PROPOSED:
        return None
    return Violation(
        "plan.not_proposed",
        _("Nobody is proposed for this position any more: look at the plan as it stands now."),
    )


def seat_today(position: str, invitation: str | None, *, is_proposed: bool) -> PlanSeatState:
    """What a seat of a plan is today, from the position's state and that of its latest invitation.

    ``is_proposed``: somebody is proposed for it who may still be asked.
    """
    if position == PositionState.OPEN:
        return PlanSeatState.PROPOSED if is_proposed else PlanSeatState.EMPTY
    if position == PositionState.INVITED and invitation == InvitationState.SENT:
        return PlanSeatState.WAITING
    if position == PositionState.FILLED and invitation == InvitationState.ACCEPTED:
        return PlanSeatState.ACCEPTED
    return PlanSeatState.SETTLED


def may_be_asked_again(state: str, ended_at: datetime | None, decided_at: datetime | None) -> bool:
    """Whether a plan still proposes somebody whose invitation has ended in ``state``.

    Who declined is not pressed (rule 11). Who did not answer, or was taken back, comes back once the
    officer decides so anew, or with the next plan.
    """
    if state == InvitationState.DECLINED or ended_at is None:
        return False
    return decided_at is not None and decided_at > ended_at
