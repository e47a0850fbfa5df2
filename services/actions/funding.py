"""Recording the funds that reached an area."""

from datetime import date

from django.db import transaction

from portal import audit
from portal.actions import require
from portal.models import Area
from services.models import Appropriation


@transaction.atomic
def record_appropriation(
    *,
    year: int,
    area: Area,
    source: str,
    head: str,
    headcount: int,
    amount_fen: int,
    received_on: date,
    document: str = "",
    by,
) -> Appropriation:
    """Enter one appropriation under its budget head (rule 53)."""
    require(by, "services.add_appropriation", area)
    appropriation = Appropriation.objects.create(
        year=year,
        area=area,
        source=source,
        head=head,
        headcount=headcount,
        amount_fen=amount_fen,
        received_on=received_on,
        document=document,
        recorded_by=by,
    )
    audit.record("appropriation.recorded", appropriation, by=by, source=source, amount_fen=amount_fen)
    return appropriation
