"""Notices in the portal, and the outbox whose promises survive a crash."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


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

        return str(getattr(notice_texts.text(self.kind), part)).format_map(_Blank(self.facts))


class _Blank(dict):
    """A missing placeholder reads as nothing instead of breaking a notice."""

    def __missing__(self, key):
        return ""


class OutboxMessageQuerySet(models.QuerySet):
    def due(self):
        """Unsent and waiting no longer, oldest first."""
        return self.filter(sent_at=None, due_at__lte=timezone.now()).order_by("pk")


class OutboxMessage(models.Model):
    """A promise to send one neutral mail; written with the change it tells of, delivered after it."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="messages")
    address = models.EmailField()
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=80, blank=True)

    objects = OutboxMessageQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        indexes = [models.Index(fields=["sent_at", "due_at"], name="outbox_due")]

    def __str__(self):
        return f"{self.notice.kind} #{self.pk}"
