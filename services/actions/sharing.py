"""What of an accepted sheet is payable, worked out by the database whatever the number of records."""

from dataclasses import dataclass

from django.db.models import Case, F, Q, Sum, Value, When, Window
from django.db.models.functions import ExtractYear

from services.models import Contract, ServiceRecord, Settlement
from services.rules import payments


@dataclass(frozen=True, slots=True)
class Cut:
    """The record in which the contract's maximum is reached, and what of it is still payable."""

    record: ServiceRecord
    share: payments.Payable

    @property
    def before(self) -> Q:
        """The records that come before it, in the order in which hours become payable."""
        day = self.record.served_on
        return Q(served_on__lt=day) | Q(served_on=day, pk__lt=self.record.pk)


@dataclass(frozen=True, slots=True)
class YearShare:
    """One budget year of a sheet: accepted and payable minutes, and payable fen."""

    accepted_minutes: int
    payable_minutes: int
    fen: int


def cut_of(contract: Contract, records) -> Cut | None:
    """Where the maximum of hours is reached among ``records``; None while all are payable (rule 46)."""
    settled = contract.settlements.aggregate(sum=Sum("payable_minutes", default=0))["sum"]
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


def by_year(records, cut: Cut | None) -> dict[int, YearShare]:
    """The share of each budget year in which something was served. Two queries."""
    whole = records if cut is None else records.filter(cut.before)
    payable = {year: (minutes, fen) for year, minutes, fen in _yearly(whole)}
    shares = {}
    for year, accepted, _fen in _yearly(records):
        minutes, fen = payable.get(year, (0, 0))
        if cut is not None and cut.share.year == year:
            minutes, fen = minutes + cut.share.minutes, fen + cut.share.fen
        shares[year] = YearShare(accepted, minutes, fen)
    return shares


def _yearly(records):
    years = records.annotate(year=ExtractYear("served_on")).values("year").order_by()
    return years.annotate(m=Sum("minutes"), f=Sum("amount_fen")).values_list("year", "m", "f")


def mark_settled(records, settlement: Settlement, cut: Cut | None, by) -> None:
    """Write each record's payable share once, all records of one budget year in one statement."""
    of_year = records.filter(served_on__year=settlement.year.year)
    of_year.update(
        settlement=settlement,
        settled_by=by,
        payable_minutes=_share("minutes", cut),
        payable_fen=_share("amount_fen", cut),
    )


def _share(whole: str, cut: Cut | None):
    if cut is None:
        return F(whole)
    of_cut = cut.share.minutes if whole == "minutes" else cut.share.fen
    return Case(When(cut.before, then=F(whole)), When(pk=cut.record.pk, then=of_cut), default=Value(0))
