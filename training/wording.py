"""Days and times as people read them."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


def day(value: date | datetime) -> str:
    """A day of the year in words: 11月28日."""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    # Translators: a date format (Django's letters): the day of the year without the year.
    return date_format(local, _("j F"), use_l10n=False)


def weekday(value: date | datetime) -> str:
    """星期六."""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return date_format(local, "l", use_l10n=False)


def clock(value: datetime) -> str:
    """A local time of day: 09:00."""
    return timezone.localtime(value).strftime("%H:%M")


def span(starts_at: datetime, ends_at: datetime) -> str:
    """11月28日 09:00–11:30."""
    return f"{day(starts_at)} {clock(starts_at)}–{clock(ends_at)}"


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
