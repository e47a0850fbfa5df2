"""Results of acceptance, for anyone to read (rule 49): each signed sheet and how its standards were judged.

No hours and no sums: what one sheet holds could give a small figure of a month away (rule 58).
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Avg, Count, Q
from django.utils import timezone

from portal import policies
from portal.models import Area
from services.choices import AcceptanceState
from services.models import Acceptance


@dataclass(frozen=True, slots=True)
class Result:
    """One signed sheet; ``satisfaction`` is 1 to 5, None where too few of those served were heard."""

    contract: str
    title: str
    supplier: str
    period: str
    met: int
    standards: int
    satisfaction: float | None
    signed_on: date


def results(year: int, county: Area) -> list[Result]:
    """The sheets of the county's contracts signed in ``year``, the latest first. One query."""
    least = policies.value(policies.SMALL_CELL, date(year, 12, 31))
    signed = Acceptance.objects.filter(
        state=AcceptanceState.SIGNED, signed_at__year=year, contract__area__path__startswith=county.path
    )
    sheets = signed.select_related("contract__supplier__office").annotate(
        standards=Count("lines", distinct=True),
        met=Count("lines", filter=Q(lines__met=True), distinct=True),
        heard=Count("opinions", distinct=True),
        average=Avg("opinions__score"),
    )
    return [
        Result(
            contract=sheet.contract.number,
            title=sheet.contract.title,
            supplier=str(sheet.contract.supplier),
            period=sheet.period,
            met=sheet.met,
            standards=sheet.standards,
            satisfaction=sheet.average if sheet.heard >= least else None,
            signed_on=timezone.localdate(sheet.signed_at),
        )
        for sheet in sheets.order_by("-signed_at", "-pk")
    ]
