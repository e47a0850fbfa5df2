"""Who may confirm an hour, and what a record must hold first."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from portal import sources
from portal.rules import SAFEGUARD, Violation
from services.choices import RecordState


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFacts:
    """One record as somebody wants to judge it; persons are account ids, missing fields are labels."""

    recorded_by: int
    helper_account: int | None = None
    judge: int
    judge_is_system: bool = False
    missing: tuple[str, ...] = ()
    in_acceptance: bool = False


def somebody_else_verifies(facts: RecordFacts) -> Violation | None:
    """Neither who logged the hours, nor whose they are, confirms them (rule 30)."""
    if facts.judge not in {facts.recorded_by, facts.helper_account} and not facts.judge_is_system:
        return None
    return Violation(
        "record.own_hours",
        _("You cannot confirm hours that you logged or served. Leave them to somebody else."),
        sources.TRUTHFUL_RECORDS,
    )


def record_is_complete(facts: RecordFacts) -> Violation | None:
    """Every field the law names is there before anybody confirms (rule 31)."""
    if not facts.missing:
        return None
    missing = "、".join(str(label) for label in facts.missing)
    return Violation(
        "record.incomplete",
        _("The record lacks: %(fields)s.") % {"fields": missing},
        sources.RECORD_FIELDS,
    )


def record_is_not_in_acceptance(facts: RecordFacts) -> Violation | None:
    """Once accepted, an hour is settled by its sheet and not taken back by one person (rule 33)."""
    if not facts.in_acceptance:
        return None
    return Violation(
        "record.accepted_already",
        _(
            "This record is part of a signed acceptance sheet and cannot be taken back here. Agree with "
            "finance and the supplier how it is made good, and write it into the remarks of the next sheet."
        ),
        SAFEGUARD,
    )


VERIFYING = (somebody_else_verifies, record_is_complete)
REVERSING = (somebody_else_verifies, record_is_not_in_acceptance)


def correction_replaces_a_reversed_record(
    state: str, *, same_helper: bool, corrected: bool
) -> Violation | None:
    """A correction is a new record beside the old one, which was reversed first (rules 32 and 33)."""
    if state == RecordState.REVERSED and same_helper and not corrected:
        return None
    return Violation(
        "record.nothing_to_correct",
        _("Only a reversed record of the same person is corrected, and only once. Reload its page."),
        sources.TRUTHFUL_RECORDS,
    )


def confirmed_is_final(states: Collection[str]) -> Violation | None:
    """A confirmed record is neither edited nor deleted (rule 33); ``states`` of what would be replaced."""
    if RecordState.VERIFIED not in states:
        return None
    return Violation(
        "record.final",
        _("A confirmed record cannot be changed. Use a correction."),
        sources.TRUTHFUL_RECORDS,
    )


def only_what_waits_is_withdrawn(state: str, *, of_session: bool) -> Violation | None:
    """Hours that nobody has judged may be taken away by whoever logged them; attendance is corrected."""
    if state == RecordState.LOGGED and not of_session:
        return None
    return Violation(
        "record.not_withdrawable",
        _("Only hours that wait for verification are withdrawn. Correct attendance on its appointment."),
        SAFEGUARD,
    )


def hands_are_separate(person: int, *, is_system: bool, others: Iterable[int]) -> Violation | None:
    """Logging, verifying, accepting, settling and paying are different persons (rule 50)."""
    if person not in set(others) and not is_system:
        return None
    return Violation(
        "hands.same_person",
        _("One person cannot log, verify, accept and pay the same service. Ask a colleague to do this step."),
        SAFEGUARD,
    )


def signer_did_not_prepare(signer: int, preparers: Collection[int]) -> Violation | None:
    """Nobody signs an acceptance sheet that they filled in themselves (rules 49 and 50)."""
    if signer not in preparers:
        return None
    return Violation(
        "acceptance.prepared_by_signer",
        _("You filled in this sheet, so you cannot sign it. Leave the signature to somebody else."),
        SAFEGUARD,
    )


def reason_is_given(reason: str) -> Violation | None:
    """A refusal or a reversal says why."""
    if reason.strip():
        return None
    return Violation("record.reason", _("Give the reason."), SAFEGUARD, "reason")
