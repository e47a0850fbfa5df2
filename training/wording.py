"""How long something takes and when somebody was there, as people read it."""

from django.utils.translation import gettext as _

from portal.moments import clock


def tapped(booking) -> str:
    """When a helper checked in and out on the phone: 09:02–11:00; with an ellipsis for what is missing."""
    taps = (booking.checked_in_at, booking.checked_out_at)
    return "–".join(clock(tap) if tap else "…" for tap in taps) if any(taps) else ""


def duration(minutes: int) -> str:
    """3 小时 30 分."""
    whole, rest = divmod(minutes, 60)
    if whole and rest:
        return _("%(hours)d hours %(minutes)d minutes") % {"hours": whole, "minutes": rest}
    return _("%(hours)d hours") % {"hours": whole} if whole else _("%(minutes)d minutes") % {"minutes": rest}
