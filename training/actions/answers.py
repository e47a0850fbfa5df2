"""The helper's own word on an appointment: I come, or I cannot come."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import audit
from portal.actions import refuse_if, require_self
from portal.models import User
from portal.rules import SAFEGUARD, Violation
from training import events
from training.choices import AttendanceState, SessionState
from training.models import Booking

from .locking import locked_booking
from .telling import tell_who_arranged


@transaction.atomic
def agree(booking: Booking, *, terms: str | None = None, by: User) -> Booking:
    """The helper says that they will come; nobody else can say it for them (rule 11).

    ``terms`` are the ``Session.terms`` that the helper read: to another time or place nobody has agreed.
    """
    booking = _locked_own(booking, by)
    refuse_if(_still_ahead(booking), _as_it_was_read(booking, terms), about=booking.session, by=by)
    if booking.agreed_at is None:
        booking.agreed_at = timezone.now()
        booking.save(update_fields=["agreed_at"])
        audit.record("session.agreed", booking.session, by=by)
        _changed(booking)
    return booking


@transaction.atomic
def decline(booking: Booking, *, by: User) -> Booking:
    """The helper cannot come: the time is free again and whoever booked it is told at once."""
    booking = _locked_own(booking, by)
    refuse_if(_still_ahead(booking), about=booking.session, by=by)
    booking.active, booking.agreed_at = False, None
    booking.forget_attendance()
    booking.attendance, booking.attendance_by = AttendanceState.ABSENT, by
    booking.save()
    session = booking.session
    audit.record("session.declined", session, by=by)
    _changed(booking)
    tell_who_arranged(booking, "helper_cannot_come", url=f"/admin/sessions/inspect/{session.pk}/")
    return booking


def _locked_own(booking: Booking, by: User) -> Booking:
    booking = locked_booking(booking)
    require_self(by, booking.helper.account, booking)
    return booking


def _still_ahead(booking: Booking) -> Violation | None:
    session = booking.session
    if booking.active and session.state == SessionState.PLANNED and session.starts_at > timezone.now():
        return None
    return Violation(
        "session.answer_late",
        _("This appointment has begun or was changed. Tell the judicial office directly."),
    )


def _as_it_was_read(booking: Booking, terms: str | None) -> Violation | None:
    if terms is None or terms == booking.session.terms:
        return None
    return Violation(
        "session.moved",
        _("Time or place were changed while you were reading. Look at them again, then answer."),
        SAFEGUARD,
    )


def _changed(booking: Booking) -> None:
    session = booking.session
    session.sequence += 1
    session.save(update_fields=["sequence"])
    events.write(session)
