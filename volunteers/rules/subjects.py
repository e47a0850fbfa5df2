"""What may be kept of a subject: a code that names nobody, and a term that ends after it begins."""

import re
from datetime import date

from django.utils.translation import gettext_lazy as _

from portal import sources
from portal.rules import SAFEGUARD, Violation
from volunteers.choices import SubjectState

ENDINGS = frozenset({SubjectState.RELEASED, SubjectState.TERMINATED, SubjectState.MOVED})

CODE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*", re.IGNORECASE)
# Phone numbers have eleven digits in a row, identity numbers fifteen or eighteen.
LONG_NUMBER = re.compile(r"\d{11}")


def code_names_nobody(code: str) -> Violation | None:
    """A subject appears here as a code only: no name, no identity or phone number (rule 56)."""
    if CODE.fullmatch(code) and not LONG_NUMBER.search(code.replace("-", "")):
        return None
    return Violation(
        "subject.code",
        _(
            "A subject code has only letters, digits and hyphens, such as QH-2026-017. "
            "Never enter a name, an ID number or a phone number."
        ),
        sources.PRIVACY,
        "code",
    )


def term_in_order(starts_on: date, ends_on: date) -> Violation | None:
    """The correction ends after it begins."""
    if starts_on <= ends_on:
        return None
    return Violation(
        "subject.term",
        _("The correction cannot end before it begins. Check both days."),
        SAFEGUARD,
        "ends_on",
    )


def correction_has_not_ended(state: str) -> Violation | None:
    """Correction ends once."""
    if state == SubjectState.ACTIVE:
        return None
    return Violation("subject.already_ended", _("The correction of this subject has already ended."))


def is_an_ending(outcome: str) -> Violation | None:
    """Correction ends by release, termination or a move (rule 71)."""
    if outcome in ENDINGS:
        return None
    return Violation(
        "subject.outcome_unknown", _("Choose how the correction ended."), sources.CORRECTION_ENDED, "outcome"
    )


def handover_is_named(handed_over_to: str) -> Violation | None:
    """Nobody is released into nothing: somebody takes over (rule 71)."""
    if handed_over_to.strip():
        return None
    return Violation(
        "subject.handover_missing",
        _("Write who takes over: resettlement help, or the agency of the new execution place."),
        sources.CORRECTION_ENDED,
        "handed_over_to",
    )


def next_code(latest: str, taken) -> str:
    """The code that follows ``latest``: its last number plus one, free of the codes ``taken``."""
    found = re.fullmatch(r"(.*?)(\d+)", latest)
    if found is None:
        return ""
    stem, digits = found.groups()
    number = int(digits) + 1
    while (code := f"{stem}{number:0{len(digits)}}") in taken:
        number += 1
    return code
