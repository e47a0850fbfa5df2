"""Giving an area another name, as the statistical office does; its code and place stay."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal import audit
from portal.actions import refuse_if, require
from portal.models import Area
from portal.rules import Violation


def name_is_new(name: str, current: str) -> Violation | None:
    """A renaming changes the name."""
    if name and name != current:
        return None
    message = _("Enter the new name; this one is empty or the same.")
    return Violation("area.name_unchanged", message, field="name")


def name_is_free_beside(taken: bool) -> Violation | None:
    """Two areas under the same roof are told apart by their names."""
    if not taken:
        return None
    message = _("Another area at the same place bears this name. Compare both codes.")
    return Violation("area.name_taken", message, field="name")


def document_is_named(reason: str) -> Violation | None:
    """A renaming rests on a published decision."""
    if reason.strip():
        return None
    return Violation("area.needs_reason", _("Name the document of the renaming."), field="reason")


@transaction.atomic
def rename(area: Area, *, name: str, reason: str, by) -> Area:
    """Give ``area`` the name the statistical office now uses; past records show it as well.

    Raises ``PermissionDenied`` outside ``by``'s areas and ``Refused`` with every fault.
    """
    area = Area.objects.select_for_update().get(pk=area.pk)
    require(by, "portal.change_area", area)
    name, before = " ".join(name.split()), area.name
    refuse_if(
        name_is_new(name, before),
        name_is_free_beside(area.get_siblings().exclude(pk=area.pk).filter(name=name).exists()),
        document_is_named(reason),
        about=area,
        by=by,
    )

    area.name = name
    area.save(update_fields=["name"])
    audit.record("area.renamed", area, by=by, before=before, after=name, reason=reason.strip())
    return area
