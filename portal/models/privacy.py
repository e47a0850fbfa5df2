"""The versions of the privacy notice."""

from django.db import models
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
