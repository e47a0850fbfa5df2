"""Joins the finished texts of one person's appointments into a calendar (RFC 5545, formats.md section 6)."""

from hashlib import sha256

from django.db.models import Count, Max, Sum

from training.models import CalendarEvent, CalendarFeed
from training.tokens import hashed

HEAD = (
    "BEGIN:VCALENDAR\r\n"
    "VERSION:2.0\r\n"
    "PRODID:-//Xieshou//Service appointments//ZH\r\n"
    "CALSCALE:GREGORIAN\r\n"
    "METHOD:PUBLISH\r\n"
    "X-WR-CALNAME:服务安排\r\n"
    "X-WR-TIMEZONE:Asia/Shanghai\r\n"
    "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n"
    "X-PUBLISHED-TTL:PT1H\r\n"
    "BEGIN:VTIMEZONE\r\n"
    "TZID:Asia/Shanghai\r\n"
    "BEGIN:STANDARD\r\n"
    "DTSTART:19920101T000000\r\n"
    "TZOFFSETFROM:+0800\r\n"
    "TZOFFSETTO:+0800\r\n"
    "TZNAME:CST\r\n"
    "END:STANDARD\r\n"
    "END:VTIMEZONE\r\n"
)
TAIL = "END:VCALENDAR\r\n"


def text_for(account_id: int) -> str:
    """The whole calendar of one account: one query, no parsing."""
    return joined(CalendarEvent.objects.filter(account=account_id).values_list("text", flat=True))


def joined(texts) -> str:
    """Stored events between the calendar's head and tail."""
    return "".join((HEAD, *texts, TAIL))


def find(token: str) -> tuple[int, str] | None:
    """The account behind a token and the mark of its calendar's present state; None if unknown.

    The sum of sequences is part of the mark, because of two changes at once the one that began
    first may be committed last and leave the newest stamp as it was.
    """
    found = (
        CalendarFeed.objects.filter(token_hash=hashed(token), account__is_active=True)
        .annotate(
            number=Count("account__calendar_events"),
            newest=Max("account__calendar_events__changed_at"),
            steps=Sum("account__calendar_events__sequence"),
        )
        .values_list("account_id", "number", "newest", "steps")
        .first()
    )
    if found is None:
        return None
    account_id, *state = found
    return account_id, '"' + sha256(repr(state).encode()).hexdigest()[:32] + '"'
