"""The load of the helpers of one's area: who carries how many groups, and how evenly."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.ui.tables import Column

from portal.backoffice import GuardedViewSet
from portal.backoffice.export import ExportView
from portal.backoffice.listing import ListView
from portal.durations import hours, hours_number
from volunteers.backoffice.load_panel import distribution, figure
from volunteers.choices import HelperState
from volunteers.matching.fairness import Side
from volunteers.models import Helper


def promised(helper: Helper) -> str:
    """Hours a month promised, and for how many seats nobody wrote any down."""
    without = helper.seats_unrecorded
    if not without:
        return hours(helper.minutes_now)
    if helper.minutes_now is None:
        return _("not recorded")
    more = ngettext("{n} seat not recorded", "{n} seats not recorded", without).format(n=without)
    return f"{hours(helper.minutes_now)} · {more}"


def offered(helper: Helper) -> str:
    """Hours a month the helper can give in all."""
    return hours(helper.minutes_per_month)


class _Serving:
    """Approved helpers with their load, the most loaded first."""

    def get_base_queryset(self):
        return super().get_base_queryset().filter(state=HelperState.APPROVED).with_load()


class HelperLoadView(_Serving, ListView):
    """The list below its own summary, which follows the filters."""

    results_template_name = "volunteers/backoffice/helper_loads_results.html"
    page_title = _("Load of helpers")

    def get_detail_url(self, instance):
        return reverse("helpers:inspect", args=[instance.pk])

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        loads = list(self.get_queryset().order_by().values_list("groups_now", flat=True))
        side = Side(loads)
        return context | {
            "helpers": len(loads),
            "figures": [
                {"label": _("Helpers in this list"), "value": len(loads)},
                {
                    "label": _("Gini coefficient"),
                    "value": figure(side.gini),
                    "note": _("0: all alike; 1: one carries all"),
                },
                {"label": _("Most groups of one helper"), "value": side.most},
                {"label": _("Without a group"), "value": side.idle},
            ],
            "rows": distribution(side) if loads else [],
        }


class HelperLoadExport(_Serving, ExportView):
    export_headings = {
        "groups_now": _("Groups now"),
        "caseload_limit": _("Limit of groups"),
        "minutes_now": _("Hours a month promised"),
        "seats_unrecorded": _("Seats without hours on record"),
        "minutes_per_month": _("Hours a month offered"),
    }
    export_writers = {"minutes_now": hours_number, "minutes_per_month": hours_number}


class HelperLoadViewSet(GuardedViewSet):
    model = Helper
    icon = "scale"
    menu_label = _("Load of helpers")
    menu_order = 227
    menu_hook = "register_reports_menu_item"
    index_view_class = HelperLoadView
    export_view_class = HelperLoadExport
    inspect_view_enabled = False
    list_display = [
        "name",
        "number",
        Column("get_kind_display", label=_("Kind of helper")),
        "area",
        Column("groups_now", label=_("Groups now"), sort_key="groups_now"),
        Column("caseload_limit", label=_("Limit of groups"), sort_key="caseload_limit"),
        Column("minutes_now", label=_("Hours a month promised"), accessor=promised, sort_key="minutes_now"),
        Column(
            "minutes_per_month",
            label=_("Hours a month offered"),
            accessor=offered,
            sort_key="minutes_per_month",
        ),
    ]
    list_filter = ["area", "kind", "accepting"]
    list_export = [
        "number",
        "name",
        "kind",
        "area__name",
        "groups_now",
        "caseload_limit",
        "minutes_now",
        "seats_unrecorded",
        "minutes_per_month",
    ]
    select_related = ("area",)
    ordering = ["-groups_now", "pk"]
    empty_message = _("Approved helpers of your area stand here with the groups they sit in.")
