"""Rules for every text that people agree to or sign: from when a new version binds."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from portal.rules import SAFEGUARD, Violation


def begins_today_or_later(effective_from: date, today: date) -> Violation | None:
    """Nobody is bound by a wording that was not there yet (design.md §2.16)."""
    if effective_from >= today:
        return None
    message = _("A wording cannot bind days that are over. Choose today or a later day.")
    return Violation("wording.in_the_past", message, SAFEGUARD, field="effective_from")


def day_is_free(taken: bool) -> Violation | None:
    """One wording begins on a day, so that everybody knows which one they agreed to."""
    if not taken:
        return None
    message = _("Another version begins on this day. Choose another day.")
    return Violation("wording.day_taken", message, SAFEGUARD, field="effective_from")


def wording_differs(same: bool) -> Violation | None:
    """A version without a change would ask everybody again for nothing."""
    if not same:
        return None
    message = _("This is the wording already in force. Change it, or leave it as it is.")
    return Violation("wording.unchanged", message, SAFEGUARD, field="text")
