"""From what an officer plans to the facts that the rules judge."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import policies
from portal.models import Area, Office, OfficeKind, User, visible_area_ids
from training.choices import REMOTE_KINDS
from training.models import Booking, Course, Room, Session
from training.policies import HELPER_BUFFER, ROOM_BUFFER
from training.rules import Busy, HelperFacts, RoomFacts, SessionFacts, SubjectFacts, WorkHours
from volunteers.choices import CorrectionKind, SubjectState
from volunteers.models import (
    AvailabilityWindow,
    Credential,
    Helper,
    Insurance,
    Membership,
    NoContact,
    RecordCheck,
    Recusal,
    Subject,
    SupervisionGroup,
)
from volunteers.policies import RECORD_CHECK_DAYS

STAFF_OFFICES = {OfficeKind.JUSTICE_BUREAU, OfficeKind.JUDICIAL_OFFICE, OfficeKind.CORRECTION_AGENCY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A session as an officer wants it, before anybody judged it."""

    kind: str
    area: Area
    office: Office
    starts_at: datetime
    ends_at: datetime
    help_kind: str = ""
    group: SupervisionGroup | None = None
    course: Course | None = None
    seats: int | None = None
    room: Room | None = None
    place: str = ""
    helpers: tuple[Helper, ...] = ()
    subjects: tuple[Subject, ...] = ()
    learners: tuple[Helper, ...] = ()
    chair: User | None = None
    has_risk: bool = False
    fitness_confirmed: bool = False
    fitness_confirmed_again: bool = False
    guardian_notified: bool = False
    necessity: str = ""


PLAIN_FIELDS = (
    "kind",
    "area",
    "office",
    "starts_at",
    "ends_at",
    "help_kind",
    "group",
    "course",
    "seats",
    "room",
    "place",
    "chair",
    "has_risk",
    "fitness_confirmed",
    "fitness_confirmed_again",
    "guardian_notified",
    "necessity",
)


def plan_of(session: Session) -> Plan:
    """The plan that a stored session carries out."""
    bookings = list(session.bookings.active().select_related("helper", "subject"))
    return Plan(
        **{name: getattr(session, name) for name in PLAIN_FIELDS},
        helpers=tuple(booking.helper for booking in bookings if booking.helper_id and not booking.learns),
        learners=tuple(booking.helper for booking in bookings if booking.learns),
        subjects=tuple(booking.subject for booking in bookings if booking.subject_id),
    )


def without_the_busy(plan: Plan, *, apart_from: Session) -> tuple[Plan, tuple[Helper, ...]]:
    """The plan with the learners who are free at its time, and those who hold another appointment then.

    A course moves for everybody; whoever cannot come to its new time keeps the other appointment.
    """
    if not plan.learners:
        return plan, ()
    ends = plan.ends_at + timedelta(minutes=helper_buffer(plan))
    held = Booking.objects.overlapping(plan.starts_at, ends).exclude(session=apart_from)
    busy = set(held.filter(helper__in=plan.learners).values_list("helper_id", flat=True))
    free = tuple(helper for helper in plan.learners if helper.pk not in busy)
    return replace(plan, learners=free), tuple(helper for helper in plan.learners if helper.pk in busy)


def helper_buffer(plan: Plan) -> int:
    """Minutes kept free after the session for travel; a call needs none."""
    return (
        0 if plan.kind in REMOTE_KINDS else policies.value(HELPER_BUFFER, timezone.localdate(plan.starts_at))
    )


def room_buffer(plan: Plan) -> int:
    """Minutes kept free in the room after the session."""
    return policies.value(ROOM_BUFFER, timezone.localdate(plan.starts_at))


def facts_of(plan: Plan, *, viewer: User, apart_from: Session | None = None) -> SessionFacts:
    """Everything the rules ask about ``plan``, in a constant number of queries.

    ``viewer`` decides how conflicting sessions are named: those of foreign areas stay nameless.
    ``apart_from`` is the stored session that the plan would replace.
    """
    local = timezone.localtime(plan.starts_at)
    busy = _Occupation(plan, viewer, apart_from)
    return SessionFacts(
        kind=plan.kind,
        help_kind=plan.help_kind,
        starts_at=local,
        ends_at=timezone.localtime(plan.ends_at),
        helpers=_helpers(plan, busy),
        subjects=_subjects(plan, busy),
        room=_room(plan, busy),
        learners=len(plan.learners),
        course_seats=plan.seats,
        course_minutes=plan.course.minutes if plan.course else 0,
        has_place=bool(plan.room or plan.place.strip()),
        necessity=plan.necessity,
        has_risk=plan.has_risk,
        fitness_confirmed=plan.fitness_confirmed,
        fitness_confirmed_again=plan.fitness_confirmed_again,
        guardian_notified=plan.guardian_notified,
        chaired_by_staff=_is_staff(plan.chair),
        group_state=plan.group.state if plan.group else "",
        group_helpers=frozenset(member_ids(plan.group)),
        helper_buffer=busy.helper_buffer,
        room_buffer=busy.room_buffer,
        record_check_days=policies.value(RECORD_CHECK_DAYS, local.date()),
    )


def member_ids(group: SupervisionGroup | None) -> set[int]:
    """Helpers who hold a seat in ``group`` today."""
    if group is None:
        return set()
    seats = Membership.objects.present().filter(group=group, helper__isnull=False)
    return set(seats.values_list("helper_id", flat=True))


def agreeing_ids(plan: Plan) -> set[int]:
    """Members of the group who agreed to such times beforehand; everybody else is asked (rule 11)."""
    members = member_ids(plan.group)
    starts, ends = timezone.localtime(plan.starts_at), timezone.localtime(plan.ends_at)
    first = starts.hour * 60 + starts.minute
    last = first + int((ends - starts).total_seconds() // 60)
    windows = defaultdict(list)
    for window in AvailabilityWindow.objects.filter(helper__in=members):
        windows[window.helper_id].append(window)
    return {
        pk
        for pk in members
        if pk not in windows
        or any(
            window.weekday == starts.isoweekday()
            and window.start_minute <= first
            and last <= window.end_minute
            for window in windows[pk]
        )
    }


def _is_staff(chair: User | None) -> bool:
    if chair is None or not chair.is_active or chair.is_system or chair.office is None:
        return False
    return chair.office.kind in STAFF_OFFICES


class _Occupation:
    """Who and what is held by other sessions around the planned time."""

    def __init__(self, plan: Plan, viewer: User, apart_from: Session | None):
        self.helper_buffer, self.room_buffer = helper_buffer(plan), room_buffer(plan)
        self._areas = None if viewer.is_superuser or viewer.is_system else visible_area_ids(viewer)
        longest = timedelta(minutes=max(self.helper_buffer, self.room_buffer))
        rows = (
            Booking.objects.overlapping(plan.starts_at, plan.ends_at + longest)
            .filter(
                Q(helper__in=plan.helpers)
                | Q(subject__in=plan.subjects)
                | Q(room=plan.room, room__isnull=False)
            )
            .select_related("session")
            .order_by("held_from", "pk")
        )
        if apart_from is not None:
            rows = rows.exclude(session=apart_from)
        self.by_helper, self.by_subject, self.by_room = (
            defaultdict(list),
            defaultdict(list),
            defaultdict(list),
        )
        for booking in rows:
            entry = Busy(booking.held_from, booking.held_to, self._label(booking.session))
            for held, key in (
                (self.by_helper, booking.helper_id),
                (self.by_subject, booking.subject_id),
                (self.by_room, booking.room_id),
            ):
                if key:
                    held[key].append(entry)

    def _label(self, session: Session) -> str:
        known = self._areas is None or session.area_id in self._areas
        name = session.get_kind_display() if known else _("Service appointment")
        return f"{name} {session.when}"


def _helpers(plan: Plan, busy: _Occupation) -> tuple[HelperFacts, ...]:
    day = timezone.localtime(plan.starts_at).date()
    credentials = _grouped(
        Credential.objects.valid_on(day).filter(helper__in=plan.helpers), "helper_id", "kind"
    )
    checks = RecordCheck.objects.filter(helper__in=plan.helpers).last_clear(day)
    insured = set(
        Insurance.objects.filter(helper__in=plan.helpers, valid_from__lte=day, valid_to__gte=day).values_list(
            "helper_id", flat=True
        )
    )
    barred = _grouped(NoContact.objects.in_force().filter(helper__in=plan.helpers), "helper_id", "subject_id")
    recused = set(
        Recusal.objects.filter(group=plan.group, helper__in=plan.helpers).values_list("helper_id", flat=True)
        if plan.group
        else ()
    )
    several = len(plan.helpers) > 1
    return tuple(
        HelperFacts(
            key=helper.pk,
            who=str(helper) if several else "",
            state=helper.state,
            trained_on=helper.trained_on,
            pledged_on=helper.pledged_on,
            recused=helper.pk in recused,
            insured=helper.pk in insured,
            credentials=frozenset(credentials[helper.pk]),
            record_checked_on=checks.get(helper.pk),
            barred_subjects=frozenset(barred[helper.pk]),
            busy=tuple(busy.by_helper[helper.pk]),
        )
        for helper in plan.helpers
    )


def _subjects(plan: Plan, busy: _Occupation) -> tuple[SubjectFacts, ...]:
    day = timezone.localtime(plan.starts_at).date()
    keys = [subject.pk for subject in plan.subjects]
    barred = defaultdict(set)
    pairs = NoContact.objects.in_force().filter(
        Q(subject__in=keys, other_subject__isnull=False) | Q(other_subject__in=keys)
    )
    for one, other in pairs.values_list("subject_id", "other_subject_id"):
        barred[one].add(other)
        barred[other].add(one)
    several = len(plan.subjects) > 1
    return tuple(
        SubjectFacts(
            key=subject.pk,
            code=subject.code if several else "",
            in_correction=subject.state == SubjectState.ACTIVE
            and subject.starts_on <= day <= subject.ends_on,
            is_minor=subject.is_minor,
            serves_outside_prison=subject.correction_kind == CorrectionKind.TEMPORARY_SERVICE,
            barred_subjects=frozenset(barred[subject.pk]),
            work_hours=tuple(_work_hours(subject.work_hours)),
            busy=tuple(busy.by_subject[subject.pk]),
        )
        for subject in plan.subjects
    )


def _room(plan: Plan, busy: _Occupation) -> RoomFacts | None:
    room = plan.room
    if room is None:
        return None
    return RoomFacts(
        kind=room.kind, seats=room.capacity, in_use=room.in_use, busy=tuple(busy.by_room[room.pk])
    )


def _work_hours(windows):
    """Stored as ``[{"day": 1, "from": "09:00", "to": "17:30"}]``."""
    for window in windows:
        yield WorkHours(int(window["day"]), _minute(window["from"]), _minute(window["to"]))


def _minute(clock: str) -> int:
    hours, _colon, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes or 0)


def _grouped(rows, key: str, value: str) -> defaultdict[int, set]:
    grouped = defaultdict(set)
    for owner, item in rows.values_list(key, value):
        grouped[owner].add(item)
    return grouped
