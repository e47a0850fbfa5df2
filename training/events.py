"""Writes the finished calendar text of each person's appointment when it changes, never when it is read."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from icalendar import Alarm, Event

from training.choices import SessionKind, SessionState
from training.models import Booking, CalendarEvent, Session

REMINDED_BEFORE = timedelta(days=1)


def write(session: Session) -> None:
    """Store what every helper of ``session`` sees in the own calendar, in one statement."""
    held = Booking.objects.filter(session=session, helper__account__isnull=False)
    CalendarEvent.objects.bulk_create(
        [_event(session, booking) for booking in held.select_related("helper__account")],
        update_conflicts=True,
        unique_fields=["account", "session"],
        update_fields=["starts_at", "sequence", "text", "changed_at"],
    )


def _event(session: Session, booking: Booking) -> CalendarEvent:
    account = booking.helper.account
    with translation.override(account.language):
        text = vevent(session, status=_status(session, booking))
    return CalendarEvent(
        account=account,
        session=session,
        starts_at=session.starts_at,
        sequence=session.sequence,
        text=text,
    )


def _status(session: Session, booking: Booking) -> str:
    if session.state == SessionState.CANCELLED or not booking.active:
        return "CANCELLED"
    return "CONFIRMED" if booking.agreed_at else "TENTATIVE"


def vevent(session: Session, *, status: str) -> str:
    """One VEVENT: a neutral title, a time, a public place; nothing that names a person (rule 57)."""
    now = timezone.now()
    event = Event()
    event.add("uid", f"{session.uid}@xieshou")
    event.add("summary", _("Service appointment"))
    event.add("dtstart", timezone.localtime(session.starts_at))
    event.add("dtend", timezone.localtime(session.ends_at))
    event.add("location", neutral_place(session))
    event.add("url", f"{settings.WAGTAILADMIN_BASE_URL}/me/sessions/{session.pk}/")
    event.add("status", status)
    event.add("sequence", session.sequence)
    event.add("class", "PRIVATE")
    event.add("dtstamp", now)
    event.add("last-modified", now)
    if status == "CONFIRMED":
        event.add_component(_reminder())
    return event.to_ical().decode()


def _reminder() -> Alarm:
    """A sign of the phone one day before, with the same neutral words."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _("Service appointment"))
    alarm.add("trigger", -REMINDED_BEFORE)
    return alarm


def neutral_place(session: Session) -> str:
    """A room or the place of a course may be named; any other could be somebody's home: only the area is."""
    public = session.room_id or session.course_id
    if public and session.kind != SessionKind.HOME_VISIT:
        return session.where
    return session.area.name
