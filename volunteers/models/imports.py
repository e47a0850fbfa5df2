"""One roster brought in on other people's behalf: who did it, and the evidence of their consent (rule 76)."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.privacy.fields import EncryptedTextField

KEPT_DAYS = 7


class ImportBatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A roster is seen by whoever brought it."""
        return self.filter(by=user)

    def waiting(self):
        """Read and shown, not yet confirmed."""
        return self.filter(applied_at=None)

    def abandoned(self, day):
        """Read more than ``KEPT_DAYS`` before ``day`` and never saved: these people agreed to nothing."""
        return self.waiting().filter(read_at__lt=day - timedelta(days=KEPT_DAYS)).order_by("pk")


class ImportBatch(models.Model):
    """``rows`` keeps the read cells sealed between preview and confirmation, and is emptied afterwards."""

    seal_key = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(_("file"), max_length=200)
    rows = EncryptedTextField(blank=True)
    summary = models.JSONField(_("result"), default=dict)
    consent_evidence = models.CharField(_("evidence of consent"), max_length=300, blank=True)
    read_at = models.DateTimeField(_("read on"), db_default=Now())
    applied_at = models.DateTimeField(_("saved"), null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("roster import")
        verbose_name_plural = _("roster imports")
        default_permissions = ("view",)
        ordering = ["-pk"]

    def __str__(self):
        return self.file_name

    @property
    def audit_label(self) -> str:
        return f"#{self.pk}"
