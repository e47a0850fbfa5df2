"""The acceptance sheet: what was delivered in a period, judged standard by standard and signed (rule 49)."""

from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Sum
from django.db.models.functions import Now
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from services.choices import AcceptanceState, StandardKind

from .contracts import Contract, ContractItem
from .suppliers import SuppliedQuerySet


class AcceptanceQuerySet(SuppliedQuerySet):
    def to_fill_in(self):
        """Open sheets with a standard nobody judged yet, or without an opinion of those served."""
        return self.filter(self._unfinished(), state=AcceptanceState.DRAFT).order_by("period_to", "pk")

    def to_sign_by(self, user):
        """Open sheets that are filled in, by somebody else than ``user``."""
        said = Opinion.objects.filter(acceptance=OuterRef("pk"), entered_by=user)
        judged = AcceptanceLine.objects.filter(acceptance=OuterRef("pk"), marked_by=user)
        ready = self.filter(~self._unfinished(), ~Exists(said), ~Exists(judged), state=AcceptanceState.DRAFT)
        return ready.exclude(prepared_by=user).order_by("period_to", "pk")

    def _unfinished(self):
        unjudged = AcceptanceLine.objects.filter(acceptance=OuterRef("pk"), met=None)
        return Exists(unjudged) | ~Exists(Opinion.objects.filter(acceptance=OuterRef("pk")))

    def awaiting_settlement(self):
        """Signed, with accepted hours that nothing was settled for yet, oldest first."""
        sums = {
            "settled_minutes": Sum("settlements__accepted_minutes", default=0),
            "settled_fen": Sum("settlements__amount_fen", default=0),
        }
        waiting = self.filter(state=AcceptanceState.SIGNED).annotate(**sums)
        return waiting.filter(settled_minutes__lt=F("minutes")).order_by("signed_at", "pk")

    def payable_on(self, day: date):
        """Those of them for which money is there: none waits for the budget of a later year."""
        return self.filter(Q(rest_payable_from=None) | Q(rest_payable_from__lte=day))


class Acceptance(models.Model):
    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="acceptances", verbose_name=_("contract")
    )
    period_from = models.DateField(_("first day"))
    period_to = models.DateField(_("last day"))
    state = models.CharField(_("state"), max_length=8, choices=AcceptanceState, default=AcceptanceState.DRAFT)
    # Who opened the sheet, then who judged its standards last; never who signs it (rule 50).
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(db_default=Now())
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("signed by"),
    )
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    minutes = models.PositiveIntegerField(_("accepted, minutes"), default=0)
    amount_fen = models.PositiveBigIntegerField(_("accepted value, fen"), default=0)
    # What exceeds the budgets that have begun waits for the next one (rules 51 and 78).
    rest_payable_from = models.DateField(_("rest payable from"), null=True, blank=True)

    objects = AcceptanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("acceptance sheet")
        verbose_name_plural = _("acceptance sheets")
        default_permissions = ("add", "view")
        permissions = [
            ("sign_acceptance", _("Can sign acceptance sheets")),
            ("export_acceptance", _("Can export acceptance sheets")),
        ]
        ordering = ["-period_to", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_from__lte=F("period_to")), name="acceptance_period_in_order"
            ),
            models.CheckConstraint(
                condition=Q(state=AcceptanceState.DRAFT, signed_by=None, minutes=0, amount_fen=0)
                | Q(state=AcceptanceState.SIGNED, signed_by__isnull=False),
                name="acceptance_signed_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["contract"],
                condition=Q(state=AcceptanceState.DRAFT),
                name="one_open_sheet_a_contract",
            ),
        ]

    def __str__(self):
        return f"{self.contract.number} {self.period}"

    @property
    def period(self) -> str:
        """The first and the last day in the reader's language."""
        return f"{date_format(self.period_from)}–{date_format(self.period_to)}"

    @property
    def audit_label(self) -> str:
        return f"{self.contract.number} #{self.pk}"

    @property
    def area_id(self) -> int:
        return self.contract.area_id

    def preparers(self) -> set[int]:
        """The accounts of whoever set the period, judged a standard or wrote down an opinion (rule 50)."""
        entered = self.opinions.exclude(entered_by=None).order_by().values_list("entered_by", flat=True)
        marked = self.lines.exclude(marked_by=None).order_by().values_list("marked_by", flat=True)
        return {self.prepared_by_id, *marked, *entered}


class AcceptanceLine(models.Model):
    """One standard of the contract: met or not, and why."""

    acceptance = models.ForeignKey(Acceptance, on_delete=models.CASCADE, related_name="lines")
    item = models.ForeignKey(ContractItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(_("kind of standard"), max_length=10, choices=StandardKind)
    standard = models.CharField(_("standard"), max_length=200)
    met = models.BooleanField(_("met"), null=True, blank=True)
    remark = models.CharField(_("remark"), max_length=200, blank=True)
    # Whose judgement stands here; unknown for those given before it was kept.
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("line of the acceptance sheet")
        verbose_name_plural = _("lines of the acceptance sheet")
        default_permissions = ()
        ordering = ["acceptance", "pk"]

    def __str__(self):
        return self.standard


class Opinion(models.Model):
    """What somebody served thinks of the service; kept without any name."""

    acceptance = models.ForeignKey(Acceptance, on_delete=models.CASCADE, related_name="opinions")
    score = models.PositiveSmallIntegerField(
        _("satisfaction, 1 to 5"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    text = models.CharField(_("opinion"), max_length=300, blank=True)
    # Who wrote it down, not whose opinion it is; unknown for those entered before it was kept.
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("recipient's opinion")
        verbose_name_plural = _("recipients' opinions")
        default_permissions = ()
        ordering = ["acceptance", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="opinion_from_1_to_5")
        ]

    def __str__(self):
        return str(self.score)
