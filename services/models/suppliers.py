"""A body that services are bought from; its people sign in through an office of kind supplier."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.models import InAreaQuerySet, Office, OfficeKind
from services.choices import NO_SUPPLIER, SupplierKind


def supplier_office_id(user) -> int | None:
    """The supplier's office that ``user`` works in, if they work for a supplier."""
    if user.office_id and user.office.kind == OfficeKind.SUPPLIER:
        return user.office_id
    return None


class SuppliedQuerySet(InAreaQuerySet):
    """Rows of a contract: an office sees those of its areas, a supplier only its own."""

    area_lookup = "contract__area"
    supplier_lookup = "contract__supplier__office"

    def visible_to(self, user):
        """By area; whoever works for a supplier sees that supplier's rows and nothing else."""
        own = supplier_office_id(user)
        if own is None or user.is_superuser:
            return super().visible_to(user)
        return self.filter(**{self.supplier_lookup: own})


class SupplierQuerySet(SuppliedQuerySet):
    area_lookup = "office__areas"
    supplier_lookup = "office"

    def visible_to(self, user):
        return super().visible_to(user).distinct()


class Supplier(models.Model):
    office = models.OneToOneField(
        Office, on_delete=models.PROTECT, related_name="supplier", verbose_name=_("office of the supplier")
    )
    kind = models.CharField(_("kind of supplier"), max_length=30, choices=SupplierKind)
    credit_code = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    is_small = models.BooleanField(_("small or medium-sized enterprise"), default=False)
    individual_reason = models.CharField(_("why an individual is fit"), max_length=200, blank=True)

    objects = SupplierQuerySet.as_manager()

    class Meta:
        verbose_name = _("supplier")
        verbose_name_plural = _("suppliers")
        permissions = [("export_supplier", _("Can export suppliers"))]
        ordering = ["office__name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=sorted(NO_SUPPLIER)), name="supplier_of_a_lawful_kind"
            )
        ]

    def __str__(self):
        return self.office.name
