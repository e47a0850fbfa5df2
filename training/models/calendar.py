"""A person's calendar feed: the hash of its address, and each event's finished text."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .sessions import Session


class CalendarFeed(models.Model):
    """Only the hash of the token is stored; a new token makes the old address unknown at once."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        default_permissions = ()

    def __str__(self):
        return str(self.account_id)


class CalendarEvent(models.Model):
    """One VEVENT, written when the booking changes, so that a feed only joins stored texts."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_events"
    )
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    sequence = models.PositiveIntegerField(default=0)
    text = models.TextField()
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["account", "session"], name="one_event_an_account_and_session")
        ]

    def __str__(self):
        return f"{self.account_id} {self.session_id}"
