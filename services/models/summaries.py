"""Figures kept up in the ledger's own transaction: town, month, account and form of service."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.models import Area
from services.choices import Account
from training.choices import SessionKind


class HourSummary(models.Model):
    """Sums of verified records. Signed integers, because a reversal subtracts."""

    county = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    town = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    ym = models.PositiveIntegerField(_("month"))
    account = models.CharField(_("counted as"), max_length=10, choices=Account)
    kind = models.CharField(_("form of service"), max_length=30, choices=SessionKind)
    records = models.IntegerField(_("records"), default=0)
    minutes = models.BigIntegerField(_("verified, minutes"), default=0)
    person_times = models.BigIntegerField(_("person-times"), default=0)
    fen = models.BigIntegerField(_("verified value, fen"), default=0)
    accepted_minutes = models.BigIntegerField(_("accepted, minutes"), default=0)
    payable_fen = models.BigIntegerField(_("payable, fen"), default=0)
    paid_fen = models.BigIntegerField(_("paid, fen"), default=0)

    class Meta:
        verbose_name = _("monthly sum")
        verbose_name_plural = _("monthly sums")
        default_permissions = ("view",)
        ordering = ["county", "town", "ym", "account", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "town", "ym", "account", "kind"], name="one_sum_a_town_month_and_kind"
            )
        ]

    def __str__(self):
        return f"{self.town_id} {self.ym} {self.account} {self.kind}"
