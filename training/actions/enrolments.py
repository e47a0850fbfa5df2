"""Dates of a course: who enrols, who withdraws, and who was there."""

from collections.abc import Iterable
from datetime import timedelta
from typing import NoReturn

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal import audit, notifications
from portal.actions import Refused, refuse_if, require, require_self
from portal.models import User
from portal.rules import LOCAL_POLICY, SAFEGUARD, Violation
from training import events, planning
from training.choices import AttendanceState, SessionKind, SessionState
from training.models import Booking, Course, CourseCompletion, Session
from training.planning import Plan
from volunteers.choices import HelperState
from volunteers.models import Helper
from volunteers.rules import people

from .courses import pass_course
from .locking import locked_helpers, locked_session
from .sessions import TAKEN, book


@transaction.atomic
def schedule_course(course: Course, plan: Plan, *, by: User) -> Session:
    """Fix a date of a course and tell the helpers of its area who still need it for their first service.

    Raises as ``book`` does, and ``Refused`` for a date that is over and for a course to read alone.
    """
    refuse_if(_has_dates(course), _lies_ahead(plan), about=course, by=by)
    session = book(plan, by=by)
    if course.is_pre_service:
        waiting = Helper.objects.filter(
            area__path__startswith=session.area.path, state=HelperState.APPROVED, trained_on=None
        ).exclude(completions__course=course)
        notifications.notify(
            [helper.account for helper in waiting.select_related("account")],
            "course_scheduled",
            about=session,
            url=f"/me/courses/{course.pk}/",
            title=course.title,
            when=session.when_kept,
            where=session.where,
        )
    return session


@transaction.atomic
def enrol(session: Session, *, by: User) -> Booking:
    """A helper takes a place at a date of a course; the time is then held in their calendar.

    Raises ``Refused`` when the places are taken, the date is over, the helper is not yet vetted, has
    passed the course, or holds another appointment then. Of two who want the last place one gets it.
    """
    [helper] = locked_helpers([Helper.objects.values_list("pk", flat=True).get(account=by)])
    session = locked_session(session)
    require_self(by, helper.account, session)
    if not Session.objects.around(helper).filter(pk=session.pk).exists():
        _out_of_reach(session, by)
    held_to = session.ends_at + timedelta(minutes=planning.helper_buffer(planning.plan_of(session)))
    refuse_if(
        _open_for_enrolment(session),
        people.vetted(helper.state),
        _not_passed(session, helper),
        _does_not_serve(session, helper),
        _has_a_place(session, helper),
        _is_free(session, helper, held_to),
        about=session,
        by=by,
    )
    booking = session.bookings.filter(helper=helper).first() or Booking(session=session, helper=helper)
    booking.held_from, booking.held_to = session.starts_at, held_to
    booking.active, booking.learns, booking.agreed_at = True, True, timezone.now()
    try:
        with transaction.atomic():
            booking.save()
    except IntegrityError as error:
        raise Refused(TAKEN) from error
    audit.record("session.enrolled", session, by=by)
    _changed(session)
    return booking


@transaction.atomic
def leave_course(booking: Booking, *, by: User) -> Booking:
    """A helper gives the place back; whoever else wants it may have it. No reason is asked."""
    session = locked_session(booking.session)
    booking = Booking.objects.learning().select_related("helper__account").get(pk=booking.pk)
    require_self(by, booking.helper.account, booking)
    refuse_if(_still_to_come(session), about=session, by=by)
    booking.active, booking.agreed_at = False, None
    booking.save(update_fields=["active", "agreed_at"])
    audit.record("session.enrolment_withdrawn", session, by=by)
    _changed(session)
    return booking


@transaction.atomic
def record_learners(session: Session, *, helpers: Iterable[Helper], by: User) -> int:
    """An officer records who was at a date of a course; these have passed it (rule 10).

    Who enrolled and is not named did not come. Helpers who came without enrolling are named as well.
    The date is closed unless somebody who served at it has still to be recorded. Returns how many
    passed the course that had not passed it before.
    """
    present = [helper.pk for helper in locked_helpers(helper.pk for helper in helpers)]
    session = locked_session(session)
    require(by, "training.change_session", session)
    require(by, "training.add_coursecompletion", session.course)
    refuse_if(_may_be_recorded(session), about=session, by=by)
    enrolled = session.bookings.active().learning()
    others = set(present) - set(enrolled.values_list("helper_id", flat=True))
    if Helper.objects.visible_to(by).filter(pk__in=others).count() != len(others):
        _out_of_reach(session, by)
    came = {"came_at": session.starts_at, "left_at": session.ends_at, "attendance_by": by}
    enrolled.filter(helper__in=present).update(attendance=AttendanceState.PRESENT, **came)
    enrolled.exclude(helper__in=present).update(attendance=AttendanceState.NO_SHOW, attendance_by=by)
    new = pass_course(session.course, present, timezone.localdate(session.starts_at), by)
    audit.record("session.learners_recorded", session, by=by, present=sorted(present))
    waiting = session.bookings.active().serving().filter(attendance=AttendanceState.EXPECTED)
    if not waiting.exists():
        session.state = SessionState.HELD
        session.save(update_fields=["state"])
        audit.record("session.held", session, by=by)
    return new


def _out_of_reach(session: Session, by: User) -> NoReturn:
    audit.note_attempt("course.out_of_reach", session, by=by, result=audit.DENIED)
    raise PermissionDenied("course.out_of_reach")


def _changed(session: Session) -> None:
    session.sequence += 1
    session.save(update_fields=["sequence"])
    events.write(session)


def _has_dates(course: Course) -> Violation | None:
    if not course.self_study:
        return None
    return Violation(
        "course.self_study", _("This course is read by oneself and has no dates."), LOCAL_POLICY, "day"
    )


def _lies_ahead(plan: Plan) -> Violation | None:
    if plan.starts_at > timezone.now():
        return None
    return Violation(
        "course.date_past",
        _("Choose a day to come. For a course that was held already, record who passed it."),
        SAFEGUARD,
        "day",
    )


def _open_for_enrolment(session: Session) -> Violation | None:
    if session.kind == SessionKind.HELPER_TRAINING and session.course_id and _still_to_come(session) is None:
        return None
    return Violation(
        "course.closed",
        _("This date is over or was cancelled. Choose another one."),
        SAFEGUARD,
    )


def _still_to_come(session: Session) -> Violation | None:
    if session.state == SessionState.PLANNED and session.starts_at > timezone.now():
        return None
    return Violation("course.begun", _("This date has begun or was cancelled, nothing can be changed."))


def _not_passed(session: Session, helper: Helper) -> Violation | None:
    if not CourseCompletion.objects.filter(course=session.course_id, helper=helper).exists():
        return None
    return Violation("course.passed", _("You have passed this course already."), LOCAL_POLICY)


def _does_not_serve(session: Session, helper: Helper) -> Violation | None:
    """Who holds a date of a course cannot learn at it: service is no learning, and learning no service."""
    if not session.bookings.active().serving().filter(helper=helper).exists():
        return None
    return Violation("course.serves", _("You hold this course yourself on that day."), SAFEGUARD)


def _has_a_place(session: Session, helper: Helper) -> Violation | None:
    taken = session.bookings.active().learning().exclude(helper=helper).count()
    if session.seats is None or taken < session.seats:
        return None
    return Violation("course.full", _("All places of this date are taken. Choose another one."), SAFEGUARD)


def _is_free(session: Session, helper: Helper, held_to) -> Violation | None:
    held = Booking.objects.overlapping(session.starts_at, held_to).filter(helper=helper)
    other = held.exclude(session=session).select_related("session__course").first()
    if other is None:
        return None
    text = _("You have “{name}” at this time, {when}. Choose another date, or tell the office first.")
    return Violation(
        "course.overlap",
        format_lazy(text, name=other.session.name, when=other.session.when),
        SAFEGUARD,
    )


def _may_be_recorded(session: Session) -> Violation | None:
    begun = session.starts_at <= timezone.now()
    if session.course_id and session.state == SessionState.PLANNED and begun:
        return None
    return Violation(
        "course.not_begun",
        _("Who came is recorded once the course has begun, and only once."),
        SAFEGUARD,
    )
