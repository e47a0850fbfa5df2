"""Workbooks too big to wait for: ordered with a reason, written in the background, fetched by one person."""

from datetime import timedelta

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT_FOR = timedelta(hours=24)
LONGEST_WRITING = timedelta(hours=1)


def export_storage():
    """Outside the uploads, readable by this program alone, and without any address (``STORAGES``)."""
    return storages["exports"]


class ExportState(models.TextChoices):
    WAITING = "waiting", _("Being prepared")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Not prepared")
    EXPIRED = "expired", _("Deleted")


class ExportFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Only whoever asked for a file knows of it."""
        return self.filter(account=user)

    def run_out(self):
        """Ready files whose time is over."""
        return self.filter(state=ExportState.READY, expires_at__lte=timezone.now())

    def left_waiting(self):
        """Orders that nobody writes any more: their worker ended, or they never reached one."""
        return self.filter(state=ExportState.WAITING, asked_at__lt=timezone.now() - LONGEST_WRITING)


class ExportFile(models.Model):
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # The registered name of the list, the words on it, and the filters of its address.
    list_name = models.CharField(max_length=60)
    title = models.CharField(_("exported list"), max_length=100)
    query = models.TextField(blank=True)
    reason = models.CharField(_("reason for the export"), max_length=200)
    rows = models.PositiveIntegerField(_("rows"))
    state = models.CharField(_("state"), max_length=8, choices=ExportState, default=ExportState.WAITING)
    file = models.FileField(storage=export_storage, blank=True)
    asked_at = models.DateTimeField(_("asked for"), db_default=Now())
    expires_at = models.DateTimeField(_("kept until"), null=True, blank=True)

    objects = ExportFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("prepared export")
        verbose_name_plural = _("prepared exports")
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self):
        return self.title

    @property
    def audit_label(self) -> str:
        return self.title

    @property
    def can_be_fetched(self) -> bool:
        """Written and not run out, whether or not the nightly tidying came by."""
        return self.state == ExportState.READY and self.expires_at > timezone.now()
