"""The audit log as the auditor reads it: newest first, paged by key, filtered by who, what and when."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.ui.tables import Column

from portal import audit_details, audit_names
from portal.backoffice import AreaFilter, AreaFilterSet, DetailView, GuardedViewSet
from portal.backoffice.detail import facts_panel
from portal.models import AuditEntry, User

MOST_PERSONS = 200
ACCOUNT = User._meta.label_lower


def persons_called(text: str) -> list[int]:
    """The accounts whose name or address contains ``text``; the first, if there are very many."""
    found = User.objects.filter(Q(name__icontains=text) | Q(email__icontains=text))
    return list(found.order_by("pk").values_list("pk", flat=True)[:MOST_PERSONS])


class AuditFilterSet(AreaFilterSet):
    actor = django_filters.CharFilter(label=_("Person who acted"), method="done_by")
    about = django_filters.CharFilter(label=_("Person or thing it is about"), method="done_to")
    thing = django_filters.ChoiceFilter(
        label=_("Kind of thing"),
        choices=lambda: audit_names.codes_by_words(audit_names.THINGS),
        method="of_kind",
    )
    happening = django_filters.ChoiceFilter(
        label=_("What happened"),
        choices=lambda: audit_names.codes_by_words(audit_names.HAPPENINGS),
        method="happened",
    )
    at = django_filters.DateFromToRangeFilter(label=_("Day"), widget=DateRangePickerWidget)
    area = AreaFilter(label=_("Area"))

    class Meta:
        model = AuditEntry
        fields = ["actor", "about", "thing", "happening", "result", "at", "area"]

    def done_by(self, entries, name, text):
        return entries.filter(actor__in=persons_called(text))

    def done_to(self, entries, name, text):
        """By label, by key, or by the name of an account, which is not written into the log."""
        accounts = [str(key) for key in persons_called(text)]
        return entries.filter(
            Q(object_label__icontains=text)
            | Q(object_id=text)
            | Q(object_type=ACCOUNT, object_id__in=accounts)
        )

    def of_kind(self, entries, name, codes):
        """Also what was denied: a permission (``app.change_thing``) names the thing at its end."""
        found = Q(pk__in=[])
        for code in codes.split(","):
            found |= Q(action__startswith=f"{code}.") | Q(action__endswith=f"_{code}")
        return entries.filter(found)

    def happened(self, entries, name, codes):
        found = Q(pk__in=[])
        for code in codes.split(","):
            found |= Q(action__endswith=f".{code}")
        return entries.filter(found)


class AuditDetail(DetailView):
    show_trail = False

    def get_panels(self):
        entry = self.object
        facts = [
            (_("Time"), entry.at),
            (_("Person"), entry.actor),
            (_("Action"), entry.title),
            (_("Result"), entry.get_result_display()),
            (_("Object"), self._object()),
            (_("Area"), entry.area),
            (_("Address"), entry.address),
            (_("Request id"), entry.request_id),
            *audit_details.facts(entry.detail, entry.object_type),
        ]
        return [facts_panel(facts, aside=False)]

    def _object(self) -> str:
        """An account by its name, which the log itself does not keep."""
        account = None
        if self.object.object_type == ACCOUNT and self.object.object_id.isdigit():
            account = User.objects.filter(pk=self.object.object_id).first()
        return " ".join(filter(None, [self.object.about, str(account or "")]))


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
        Column("about", label=_("Object")),
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
        "detail",
    ]
    export_headings = {"actor__name": _("person"), "area__name": _("area")}
    export_writers = {
        "action": audit_names.name,
        "object_type": audit_names.kind_of,
        "detail": audit_details.in_one_line,
    }
