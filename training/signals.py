"""What training tells the apps above it."""

from django.dispatch import Signal

attendance_recorded = Signal()
"""A helper's attendance at a session was written or corrected.

Sent with ``sender=Booking``, ``booking`` (its ``session`` and ``helper`` loaded) and ``by``, the
account that recorded it, inside the action's own transaction and after the booking was saved. It
is sent once per recording, whatever the outcome: read ``booking.attendance`` (present, absent,
no_show), ``booking.service_minutes`` (break taken off, travel never counted), ``came_at``,
``left_at``, ``work_done``, ``no_gifts`` and ``explanation`` (late entry, more than eight hours).
``by`` is the helper's own account or an officer; whoever it is may not confirm the hours (rule 30).

A receiver may raise ``portal.actions.Refused``: the attendance is then not recorded either, and
the violations appear beside the form (fields: ``came_at``, ``left_at``, ``break_minutes``,
``travel_minutes``, ``work_done``, ``explanation``).
"""
