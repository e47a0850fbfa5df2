"""Telling whoever arranged a session what one of its helpers says: by number, never by name (rule 57)."""

from portal import notifications
from training.models import Booking


def tell_who_arranged(booking: Booking, kind: str, *, url: str) -> None:
    """A notice of ``kind`` about the helper of ``booking``, to the account that arranged the session."""
    session = booking.session
    words = {"number": booking.helper.number, "when": session.when_kept}
    notifications.notify([session.created_by], kind, about=session, url=url, **words)
