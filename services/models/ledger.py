"""The append-only, hash-chained ledger. Database triggers refuse to change or delete its entries."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.append_only import append_only
from portal.models import Area

from .contracts import Contract

ZERO_HASH = "0" * 64


class CommonChain(models.TextChoices):
    """The chains that belong to no contract."""

    VOLUNTEERING = "volunteering", _("Volunteer service")
    HEADS = "heads", _("Heads published daily")


class LedgerChainQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The chains of the user's contracts, and the common ones, whose heads are public."""
        if user.is_superuser:
            return self.all()
        return self.filter(name__in=[*self._of_contracts(user), *CommonChain.values])

    def _of_contracts(self, user) -> list[str]:
        numbers = Contract.objects.visible_to(user).values_list("number", flat=True)
        return [f"contract:{number}" for number in numbers]

    def exported_to(self, user):
        """What ``user`` may take away: chains of their contracts, the common ones if all areas are theirs."""
        if user.is_superuser:
            return self.all()
        names = self._of_contracts(user)
        roots = set(Area.get_root_nodes().values_list("pk", flat=True))
        if roots <= {area.pk for area in user.areas}:
            names += [chain.value for chain in CommonChain]
        return self.filter(name__in=names)


class LedgerChain(models.Model):
    """One chain and its head; whoever appends locks this row first, so a chain never forks."""

    name = models.CharField(_("chain"), max_length=60, unique=True)
    head_seq = models.PositiveBigIntegerField(default=0)
    head_hash = models.CharField(max_length=64, default=ZERO_HASH)

    objects = LedgerChainQuerySet.as_manager()

    class Meta:
        verbose_name = _("ledger chain")
        verbose_name_plural = _("ledger chains")
        default_permissions = ("view",)
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def label(self) -> str:
        """The chain in the reader's words: a contract's number, volunteering, or the published heads."""
        if self.name in CommonChain.values:
            return str(CommonChain(self.name).label)
        return gettext("Contract %(number)s") % {"number": self.name.removeprefix("contract:")}


class LedgerEntryQuerySet(models.QuerySet):
    def in_chain_order(self):
        """Chain by chain, first entry first: the order of an export."""
        return self.order_by("chain__name", "seq")


@append_only
class LedgerEntry(models.Model):
    chain = models.ForeignKey(LedgerChain, on_delete=models.PROTECT, related_name="entries")
    seq = models.PositiveBigIntegerField(_("number"))
    prev = models.CharField(_("hash before"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64, unique=True)
    # The canonical JSON text that was hashed, so that verification never depends on a serialiser.
    body = models.TextField(_("canonical content"))
    record = models.ForeignKey(
        "services.ServiceRecord",
        on_delete=models.PROTECT,
        null=True,
        related_name="ledger_entries",
        verbose_name=_("service record"),
    )
    at = models.DateTimeField(_("time"), db_default=Now())

    objects = LedgerEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger")
        default_permissions = ("view",)
        permissions = [("export_ledgerentry", _("Can check and export the ledger"))]
        ordering = ["chain", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "seq"], name="ledger_one_entry_a_number"),
            models.UniqueConstraint(fields=["chain", "prev"], name="ledger_never_forks"),
        ]

    def __str__(self):
        return f"{self.chain_id} {self.seq}"


@append_only
class LedgerHead(models.Model):
    """The head of a chain as published on a day; a later chain must still contain it."""

    day = models.DateField(_("day"))
    chain = models.ForeignKey(LedgerChain, on_delete=models.PROTECT, related_name="published")
    seq = models.PositiveBigIntegerField(_("number"))
    hash = models.CharField(_("hash"), max_length=64)
    published_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("published head")
        verbose_name_plural = _("published heads")
        default_permissions = ("view",)
        ordering = ["-day", "chain"]
        constraints = [models.UniqueConstraint(fields=["day", "chain"], name="one_head_a_chain_and_day")]

    def __str__(self):
        return f"{self.day} {self.chain_id} {self.seq}"


@append_only
class LedgerCheck(models.Model):
    """One verification of every chain: when, over how much, and the first fault if there was one."""

    at = models.DateTimeField(_("checked"), db_default=Now())
    entries = models.PositiveBigIntegerField(_("entries"))
    chains = models.PositiveIntegerField(_("chains"))
    fault_chain = models.CharField(_("chain of the fault"), max_length=60, blank=True)
    fault_seq = models.PositiveBigIntegerField(_("entry of the fault"), default=0)
    fault_reason = models.CharField(_("fault"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("check of the ledger")
        verbose_name_plural = _("checks of the ledger")
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M}"

    @property
    def passed(self) -> bool:
        """Whether every chain was whole."""
        return not self.fault_reason
