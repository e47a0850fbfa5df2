"""Who may become and serve as a helper, and what an officer weighs before saying so (rules 1-5, 9-12)."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from portal.identity import age_on
from portal.lists import listed
from portal.rules import LOCAL_POLICY, SAFEGUARD, Verdict, Violation
from portal.sources import (
    QUALIFIED_SERVICE,
    RECORD_CHECK,
    SEPARATE_CONSENT,
    STATED_RISKS,
    TRUE_REGISTRATION,
    VOLUNTARY,
    WITHDRAWAL,
)
from volunteers.choices import HelperState

from .agreements import CONSENTS_NEEDED, both_consents_given
from .credentials import RECORD_CHECK_DAYS, prepared, record_check_current

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
    """Notice was given, and sensitive data are processed on separate consent only (rule 3).

    Whoever was entered by an office reads no screen yet: the officer is told how their consent comes about.
    """
    missing = None if application.consent_on_paper else both_consents_given(application.consents)
    if missing is None or application.has_account:
        return missing
    message = _(
        "An office entered this person, who has not agreed yet. Record the paper on which they agree, or "
        "have them sign in and agree themselves."
    )
    return Violation(missing.code, message, missing.source)


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


def reason_given(reason: str) -> Violation | None:
    """Whoever returns, refuses or rejects says why (rule 5)."""
    if reason.strip():
        return None
    return Violation(
        "helper.reason", _("Say why, so that the applicant knows what to do."), SAFEGUARD, field="reason"
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
    return (*approval_verdicts(application), *service_verdicts(application))


def approval_verdicts(application: Application) -> tuple[Verdict, ...]:
    """What bars the approval, rule by rule (rules 1-5)."""
    old_enough = _("At least %(age)d years old") % {"age": application.minimum_age}
    return (
        Verdict(
            _("Registered under the real name, ID number checked"), TRUE_REGISTRATION, real_name(application)
        ),
        Verdict(old_enough, LOCAL_POLICY, of_age(application)),
        Verdict(_("Notice read, separate consent given"), SEPARATE_CONSENT, consented(application)),
        Verdict(_("Consent stands"), WITHDRAWAL, not_withdrawn(application)),
        Verdict(
            _("Decided by somebody other than the applicant"), SAFEGUARD, decided_by_another(application)
        ),
    )


def service_verdicts(application: Application) -> tuple[Verdict, ...]:
    """What may still be open on approval and comes before the first service (rules 9-12)."""
    longest = application.record_check_days
    unchecked = record_check_current(application.clear_check_on, application.today, longest) is not None
    unprepared = prepared(application.trained_on, application.pledged_on, application.today) is not None
    absent = not application.has_account
    return (
        Verdict(
            _("Record check of the last %(days)d days (only for contact with minors)") % {"days": longest},
            RECORD_CHECK,
            not_applicable=unchecked,
        ),
        Verdict(
            _("Pre-service training passed and pledge signed (before the first service)"),
            QUALIFIED_SERVICE,
            pending=unprepared,
        ),
        Verdict(
            _("Takes part of their own will: every invitation waits for their yes"),
            VOLUNTARY,
            pending=absent,
        ),
        Verdict(_("Risks were stated before applying"), STATED_RISKS, pending=absent),
    )
