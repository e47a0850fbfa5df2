"""A helper who wants to leave, or who withdrew consent, until an officer has handed over their seats."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .credentials import OfHelperQuerySet
from .helpers import Helper


class DepartureKind(models.TextChoices):
    LEAVING = "leaving", _("Asked to leave")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("Withdrew consent")


class DepartureQuerySet(OfHelperQuerySet):
    def unfinished(self):
        """Still to be handled, the earliest due date first (rule 38)."""
        return self.filter(finished_at=None).order_by("due_on", "pk")


class Departure(models.Model):
    helper = models.ForeignKey(
        Helper, on_delete=models.PROTECT, related_name="departures", verbose_name=_("helper")
    )
    kind = models.CharField(_("what was asked"), max_length=20, choices=DepartureKind)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    asked_at = models.DateTimeField(_("asked"), db_default=Now())
    due_on = models.DateField(_("to be handled by"))
    finished_at = models.DateTimeField(_("handled"), null=True, blank=True)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handled by"),
    )

    objects = DepartureQuerySet.as_manager()

    class Meta:
        verbose_name = _("departure")
        verbose_name_plural = _("departures")
        ordering = ["due_on", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["helper"], condition=Q(finished_at=None), name="one_open_departure_a_helper"
            )
        ]

    def __str__(self):
        return self.helper.number

    @property
    def audit_label(self) -> str:
        return self.helper.number

    @property
    def area_id(self) -> int | None:
        return self.helper.area_id
