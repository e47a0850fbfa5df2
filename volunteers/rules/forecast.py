"""How many seats need a helper on each coming day, and how many seats the helpers can hold. Pure.

One need is one seat of a supervision group. It lasts until the correction of its subject ends. One
helper supplies the seats they hold and as many more as both their limit of groups and their minutes a
month allow; supply ends with what lets them serve: the certificate their kind of help needs, or a
departure that is under way. Nothing is guessed: only dates that are already recorded count.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

HORIZONS = (30, 60, 90)
WEEKS = 13

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
    holds: int
    limit: int
    takes_more: bool = True
    minutes_left: int = 0
    seat_minutes: int = 0
    travels: bool = False
    leaves_on: date | None = None
    certified_until: date | None = None
    checked_until: date | None = None
    insured_until: date | None = None

    @property
    def further(self) -> int:
        """How many more seats they could take: within their limit of groups and their minutes a month."""
        if not self.takes_more:
            return 0
        room = max(0, self.limit - self.holds)
        return min(room, self.minutes_left // self.seat_minutes) if self.seat_minutes else room

    def seats(self, line: str, day: date) -> int:
        """How many seats of ``line`` they can hold on ``day``; who takes no more keeps what they hold."""
        if self.leaves_on is not None and day >= self.leaves_on:
            return 0
        if self.certified_until is not None and day > self.certified_until:
            return 0
        last = {MINORS: self.checked_until, RISK: self.insured_until}
        if line in last:
            until = last[line]
            if until is None or day > until:
                return 0
        elif line != self.kind:
            return 0
        return self.holds + self.further

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


def days_ahead(today: date) -> list[date]:
    """Today, and the same weekday of the next thirteen weeks."""
    return [today + timedelta(weeks=week) for week in range(WEEKS + 1)]


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
        """The balance of each town and line on ``day``; those without seat and supply are left out."""
        needs, supply = defaultdict(int), defaultdict(int)
        for seat in self.seats:
            if seat.is_needed(day):
                for line in seat.lines():
                    needs[seat.town, line] += 1
        for helper in self.suppliers:
            for line in (helper.kind, *SPECIAL):
                supply[helper.town, line] += helper.seats(line, day)
        return {at: balance(needs[at], supply[at]) for at in needs.keys() | supply.keys()}

    def by_line(self, day: date) -> dict[str, Balance]:
        """The balance of each line on ``day``: what one town lacks is not made up by another."""
        return _summed((line, each) for (_town, line), each in self.on(day).items())

    def by_town(self, day: date) -> dict[int, Balance]:
        """The balance of each town over all kinds of helper on ``day``."""
        return _summed((town, each) for (town, line), each in self.on(day).items() if line not in SPECIAL)

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
            helper.further
            for helper in self.suppliers
            if helper.town == town and helper.travels and helper.seats(line, day)
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


def _summed(entries: Iterable) -> dict:
    found = defaultdict(Balance)
    for key, each in entries:
        found[key] += each
    return dict(found)
