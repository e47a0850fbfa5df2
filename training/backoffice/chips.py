"""The state of a session, and whether somebody came, as a chip; lists and pages use the same tones."""

from training.choices import AttendanceState, SessionState
from training.models import Booking, Session
from volunteers.backoffice.links import chip

SESSION_TONES = {SessionState.PLANNED: "info", SessionState.HELD: "ok", SessionState.CANCELLED: "bad"}
ATTENDANCE_TONES = {
    AttendanceState.EXPECTED: "info",
    AttendanceState.PRESENT: "ok",
    AttendanceState.NO_SHOW: "bad",
}


def session_chip(session: Session) -> str:
    """Planned, held or cancelled."""
    return chip(session.get_state_display(), SESSION_TONES[session.state])


def attendance_chip(booking: Booking) -> str:
    """Whether the helper or the subject came; of whoever is not expected any more there is nothing to say."""
    if not booking.active and booking.attendance == AttendanceState.EXPECTED:
        return ""
    return chip(booking.get_attendance_display(), ATTENDANCE_TONES.get(booking.attendance, ""))
