"""The figures anyone may read: sums by area, period and account, small cells suppressed (rule 58).

Every function runs a fixed number of queries over the monthly sums, whatever the number of records.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max, Sum
from django.utils import timezone

from portal import policies
from portal.models import Area
from services.choices import Account, ContractState, RecordState
from services.ledger.appending import HEADS
from services.models import Contract, ContractYear, HourSummary, LedgerEntry, ServiceRecord

MINUTES, FEN, PERSON_TIMES = "minutes", "fen", "person_times"
# Measure of a cell, the column of the monthly sums it adds up, and its unit.
MEASURES = {
    Account.VOLUNTEER: (("verified", "minutes", MINUTES), ("person_times", "person_times", PERSON_TIMES)),
    Account.PURCHASED: (
        ("verified", "minutes", MINUTES),
        ("accepted", "accepted_minutes", MINUTES),
        ("person_times", "person_times", PERSON_TIMES),
        ("payable", "payable_fen", FEN),
        ("paid", "paid_fen", FEN),
    ),
}
COLUMNS = ("records", "minutes", "person_times", "fen", "accepted_minutes", "payable_fen", "paid_fen")


@dataclass(frozen=True, slots=True)
class Figure:
    """One published number: ``area`` is a statistical code, ``period`` a year or a month."""

    area: str
    area_name: str
    period: str
    kind: str
    measure: str
    value: int | None
    unit: str
    suppressed: bool

    def as_dict(self) -> dict:
        """The object of ``/open/figures.json``."""
        return {
            "area": self.area,
            "period": self.period,
            "kind": self.kind,
            "measure": self.measure,
            "value": self.value,
            "unit": self.unit,
            "suppressed": self.suppressed,
        }


@dataclass(slots=True)
class Cell:
    """The sums of one area, period and account before publication."""

    sums: dict = field(default_factory=lambda: dict.fromkeys(COLUMNS, 0))
    suppressed: bool = False

    def add(self, row: dict) -> None:
        for column in COLUMNS:
            self.sums[column] += row[column]


def figures(year: int) -> list[Figure]:
    """All figures of ``year``: each town by year, the county by month and by year. Three queries."""
    rows = HourSummary.objects.filter(ym__range=(year * 100 + 1, year * 100 + 12)).order_by()
    sums = rows.values("county_id", "town_id", "ym", "account").annotate(
        **{f"sum_{column}": Sum(column) for column in COLUMNS}
    )
    cells: dict[tuple, Cell] = defaultdict(Cell)
    for row in sums:
        row = {**row, **{column: row[f"sum_{column}"] for column in COLUMNS}}
        month = f"{year}-{row['ym'] % 100:02}"
        for area, period in (
            (row["county_id"], month),
            (row["county_id"], str(year)),
            *([(row["town_id"], str(year))] if row["town_id"] != row["county_id"] else ()),
        ):
            cells[area, period, row["account"]].add(row)
    areas = Area.objects.in_bulk({area for area, *_rest in cells})
    _suppress(cells, areas, policies.value(policies.SMALL_CELL, date(year, 12, 31)))
    ordered = sorted(cells.items(), key=lambda item: (areas[item[0][0]].path, item[0][1], item[0][2]))
    return [figure for key, cell in ordered for figure in _published(key, cell, areas)]


def _published(key: tuple, cell: Cell, areas: dict[int, Area]) -> Iterable[Figure]:
    area_id, period, account = key
    area = areas[area_id]
    for measure, column, unit in MEASURES[account]:
        value = None if cell.suppressed else cell.sums[column]
        yield Figure(area.code, area.name, period, account, measure, value, unit, cell.suppressed)


def _suppress(cells: dict[tuple, Cell], areas: dict[int, Area], least: int) -> None:
    """Hide small cells, and where a sum would give a single hidden one away, the next smallest too."""
    for cell in cells.values():
        cell.suppressed = 0 < _size(cell) < least
    towns = defaultdict(list)
    for (area_id, period, account), cell in cells.items():
        if not areas[area_id].is_root():
            towns[areas[area_id].path[: Area.steplen], period, account].append(cell)
    for siblings in towns.values():
        if sum(cell.suppressed for cell in siblings) == 1 and len(siblings) > 1:
            shown = [cell for cell in siblings if not cell.suppressed]
            min(shown, key=_size).suppressed = True


def _size(cell: Cell) -> int:
    """How many took part: person-times, or records where nobody was counted."""
    return cell.sums["person_times"] or cell.sums["records"]


@dataclass(frozen=True, slots=True)
class Flow:
    """Purchased service of a year, from the budget to the payment."""

    year: int
    contracts: int
    budget_fen: int
    claimed_minutes: int
    verified_minutes: int
    accepted_minutes: int
    payable_fen: int
    paid_fen: int


def flow(year: int) -> Flow:
    """The chain contract, logged, verified, accepted, payable, paid. Three queries."""
    contracts = Contract.objects.exclude(state=ContractState.DRAFT)
    budget = ContractYear.objects.filter(year=year, contract__in=contracts).order_by()
    sums = budget.values("contract").annotate(sum=Sum("amount_fen"))
    per_contract = [row["sum"] for row in sums]
    totals = HourSummary.objects.filter(
        ym__range=(year * 100 + 1, year * 100 + 12), account=Account.PURCHASED
    ).aggregate(**{column: Sum(column, default=0) for column in COLUMNS})
    waiting = ServiceRecord.objects.filter(
        state=RecordState.LOGGED,
        account=Account.PURCHASED,
        served_on__range=(date(year, 1, 1), date(year, 12, 31)),
    ).aggregate(minutes=Sum("minutes", default=0))["minutes"]
    return Flow(
        year=year,
        contracts=len(per_contract),
        budget_fen=sum(per_contract),
        claimed_minutes=totals["minutes"] + waiting,
        verified_minutes=totals["minutes"],
        accepted_minutes=totals["accepted_minutes"],
        payable_fen=totals["payable_fen"],
        paid_fen=totals["paid_fen"],
    )


def ledger_head() -> str:
    """The hash that stands for the whole ledger as last published, or nothing before the first day."""
    last = LedgerEntry.objects.filter(chain__name=HEADS).order_by("-seq").values_list("hash", flat=True)
    return last.first() or ""


def latest_year() -> int:
    """The newest year with figures, or this one."""
    newest = HourSummary.objects.aggregate(ym=Max("ym"))["ym"]
    return newest // 100 if newest else timezone.localdate().year
