"""Who may serve at a session: rules about one helper, and about people who must not meet."""

from datetime import timedelta

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal import sources
from portal.rules import LOCAL_POLICY, SAFEGUARD, Violation
from training.choices import COUNSELLING_KINDS
from volunteers.choices import CredentialKind, HelpKind

from .facts import HelperFacts, SessionFacts

# The national counsellor examination ended in 2018; its successors count beside the old certificate.
COUNSELLING_CREDENTIALS = frozenset(
    {
        CredentialKind.COUNSELLOR,
        CredentialKind.COUNSELLING_TRAINING,
        CredentialKind.REGISTERED_PSYCHOLOGIST,
    }
)


def helper_is_vetted(session: SessionFacts, helper: HelperFacts) -> Violation | None:
    """Nobody serves before an officer approved them (rule 5)."""
    if helper.approved:
        return None
    return Violation(
        "helper.not_approved",
        _("This person has not been approved and cannot be given service. Finish the vetting first."),
        SAFEGUARD,
        "helpers",
    )


def helper_is_trained_and_pledged(session: SessionFacts, helper: HelperFacts) -> Violation | None:
    """Pre-service training and the confidentiality pledge come before the first service (rule 10)."""
    if not session.subjects or (helper.trained and helper.pledged):
        return None
    return Violation(
        "helper.not_prepared",
        _("Complete the pre-service training and sign the confidentiality pledge first."),
        LOCAL_POLICY,
        "helpers",
    )


def counsellor_is_qualified(session: SessionFacts, helper: HelperFacts) -> Violation | None:
    """Counselling is given by somebody with a checked certificate that is valid on the day (rule 6)."""
    counselling = session.kind in COUNSELLING_KINDS or session.help_kind == HelpKind.PSYCH_COUNSELLING
    if not counselling or helper.credentials & COUNSELLING_CREDENTIALS:
        return None
    return Violation(
        "helper.not_qualified",
        format_lazy(
            _("This service needs “{credential}”; there is no valid record of it."),
            credential=CredentialKind.COUNSELLOR.label,
        ),
        sources.QUALIFIED_SERVICE,
        "helpers",
    )


def helper_is_checked_for_minors(session: SessionFacts, helper: HelperFacts) -> Violation | None:
    """Whoever meets minors has a clear record check that is not older than a year (rule 9)."""
    if not session.with_minors:
        return None
    oldest = session.day - timedelta(days=session.record_check_days)
    if helper.record_checked_on is not None and helper.record_checked_on >= oldest:
        return None
    return Violation(
        "helper.record_check",
        _(
            "The record check is missing or older than one year; this person may not be given service "
            "that meets minors."
        ),
        sources.RECORD_CHECK,
        "helpers",
    )


def helper_is_insured(session: SessionFacts, helper: HelperFacts) -> Violation | None:
    """Service with personal danger needs an accident insurance that covers the day (rule 13)."""
    if not session.has_risk or helper.insured:
        return None
    return Violation(
        "helper.not_insured",
        _("This service may be dangerous. Record a valid accident insurance first."),
        sources.INSURED_SERVICE,
        "helpers",
    )


def helper_is_not_recused(session: SessionFacts, helper: HelperFacts) -> Violation | None:
    """A helper who must keep out of a group serves none of its sessions."""
    if not helper.recused:
        return None
    return Violation(
        "helper.recused",
        _("This person must keep out of this group. Choose somebody else."),
        SAFEGUARD,
        "helpers",
    )


def people_kept_apart_do_not_meet(session: SessionFacts) -> Violation | None:
    """Persons who must not meet are not in one session without the county agency's approval (rule 66)."""
    subjects = {subject.key for subject in session.subjects}
    parties = (*session.subjects, *session.helpers)
    if not any(party.barred_subjects & subjects for party in parties):
        return None
    return Violation(
        "session.no_contact",
        _(
            "There is a no-contact order. Without approval of the county community corrections agency "
            "they cannot be in one group or session."
        ),
        sources.NO_CONTACT,
        "subjects",
    )


HELPER_RULES = (
    helper_is_vetted,
    helper_is_trained_and_pledged,
    counsellor_is_qualified,
    helper_is_checked_for_minors,
    helper_is_insured,
    helper_is_not_recused,
)
