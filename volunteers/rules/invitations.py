"""When a seat may be offered, and an offer answered (rules 11, 12)."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from portal.rules import SAFEGUARD, Violation
from portal.sources import QUALIFIED_SERVICE, STATED_RISKS
from volunteers.choices import CredentialKind, HelpKind, InvitationState, PositionState

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

COUNSELLING_CREDENTIALS = frozenset(
    {
        CredentialKind.COUNSELLOR,
        CredentialKind.COUNSELLING_TRAINING,
        CredentialKind.REGISTERED_PSYCHOLOGIST,
    }
)


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


def choice_is_explained(place: int | None, reason: str) -> Violation | None:
    """The officer decides; whoever passes over the first in the ranking writes why."""
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


def names_no_subject(code: str, *texts: str) -> Violation | None:
    """Public words carry no subject code (rule 57)."""
    if not any(code in text for text in texts):
        return None
    return Violation(
        "position.names_subject",
        _("The text seems to contain personal information and cannot be published."),
        SAFEGUARD,
        "public_title",
    )
