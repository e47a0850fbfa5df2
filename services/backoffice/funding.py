"""Funds by source against the per-capita standard."""

from datetime import date

from django import forms
from django.db.models import Max, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column

from portal import policies
from portal.backoffice import AreaForm, GuardedViewSet, visible
from portal.widgets import DateInput
from services import actions
from services.choices import FundSource
from services.forms.fields import YuanField
from services.models import Appropriation
from services.policies import PER_CAPITA
from services.rules import funding
from services.rules.amounts import yuan

from . import exports
from .pages import PermittedPage
from .wording import NumberColumn, YuanColumn, number


class AppropriationForm(AreaForm):
    amount_fen = YuanField(label=_("Appropriated, yuan"))

    class Meta:
        widgets = {"received_on": DateInput}
        help_texts = {"headcount": _("All of the area, those of the areas below it included.")}


class AppropriationViewSet(GuardedViewSet):
    model = Appropriation
    icon = "coin"
    menu_label = _("Appropriations")
    menu_hook = "register_services_menu_item"
    menu_order = 150
    list_display = [
        "year",
        Column("get_source_display", label=_("Source of funds")),
        Column("get_head_display", label=_("Budget head")),
        "area",
        NumberColumn("headcount", label=_("Subjects counted")),
        YuanColumn("amount_fen", label=_("Appropriated, yuan")),
        "received_on",
    ]
    list_export = exports.APPROPRIATIONS
    export_headings = exports.APPROPRIATION_HEADINGS
    export_writers = exports.APPROPRIATION_WRITERS
    list_filter = ["year", "source", "head"]
    search_fields = ["document"]
    inspect_view_fields = [
        "year",
        "source",
        "head",
        "area",
        "headcount",
        "received_on",
        "document",
        "recorded_by",
    ]
    form_class = AppropriationForm
    form_fields = ["year", "area", "source", "head", "headcount", "amount_fen", "received_on", "document"]
    add_enabled = True
    create_action = actions.record_appropriation
    empty_message = _(
        "Enter the first appropriation of the year; the calculator compares it with the standard."
    )


class PerCapitaForm(forms.Form):
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    headcount = forms.IntegerField(label=_("Subjects counted"), min_value=0, max_value=1_000_000)


class PerCapitaView(PermittedPage, TemplateView):
    """Headcount times the standard of each source, beside what has come, and what is missing (rule 52)."""

    permission = "services.view_appropriation"
    template_name = "services/backoffice/per_capita.html"
    page_title = _("Per-capita funds")
    header_icon = "coin"

    def get_context_data(self, **kwargs):
        rows = visible(Appropriation, self.request.user)
        year = rows.aggregate(year=Max("year"))["year"] or timezone.localdate().year
        counts = rows.filter(year=year).order_by().values_list("area__path").annotate(Max("headcount"))
        heads = funding.heads_counted(dict(counts))
        form = PerCapitaForm(self.request.GET or {"year": year, "headcount": heads})
        if form.is_valid():
            year, heads = form.cleaned_data["year"], form.cleaned_data["headcount"]
        given = dict(rows.filter(year=year).order_by().values_list("source").annotate(sum=Sum("amount_fen")))
        standards = policies.value(PER_CAPITA, date(year, 12, 31))
        sources = funding.per_capita(heads, standards, given)
        found = [violation for row in sources if (violation := funding.county_matches_the_standard(row))]
        return super().get_context_data(
            form=form,
            year=year,
            headcount=heads,
            per_head=yuan(sum(standards.values())),
            violations=found,
            **_table(sources),
            **kwargs,
        )


def _table(sources: list[funding.SourceFunding]) -> dict:
    """Each source with what the standard asks, what has come and what is missing; and the sums."""
    sums = [(row.standard_fen, row.appropriated_fen, row.shortfall_fen) for row in sources]
    numbers = (_("Standard, yuan"), _("Appropriated, yuan"), _("Missing, yuan"))
    return {
        "columns": [str(_("Source of funds")), *map(number, numbers)],
        "lines": [
            [FundSource(row.source).label, *map(yuan, line)] for row, line in zip(sources, sums, strict=True)
        ],
        "totals": [_("Total"), *(yuan(sum(column)) for column in zip(*sums, strict=True))],
    }
