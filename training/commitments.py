"""Bookings that come back every week are part of a helper's fixed week, and matching keeps clear of them."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from training.choices import SessionState
from training.models import Booking
from volunteers import commitments

WEEKS_AHEAD = 8
OFTEN = 3  # the same time in so many of these weeks is a habit, not an appointment


@commitments.register
def recurring_bookings(helper_ids: Collection[int], today: date) -> dict[int, list[dict]]:
    """Weekday and time of planned sessions that stand at the same time in several weeks to come."""
    begin = timezone.make_aware(datetime.combine(today, time.min))
    bookings = (
        Booking.objects.active()
        .filter(helper__in=helper_ids, session__state=SessionState.PLANNED)
        .filter(session__starts_at__gte=begin, session__starts_at__lt=begin + timedelta(weeks=WEEKS_AHEAD))
        .values_list("helper", "session__starts_at", "session__ends_at")
    )
    weeks = defaultdict(set)
    for helper_id, starts_at, ends_at in bookings:
        for day, start, end in _pieces(timezone.localtime(starts_at), timezone.localtime(ends_at)):
            weeks[helper_id, day.isoweekday(), start, end].add(day.isocalendar()[:2])
    found = defaultdict(list)
    for (helper_id, weekday, start, end), seen in sorted(weeks.items()):
        if len(seen) >= OFTEN:
            found[helper_id].append({"day": weekday, "from": _clock(start), "to": _clock(end)})
    return found


def _pieces(starts_at: datetime, ends_at: datetime):
    """The days of a session with minutes on the quarter hour, widened; midnight cuts it in two."""
    day = starts_at.date()
    start = starts_at.hour * 60 + starts_at.minute
    end = start + int((ends_at - starts_at).total_seconds() // 60)
    while end > 0:
        yield day, max(0, start) // 15 * 15, min(24 * 60, -(-end // 15) * 15)
        day, start, end = day + timedelta(days=1), start - 24 * 60, end - 24 * 60


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
