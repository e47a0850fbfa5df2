"""What of an accepted sheet is payable, worked out by the database whatever the number of records."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, Q, QuerySet, Sum, Value, When, Window

from services.choices import AcceptanceState
from services.models import Contract, ContractYear, ServiceRecord, Settlement
from services.rules import payments


@dataclass(frozen=True, slots=True)
class Cut:
    """The record in which the contract's maximum is reached, and what of it is still payable."""

    record: ServiceRecord
    share: payments.Payable

    @property
    def before(self) -> Q:
        """The records that come before it, in the order in which hours become payable."""
        return _before(self.record)


@dataclass(frozen=True, slots=True)
class YearShare:
    """What one budget year pays of a sheet: its records, accepted and payable minutes, and payable fen."""

    year: ContractYear
    records: QuerySet
    accepted_minutes: int
    payable_minutes: int
    fen: int


@dataclass(frozen=True, slots=True)
class Rest:
    """What no budget year that has begun can pay: its value, its first day, and when money is there.

    ``payable_from`` is None where the contract has no later budget year with money left.
    """

    fen: int = 0
    first_day: date | None = None
    payable_from: date | None = None


@dataclass(frozen=True, slots=True)
class Shares:
    """What is settled now, year by year, and what waits."""

    years: list[YearShare]
    rest: Rest

    @property
    def fen(self) -> int:
        return sum(share.fen for share in self.years)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the budgets that have begun will pay of a sheet, and what none of the contract's years can."""

    now: Shares
    unfunded: Rest


def outlook(contract: Contract, records, today: date) -> Outlook:
    """The shares of ``records`` before they are accepted; sheets signed earlier come first."""
    held = held_by_signed_sheets(contract)
    cut = cut_of(contract, records, held["minutes"])
    now = share_out(contract, records, cut, today, held["fen"])
    if not now.rest.fen:
        return Outlook(now, Rest())
    return Outlook(now, share_out(contract, records, cut, date.max, held["fen"]).rest)


def cut_of(contract: Contract, records, held_minutes: int = 0) -> Cut | None:
    """Where the maximum of hours is reached among ``records``; None while all are payable (rule 46).

    ``held_minutes`` come before them although nothing of them is settled yet.
    """
    settled = held_minutes + contract.settlements.aggregate(sum=Sum("payable_minutes", default=0))["sum"]
    running = Window(Sum("minutes"), order_by=[F("served_on").asc(), F("pk").asc()])
    above = records.annotate(running=running).filter(running__gt=max(0, contract.max_minutes - settled))
    record = above.order_by("served_on", "pk").first()
    if record is None:
        return None
    hour = payments.AcceptedHour(
        record.pk, record.served_on.year, record.minutes, record.rate_fen, record.amount_fen
    )
    [share] = payments.payable(
        [hour],
        settled_minutes=settled + record.running - record.minutes,
        max_minutes=contract.max_minutes,
    )
    return Cut(record, share)


def share_out(contract: Contract, records, cut: Cut | None, today: date, held_fen: int = 0) -> Shares:
    """Charge ``records``, in order, to the budget years that have begun, each as far as its money reaches.

    A record is charged whole, to the year of the service or to a later one; ``held_fen`` of earlier
    sheets come first. A handful of queries for each budget year, however many the records.
    """
    shares, rest = [], records
    rooms = rooms_of(contract, held_fen)
    for year, room in rooms.items():
        if year.year > today.year:
            continue
        due = rest.filter(served_on__lte=date(year.year, 12, 31))
        beyond = _first_beyond(due, cut, room)
        taken = due if beyond is None else due.filter(_before(beyond))
        sums = taken.order_by().aggregate(
            n=Count("pk"),
            accepted=Sum("minutes", default=0),
            payable=Sum(_share("minutes", cut), default=0),
            fen=Sum(_share("amount_fen", cut), default=0),
        )
        if sums["n"]:
            shares.append(YearShare(year, taken, sums["accepted"], sums["payable"], sums["fen"]))
        rest = (
            rest.filter(served_on__gt=date(year.year, 12, 31))
            if beyond is None
            else rest.filter(~_before(beyond))
        )
    return Shares(shares, _rest(rest, cut, rooms, today))


def rooms_of(contract: Contract, held_fen: int = 0) -> dict[ContractYear, int]:
    """What each budget year still holds, earliest first, once ``held_fen`` are taken."""
    rooms = {}
    for year in contract.years.annotate(settled=Sum("settlements__amount_fen", default=0)).order_by("year"):
        left = max(0, year.amount_fen - year.settled)
        taken = min(left, held_fen)
        rooms[year] = left - taken
        held_fen -= taken
    return rooms


def _rest(rest, cut: Cut | None, rooms: dict[ContractYear, int], today: date) -> Rest:
    first = rest.order_by("served_on", "pk").first()
    if first is None:
        return Rest()
    fen = rest.order_by().aggregate(sum=Sum(_share("amount_fen", cut), default=0))["sum"]
    later = [year.year for year, room in rooms.items() if year.year > today.year and room]
    return Rest(fen, first.served_on, date(min(later), 1, 1) if later else None)


def held_by_signed_sheets(contract: Contract) -> dict[str, int]:
    """Minutes and fen that were accepted and wait for their settlement: they come before a new sheet."""
    rows = ServiceRecord.objects.of_contract(contract).order_by()
    waiting = rows.filter(acceptance__state=AcceptanceState.SIGNED).unsettled()
    return waiting.aggregate(minutes=Sum("minutes", default=0), fen=Sum("amount_fen", default=0))


def mark_settled(share: YearShare, settlement: Settlement, cut: Cut | None, by) -> None:
    """Write each record's payable share once, all records of one budget year in one statement."""
    share.records.update(
        settlement=settlement,
        settled_by=by,
        payable_minutes=_share("minutes", cut),
        payable_fen=_share("amount_fen", cut),
    )


def _before(record: ServiceRecord) -> Q:
    day = record.served_on
    return Q(served_on__lt=day) | Q(served_on=day, pk__lt=record.pk)


def _first_beyond(records, cut: Cut | None, room: int) -> ServiceRecord | None:
    """The first record, in order, that ``room`` fen do not reach."""
    running = Window(Sum(_share("amount_fen", cut)), order_by=[F("served_on").asc(), F("pk").asc()])
    beyond = records.annotate(running=running).filter(running__gt=room)
    return beyond.order_by("served_on", "pk").first()


def _share(whole: str, cut: Cut | None):
    if cut is None:
        return F(whole)
    of_cut = cut.share.minutes if whole == "minutes" else cut.share.fen
    return Case(When(cut.before, then=F(whole)), When(pk=cut.record.pk, then=of_cut), default=Value(0))
