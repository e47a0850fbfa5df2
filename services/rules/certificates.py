"""What a certificate may state, and when it is taken back."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from portal import sources
from portal.rules import SAFEGUARD, Violation

from .hours import unit_not_entitled


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """A certificate as somebody asks for it."""

    minutes: int
    period_from: date
    period_to: date
    today: date
    unit_may_certify: bool = True


def unit_certifies_its_own_records(facts: CertificateFacts) -> Violation | None:
    """Only hours this unit recorded and somebody confirmed (rule 34); a period turned round has none."""
    if facts.minutes or facts.period_from > facts.period_to:
        return None
    return Violation(
        "certificate.nothing",
        _("Only volunteer service that this unit recorded can be certified. Choose another unit or period."),
        sources.CERTIFICATES,
    )


def unit_is_entitled(facts: CertificateFacts) -> Violation | None:
    """Who may not record may not certify (rule 72)."""
    return None if facts.unit_may_certify else unit_not_entitled()


def period_is_past(facts: CertificateFacts) -> Violation | None:
    """A certificate covers days that are over."""
    if facts.period_from <= facts.period_to <= facts.today:
        return None
    return Violation(
        "certificate.period",
        _("The period must end today at the latest, and begin before its end."),
        SAFEGUARD,
        "period_to",
    )


ISSUING = (unit_is_entitled, period_is_past, unit_certifies_its_own_records)
