"""Keeps the monthly sums in step with the ledger, inside its transaction."""

from collections import Counter
from collections.abc import Callable, Iterable

from django.db import IntegrityError, transaction
from django.db.models import Count, F, Q, QuerySet, Sum

from services.choices import RecordState
from services.models import HourSummary, ServiceRecord
from services.signals import figures_changed

KEY = ("county_id", "town_id", "ym", "account", "kind")
MEASURES = ("records", "minutes", "person_times", "fen", "accepted_minutes", "payable_fen", "paid_fen")


def verified(record: ServiceRecord, sign: int = 1) -> dict:
    """What one verified record adds to its month; ``sign=-1`` takes it back."""
    return {
        "records": sign,
        "minutes": sign * record.minutes,
        "person_times": sign * record.person_times,
        "fen": sign * record.amount_fen,
    }


def add(records: Iterable[ServiceRecord], change: Callable[[ServiceRecord], dict]) -> None:
    """Add each record's ``change`` to its sum. Rows are touched in key order, so writers never deadlock."""
    sums: dict[tuple, Counter] = {}
    for record in records:
        key = tuple(getattr(record, name) for name in KEY)
        sums.setdefault(key, Counter()).update(change(record))
    _add_all(sums)


def add_sums(records: QuerySet, **columns: str) -> None:
    """Add, for each measure, the sum of that column of ``records``; grouped by the database."""
    sums = {f"sum_of_{measure}": Sum(column) for measure, column in columns.items()}
    rows = records.order_by().values(*KEY).annotate(**sums)
    _add_all(
        {
            tuple(row[name] for name in KEY): Counter({name: row[f"sum_of_{name}"] for name in columns})
            for row in rows
        }
    )


def _add_all(sums: dict[tuple, Counter]) -> None:
    for key in sorted(sums):
        _add_to_row(dict(zip(KEY, key, strict=True)), sums[key])
    figures_changed.send(HourSummary)


def _add_to_row(key: dict, change: Counter) -> None:
    grown = {name: F(name) + value for name, value in change.items()}
    if HourSummary.objects.filter(**key).update(**grown):
        return
    try:
        with transaction.atomic():
            HourSummary.objects.create(**key, **change)
    except IntegrityError:  # another transaction opened this month meanwhile
        HourSummary.objects.filter(**key).update(**grown)


def recomputed() -> dict[tuple, dict]:
    """The sums as the records themselves give them, for the nightly comparison."""
    rows = (
        ServiceRecord.objects.filter(state=RecordState.VERIFIED)
        .values(*KEY)
        .annotate(
            n=Count("pk"),
            m=Sum("minutes"),
            p=Sum("person_times"),
            f=Sum("amount_fen"),
            a=Sum("minutes", filter=Q(acceptance__isnull=False), default=0),
            y=Sum("payable_fen"),
            d=Sum("payable_fen", filter=Q(payment__isnull=False), default=0),
        )
        .order_by()
    )
    return {
        tuple(row[name] for name in KEY): dict(zip(MEASURES, (row[c] for c in "nmpfayd"), strict=True))
        for row in rows
    }


def differences() -> list[tuple]:
    """Keys whose stored sums and records disagree; empty when all is well."""
    stored = {
        tuple(row[name] for name in KEY): {name: row[name] for name in MEASURES}
        for row in HourSummary.objects.values(*KEY, *MEASURES)
    }
    actual = recomputed()
    empty = dict.fromkeys(MEASURES, 0)
    return sorted(
        key for key in stored.keys() | actual.keys() if stored.get(key, empty) != actual.get(key, empty)
    )
