"""What a helper proves before serving: certificates, record check, training, pledge, insurance."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.rules import LOCAL_POLICY, SAFEGUARD, Violation
from portal.sources import INSURED_SERVICE, QUALIFIED_SERVICE, RECORD_CHECK
from volunteers.choices import CredentialKind, CredentialState

# The law asks for a check every year; policy may shorten it, and this holds where none does (rule 9).
RECORD_CHECK_DAYS = 365
LAST_COUNSELLOR_CERTIFICATE = date(2018, 12, 31)
TRANSITIONS = {
    CredentialState.CLAIMED: {CredentialState.VERIFIED, CredentialState.REJECTED},
    CredentialState.VERIFIED: {CredentialState.REJECTED},
    CredentialState.REJECTED: {CredentialState.VERIFIED},
}
NOT_PREPARED = Violation(
    "helper.not_prepared",
    _("Complete the pre-service training and sign the confidentiality pledge first."),
    QUALIFIED_SERVICE,
)
NOT_INSURED = Violation(
    "helper.not_insured",
    _("This service may be dangerous. Record a valid accident insurance first."),
    INSURED_SERVICE,
)
NEEDS_CREDENTIAL = _("This service needs “{needed}”; there is no valid record of it.")


def not_checked(longest: int) -> Violation:
    """No clear record check of the last ``longest`` days (rule 9)."""
    return Violation(
        "helper.record_check",
        format_lazy(
            _(
                "The record check is missing or older than {days} days; "
                "no contact with minors may be arranged. Have it renewed first."
            ),
            days=longest,
        ),
        RECORD_CHECK,
    )


def record_check_current(clear_check_on: date | None, day: date, longest: int) -> Violation | None:
    """Contact with minors needs a clear record check, at most ``longest`` days old on ``day`` (rule 9)."""
    if clear_check_on is not None and 0 <= (day - clear_check_on).days <= longest:
        return None
    return not_checked(longest)


def prepared(trained_on: date | None, pledged_on: date | None, day: date) -> Violation | None:
    """Pre-service training is passed and the confidentiality pledge signed by ``day`` (rule 10)."""
    if trained_on and pledged_on and max(trained_on, pledged_on) <= day:
        return None
    return NOT_PREPARED


def qualified(held: frozenset[str], accepted: frozenset[str], needed: str) -> Violation | None:
    """Who gives a service holds a valid certificate that it ``accepted``; ``needed`` names it (rule 6)."""
    if held & accepted:
        return None
    return Violation("helper.not_qualified", format_lazy(NEEDS_CREDENTIAL, needed=needed), QUALIFIED_SERVICE)


def insured(dangerous: bool, covered: bool) -> Violation | None:
    """Service with personal danger needs an accident insurance that covers the day (rule 13)."""
    return NOT_INSURED if dangerous and not covered else None


def covered_until(spans: Iterable[tuple[date | None, date | None]], today: date) -> date | None:
    """The last day of unbroken cover that has begun by ``today``; ``date.max`` without an end, None if none.

    Each span is its first and last day; a missing day leaves that side open.
    """
    until = None
    for first, last in sorted((first or date.min, last or date.max) for first, last in spans):
        if until == date.max:
            break
        begins_in_time = first <= (until + timedelta(days=1) if until else today)
        if begins_in_time and last >= today:
            until = max(until or last, last)
    return until


def unchecked(state: str) -> Violation | None:
    """A certificate that an officer has judged stays on record."""
    if state == CredentialState.CLAIMED:
        return None
    return Violation(
        "credential.checked",
        _("This certificate was already checked and stays on record. Add a new one instead."),
        SAFEGUARD,
    )


def not_in_future(day: date, today: date, field: str) -> Violation | None:
    """What has happened has happened by today."""
    if day <= today:
        return None
    return Violation(
        "date.future", _("This day lies in the future. Compare it again."), SAFEGUARD, field=field
    )


def span_in_order(first: date, last: date) -> Violation | None:
    """A span ends no earlier than it begins."""
    if first <= last:
        return None
    return Violation(
        "date.order", _("The end lies before the beginning. Compare both days."), SAFEGUARD, field="valid_to"
    )


def counsellor_certificate_plausible(kind: str, issued_on: date | None) -> Violation | None:
    """The national counsellor certificate was last issued in 2018: a later date deserves a second look."""
    if kind != CredentialKind.COUNSELLOR or issued_on is None or issued_on <= LAST_COUNSELLOR_CERTIFICATE:
        return None
    return Violation(
        "credential.counsellor_date",
        _("No national counsellor certificate was issued after 2018. Compare the date with the original."),
        LOCAL_POLICY,
    )
