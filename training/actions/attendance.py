"""Who really came, and for how long: told by the helper or recorded by an officer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import audit
from portal.actions import refuse_if, require, require_self
from portal.models import User
from portal.rules import SAFEGUARD, Violation
from training import rules
from training.choices import AttendanceState, SessionState
from training.models import Booking, Session
from training.signals import attendance_recorded

from .locking import locked_booking
from .telling import tell_who_arranged

COURSE_ATTENDED = Violation(
    "attendance.learner",
    _("Whoever attends a course is recorded on the page of that date, and gets no service hours."),
    SAFEGUARD,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What somebody says about one helper's presence."""

    came_at: datetime
    left_at: datetime
    break_minutes: int = 0
    travel_minutes: int = 0
    work_done: str = ""
    no_gifts: bool = False
    needs_follow_up: bool | None = None
    """Whether the judicial office should look after somebody soon; None leaves what the helper said."""
    explanation: str = ""
    subjects_came: tuple[int, ...] | None = None
    """Keys of the subjects who were there; None leaves what was recorded of them."""


REPORTED = (
    "came_at",
    "left_at",
    "break_minutes",
    "travel_minutes",
    "work_done",
    "no_gifts",
    "explanation",
)


@transaction.atomic
def check_in(booking: Booking, *, by: User) -> Booking:
    """The helper has arrived. A second tap changes nothing."""
    booking = locked_booking(booking)
    require_self(by, booking.helper.account, booking)
    refuse_if(_open_for_attendance(booking), _near_the_time(booking), about=booking.session, by=by)
    if booking.came_at is None:
        booking.came_at = booking.checked_in_at = timezone.now()
        booking.save(update_fields=["came_at", "checked_in_at"])
        audit.record("attendance.checked_in", booking.session, by=by)
    return booking


@transaction.atomic
def check_out(booking: Booking, *, by: User) -> Booking:
    """The helper leaves; what was done is told on the form that follows."""
    booking = _about_to_leave(booking, by)
    if booking.left_at is None:
        booking.left_at = booking.checked_out_at = timezone.now()
        booking.save(update_fields=["left_at", "checked_out_at"])
        audit.record("attendance.checked_out", booking.session, by=by)
    return booking


@transaction.atomic
def check_out_as_planned(booking: Booking, *, by: User) -> Booking:
    """Who forgot to check out left at the planned end; the form that follows may correct it."""
    booking = _about_to_leave(booking, by, _planned_end_fits)
    if booking.left_at is None:
        booking.left_at = booking.session.ends_at
        booking.save(update_fields=["left_at"])
        audit.record("attendance.checked_out_late", booking.session, by=by)
    return booking


def _about_to_leave(booking: Booking, by: User, *rules) -> Booking:
    """The locked booking of a helper who has come, judged by ``rules`` as well."""
    booking = locked_booking(booking)
    require_self(by, booking.helper.account, booking)
    broken = [rule(booking) for rule in (_open_for_attendance, _has_come, *rules)]
    refuse_if(*broken, about=booking.session, by=by)
    return booking


@transaction.atomic
def report_attendance(booking: Booking, report: Report, *, by: User) -> Booking:
    """The helper tells when they came and left and what was done; the hours await a second person.

    Raises ``Refused`` with every fault beside its field, those of the hours' own rules included.
    """
    booking = locked_booking(booking)
    require_self(by, booking.helper.account, booking)
    refuse_if(_open_for_attendance(booking), *_judged(report), about=booking.session, by=by)
    return _record(booking, AttendanceState.PRESENT, report, by)


@transaction.atomic
def record_attendance(
    booking: Booking, state: AttendanceState, report: Report | None = None, *, by: User
) -> Booking:
    """An officer records one helper as present (with a report), absent with notice, or not come as agreed."""
    booking = locked_booking(booking)
    require(by, "training.change_booking", booking)
    present = state == AttendanceState.PRESENT
    refuse_if(
        _open_for_attendance(booking),
        _not_about_oneself(booking, by),
        *(_judged(report) if present and report else ()),
        about=booking.session,
        by=by,
    )
    return _record(booking, state, report if present else None, by)


def _record(booking: Booking, state: AttendanceState, report: Report | None, by: User) -> Booking:
    before = booking.attendance
    booking.attendance, booking.attendance_by = state, by
    if report is None:
        booking.came_at = booking.left_at = None
        booking.break_minutes = booking.travel_minutes = 0
    else:
        for name in REPORTED:
            setattr(booking, name, getattr(report, name))
        _ask_for_follow_up(booking, report.needs_follow_up)
    booking.save()
    if report is not None and report.subjects_came is not None:
        _record_subjects(booking.session, report.subjects_came, by)
    audit.record(
        "attendance.recorded",
        booking.session,
        by=by,
        helper=booking.helper_id,
        before=before,
        after=str(state),
        minutes=booking.service_minutes,
    )
    attendance_recorded.send(sender=Booking, booking=booking, by=by)
    return booking


def _ask_for_follow_up(booking: Booking, wanted: bool | None) -> None:
    """Keep what the helper asks for, and tell whoever arranged the session once."""
    if wanted and not booking.needs_follow_up:
        tell_who_arranged(booking, "follow_up_wanted", url=f"/admin/bookings/inspect/{booking.pk}/")
    if wanted is not None:
        booking.needs_follow_up = wanted


def _record_subjects(session: Session, came: Iterable[int], by: User) -> None:
    """Who of the subjects was there: persons and person-times are counted from it."""
    held = session.bookings.active().filter(subject__isnull=False)
    held.filter(subject__in=came).update(attendance=AttendanceState.PRESENT, attendance_by=by)
    held.exclude(subject__in=came).update(attendance=AttendanceState.NO_SHOW, attendance_by=by)


def _judged(report: Report) -> list[Violation | None]:
    facts = rules.AttendanceFacts(
        came_at=report.came_at,
        left_at=report.left_at,
        now=timezone.now(),
        break_minutes=report.break_minutes,
        no_gifts=report.no_gifts,
        work_done=report.work_done,
    )
    return [rule(facts) for rule in rules.ATTENDANCE]


def _open_for_attendance(booking: Booking) -> Violation | None:
    if booking.learns:
        return COURSE_ATTENDED
    session = booking.session
    begun = session.starts_at <= timezone.now() or _near_the_time(booking) is None
    if booking.active and session.state != SessionState.CANCELLED and begun:
        return None
    return Violation(
        "attendance.not_open",
        _("Attendance can be recorded once the session has begun, and not for a cancelled one."),
    )


EARLIEST_CHECK_IN_SECONDS = 2 * 3600


def may_check_in(booking: Booking) -> bool:
    """Whether the button is offered: from two hours before the session until its end."""
    return _near_the_time(booking) is None


def _near_the_time(booking: Booking) -> Violation | None:
    session = booking.session
    early = (session.starts_at - timezone.now()).total_seconds() > EARLIEST_CHECK_IN_SECONDS
    if not early and timezone.now() <= session.ends_at:
        return None
    return Violation(
        "attendance.check_in_time",
        _(
            "Checking in is possible from two hours before the session until its end. "
            "Enter the times instead."
        ),
    )


def _has_come(booking: Booking) -> Violation | None:
    if booking.came_at is not None:
        return None
    return Violation("attendance.not_checked_in", _("Check in first, or enter both times."))


def _planned_end_fits(booking: Booking) -> Violation | None:
    """The planned end can be named once it is past, by whoever came before it."""
    ends = booking.session.ends_at
    if ends <= timezone.now() and (booking.came_at is None or booking.came_at < ends):
        return None
    return Violation("attendance.planned_end", _("The planned end does not fit. Enter both times instead."))


def _not_about_oneself(booking: Booking, by: User) -> Violation | None:
    if booking.helper.account_id != by.pk:
        return None
    return Violation(
        "attendance.own", _("Enter your own attendance in your own space, not in the back office.")
    )
