"""The secret address of a person's calendar: made, replaced and stopped by that person only."""

import secrets

from django.db import transaction
from django.utils import timezone

from portal import audit
from portal.models import User
from training.models import CalendarFeed
from training.tokens import hashed

TOKEN_BYTES = 32


@transaction.atomic
def renew_feed(*, by: User) -> str:
    """Give ``by`` a new calendar address and return its token, this once; any old address dies at once."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    feed, created = CalendarFeed.objects.update_or_create(
        account=by, defaults={"token_hash": hashed(token), "created_at": timezone.now()}
    )
    audit.record("calendar.created" if created else "calendar.renewed", feed, by=by)
    return token


@transaction.atomic
def stop_feed(*, by: User) -> None:
    """End the calendar address of ``by``; calendars that still ask get nothing."""
    for feed in CalendarFeed.objects.select_for_update().filter(account=by):
        audit.record("calendar.stopped", feed, by=by)
        feed.delete()
