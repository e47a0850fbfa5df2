"""Entering a supplier and correcting what is known about it (rule 79)."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal import audit
from portal.actions import refuse_if, require
from portal.models import Office, OfficeKind
from portal.rules import Violation
from services.models import Supplier
from services.rules import suppliers


@transaction.atomic
def register_supplier(*, office: Office, kind: str, individual_reason: str = "", by, **facts) -> Supplier:
    """Enter the supplier whose people sign in through ``office``."""
    require(by, "services.add_supplier", office)
    refuse_if(_office_supplies(office.kind), *_lawful(kind, individual_reason), by=by)

    supplier = Supplier.objects.create(office=office, kind=kind, individual_reason=individual_reason, **facts)
    audit.record("supplier.registered", supplier, by=by, kind=kind)
    return supplier


@transaction.atomic
def change_supplier(supplier: Supplier, *, kind: str, individual_reason: str = "", by, **facts) -> Supplier:
    """Correct a supplier; its office stays, for the office holds its people and its contracts."""
    supplier = Supplier.objects.select_for_update(of=("self",)).get(pk=supplier.pk)
    require(by, "services.change_supplier", supplier)
    refuse_if(*_lawful(kind, individual_reason), about=supplier, by=by)

    changes = {"kind": kind, "individual_reason": individual_reason, **facts}
    for name, value in changes.items():
        setattr(supplier, name, value)
    supplier.save(update_fields=[*changes])
    audit.record("supplier.changed", supplier, by=by, kind=kind)
    return supplier


def _lawful(kind: str, reason: str):
    return suppliers.kind_is_lawful(kind), suppliers.individual_is_justified(kind, reason)


def _office_supplies(office_kind: str) -> Violation | None:
    """Whoever signs in for a supplier works in an office of that kind and sees its contracts only."""
    if office_kind == OfficeKind.SUPPLIER:
        return None
    return Violation(
        "supplier.office",
        _("Choose an office of the kind supplier; an administrator opens it."),
        field="office",
    )
