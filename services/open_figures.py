"""The figures anyone may read: sums by area, period and kind, small cells kept back (rule 58).

A fixed number of queries over the monthly sums, whatever the number of records.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Max, Min, Sum
from django.utils import timezone

from portal import policies
from portal.models import Area, AreaLevel
from services.choices import Account, ContractState
from services.ledger.appending import HEADS
from services.models import ContractYear, HourSummary, LedgerEntry, ServiceRecord, Settlement
from services.rules import small_cells
from volunteers.choices import GroupState, HelperState
from volunteers.models import Helper, SupervisionGroup

MINUTES, FEN, PERSON_TIMES, PERSONS = "minutes", "fen", "person_times", "persons"
HELPERS, GROUPS = "helpers", "groups"
# Measure of a cell, what it adds up, and its unit.
MEASURES = {
    Account.VOLUNTEER: (("verified", "minutes", MINUTES), ("person_times", "person_times", PERSON_TIMES)),
    Account.PURCHASED: (
        ("verified", "minutes", MINUTES),
        ("accepted", "accepted_minutes", MINUTES),
        ("person_times", "person_times", PERSON_TIMES),
        ("payable", "payable_fen", FEN),
        ("paid", "paid_fen", FEN),
    ),
    HELPERS: (("approved", "count", PERSONS),),
}
COLUMNS = ("records", "minutes", "person_times", "accepted_minutes", "payable_fen", "paid_fen")


@dataclass(frozen=True, slots=True)
class Figure:
    """One published number: ``area`` is a statistical code, ``period`` a year, a month or a day."""

    area: str
    period: str
    kind: str
    measure: str
    value: int | None
    unit: str
    suppressed: bool = False


@dataclass(slots=True)
class Cell:
    """Sums before publication. ``kept_back`` cells say only that they exist."""

    sums: Counter = field(default_factory=Counter)
    kept_back: bool = False

    @property
    def size(self) -> int:
        """How many took part: person-times, or records where nobody was counted."""
        return self.sums["person_times"] or self.sums["records"] or self.sums["count"]

    def shown(self, name: str) -> int | None:
        return None if self.kept_back else self.sums[name]


@dataclass(slots=True)
class CountyCells:
    """One county and kind: its sum, the same by month and by town, and what belongs to no town."""

    total: Cell = field(default_factory=Cell)
    months: dict[str, Cell] = field(default_factory=lambda: defaultdict(Cell))
    towns: dict[int, Cell] = field(default_factory=lambda: defaultdict(Cell))
    beyond: Cell = field(default_factory=Cell)

    def add(self, sums: dict, town: int | None, month: str = "") -> None:
        cells = [self.total, self.towns[town] if town else self.beyond]
        for cell in [*cells, self.months[month]] if month else cells:
            cell.sums.update(sums)

    def keep_back(self, least: int) -> None:
        """Everything where the sum itself is kept back, otherwise what could be worked out from it."""
        if self.total.kept_back:
            for cell in (*self.months.values(), *self.towns.values()):
                cell.kept_back = True
            return
        _keep_back(self.months, least)
        _keep_back(self.towns, least, remainder=self.beyond.size)


def _keep_back(cells: dict, least: int, remainder: int = 0) -> None:
    for key in small_cells.hidden({key: cell.size for key, cell in cells.items()}, least, remainder):
        cells[key].kept_back = True


@dataclass(frozen=True, slots=True)
class Flow:
    """Purchased service of a year, from the budget to the payment; None where kept back."""

    contracts: int
    budget_fen: int
    logged_minutes: int | None
    verified_minutes: int | None
    accepted_minutes: int | None
    payable_fen: int | None
    paid_fen: int | None


@dataclass(frozen=True, slots=True)
class Overdue:
    """Contracts with a payment past its day, and the sum, on the last day of the year or today (rule 82)."""

    on: date
    contracts: int = 0
    fen: int = 0


@dataclass
class Publication:
    """All that is published of one year. ``cells`` holds counties by kind and id."""

    year: int
    as_of: date
    areas: dict[int, Area]
    cells: dict[str, dict[int, CountyCells]]
    totals: dict[str, Cell]
    budgets: dict[int, list[int]]
    waiting: dict[int, Cell]
    all_waiting: Cell
    unpaid: dict[int, tuple[int, int]]

    @property
    def counties(self) -> list[Area]:
        """The counties that have figures, in the order of their codes."""
        found = {county for counties in self.cells.values() for county in counties}
        found |= self.budgets.keys() | self.unpaid.keys()
        return [area for pk, area in self.areas.items() if pk in found]

    def of_county(self, kind: str, county: int) -> CountyCells:
        """The cells of one county, empty ones where nothing of this kind happened."""
        return self.cells.get(kind, {}).get(county) or CountyCells()

    def total(self, kind: str, county: int | None = None) -> Cell:
        """The sum of one county, or of all."""
        return self.of_county(kind, county).total if county else self.totals.get(kind) or Cell()

    def flow(self, county: int | None = None) -> Flow:
        """The chain contract, logged, verified, accepted, payable, paid: of one county, or of all."""
        cell = self.total(Account.PURCHASED, county)
        counties = [county] if county else self.budgets
        budgets = [amount for one in counties for amount in self.budgets.get(one, [])]
        waiting = self.waiting.get(county, Cell()) if county else self.all_waiting
        unsaid = cell.kept_back or waiting.kept_back
        return Flow(
            contracts=len(budgets),
            budget_fen=sum(budgets),
            logged_minutes=None if unsaid else cell.sums["minutes"] + waiting.sums["minutes"],
            verified_minutes=cell.shown("minutes"),
            accepted_minutes=cell.shown("accepted_minutes"),
            payable_fen=cell.shown("payable_fen"),
            paid_fen=cell.shown("paid_fen"),
        )

    def overdue(self, county: int | None = None) -> Overdue:
        """What was not paid in time: of one county, or of all. The public reads it by 31 March (rule 82)."""
        found = [self.unpaid.get(county, (0, 0))] if county else [*self.unpaid.values()]
        day = min(self.as_of, date(self.year, 12, 31))
        return Overdue(day, sum(number for number, _fen in found), sum(fen for _number, fen in found))

    def figures(self) -> Iterator[Figure]:
        """Every number of the pages, for programs."""
        for county in self.counties:
            yield from self._chain(county)
            for kind, measures in MEASURES.items():
                cells = self.cells.get(kind, {}).get(county.pk)
                if cells is None:
                    continue
                period = self.as_of.isoformat() if kind == HELPERS else str(self.year)
                places = [(county, period, cells.total)]
                places += [(county, month, cell) for month, cell in sorted(cells.months.items())]
                places += [(self.areas[town], period, cell) for town, cell in _by_code(cells, self.areas)]
                for area, when, cell in places:
                    for measure, column, unit in measures:
                        value = cell.shown(column)
                        yield Figure(area.code, when, kind, measure, value, unit, cell.kept_back)

    def _chain(self, county: Area) -> Iterator[Figure]:
        flow, period = self.flow(county.pk), str(self.year)
        if county.pk in self.budgets:
            yield Figure(county.code, period, Account.PURCHASED, "contracted", flow.budget_fen, FEN)
        if county.pk in self.budgets or county.pk in self.unpaid:
            late = self.overdue(county.pk)
            yield Figure(county.code, late.on.isoformat(), Account.PURCHASED, "overdue", late.fen, FEN)
        if county.pk in self.waiting or county.pk in self.cells.get(Account.PURCHASED, {}):
            minutes = flow.logged_minutes
            yield Figure(county.code, period, Account.PURCHASED, "logged", minutes, MINUTES, minutes is None)


def _by_code(cells: CountyCells, areas: dict[int, Area]) -> list[tuple[int, Cell]]:
    return sorted(cells.towns.items(), key=lambda item: areas[item[0]].path)


def publication(year: int) -> Publication:
    """The figures of ``year``, with every small cell and what would give it away kept back."""
    today = timezone.localdate()
    areas = {area.pk: area for area in Area.objects.exclude(level=AreaLevel.COMMUNITY)}
    cells = _hours(year)
    if year == today.year:
        cells |= _standing(areas.values())
    least = policies.value(policies.SMALL_CELL, date(year, 12, 31))
    totals = {}
    for kind, counties in cells.items():
        totals[kind] = _sum_of({county: found.total for county, found in counties.items()}, least)
        for found in counties.values():
            found.keep_back(least)
    waiting = _waiting(year)
    return Publication(
        year=year,
        as_of=today,
        areas=areas,
        cells=cells,
        totals=totals,
        budgets=_budgets(year, areas),
        waiting=waiting,
        all_waiting=_sum_of(waiting, least),
        unpaid=_unpaid(min(today, date(year, 12, 31)), areas),
    )


def _sum_of(counties: dict[int, Cell], least: int) -> Cell:
    """The sum over all counties, with what is small among them and in the sum itself kept back."""
    _keep_back(counties, least)
    total = Cell(sum((cell.sums for cell in counties.values()), Counter()))
    total.kept_back = small_cells.is_small(total.size, least)
    return total


def _hours(year: int) -> dict[str, dict[int, CountyCells]]:
    rows = HourSummary.objects.filter(ym__range=(year * 100 + 1, year * 100 + 12)).order_by()
    rows = rows.values("county_id", "town_id", "ym", "account").annotate(
        **{f"sum_{column}": Sum(column) for column in COLUMNS}
    )
    cells: dict = defaultdict(lambda: defaultdict(CountyCells))
    for row in rows:
        sums = {column: row[f"sum_{column}"] for column in COLUMNS}
        town = row["town_id"] if row["town_id"] != row["county_id"] else None
        cells[row["account"]][row["county_id"]].add(sums, town, f"{year}-{row['ym'] % 100:02}")
    return dict(cells)


def _standing(areas: Iterable[Area]) -> dict[str, dict[int, CountyCells]]:
    """Approved helpers and active groups of today, by county and town."""
    by_path = {area.path: area.pk for area in areas}
    helpers = Helper.objects.filter(state=HelperState.APPROVED, area__isnull=False)
    groups = SupervisionGroup.objects.filter(state=GroupState.ACTIVE)
    cells: dict = {HELPERS: defaultdict(CountyCells), GROUPS: defaultdict(CountyCells)}
    for kind, rows in ((HELPERS, helpers), (GROUPS, groups)):
        for path, count in rows.order_by().values_list("area__path").annotate(Count("pk")):
            county, town = path[: Area.steplen], path[: 2 * Area.steplen]
            in_town = by_path[town] if town != county else None
            cells[kind][by_path[county]].add({"count": count}, in_town)
    return cells


def _budgets(year: int, areas: dict[int, Area]) -> dict[int, list[int]]:
    """What each contract has for ``year``, by county."""
    by_path = {area.path: area.pk for area in areas.values()}
    rows = ContractYear.objects.filter(year=year).exclude(contract__state=ContractState.DRAFT).order_by()
    budgets = defaultdict(list)
    for _contract, path, amount in rows.values_list("contract", "contract__area__path").annotate(
        Sum("amount_fen")
    ):
        budgets[by_path[path[: Area.steplen]]].append(amount)
    return dict(budgets)


def _unpaid(day: date, areas: dict[int, Area]) -> dict[int, tuple[int, int]]:
    """Contracts with something overdue on ``day``, and how much, by county."""
    by_path = {area.path: area.pk for area in areas.values()}
    rows = Settlement.objects.overdue_on(day).order_by().values_list("contract__area__path")
    unpaid: dict = defaultdict(lambda: (0, 0))
    for path, number, fen in rows.annotate(Count("contract", distinct=True), Sum("amount_fen")):
        county = by_path[path[: Area.steplen]]
        unpaid[county] = (unpaid[county][0] + number, unpaid[county][1] + fen)
    return dict(unpaid)


def _waiting(year: int) -> dict[int, Cell]:
    """Purchased service that nobody has verified yet, by county: what "logged" says beyond "verified"."""
    rows = (
        ServiceRecord.objects.awaiting_verification()
        .filter(account=Account.PURCHASED, served_on__range=(date(year, 1, 1), date(year, 12, 31)))
        .order_by()
        .values("county_id")
        .annotate(n=Count("pk"), times=Sum("person_times"), total=Sum("minutes"))
    )
    return {
        row["county_id"]: Cell(Counter(records=row["n"], person_times=row["times"], minutes=row["total"]))
        for row in rows
    }


def ledger_head() -> str:
    """The hash that stands for the whole ledger as last published, or nothing before the first day."""
    last = LedgerEntry.objects.filter(chain__name=HEADS).order_by("-seq").values_list("hash", flat=True)
    return last.first() or ""


def years() -> list[int]:
    """The years that have figures, newest first; this one where there are none yet."""
    span = HourSummary.objects.aggregate(first=Min("ym"), last=Max("ym"))
    if span["last"] is None:
        return [timezone.localdate().year]
    return list(range(span["last"] // 100, span["first"] // 100 - 1, -1))
