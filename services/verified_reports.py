"""Whoever verified the hours of an attendance made its report final: the helper's pages say so."""

from collections.abc import Collection

from services.choices import RecordState
from services.models import ServiceRecord
from training import verified_reports


@verified_reports.register
def of_verified_hours(booking_ids: Collection[int]) -> set[int]:
    """Those of the bookings that have a verified record (rule 33)."""
    records = ServiceRecord.objects.filter(booking__in=booking_ids, state=RecordState.VERIFIED)
    return set(records.values_list("booking", flat=True))
