"""The audit log as the auditor reads it: newest first, paged by key, filtered by person, result and day."""

import django_filters
from django.apps import apps
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.ui.tables import Column

from portal import audit_names
from portal.backoffice import AreaFilter, AreaFilterSet, DetailView, GuardedViewSet
from portal.backoffice.detail import facts_panel
from portal.models import AuditEntry


class AuditFilterSet(AreaFilterSet):
    at = django_filters.DateFromToRangeFilter(label=_("Day"), widget=DateRangePickerWidget)
    object_id = django_filters.CharFilter(label=_("Object id"))
    area = AreaFilter(label=_("Area"))

    class Meta:
        model = AuditEntry
        fields = ["at", "result", "area", "object_id"]


def kind_of(entry: AuditEntry) -> str:
    """What sort of thing an entry is about, in words; the code of a model that is no more."""
    if not entry.object_type:
        return ""
    try:
        return str(apps.get_model(entry.object_type)._meta.verbose_name)
    except LookupError:
        return entry.object_type


class AuditDetail(DetailView):
    show_trail = False

    def get_panels(self):
        entry = self.object
        facts = [
            (_("Time"), entry.at),
            (_("Person"), entry.actor),
            (_("Action"), entry.title),
            (_("Result"), entry.get_result_display()),
            (_("Object"), " ".join(filter(None, [kind_of(entry), entry.object_label or entry.object_id]))),
            (_("Area"), entry.area),
            (_("Address"), entry.address),
            (_("Request id"), entry.request_id),
            *((key, value) for key, value in entry.detail.items()),
        ]
        return [facts_panel(facts, aside=False)]


class AuditLogViewSet(GuardedViewSet):
    model = AuditEntry
    icon = "eye"
    menu_label = _("Audit log")
    add_to_settings_menu = True
    menu_order = 900
    menu_permission = "portal.view_auditentry"
    list_display = [
        "at",
        "actor",
        Column("title", label=_("Action")),
        "result",
        "object_label",
        "area",
        "address",
    ]
    filterset_class = AuditFilterSet
    keyset = ("-pk",)
    detail_view_class = AuditDetail
    list_export = [
        "at",
        "actor__name",
        "action",
        "result",
        "object_type",
        "object_id",
        "object_label",
        "area__name",
        "address",
        "request_id",
    ]
    export_headings = {"actor__name": _("person"), "area__name": _("area")}
    export_writers = {"action": audit_names.name}
