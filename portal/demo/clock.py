"""The demo's clock: what was done months ago is done by its own action on a day months ago."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from unittest import mock

from django.utils import timezone


@contextmanager
def at(moment: datetime) -> Iterator[datetime]:
    """Inside, Django tells ``moment`` to whoever asks for the time; a moment to come is the present one."""
    moment = min(moment, timezone.now())
    with mock.patch.object(timezone, "now", return_value=moment):
        yield moment


def on(day: date, hour: int = 10) -> datetime:
    """``day`` at ``hour`` o'clock, local time; on a weekend, the Monday after it."""
    if day.weekday() > 4:
        day += timedelta(days=7 - day.weekday())
    return timezone.make_aware(datetime.combine(day, time(hour)))
