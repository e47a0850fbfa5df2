"""The versions of the privacy notice, and each time somebody looked behind a mask."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class PrivacyNoticeQuerySet(models.QuerySet):
    def in_force(self, day):
        """The wording that applies on ``day``, or None before the first was published."""
        return self.filter(effective_from__lte=day).order_by("-effective_from", "-pk").first()

    def visible_to(self, user):
        """What is published is there for everybody."""
        return self.all()


class PrivacyNotice(models.Model):
    """One published wording; a consent names the version it was given for (PIPL Art. 17)."""

    version = models.CharField(_("version"), max_length=20, unique=True)
    effective_from = models.DateField(_("in force from"))
    text = models.TextField(_("privacy notice"))
    sensitive_text = models.TextField(_("notice on sensitive personal data"))

    objects = PrivacyNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("privacy notice")
        verbose_name_plural = _("privacy notices")
        ordering = ["-effective_from"]

    def __str__(self):
        return self.version


class Reveal(models.Model):
    """Somebody read a masked value in full and said why (rule 56)."""

    at = models.DateTimeField(_("time"), db_default=Now())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    field = models.CharField(max_length=40)
    reason = models.CharField(_("reason"), max_length=200)

    class Meta:
        default_permissions = ("add", "view")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.object_type} {self.object_id} {self.field}"
