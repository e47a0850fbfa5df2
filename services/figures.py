"""The five columns of a contract, each the sum of its records; whom it reached; the hours of one helper."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.utils import timezone

from services.choices import Account, RecordState
from services.models import Contract, ContractItem, ServiceRecord

TAKEN_BACK = Q(state__in=[RecordState.REJECTED, RecordState.REVERSED])
# A record stands in every column it has reached. Claimed is what was logged, whatever became of it.
COLUMNS = {
    "claimed": Q(),
    "deducted": TAKEN_BACK,
    "verified": Q(state=RecordState.VERIFIED),
    "accepted": Q(acceptance__isnull=False),
    "payable": Q(settlement__isnull=False),
    "paid": Q(payment__isnull=False),
}


@dataclass(frozen=True, slots=True)
class FiveColumns:
    """Whole minutes and fen of one item, or of all."""

    item: ContractItem | None = None
    records: int = 0
    claimed: int = 0
    waiting: int = 0
    deducted: int = 0
    verified: int = 0
    accepted: int = 0
    payable_minutes: int = 0
    payable_fen: int = 0
    paid_fen: int = 0

    @property
    def unaccepted(self) -> int:
        return self.verified - self.accepted

    @property
    def unpaid_fen(self) -> int:
        return self.payable_fen - self.paid_fen

    def __add__(self, other: "FiveColumns") -> "FiveColumns":
        names = FiveColumns.__slots__[1:]
        return FiveColumns(None, *(getattr(self, name) + getattr(other, name) for name in names))


def by_item(contract: Contract, records=None) -> list[FiveColumns]:
    """The five columns of every item, in the contract's order; of some ``records`` only. Two queries."""
    if records is None:
        records = ServiceRecord.objects.of_contract(contract)
    sums = {
        "records": Count("pk"),
        "claimed": Sum("minutes", default=0),
        "waiting": Sum("minutes", filter=Q(state=RecordState.LOGGED), default=0),
        "deducted": Sum("minutes", filter=TAKEN_BACK, default=0),
        "verified": Sum("minutes", filter=COLUMNS["verified"], default=0),
        "accepted": Sum("minutes", filter=COLUMNS["accepted"], default=0),
        "payable_minutes": Sum("payable_minutes"),
        "payable_fen_sum": Sum("payable_fen"),
        "paid_fen": Sum("payable_fen", filter=COLUMNS["paid"], default=0),
    }
    rows = records.order_by().values("contract_item").annotate(**sums)
    found = {row.pop("contract_item"): row for row in rows}
    columns = []
    for item in contract.items.all():
        row = found.get(item.pk)
        if row is None:
            columns.append(FiveColumns(item))
        else:
            row["payable_fen"] = row.pop("payable_fen_sum")
            columns.append(FiveColumns(item, **row))
    return columns


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was delivered of one item: sessions held, attendances (人次), and persons known by code (人数)."""

    item: ContractItem
    sessions: int = 0
    person_times: int = 0
    persons: int = 0


def deliveries(contract: Contract) -> list[Delivery]:
    """What each item's verified records delivered, in the contract's order. Three queries.

    A record that belongs to no session counts as one; it names nobody, so persons are the fewest there were.
    """
    verified = ServiceRecord.objects.of_contract(contract).confirmed().order_by().values("contract_item")
    rows = verified.annotate(
        held=Count("booking__session", distinct=True),
        alone=Count("pk", filter=Q(booking=None, is_excess=False)),
        times=Sum("person_times"),
    )
    persons = dict(verified.annotate(n=Count("subjects", distinct=True)).values_list("contract_item", "n"))
    found = {row["contract_item"]: row for row in rows}
    return [
        Delivery(item, row["held"] + row["alone"], row["times"], persons[item.pk])
        if (row := found.get(item.pk))
        else Delivery(item)
        for item in contract.items.all()
    ]


def by_person(contract: Contract, helpers) -> dict[int, tuple[int, int]]:
    """Verified and waiting minutes of each of ``helpers`` under the contract, by their keys. One query."""
    rows = ServiceRecord.objects.of_contract(contract).filter(helper__in=helpers).order_by().values("helper")
    sums = rows.annotate(
        verified=Sum("minutes", filter=COLUMNS["verified"], default=0),
        waiting=Sum("minutes", filter=Q(state=RecordState.LOGGED), default=0),
    )
    return {row["helper"]: (row["verified"], row["waiting"]) for row in sums}


def total(columns: list[FiveColumns]) -> FiveColumns:
    """The sum of all items."""
    return sum(columns, FiveColumns())


def of_helper(helper) -> dict:
    """Confirmed and waiting minutes of a helper, the two accounts apart. One query."""
    confirmed, year = Q(state=RecordState.VERIFIED), timezone.localdate().year
    volunteered = confirmed & Q(account=Account.VOLUNTEER)
    return ServiceRecord.objects.filter(helper=helper).aggregate(
        volunteered=Sum("minutes", filter=volunteered, default=0),
        this_year=Sum("minutes", filter=volunteered & Q(served_on__year=year), default=0),
        purchased=Sum("minutes", filter=confirmed & Q(account=Account.PURCHASED), default=0),
        waiting=Sum("minutes", filter=Q(state=RecordState.LOGGED), default=0),
    )
