"""What is owed for an acceptance from one budget year, and its payment."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from services.choices import SettlementState

from .acceptances import Acceptance
from .contracts import Contract, ContractYear
from .suppliers import SuppliedQuerySet


class SettlementQuerySet(SuppliedQuerySet):
    def awaiting_payment(self):
        """Confirmed and unpaid, first due first."""
        return self.filter(state=SettlementState.CONFIRMED).order_by("due_on", "pk")

    def overdue_on(self, day: date):
        """What was due before ``day`` and not paid by then, whatever was paid since (rule 82)."""
        return self.filter(Q(payment=None) | Q(payment__paid_on__gt=day), due_on__lt=day)


class Settlement(models.Model):
    """One acceptance, one budget year: payable hours and sum; hours above the maximum stay visible."""

    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="settlements", verbose_name=_("contract")
    )
    acceptance = models.ForeignKey(
        Acceptance, on_delete=models.PROTECT, related_name="settlements", verbose_name=_("acceptance sheet")
    )
    year = models.ForeignKey(
        ContractYear, on_delete=models.PROTECT, related_name="settlements", verbose_name=_("budget year")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=SettlementState, default=SettlementState.CONFIRMED
    )
    accepted_minutes = models.PositiveIntegerField(_("accepted, minutes"))
    payable_minutes = models.PositiveIntegerField(_("payable, minutes"))
    amount_fen = models.PositiveBigIntegerField(_("payable, fen"))
    due_on = models.DateField(_("to be paid by"))
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("settled by")
    )
    settled_at = models.DateTimeField(_("settled"), db_default=Now())

    objects = SettlementQuerySet.as_manager()

    class Meta:
        verbose_name = _("settlement")
        verbose_name_plural = _("settlements")
        default_permissions = ("add", "view")
        permissions = [("export_settlement", _("Can export settlements"))]
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["acceptance", "year"], name="one_settlement_a_sheet_and_year"),
            models.CheckConstraint(
                condition=Q(payable_minutes__lte=F("accepted_minutes")),
                name="settlement_within_acceptance",
            ),
            models.CheckConstraint(
                condition=~Q(settled_by=F("accepted_by")), name="settled_by_another_than_accepted"
            ),
        ]

    def __str__(self):
        return gettext("%(contract)s, budget year %(year)s") % {
            "contract": self.contract.number,
            "year": self.year.year,
        }

    @property
    def audit_label(self) -> str:
        return f"{self.contract.number} #{self.pk}"

    @property
    def area_id(self) -> int:
        return self.contract.area_id


class Payment(models.Model):
    """The payment of one settlement, in full."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="payments")
    settlement = models.OneToOneField(
        Settlement, on_delete=models.PROTECT, related_name="payment", verbose_name=_("settlement")
    )
    amount_fen = models.PositiveBigIntegerField(_("paid, fen"))
    interest_fen = models.PositiveBigIntegerField(_("late interest, fen"), default=0)
    paid_on = models.DateField(_("paid"))
    voucher = models.CharField(_("payment voucher"), max_length=60)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    paid_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("paid by")
    )
    recorded_at = models.DateTimeField(db_default=Now())

    objects = SuppliedQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        default_permissions = ("add", "view")
        ordering = ["-paid_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(paid_by=F("settled_by")) & ~Q(paid_by=F("accepted_by")),
                name="paid_by_another_hand",
            )
        ]

    def __str__(self):
        return self.voucher

    @property
    def audit_label(self) -> str:
        return f"{self.contract.number} #{self.pk}"

    @property
    def area_id(self) -> int:
        return self.contract.area_id
