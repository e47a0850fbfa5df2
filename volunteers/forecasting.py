"""Reads today's seats and helpers of an officer's areas into the facts of the forecast.

Every list is read once, so the number of queries grows neither with areas nor with rows. A seat, and who
holds it, is counted in the town of its group, wherever that helper lives; what a helper could take besides
is counted in the town where they live.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, Sum
from django.db.models.functions import Substr
from django.utils import timezone
from django.utils.functional import cached_property

from portal import policies
from portal.models import Area, User, visible_area_ids
from volunteers.choices import CERTIFICATES_OF_KIND, GroupState, HelperState, MemberRole, PositionState
from volunteers.models import Credential, Departure, Helper, Insurance, Membership, Position, RecordCheck
from volunteers.policies import RECORD_CHECK_DAYS
from volunteers.rules.credentials import covered_until
from volunteers.rules.forecast import Forecast, Held, Seat, Supplier


@dataclass(frozen=True)
class Outlook:
    """The forecast of ``area`` and all below it as ``viewer`` may see it, with the rows behind its facts.

    ``area`` None stands for everything the viewer sees. Keys of open seats are positive position keys,
    those of taken seats negative membership keys. ``helpers`` are those who live there and those who only
    hold a seat there; ``residents`` are the first, ``known`` those whose pages the viewer may open.
    """

    forecast: Forecast
    towns: dict[int, Area]
    positions: dict[int, Position]
    memberships: dict[int, Membership]
    helpers: dict[int, Helper]
    residents: frozenset[int]
    known: frozenset[int]

    def thing(self, fact: Seat | Supplier) -> Position | Membership | Helper:
        """The row a fact was read from."""
        if isinstance(fact, Supplier):
            return self.helpers[fact.key]
        return self.positions[fact.key] if fact.key > 0 else self.memberships[-fact.key]


def outlook(viewer: User, area: Area | None = None) -> Outlook:
    """What is needed and supplied in the areas of ``viewer``, from today on."""
    return _Reader(viewer, area, timezone.localdate()).outlook()


class _Reader:
    def __init__(self, viewer: User, area: Area | None, today: date):
        self.viewer, self.area, self.today = viewer, area, today

    def outlook(self) -> Outlook:
        self.read()
        forecast = Forecast(
            self.today,
            (*map(self._open_seat, self.positions), *map(self._taken_seat, self.memberships)),
            tuple(self._supplier(helper) for helper in self.helpers),
            {pk: _county(town) for pk, town in self.shown_towns.items()},
        )
        return Outlook(
            forecast=forecast,
            towns=self.shown_towns,
            positions={position.pk: position for position in self.positions},
            memberships={seat.pk: seat for seat in self.memberships},
            helpers={helper.pk: helper for helper in self.helpers},
            residents=frozenset(helper.pk for helper in self.helpers if helper.area_id in self.here),
            known=frozenset(helper.pk for helper in self.helpers if helper.area_id in self.seen),
        )

    def read(self) -> None:
        """Each relation once."""
        visible = Area.objects.all()
        if not self.viewer.is_superuser:
            visible = visible.filter(pk__in=visible_area_ids(self.viewer))  # read once a request
        areas = list(visible)
        self.seen = {area.pk for area in areas}
        path = self.area.path if self.area else ""
        self.areas = [area for area in areas if area.path.startswith(path)]
        self.here = {area.pk for area in self.areas}
        self._read_seats()
        holding = [seat.helper_id for seat in self.memberships]
        self.helpers = list(
            Helper.objects.filter(Q(area__in=self.here) | Q(pk__in=holding), area__isnull=False)
            .filter(state=HelperState.APPROVED)
            .select_related("area")
            .order_by("pk")
        )
        self._read_papers()

    def _read_seats(self) -> None:
        """The seats of these areas, and those that the helpers of these areas hold anywhere."""
        groups_in_use = ~Q(group__state=GroupState.CLOSED)
        self.positions = list(
            Position.objects.unfilled()
            .filter(groups_in_use, area__in=self.here)
            .select_related("group__subject", "area")
        )
        seats = list(
            Membership.objects.present()
            .filter(groups_in_use, role=MemberRole.HELPER, helper__isnull=False)
            .filter(Q(group__area__in=self.here) | Q(helper__area__in=self.here))
            .select_related("group__subject", "group__area", "helper", "position")
        )
        self.memberships = [seat for seat in seats if seat.group.area_id in self.here]
        self.seats_of = defaultdict(list)
        for seat in seats:
            self.seats_of[seat.helper_id].append(seat)

    def _read_papers(self) -> None:
        own = [helper.pk for helper in self.helpers]
        self.credentials = _by_helper(
            Credential.objects.filter(helper__in=own).valid_on_or_later(self.today), "kind", "valid_from"
        )
        self.insurances = _by_helper(Insurance.objects.filter(helper__in=own), "valid_from")
        self.checks = RecordCheck.objects.filter(helper__in=own).last_clear(self.today)
        self.leaving = dict(
            Departure.objects.unfinished().filter(helper__in=own).values_list("helper", "due_on")
        )
        self.check_days = policies.value(RECORD_CHECK_DAYS, self.today)

    @cached_property
    def _towns(self) -> dict[str, Area]:
        """The town of every path, the county itself where somebody lives in no town."""
        return {area.path: area for area in self.areas if area.depth <= 2}

    @property
    def shown_towns(self) -> dict[int, Area]:
        towns = [area for area in self.areas if area.depth == 2]
        return {area.pk: area for area in towns or self._towns.values() or self.areas}

    def _town(self, area: Area) -> int:
        town = self._towns.get(area.path[: 2 * Area.steplen])
        return town.pk if town else area.pk

    @cached_property
    def _seat_minutes(self) -> dict[tuple[str, str], int]:
        """What a seat of each kind of helper asks for in a month: the average of a county, rounded up.

        Of the whole county, so that a town has the same figures in its own view and in the county's.
        """
        asked = (
            Position.objects.exclude(state=PositionState.CANCELLED)
            .exclude(group__state=GroupState.CLOSED)
            .annotate(county=Substr("area__path", 1, Area.steplen))
            .filter(county__in={_county(area) for area in self.areas})
            .order_by()
            .values_list("county", "helper_kind")
            .annotate(minutes=Sum("minutes_per_month"), seats=Count("pk"))
        )
        return {(county, kind): -(-minutes // seats) for county, kind, minutes, seats in asked}

    def _open_seat(self, position: Position) -> Seat:
        return self._seat(position, position.area, position.helper_kind, risk=position.has_risk)

    def _taken_seat(self, seat: Membership) -> Seat:
        asked = seat.position
        return self._seat(
            seat,
            seat.group.area,
            asked.helper_kind if asked else seat.helper.kind,
            risk=bool(asked and asked.has_risk),
            taken=True,
        )

    def _seat(self, row, area: Area, kind: str, *, risk: bool, taken: bool = False) -> Seat:
        return Seat(
            key=-row.pk if taken else row.pk,
            town=self._town(area),
            kind=kind,
            needed_until=self._needed_until(row),
            taken=taken,
            minor=row.group.subject.is_minor,
            risk=risk,
        )

    def _needed_until(self, row: Position | Membership) -> date:
        """The last day of the correction; while nobody was released after it, today."""
        return max(row.group.subject.ends_on, self.today)

    def _town_of(self, seat: Membership) -> int | None:
        return self._town(seat.group.area) if seat.group.area_id in self.here else None

    def _supplier(self, helper: Helper) -> Supplier:
        """Who lives elsewhere supplies the seats they hold here, and no further ones."""
        seats = self.seats_of[helper.pk]
        held = tuple(Held(self._town_of(seat), self._needed_until(seat)) for seat in seats)
        ready = bool(helper.accepting and helper.trained_on and helper.pledged_on)
        promised = sum(seat.position.minutes_per_month for seat in seats if seat.position)
        return Supplier(
            key=helper.pk,
            town=self._town(helper.area),
            kind=helper.kind,
            held=held,
            limit=helper.caseload_limit,
            takes_more=ready and helper.area_id in self.here,
            minutes_left=max(0, helper.minutes_per_month - promised),
            seat_minutes=self._seat_minutes.get((_county(helper.area), helper.kind), 0),
            travels=helper.travels,
            leaves_on=self.leaving.get(helper.pk),
            certified_until=self._certified_until(helper),
            checked_until=self._checked_until(helper),
            insured_until=covered_until(
                [(row.valid_from, row.valid_to) for row in self.insurances[helper.pk]], self.today
            ),
        )

    def _certified_until(self, helper: Helper) -> date | None:
        """None where the kind asks for no certificate, or the certificate names no end."""
        accepted = CERTIFICATES_OF_KIND.get(helper.kind)
        if accepted is None:
            return None
        papers = [row for row in self.credentials[helper.pk] if row.kind in accepted]
        until = covered_until([(row.valid_from, row.valid_to) for row in papers], self.today)
        if until is None:
            return self.today - timedelta(days=1)
        return None if until == date.max else until

    def _checked_until(self, helper: Helper) -> date | None:
        checked = self.checks.get(helper.pk)
        return checked + timedelta(days=self.check_days) if checked else None


def _county(area: Area) -> str:
    """The path of the county that ``area`` lies in."""
    return area.path[: Area.steplen]


def _by_helper(rows, *order) -> dict[int, list]:
    grouped = defaultdict(list)
    for row in rows.order_by(*order, "pk"):
        grouped[row.helper_id].append(row)
    return grouped
