"""Notices in the portal, and the outbox whose promises survive a crash."""

import re
import uuid
from datetime import date, timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from portal.privacy.fields import EncryptedTextField

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
BACK_OFF_MINUTES = (1, 5, 30, 120, 720)
MOST_ATTEMPTS = 10
CLAIM = timedelta(minutes=5)


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A notice is read by its addressee only."""
        return self.filter(account=user)

    def unread(self):
        """Not opened yet, newest first."""
        return self.filter(read_at=None).order_by("-pk")


class Notice(models.Model):
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices", verbose_name=_("account")
    )
    kind = models.CharField(_("kind"), max_length=60)
    facts = models.JSONField(default=dict)
    url = models.CharField(max_length=200, blank=True)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(_("time"), db_default=Now())
    read_at = models.DateTimeField(_("read"), null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        default_permissions = ()
        indexes = [models.Index(fields=["account", "-id"], name="notice_by_account")]

    def __str__(self):
        return self.title

    @property
    def title(self) -> str:
        """The neutral headline in the reader's language."""
        return self._text("title")

    @property
    def body(self) -> str:
        """The neutral sentence in the reader's language."""
        return self._text("body")

    def _text(self, part: str) -> str:
        from portal import notice_texts

        facts = _Blank({key: _readable(value) for key, value in self.facts.items()})
        return str(getattr(notice_texts.text(self.kind), part)).format_map(facts)


def _readable(fact: str) -> str:
    """A stored day as the reader writes days; anything else as it is."""
    if not ISO_DAY.fullmatch(fact):
        return fact
    try:
        return date_format(date.fromisoformat(fact))
    except ValueError:
        return fact


class _Blank(dict):
    """A missing placeholder reads as nothing instead of breaking a notice."""

    def __missing__(self, key):
        return ""


class PromiseQuerySet(models.QuerySet):
    """Messages promised in a transaction and sent after it."""

    def due(self):
        """Unsent, waiting no longer and not given up, oldest first."""
        return self.filter(sent_at=None, due_at__lte=timezone.now(), attempts__lt=MOST_ATTEMPTS).order_by(
            "pk"
        )

    def claim(self, pk: int):
        """Take one due message for a few minutes, or None if another worker has it.

        The claim is committed before anything leaves, so that no lock is held while a mail server
        thinks; if we die meanwhile, the message is due again when the claim runs out.
        """
        with transaction.atomic():
            message = self.select_for_update().due().filter(pk=pk).first()
            if message is not None:
                message.attempts += 1
                message.due_at = timezone.now() + CLAIM
                message.save(update_fields=["attempts", "due_at"])
        return message


class Promise(models.Model):
    """When a message is to leave, how often that was tried, and how it ended."""

    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=80, blank=True)

    class Meta:
        abstract = True

    def deliver(self, send) -> bool:
        """Call ``send()`` once for this claimed message; a failure is noted and tried again later."""
        try:
            send()
        except Exception as error:  # one bad message must not hold up the others
            self.last_error = type(error).__name__
            wait = BACK_OFF_MINUTES[min(self.attempts, len(BACK_OFF_MINUTES)) - 1]
            self.due_at = timezone.now() + timedelta(minutes=wait)
        else:
            self.sent_at = timezone.now()
            self.forget()
        self.save()
        return self.sent_at is not None

    def forget(self) -> None:
        """Drop what is not needed once the message has left."""


class OutboxMessage(Promise):
    """A promise to send one neutral mail; written with the change it tells of, delivered after it."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="messages")
    address = models.EmailField()

    objects = PromiseQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        indexes = [models.Index(fields=["sent_at", "due_at"], name="outbox_due")]

    def __str__(self):
        return f"{self.notice.kind} #{self.pk}"


class ShortMessageQuerySet(PromiseQuerySet):
    def due(self):
        """A code that has run out is no longer worth sending."""
        return super().due().filter(expires_at__gt=timezone.now())

    def run_out(self):
        """Never sent and no longer worth it."""
        return self.filter(sent_at=None, expires_at__lte=timezone.now())


class ShortMessage(Promise):
    """A promise to send one text message; number and text are sealed, and forgotten once sent."""

    seal_key = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    phone = EncryptedTextField(blank=True)
    text = EncryptedTextField(blank=True)
    expires_at = models.DateTimeField()

    objects = ShortMessageQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["sent_at", "due_at"], name="short_message_due")]

    def __str__(self):
        return f"#{self.pk}"

    def forget(self):
        self.phone = self.text = None
