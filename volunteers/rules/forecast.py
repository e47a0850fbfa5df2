"""How many seats need a helper on each coming day, and how many seats the helpers can hold. Pure.

One need is one seat of a supervision group. It lasts until the correction of its subject ends. One
helper supplies the seats they hold, each in the town of its group, and in their own town as many more as
both their limit of groups and their minutes a month allow; a seat that ends leaves them room for another
one. Supply ends with what lets them serve: the certificate their kind of help needs, or a departure that
is under way. Nothing is guessed: only dates that are already recorded count.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

HORIZONS = (30, 60, 90)
LAST_DAY = HORIZONS[-1]
WEEK = 7

# Lines beside the kinds of helper: seats that ask for more than the kind.
MINORS, RISK = "minors", "risk"
SPECIAL = (MINORS, RISK)


class Change(StrEnum):
    """What is already known to change supply or need."""

    CERTIFICATE = "certificate"
    RECORD_CHECK = "record_check"
    INSURANCE = "insurance"
    DEPARTURE = "departure"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat of a group that is open, offered or taken; needed up to and including ``needed_until``."""

    key: int
    town: int
    kind: str
    needed_until: date
    taken: bool
    minor: bool = False
    risk: bool = False

    def lines(self) -> tuple[str, ...]:
        """The lines of the forecast in which this seat is counted."""
        extra = ((MINORS, self.minor), (RISK, self.risk))
        return (self.kind, *(line for line, counts in extra if counts))

    def is_needed(self, day: date) -> bool:
        return day <= self.needed_until


class Held(NamedTuple):
    """A seat that somebody holds: its town, none for one that is not looked at, and how long it is needed."""

    town: int | None
    until: date


@dataclass(frozen=True, slots=True)
class Supplier:
    """An approved helper: how many seats they can hold, and how long. A missing day means no end is known.

    ``leaves_on`` is the first day without them; the others are last days. Who has no clear record check
    or no insurance has ``None`` there and supplies no such seat. ``minutes_left`` of a month are promised
    to nobody yet; a further seat of their kind asks for ``seat_minutes``, zero when none is known.
    ``travels`` means that they also serve the towns beside theirs.
    """

    key: int
    town: int
    kind: str
    held: tuple[Held, ...]
    limit: int
    takes_more: bool = True
    minutes_left: int = 0
    seat_minutes: int = 0
    travels: bool = False
    leaves_on: date | None = None
    certified_until: date | None = None
    checked_until: date | None = None
    insured_until: date | None = None

    def further(self, day: date) -> int:
        """How many more seats they could take: within their limit of groups and their minutes a month."""
        if not self.takes_more:
            return 0
        ended = sum(seat.until < day for seat in self.held)
        room = max(0, self.limit - len(self.held) + ended)
        return min(room, self.minutes_left // self.seat_minutes + ended) if self.seat_minutes else room

    def places(self, day: date) -> Counter[int]:
        """The seats they can hold, by town: those held where they are, further ones where they live."""
        held = Counter(seat.town for seat in self.held if seat.town is not None and day <= seat.until)
        return held + Counter({self.town: self.further(day)})

    def until(self, line: str) -> date:
        """The last day on which they can hold a seat of ``line``; ``date.min`` where they never can."""
        if line not in (self.kind, *SPECIAL):
            return date.min
        last_days = [self.certified_until or date.max]
        if self.leaves_on is not None:
            last_days.append(self.leaves_on - timedelta(days=1))
        if line in SPECIAL:
            last_days.append({MINORS: self.checked_until, RISK: self.insured_until}[line] or date.min)
        return min(last_days)

    def seats(self, line: str, day: date) -> int:
        """How many seats of ``line`` they can hold on ``day``; who takes no more keeps what they hold."""
        return self.places(day).total() if day <= self.until(line) else 0

    def ends(self) -> dict[Change, date]:
        """The first day on which each known change has happened."""
        last_days = {
            Change.CERTIFICATE: self.certified_until,
            Change.RECORD_CHECK: self.checked_until,
            Change.INSURANCE: self.insured_until,
        }
        found = {change: day + timedelta(days=1) for change, day in last_days.items() if day is not None}
        return found | ({Change.DEPARTURE: self.leaves_on} if self.leaves_on else {})


class Balance(NamedTuple):
    """Seats needed and seats that can be held, on one day. ``short`` adds up over towns."""

    needs: int = 0
    supply: int = 0
    short: int = 0

    def __add__(self, other) -> "Balance":
        return Balance(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


def balance(needs: int, supply: int) -> Balance:
    """Of one line in one town."""
    return Balance(needs, supply, max(0, needs - supply))


class Peak(NamedTuple):
    """The largest shortage within a span of days, and the first day on which it is that large."""

    short: int
    day: date


def days_ahead(today: date) -> list[date]:
    """Today, the same weekday of the coming weeks, and the last day of the forecast."""
    return [today + timedelta(days=days) for days in (*range(0, LAST_DAY, WEEK), LAST_DAY)]


@dataclass(frozen=True)
class Forecast:
    """Needs and supply of some towns on each coming day.

    ``county`` names the county of each town: who travels serves the towns of their own county.
    """

    today: date
    seats: tuple[Seat, ...]
    suppliers: tuple[Supplier, ...]
    county: Mapping[int, str] = field(default_factory=dict)

    def lines(self) -> list[str]:
        """Every kind that is needed or supplied, then the special lines that somebody needs."""
        kinds = {seat.kind for seat in self.seats} | {helper.kind for helper in self.suppliers}
        needed = {line for seat in self.seats for line in seat.lines()}
        return [*sorted(kinds), *(line for line in SPECIAL if line in needed)]

    def on(self, day: date) -> dict[tuple[int, str], Balance]:
        """The balance of each town and line on a day of the forecast; empty ones are left out."""
        number = (day - self.today).days
        return {at: days[number] for at, days in self._balances.items() if any(days[number])}

    def by_line(self, day: date) -> dict[str, Balance]:
        """The balance of each line on ``day``: what one town lacks is not made up by another."""
        return _summed((line, each) for (_town, line), each in self.on(day).items())

    def by_town(self, day: date) -> dict[int, Balance]:
        """The balance of each town over all kinds of helper on ``day``."""
        return _summed((town, each) for (town, line), each in self.on(day).items() if line not in SPECIAL)

    def peak(self, days: int = LAST_DAY, *, line: str | None = None, town: int | None = None) -> Peak:
        """The most seats that lack a helper on any one day from today to ``days`` from today.

        Every figure that says how many are missing is this one: of one line or, without one, of all kinds
        of helper together; of one town or of all towns.
        """
        missing = [sum(each.short for each in day) for day in zip(*self._rows(line, town), strict=True)]
        most = max(missing[: days + 1], default=0)
        return Peak(most, self.today + timedelta(days=missing.index(most) if most else 0))

    def _rows(self, line: str | None, town: int | None) -> list[list[Balance]]:
        """The balances of every day that make up a figure."""
        if line and town:
            return [self._balances[town, line]] if (town, line) in self._balances else []
        return [
            balances
            for (place, kind), balances in self._balances.items()
            if (kind == line if line else kind not in SPECIAL) and town in (None, place)
        ]

    @cached_property
    def _balances(self) -> dict[tuple[int, str], list[Balance]]:
        """The balance of each town and line on every day of the forecast."""
        needs, supply = defaultdict(_no_change), defaultdict(_no_change)
        for seat in self.seats:
            for line in seat.lines():
                self._count(needs[seat.town, line], 1, self.today, seat.needed_until)
        for helper in self.suppliers:
            for first, last in self._spans(helper):
                for town, places in helper.places(first).items():
                    for line in (helper.kind, *SPECIAL):
                        self._count(supply[town, line], places, first, min(last, helper.until(line)))
        return {
            at: list(map(balance, accumulate(needs[at]), accumulate(supply[at])))
            for at in needs.keys() | supply.keys()
        }

    def _spans(self, helper: Supplier) -> list[tuple[date, date]]:
        """First and last days of the spans in which the seats of ``helper`` lie in the same towns."""
        end = self.today + timedelta(days=LAST_DAY)
        ends = sorted({seat.until for seat in helper.held if self.today <= seat.until < end})
        starts = [self.today, *(day + timedelta(days=1) for day in ends)]
        return list(zip(starts, [*ends, end], strict=True))

    def _count(self, changes: list[int], number: int, first: date, last: date) -> None:
        """Note that ``number`` counts from ``first`` up to and including ``last``."""
        if last < first:
            return
        changes[(first - self.today).days] += number
        over = (last - self.today).days + 1
        if over < len(changes):
            changes[over] -= number

    def by_travel(self, line: str, day: date) -> int:
        """How many of the missing seats helpers of neighbouring towns could take who travel and have room."""
        missing, spare = defaultdict(int), defaultdict(int)
        for (town, kind), each in self.on(day).items():
            if kind == line:
                county = self.county.get(town, "")
                missing[county] += each.short
                spare[county] += min(max(0, each.supply - each.needs), self._travelling(town, line, day))
        return sum(min(number, spare[county]) for county, number in missing.items())

    def _travelling(self, town: int, line: str, day: date) -> int:
        """The further seats of those who live in ``town`` and travel."""
        return sum(
            helper.further(day)
            for helper in self.suppliers
            if helper.town == town and helper.travels and day <= helper.until(line)
        )

    def needed(self, line: str | None, day: date) -> list[Seat]:
        """The seats behind a number of needs; no line means all kinds together."""
        return [seat for seat in self.seats if (line is None or line in seat.lines()) and seat.is_needed(day)]

    def supplied(self, line: str | None, day: date) -> list[tuple[Supplier, int]]:
        """The helpers behind a number of supply, with the seats of each; no line means all kinds."""
        counted = ((helper, helper.seats(line or helper.kind, day)) for helper in self.suppliers)
        return [(helper, seats) for helper, seats in counted if seats]

    def changes(self, change: Change, after: int, until: int) -> list[tuple[date, Supplier | Seat]]:
        """What happens later than ``after`` and at most ``until`` days from today, in order of days."""
        if change == Change.CORRECTION:
            dated = [(seat.needed_until + timedelta(days=1), seat) for seat in self.seats]
        else:
            dated = [(h.ends()[change], h) for h in self.suppliers if change in h.ends()]
        inside = [(day, thing) for day, thing in dated if after < (day - self.today).days <= until]
        return sorted(inside, key=lambda entry: (entry[0], entry[1].key))

    def changes_of(self, line: str) -> list[tuple[date, Change, Supplier | Seat]]:
        """What changes the balance of one line until the last day of the forecast, in order of days."""
        only_of = {Change.RECORD_CHECK: MINORS, Change.INSURANCE: RISK}
        found = [
            (day, change, thing)
            for change in Change
            if only_of.get(change, line) == line
            for day, thing in self.changes(change, 0, LAST_DAY)
            if self._counts(thing, line)
        ]
        return sorted(found, key=lambda entry: entry[0])

    @staticmethod
    def _counts(thing: Supplier | Seat, line: str) -> bool:
        """Whether a seat or a helper is counted in a line."""
        return line in thing.lines() if isinstance(thing, Seat) else thing.until(line) != date.min


def _no_change() -> list[int]:
    return [0] * (LAST_DAY + 1)


def _summed(entries: Iterable) -> dict:
    found = defaultdict(Balance)
    for key, each in entries:
        found[key] += each
    return dict(found)
