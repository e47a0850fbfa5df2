"""A purchase contract: its budget years, its deliverables, and who serves under it."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.models import Area, Office
from services.choices import ContractState, DeliverableKind, DeliverableUnit
from volunteers.choices import HelpKind
from volunteers.models import Helper

from .suppliers import SuppliedQuerySet, Supplier


class ContractQuerySet(SuppliedQuerySet):
    area_lookup = "area"
    supplier_lookup = "supplier__office"

    def in_force(self):
        """Signed and not closed, newest first."""
        return self.filter(state=ContractState.IN_FORCE).order_by("-signed_on", "-pk")


class Contract(models.Model):
    number = models.CharField(_("contract number"), max_length=40, unique=True)
    title = models.CharField(pgettext_lazy("thing", "title"), max_length=100)
    purchaser = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="purchases", verbose_name=_("purchaser")
    )
    supplier = models.ForeignKey(
        Supplier, on_delete=models.PROTECT, related_name="contracts", verbose_name=_("supplier")
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="contracts", verbose_name=_("area"))
    state = models.CharField(_("state"), max_length=10, choices=ContractState, default=ContractState.DRAFT)

    amount_fen = models.PositiveBigIntegerField(_("amount, fen"))
    min_minutes = models.PositiveIntegerField(_("minimum service, minutes"), default=0)
    max_minutes = models.PositiveIntegerField(_("maximum service, minutes"))
    starts_on = models.DateField(_("term begins"))
    ends_on = models.DateField(_("term ends"))
    signed_on = models.DateField(_("signed"), null=True, blank=True)
    announced_on = models.DateField(_("announced"), null=True, blank=True)
    closed_on = models.DateField(_("ended on"), null=True, blank=True, editable=False)
    catalogue_code = models.CharField(_("purchase catalogue code"), max_length=30, blank=True)

    content = models.TextField(_("content of the service"), blank=True)
    quality = models.TextField(_("quality standards"), blank=True)
    settlement_terms = models.TextField(_("settlement terms"), blank=True)
    breach_terms = models.TextField(_("liability for breach"), blank=True)

    acceptance_days = models.PositiveSmallIntegerField(_("acceptance period, days"), default=10)
    payment_days = models.PositiveSmallIntegerField(_("payment period, days"), default=30)
    # Parts per million a day, so that 0.05 % is the integer 500; empty where the contract names no rate.
    late_rate_ppm = models.PositiveIntegerField(_("late interest, ppm a day"), null=True, blank=True)

    content_is_fixed = models.BooleanField(_("content fixed and continuous"), default=False)
    funding_is_stable = models.BooleanField(_("source of funds stable"), default=False)
    price_is_steady = models.BooleanField(_("price steady"), default=False)
    budget_is_secured = models.BooleanField(_("budget secured"), default=False)
    budget_note = models.CharField(_("note on the budget of later years"), max_length=200, blank=True)

    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    objects = ContractQuerySet.as_manager()

    class Meta:
        verbose_name = _("purchase contract")
        verbose_name_plural = _("purchase contracts")
        ordering = ["-starts_on", "-pk"]
        default_permissions = ("add", "change", "view")
        permissions = [
            ("sign_contract", _("Can put purchase contracts into force")),
            ("export_contract", _("Can export purchase contracts")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="contract_term_in_order"),
            models.CheckConstraint(
                condition=Q(min_minutes__lte=F("max_minutes")), name="contract_hours_in_order"
            ),
            models.CheckConstraint(
                condition=Q(payment_days__gte=1, payment_days__lte=60), name="contract_paid_within_60_days"
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"

    @property
    def audit_label(self) -> str:
        return self.number

    @property
    def chain(self) -> str:
        """The ledger chain of this contract."""
        return f"contract:{self.number}"


class ContractItemQuerySet(SuppliedQuerySet):
    def serving(self, helper_id: int, day: date, area: Area):
        """What somebody on the roster serves under, there and on that day, unless ended by then (rule 47).

        A contract that has ended since still names the day: what was bought then is no volunteering.
        """
        ended = Q(contract__state=ContractState.CLOSED) & (
            Q(contract__closed_on=None) | Q(contract__closed_on__gte=day)
        )
        return self.filter(
            Q(contract__state=ContractState.IN_FORCE) | ended,
            contract__starts_on__lte=day,
            contract__ends_on__gte=day,
            contract__area__path__in=area.path_and_above,
            contract__in=RosterEntry.objects.on_day(day).filter(helper=helper_id).values("contract"),
        ).select_related("contract__area")


class ContractYear(models.Model):
    """What one budget year holds for the contract: no budget, no purchase (rule 78)."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField(_("budget year"))
    amount_fen = models.PositiveBigIntegerField(_("amount, fen"))
    budget_line = models.CharField(_("budget line"), max_length=80, blank=True)

    objects = SuppliedQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget year")
        verbose_name_plural = _("budget years")
        default_permissions = ()
        ordering = ["contract", "year"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "year"], name="one_budget_a_contract_and_year")
        ]

    def __str__(self):
        return str(self.year)


class ContractItem(models.Model):
    """One deliverable with its price: what kind of service, for what help, at how much an hour."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(_("deliverable"), max_length=30, choices=DeliverableKind)
    help_kind = models.CharField(_("kind of help"), max_length=25, choices=HelpKind)
    unit = models.CharField(_("unit"), max_length=12, choices=DeliverableUnit, default=DeliverableUnit.HOUR)
    target = models.PositiveIntegerField(_("target"), default=0)
    rate_fen = models.PositiveIntegerField(_("rate, fen an hour"))

    objects = ContractItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("contract item")
        verbose_name_plural = _("contract items")
        default_permissions = ()
        ordering = ["contract", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "kind", "help_kind"], name="one_item_a_kind_and_help")
        ]

    def __str__(self):
        return f"{self.get_kind_display()}（{self.get_help_kind_display()}）"


class RosterQuerySet(SuppliedQuerySet):
    def on_day(self, day: date):
        """Entries that hold on ``day``."""
        return self.filter(Q(to_day=None) | Q(to_day__gte=day), from_day__lte=day)

    def touching(self, from_day: date, to_day: date | None):
        """Entries that share a day with the period, both ends included; no last day means no end."""
        begun = self if to_day is None else self.filter(from_day__lte=to_day)
        return begun.filter(Q(to_day=None) | Q(to_day__gte=from_day))


class RosterEntry(models.Model):
    """A person the supplier named to serve under the contract, and from when to when (rule 47).

    Who comes back has a second entry; triggers see to it that no two of them share a day.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="roster")
    helper = models.ForeignKey(Helper, on_delete=models.PROTECT, related_name="roster_entries")
    role = models.CharField(_("role"), max_length=40, blank=True)
    from_day = models.DateField(_("first day"))
    to_day = models.DateField(_("last day"), null=True, blank=True)

    objects = RosterQuerySet.as_manager()

    class Meta:
        verbose_name = _("roster entry")
        verbose_name_plural = _("roster")
        default_permissions = ()
        ordering = ["contract", "helper", "from_day"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "helper", "from_day"], name="one_roster_entry_a_person_and_day"
            ),
            models.CheckConstraint(
                condition=Q(to_day=None) | Q(from_day__lte=F("to_day")), name="roster_days_in_order"
            ),
        ]

    def __str__(self):
        return f"{self.contract_id} {self.helper_id}"
