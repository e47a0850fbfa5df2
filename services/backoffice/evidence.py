"""What was arranged and what was tapped on the phone, beside the hours that are claimed for it."""

from django.utils.translation import gettext_lazy as _

from portal.backoffice import Panel, facts_panel
from services.models import ServiceRecord
from services.rules.presence import Presence, doubts
from training import wording

from .wording import link


def doubts_about(record: ServiceRecord) -> list:
    """Where the claim does not fit its session; nothing for hours that no session was booked for."""
    booking = record.booking
    if booking is None:
        return []
    return doubts(
        Presence(
            begins=record.starts_at,
            ends=record.ends_at,
            planned_begin=booking.session.starts_at,
            planned_end=booking.session.ends_at,
            checked_in=booking.checked_in_at,
            checked_out=booking.checked_out_at,
        )
    )


def arrangement_panel(record: ServiceRecord, user) -> Panel:
    """The session a record belongs to, and when its helper checked in and out there."""
    booking = record.booking
    pairs = []
    if booking is not None:
        session = booking.session
        shown = link("sessions:inspect", session) if user.has_perm("training.view_session") else session
        pairs = [
            (_("Session"), shown),
            (_("Arranged for"), session.when),
            (_("Checked in and out"), wording.tapped(booking) or _("not on the phone")),
        ]
    panel = facts_panel(pairs, title=_("Arranged and checked in"), aside=False)
    panel.shown = booking is not None
    return panel
