"""What may be kept of a subject: a code that names nobody, and a term that ends after it begins."""

import re
from datetime import date

from django.utils.translation import gettext_lazy as _

from portal import sources
from portal.rules import SAFEGUARD, Violation

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
