"""Who may serve at a session: rules about one helper, and about people who must not meet.

What a helper must be and hold is said in ``volunteers.rules``; here it is asked of a session and its day.
"""

from django.utils.translation import gettext_lazy as _

from portal.rules import SAFEGUARD, Violation, beside
from training.choices import COUNSELLING_KINDS
from volunteers.choices import CredentialKind, HelpKind
from volunteers.rules import credentials, groups, people
from volunteers.rules.invitations import COUNSELLING_CREDENTIALS

from .facts import HelperFacts, SessionFacts


def helper_is_vetted(session: SessionFacts, helper: HelperFacts) -> Violation | None:
    """Nobody serves before an officer approved them (rule 5)."""
    return beside("helpers", people.vetted(helper.state))


def helper_is_trained_and_pledged(session: SessionFacts, helper: HelperFacts) -> Violation | None:
    """Pre-service training and the confidentiality pledge come before the first service (rule 10)."""
    if not session.subjects:
        return None
    return beside("helpers", credentials.prepared(helper.trained_on, helper.pledged_on, session.day))


def counsellor_is_qualified(session: SessionFacts, helper: HelperFacts) -> Violation | None:
    """Counselling is given by somebody with a checked certificate that is valid on the day (rule 6)."""
    if session.kind not in COUNSELLING_KINDS and session.help_kind != HelpKind.PSYCH_COUNSELLING:
        return None
    needed = CredentialKind.COUNSELLOR.label
    return beside("helpers", credentials.qualified(helper.credentials, COUNSELLING_CREDENTIALS, needed))


def helper_is_checked_for_minors(session: SessionFacts, helper: HelperFacts) -> Violation | None:
    """Whoever meets minors has a clear record check that is recent enough on the day (rule 9)."""
    if not session.with_minors:
        return None
    missing = credentials.record_check_current(
        helper.record_checked_on, session.day, session.record_check_days
    )
    return beside("helpers", missing)


def helper_is_insured(session: SessionFacts, helper: HelperFacts) -> Violation | None:
    """Service with personal danger needs an accident insurance that covers the day (rule 13)."""
    return beside("helpers", credentials.insured(session.has_risk, helper.insured))


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
    return beside("subjects", groups.kept_apart())


HELPER_RULES = (
    helper_is_vetted,
    helper_is_trained_and_pledged,
    counsellor_is_qualified,
    helper_is_checked_for_minors,
    helper_is_insured,
    helper_is_not_recused,
)
