"""From whom services may be bought (rule 79)."""

from django.utils.translation import gettext_lazy as _

from portal import sources
from portal.rules import Violation
from services.choices import NO_SUPPLIER, SupplierKind


def kind_is_lawful(kind: str, *, field: str = "kind") -> Violation | None:
    """Class-one institutions and mass organisations on the state budget never supply."""
    if kind not in NO_SUPPLIER:
        return None
    return Violation(
        "contract.supplier_kind",
        _("Class-one public institutions and mass organisations on the state budget cannot be suppliers."),
        sources.PURCHASE,
        field,
    )


def individual_is_justified(kind: str, reason: str, *, field: str = "individual_reason") -> Violation | None:
    """An individual only where truly fit, and never a disguised post."""
    if kind != SupplierKind.INDIVIDUAL or reason.strip():
        return None
    return Violation(
        "contract.individual",
        _("Say why the service is bought from an individual; it may not be a post in disguise."),
        sources.PURCHASE,
        field,
    )
