"""Funds that reached the area for a year, by source, against the per-capita standard (rule 52)."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.models import Area, InAreaQuerySet
from services.choices import BudgetHead, FundSource


class Appropriation(models.Model):
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="appropriations", verbose_name=_("area")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    source = models.CharField(_("source of funds"), max_length=10, choices=FundSource)
    head = models.CharField(_("budget head"), max_length=10, choices=BudgetHead)
    headcount = models.PositiveIntegerField(_("subjects counted"))
    amount_fen = models.PositiveBigIntegerField(_("appropriated, fen"))
    received_on = models.DateField(_("received"))
    document = models.CharField(_("document number"), max_length=60, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded"), db_default=Now())

    objects = InAreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("appropriation")
        verbose_name_plural = _("appropriations")
        default_permissions = ("add", "view")
        permissions = [("export_appropriation", _("Can export appropriations"))]
        ordering = ["-year", "area", "source", "pk"]

    def __str__(self):
        return f"{self.year} {self.get_source_display()}"

    @property
    def audit_label(self) -> str:
        return f"{self.year} #{self.pk}"
