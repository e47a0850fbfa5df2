"""Rooms, plans and sessions for tests.

``plan_for(officer)`` is a lawful talk next week between an approved, trained helper and an adult in
the officer's own area; ``replace(plan, …)`` changes what a test is about. ``booked(officer)`` books it.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from portal.models import User
from tests.factories.portal import OfficeFactory, UserFactory
from training import actions
from training.choices import RoomKind, SessionKind
from training.models import CalendarEvent, Room, Session
from training.planning import Plan
from volunteers.choices import CorrectionKind, HelperKind, HelperState, SubjectState
from volunteers.models import Helper, Subject

__all__ = ["RoomFactory", "at", "booked", "helper_in", "many_events", "plan_for", "replace", "subject_in"]


def at(clock: str, *, days: int = 7) -> datetime:
    """A local time some days from today; by default a week ahead."""
    hour, minute = (int(part) for part in clock.split(":"))
    day = timezone.localtime() + timedelta(days=days)
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


class RoomFactory(DjangoModelFactory):
    """A talk room with four seats. ``RoomFactory(area=town)``."""

    class Meta:
        model = Room

    name = factory.Sequence(lambda n: f"谈心室{n}")
    kind = RoomKind.TALK
    capacity = 4
    office = factory.LazyAttribute(lambda room: OfficeFactory(areas=[room.area]))


def helper_in(area, **fields) -> Helper:
    """An approved, trained and pledged volunteer with an account."""
    number = Helper.objects.count() + 1
    fields.setdefault("account", UserFactory())
    return Helper.objects.create(
        **{
            "area": area,
            "number": f"T{number:05}",
            "name": f"助人者{number}",
            "state": HelperState.APPROVED,
            "kind": HelperKind.VOLUNTEER,
            "trained_on": date(2020, 1, 1),
            "pledged_on": date(2020, 1, 1),
            **fields,
        }
    )


def subject_in(area, **fields) -> Subject:
    """An adult man on probation."""
    number = Subject.objects.count() + 1
    fields.setdefault("registered_by", UserFactory())
    return Subject.objects.create(
        **{
            "area": area,
            "code": f"QH-T-{number:04}",
            "correction_kind": CorrectionKind.PROBATION,
            "state": SubjectState.ACTIVE,
            "starts_on": date(2020, 1, 1),
            "ends_on": date(2099, 12, 31),
            **fields,
        }
    )


def plan_for(officer: User, **fields) -> Plan:
    """A lawful plan in the first of the officer's areas."""
    area = officer.areas.first()
    if "helpers" not in fields:
        fields["helpers"] = (helper_in(area),)
    if "subjects" not in fields:
        fields["subjects"] = (subject_in(area),)
    return Plan(
        **{
            "kind": SessionKind.INDIVIDUAL_TALK,
            "area": area,
            "office": officer.office,
            "place": "青禾县便民服务中心",
            "starts_at": at("09:00"),
            "ends_at": at("10:30"),
            **fields,
        }
    )


def booked(officer: User, **fields) -> Session:
    """A session that ``officer`` booked by ``plan_for``."""
    return actions.book(plan_for(officer, **fields), by=officer)


def many_events(account, officer, number) -> None:
    """Many stored appointments, all like the first one."""
    first = Session.objects.latest("pk")
    fields = {"kind": first.kind, "area": first.area, "office": first.office, "created_by": officer}
    sessions = Session.objects.bulk_create(
        [Session(starts_at=first.starts_at, ends_at=first.ends_at, **fields) for _ in range(number)]
    )
    text = CalendarEvent.objects.first().text
    CalendarEvent.objects.bulk_create(
        [
            CalendarEvent(account=account, session=session, starts_at=session.starts_at, text=text)
            for session in sessions
        ]
    )
