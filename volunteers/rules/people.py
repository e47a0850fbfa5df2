"""Who may become, serve as and cease to be a helper (rules 1-5, 9-12, 38, 76)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.identity import age_on
from portal.lists import listed
from portal.rules import LOCAL_POLICY, SAFEGUARD, Verdict, Violation
from portal.sources import (
    INSURED_SERVICE,
    QUALIFIED_SERVICE,
    RECORD_CHECK,
    RECORDS_ON_BEHALF,
    SEPARATE_CONSENT,
    STATED_RISKS,
    TRUE_REGISTRATION,
    VOLUNTARY,
    WITHDRAWAL,
)
from volunteers.choices import CredentialKind, CredentialState, HelperState

CONSENTS_NEEDED = frozenset({"notice", "sensitive"})
# The law asks for a check every year; policy may shorten it, and this holds where none does (rule 9).
RECORD_CHECK_DAYS = 365
PLEDGE_VERSION = "2026-1"
LAST_COUNSELLOR_CERTIFICATE = date(2018, 12, 31)
MOST_GROUPS = 10

S = HelperState
TRANSITIONS = {
    S.DRAFT: {S.SUBMITTED, S.LEFT},
    S.SUBMITTED: {S.APPROVED, S.RETURNED, S.REFUSED, S.LEFT},
    S.RETURNED: {S.SUBMITTED, S.LEFT},
    S.APPROVED: {S.SUSPENDED, S.LEFT},
    S.SUSPENDED: {S.APPROVED, S.LEFT},
    S.REFUSED: {S.DRAFT, S.LEFT},
    S.LEFT: {S.DRAFT},
}
CREDENTIAL_TRANSITIONS = {
    CredentialState.CLAIMED: {CredentialState.VERIFIED, CredentialState.REJECTED},
    CredentialState.VERIFIED: {CredentialState.REJECTED},
    CredentialState.REJECTED: {CredentialState.VERIFIED},
}

# The application is with its owner: every step of the profile may still change.
WITH_OWNER = frozenset({S.DRAFT, S.RETURNED})
# Being judged or at work: what an officer has checked stays; times, area and contact follow life.
CHECKED = frozenset({S.SUBMITTED, S.APPROVED, S.SUSPENDED})


# What a person lacks who may not serve; matching and booking refuse in the same words.
NOT_VETTED = Violation(
    "helper.not_vetted",
    _("This person has not passed vetting and cannot be assigned to a service."),
    SAFEGUARD,
)
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


@dataclass(frozen=True, slots=True)
class Application:
    """What is known when somebody applies and when an officer decides."""

    today: date
    minimum_age: int = 18
    name: str = ""
    has_identity: bool = False
    birth_date: date | None = None
    has_phone: bool = False
    kind: str = ""
    has_area: bool = False
    offers_help: bool = False
    has_windows: bool = False
    consents: frozenset[str] = frozenset()
    consent_on_paper: bool = False
    has_account: bool = True
    decided_by_applicant: bool = False
    wants_to_leave: bool = False
    clear_check_on: date | None = None
    record_check_days: int = RECORD_CHECK_DAYS
    trained_on: date | None = None
    pledged_on: date | None = None


def real_name(application: Application) -> Violation | None:
    """A helper is registered under the real name with a checked ID number (rule 1)."""
    if application.name and application.has_identity and application.birth_date:
        return None
    return Violation(
        "helper.identity",
        _("The ID number does not check out. Compare it with the card and enter it again."),
        TRUE_REGISTRATION,
        field="id_number",
    )


def id_number_free(taken: bool) -> Violation | None:
    """One person registers once; the message tells nothing about whose number it is (rule 1)."""
    if not taken:
        return None
    return Violation(
        "helper.id_taken",
        _("This ID number is already registered. Sign in or recover your account."),
        TRUE_REGISTRATION,
        field="id_number",
    )


def of_age(application: Application) -> Violation | None:
    """A volunteer in community corrections has completed the minimum age (rule 2)."""
    born = application.birth_date
    if born is not None and age_on(born, application.today) >= application.minimum_age:
        return None
    return Violation(
        "helper.too_young",
        _("Volunteers in community corrections must be %(age)d years old.")
        % {"age": application.minimum_age},
        LOCAL_POLICY,
        field="id_number",
    )


def consented(application: Application) -> Violation | None:
    """Notice was given, and sensitive data are processed on separate consent only (rule 3)."""
    return None if application.consent_on_paper else both_consents_given(application.consents)


def both_consents_given(consents: Collection[str]) -> Violation | None:
    """Both boxes are ticked, for the notice and separately for sensitive data (rule 3)."""
    if set(consents) >= CONSENTS_NEEDED:
        return None
    return Violation(
        "helper.consent",
        _("Read how personal data are processed, and agree separately to the processing of sensitive data."),
        SEPARATE_CONSENT,
        field="sensitive",
    )


def not_withdrawn(application: Application) -> Violation | None:
    """Whoever withdrew consent or asked to leave is not vetted any further (rule 4)."""
    if not application.wants_to_leave:
        return None
    return Violation(
        "helper.leaving",
        _("This person has withdrawn consent or asked to leave. Handle the departure instead."),
        WITHDRAWAL,
    )


def decided_by_another(application: Application) -> Violation | None:
    """Nobody decides on their own application (rule 5)."""
    if not application.decided_by_applicant:
        return None
    return Violation(
        "helper.own_application",
        _("Nobody decides on their own application. Ask a colleague to do it."),
        SAFEGUARD,
    )


def vetted(state: str) -> Violation | None:
    """No service before vetting (rule 5)."""
    return None if state == HelperState.APPROVED else NOT_VETTED


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


def reachable(phone: str | None) -> Violation | None:
    """A helper can be reached under a mainland mobile number (rule 1)."""
    if phone:
        return None
    return Violation(
        "helper.phone", _("Enter a mobile number of 11 digits."), TRUE_REGISTRATION, field="phone"
    )


def closed_for_changes() -> Violation:
    """What an officer is judging or has checked does not change under their eyes."""
    return Violation(
        "helper.closed",
        _(
            "This part cannot be changed while your application is being judged or after it was decided. "
            "Ask your judicial office to correct it."
        ),
        SAFEGUARD,
    )


def credential_unchecked(state: str) -> Violation | None:
    """A certificate that an officer has judged stays on record."""
    if state == CredentialState.CLAIMED:
        return None
    return Violation(
        "credential.checked",
        _("This certificate was already checked and stays on record. Add a new one instead."),
        SAFEGUARD,
    )


def reason_given(reason: str) -> Violation | None:
    """Whoever returns, refuses or rejects says why (rule 5)."""
    if reason.strip():
        return None
    return Violation(
        "helper.reason", _("Say why, so that the applicant knows what to do."), SAFEGUARD, field="reason"
    )


def consent_evidenced(evidence: str) -> Violation | None:
    """Entering other people's data needs their consent, kept with the batch (rule 76)."""
    if evidence.strip():
        return None
    return Violation(
        "import.consent",
        _("Data may be entered for somebody only with their consent, and they check it themselves."),
        RECORDS_ON_BEHALF,
        field="consent_evidence",
    )


def was_suspended(suspended: bool) -> Violation | None:
    """Only a suspended helper is reinstated; an application is approved instead."""
    if suspended:
        return None
    return Violation("helper.not_suspended", _("This helper is not suspended."), SAFEGUARD)


def was_not_suspended(suspended: bool) -> Violation | None:
    """Only an application is approved; a suspended helper is reinstated instead."""
    if not suspended:
        return None
    return Violation("helper.suspended", _("This helper is suspended. Reinstate them instead."), SAFEGUARD)


def roster_waiting(waiting: bool) -> Violation | None:
    """A roster is saved once."""
    if waiting:
        return None
    return Violation("import.saved", _("This roster was already saved."), SAFEGUARD)


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


def departure_is_handled(waiting: bool) -> Violation | None:
    """Whoever asked to leave is told that it is done before anything begins anew (rules 4 and 38)."""
    if not waiting:
        return None
    return Violation(
        "departure.waiting",
        _("Your request to leave is still being handled. Wait until your office tells you that it is done."),
        WITHDRAWAL,
    )


def departure_open(finished: bool) -> Violation | None:
    """A departure is closed once."""
    if not finished:
        return None
    return Violation("departure.finished", _("This departure was already handled."), SAFEGUARD)


def seats_handed_over(seats: int) -> Violation | None:
    """A helper's groups are reassigned before the departure is closed (rule 38)."""
    if not seats:
        return None
    return Violation(
        "departure.seats",
        _("This helper still belongs to %(seats)d supervision groups. Reassign the seats first.")
        % {"seats": seats},
        LOCAL_POLICY,
    )


def limit_is_sensible(most_groups: int) -> Violation | None:
    """A helper agrees to one group at least; beyond a few nobody is accompanied well (rule 11)."""
    if 1 <= most_groups <= MOST_GROUPS:
        return None
    return Violation(
        "helper.most_groups",
        _("Enter how many groups at once were agreed, from 1 to %(most)d.") % {"most": MOST_GROUPS},
        LOCAL_POLICY,
        field="caseload_limit",
    )


def experience_is_no_check(names_minors: bool) -> Violation | None:
    """Familiar with minors is confirmed by an action of its own, never among other experience (rule 15)."""
    if not names_minors:
        return None
    return Violation(
        "helper.experience",
        _("Confirm that they are familiar with minors by its own button, not here."),
        SAFEGUARD,
        field="experience",
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


APPROVAL = (real_name, of_age, consented, not_withdrawn, decided_by_another)


def missing(application: Application) -> dict[int, tuple[str, ...]]:
    """What is still to be filled in, by step of the profile; empty when the application is complete."""
    gaps = {
        1: [
            (application.name, _("your name")),
            (application.has_phone, _("your phone number")),
            (application.kind, _("who you are")),
        ],
        2: [(application.offers_help, _("what you can help with"))],
        3: [(application.has_area, _("where you live"))],
        4: [(application.has_windows, _("when you have time"))],
        5: [
            (application.has_identity, _("your ID number")),
            (application.consents >= CONSENTS_NEEDED, _("your two consents")),
        ],
    }
    found = {step: tuple(label for known, label in items if not known) for step, items in gaps.items()}
    return {step: labels for step, labels in found.items() if labels}


def complete(application: Application) -> Violation | None:
    """An application is handed in only when every step is filled in."""
    gaps = [str(label) for labels in missing(application).values() for label in labels]
    if not gaps:
        return None
    return Violation(
        "helper.incomplete",
        _("Still missing: %(gaps)s. Fill it in, then submit.") % {"gaps": listed(gaps)},
        TRUE_REGISTRATION,
    )


def vetting_verdicts(application: Application) -> tuple[Verdict, ...]:
    """Everything an officer weighs, in the order of the rule table; the last four come before service."""
    own = application.has_account
    return (
        Verdict(
            _("Registered under the real name, ID number checked"), TRUE_REGISTRATION, real_name(application)
        ),
        Verdict(
            _("At least %(age)d years old") % {"age": application.minimum_age},
            LOCAL_POLICY,
            of_age(application),
        ),
        Verdict(_("Notice read, separate consent given"), SEPARATE_CONSENT, consented(application)),
        Verdict(_("Consent stands"), WITHDRAWAL, not_withdrawn(application)),
        Verdict(
            _("Decided by somebody other than the applicant"), SAFEGUARD, decided_by_another(application)
        ),
        Verdict(
            _("Record check of the last %(days)d days (only for contact with minors)")
            % {"days": application.record_check_days},
            RECORD_CHECK,
            not_applicable=record_check_current(
                application.clear_check_on, application.today, application.record_check_days
            )
            is not None,
        ),
        Verdict(
            _("Pre-service training passed and pledge signed (before the first service)"),
            QUALIFIED_SERVICE,
            pending=prepared(application.trained_on, application.pledged_on, application.today) is not None,
        ),
        Verdict(
            _("Takes part of their own will: every invitation waits for their yes"),
            VOLUNTARY,
            pending=not own,
        ),
        Verdict(_("Risks were stated before applying"), STATED_RISKS, pending=not own),
    )
