"""Notices in the portal, each in the words of its reader."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal import moments


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

        facts = _Blank({key: moments.as_read(value) for key, value in self.facts.items()})
        return str(getattr(notice_texts.text(self.kind), part)).format_map(facts)


class _Blank(dict):
    """A missing placeholder reads as nothing instead of breaking a notice."""

    def __missing__(self, key):
        return ""
