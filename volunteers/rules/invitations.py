"""When a seat may be offered, and an offer answered (rules 11, 12)."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from portal.rules import SAFEGUARD, Violation
from portal.sources import QUALIFIED_SERVICE, STATED_RISKS
from volunteers import weekly
from volunteers.choices import (
    CERTIFICATES_OF_KIND,
    HelperKind,
    HelpKind,
    InvitationState,
    PositionState,
)

TRANSITIONS: dict[str, set[str]] = {
    InvitationState.SENT: {
        InvitationState.ACCEPTED,
        InvitationState.DECLINED,
        InvitationState.EXPIRED,
        InvitationState.WITHDRAWN,
    },
}
POSITION_TRANSITIONS: dict[str, set[str]] = {
    PositionState.OPEN: {PositionState.INVITED, PositionState.CANCELLED},
    PositionState.INVITED: {PositionState.OPEN, PositionState.FILLED, PositionState.CANCELLED},
    PositionState.FILLED: {PositionState.OPEN},
}

FEWEST_WEEKS, MOST_WEEKS = 4, 5  # how often a weekday comes in a month
COUNSELLING_CREDENTIALS = CERTIFICATES_OF_KIND[HelperKind.COUNSELLOR]


def seat_is_open(state: str) -> Violation | None:
    """One invitation at a time: a seat is offered when nobody holds it or is asked."""
    if state == PositionState.OPEN:
        return None
    return Violation(
        "position.not_open", _("This position is filled, cancelled or already offered to somebody.")
    )


def still_waiting(state: str) -> Violation | None:
    """An invitation is answered once."""
    if state == InvitationState.SENT:
        return None
    return Violation(
        "invitation.not_waiting", _("This invitation has been answered, withdrawn or has expired.")
    )


def answered_in_time(answer_by: date, today: date) -> Violation | None:
    """The last day counts."""
    if today <= answer_by:
        return None
    return Violation("invitation.too_late", _("The time for an answer is over. Ask your office if you wish."))


def answer_time_is_over(answer_by: date, today: date) -> Violation | None:
    """An invitation expires only once its last day is over; before that the office takes it back instead."""
    if today > answer_by:
        return None
    return Violation(
        "invitation.not_overdue", _("There is still time for an answer. Withdraw the invitation instead.")
    )


def not_reachable() -> Violation:
    """Nobody is asked who does not serve the area of the seat."""
    return Violation("pair.unknown", _("This person does not serve the area of the position."))


def choice_is_explained(place: int | None, reason: str) -> Violation | None:
    """The officer decides; whoever passes over the first in the ranking writes why.

    People with as many points share a place: between them nobody is passed over.
    """
    if place == 1 or reason.strip():
        return None
    return Violation(
        "invitation.reason_missing",
        _("You choose another than the first. Write one sentence why."),
        SAFEGUARD,
        "override_reason",
    )


def counselling_needs_a_certificate(help_kind: str, credential: str) -> Violation | None:
    """Psychological counselling is given by people who have learnt it (rules 6, 8)."""
    if help_kind != HelpKind.PSYCH_COUNSELLING or credential in COUNSELLING_CREDENTIALS:
        return None
    return Violation(
        "position.needs_credential",
        _("Psychological counselling needs a counselling certificate. Choose one."),
        QUALIFIED_SERVICE,
        "credential",
    )


def times_are_stated(fixed: bool, windows: list) -> Violation | None:
    """Fixed times without a time say nothing."""
    if not fixed or windows:
        return None
    return Violation(
        "position.needs_windows", _("State the fixed times, one line each."), SAFEGUARD, "windows"
    )


def dates_in_order(starts_on: date, deadline: date, today: date) -> Violation | None:
    """A seat is filled and begins in the future."""
    if today <= deadline and today <= starts_on:
        return None
    return Violation("position.dates_past", _("The dates must not lie in the past."), SAFEGUARD, "starts_on")


def filled_before_it_begins(starts_on: date, deadline: date, today: date) -> Violation | None:
    """Whoever serves from a day on is found by that day; a beginning in the past is a fault of its own."""
    if deadline <= starts_on or starts_on < today:
        return None
    return Violation(
        "position.deadline_late",
        _("The position is to be filled before the service begins. Check both days."),
        SAFEGUARD,
        "deadline",
    )


def month_holds_a_session(session_minutes: int, minutes_per_month: int) -> Violation | None:
    """A month has time for one session at least."""
    if session_minutes <= minutes_per_month:
        return None
    return Violation(
        "position.minutes",
        _("One session is longer than the time of a whole month. Check both."),
        SAFEGUARD,
        "minutes_per_month",
    )


def a_session_fits_the_times(session_minutes: int, windows: list) -> Violation | None:
    """One session lies inside the stated times, on one day."""
    if not windows or weekly.hold(windows, session_minutes):
        return None
    return Violation(
        "position.session_too_long",
        _("No stated time is {minutes} minutes long. Shorten the session, or lengthen the times.").format(
            minutes=session_minutes
        ),
        SAFEGUARD,
        "session_minutes",
    )


def month_fits_the_times(fixed: bool, windows: list, minutes_per_month: int) -> Violation | None:
    """Every weekday comes four or five times a month: fixed times fill that, others leave room for it."""
    a_week = weekly.minutes_a_week(windows)
    least, most = a_week * FEWEST_WEEKS if fixed else 0, a_week * MOST_WEEKS
    if not windows or least <= minutes_per_month <= most:
        return None
    said = (
        _(
            "The fixed times are {week} minutes a week, so {least} to {most} a month. Change the minutes or "
            "the times; if not every week is meant, do not tick “At fixed times”."
        )
        if fixed
        else _("The times are {week} minutes a week, so at most {most} a month. Change one of them.")
    )
    message = str(said).format(week=a_week, least=least, most=most)
    return Violation("position.minutes_and_times", message, SAFEGUARD, "minutes_per_month")


def danger_is_described(has_risk: bool, risk_text: str) -> Violation | None:
    """Who asks for service with personal danger tells which, before anybody is invited (rule 12)."""
    return risks_are_stated(risk_text) if has_risk else None


def risks_are_stated(risk_text: str) -> Violation | None:
    """Who recruits tells the risks (rule 12)."""
    if risk_text.strip():
        return None
    return Violation(
        "position.risk_text_missing",
        _("State possible risks and precautions before publishing."),
        STATED_RISKS,
        "risk_text",
    )
