"""When a plan may be computed, decided upon and sent (rules 11, 21)."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.rules import SAFEGUARD, Violation
from portal.sources import GROUP_MEMBERSHIP
from volunteers.choices import PairDecision, PositionState

DECISIONS = frozenset(PairDecision.values)


def one_run_at_a_time(somebody_plans: bool) -> Violation | None:
    """Two plans of one area at once would only propose the same people twice."""
    if not somebody_plans:
        return None
    return Violation(
        "plan.under_way",
        _("This area is being planned already. Watch that computation, or stop it first."),
        SAFEGUARD,
        "area",
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


def still_proposed(need: str, proposed: bool) -> Violation | None:
    """What was struck meanwhile, or was never proposed, is not sent."""
    if proposed:
        return None
    return Violation(
        "plan.not_proposed", format_lazy(_("Nobody is proposed for the position {need} any more."), need=need)
    )
