"""What helpers agree to: the consents, the pledge, being entered by others, how much they take on."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from portal.rules import LOCAL_POLICY, SAFEGUARD, Violation
from portal.sources import RECORDS_ON_BEHALF, SEPARATE_CONSENT

CONSENTS_NEEDED = frozenset({"notice", "sensitive"})
PLEDGE_VERSION = "2026-1"
MOST_GROUPS = 10


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
