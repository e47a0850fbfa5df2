"""Days and times as people read them, and as a notice keeps them until its reader's language is known."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _


def day(value: date | datetime) -> str:
    """A day of the year in words: 11月28日."""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    # Translators: a date format (Django's letters): the day of the year without the year.
    return date_format(local, _("j F"), use_l10n=False)


def clock(value: datetime) -> str:
    """A local time of day: 09:00."""
    return timezone.localtime(value).strftime("%H:%M")


def span(starts_at: datetime, ends_at: datetime) -> str:
    """11月28日 09:00–11:30."""
    return f"{day(starts_at)} {clock(starts_at)}–{clock(ends_at)}"


def kept(starts_at: datetime, ends_at: datetime) -> str:
    """A span as a notice keeps it: an ISO 8601 interval, which ``as_read`` words."""
    return f"{starts_at.isoformat()}/{ends_at.isoformat()}"


def as_read(fact: str) -> str:
    """A kept day or span in the reader's language; anything else as it is."""
    try:
        if len(fact) == len("2026-11-24") and (whole_day := parse_date(fact)):
            return date_format(whole_day)
        began, _slash, ended = fact.partition("/")
        starts_at, ends_at = parse_datetime(began), parse_datetime(ended)
    except ValueError:
        return fact
    return span(starts_at, ends_at) if starts_at and ends_at else fact
