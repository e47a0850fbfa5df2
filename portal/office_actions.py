"""Opening an office and changing what it covers and may do; done by an administrator."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal import audit
from portal.actions import refuse_if, require
from portal.models import Area, Office, OfficeKind
from portal.rules import Violation
from portal.sources import DELEGATION, RECORDING_UNITS

MAY_LEAD = frozenset({OfficeKind.JUSTICE_BUREAU, OfficeKind.CORRECTION_AGENCY, OfficeKind.JUDICIAL_OFFICE})
NEVER_CERTIFY = frozenset({OfficeKind.SUPPLIER, OfficeKind.PROCURATORATE})


def leads_only_as_agency(kind: str, may_lead: bool) -> Violation | None:
    """Groups are led by the corrections agency or a judicial office acting for it (rule 19)."""
    if not may_lead or kind in MAY_LEAD:
        return None
    return Violation(
        "office.may_not_lead",
        _("Only the corrections agency or a judicial office may lead groups. Clear this mark."),
        DELEGATION,
        field="may_lead_groups",
    )


def certifies_only_if_entitled(kind: str, may_certify: bool) -> Violation | None:
    """Suppliers and inspectors never record or certify volunteering (rule 72)."""
    if not may_certify or kind not in NEVER_CERTIFY:
        return None
    return Violation(
        "office.may_not_certify",
        _("A body of this kind does not record volunteer service. Clear this mark."),
        RECORDING_UNITS,
        field="may_certify",
    )


def covers_something(areas: Collection[Area]) -> Violation | None:
    """An office without an area would see nothing and be found by nobody."""
    if areas:
        return None
    return Violation("office.no_area", _("Name at least one area that the office covers."), field="areas")


def lies_in_own_areas(added: Collection[Area], by) -> Violation | None:
    """Nobody hands out areas beyond their own, to their own office least of all: rows are seen by area."""
    own = Area.objects.visible_to(by).filter(pk__in=[area.pk for area in added])
    if len(own) == len(added):
        return None
    message = _("You can only name areas that your own office covers. Ask the administrator of the other.")
    return Violation("office.foreign_area", message, field="areas")


@transaction.atomic
def open_office(*, by, areas: Collection[Area], **fields) -> Office:
    """Store a new office with the areas it covers. Raises ``Refused`` with every broken rule."""
    require(by, "portal.add_office")
    return _store(Office(), areas, fields, by, "office.opened")


@transaction.atomic
def change_office(office: Office, *, by, areas: Collection[Area], **fields) -> Office:
    """Change an office; whoever works in it sees its new areas from the next page on."""
    office = Office.objects.select_for_update().get(pk=office.pk)
    require(by, "portal.change_office", office)
    return _store(office, areas, fields, by, "office.changed")


def _store(office: Office, areas: Collection[Area], fields: dict, by, action: str) -> Office:
    added = set(areas) - set(office.areas.all() if office.pk else ())
    for name, value in fields.items():
        setattr(office, name, value)
    refuse_if(
        leads_only_as_agency(office.kind, office.may_lead_groups),
        certifies_only_if_entitled(office.kind, office.may_certify),
        covers_something(areas),
        lies_in_own_areas(added, by),
        about=office if office.pk else None,
        by=by,
    )

    office.save()
    office.areas.set(areas)
    audit.record(
        action,
        office,
        by=by,
        areas=sorted(area.code for area in areas),
        may_lead_groups=office.may_lead_groups,
        may_certify=office.may_certify,
    )
    return office
