"""Acceptance sheets in the back office: marked standard by standard, signed by the head, then settled."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from portal.backoffice import (
    ChipColumn,
    DetailView,
    GuardedViewSet,
    Panel,
    facts_panel,
    table_panel,
    trail_panel,
)
from portal.models import User
from services.actions.accepting import facts_of_sheet, outlook_of_sheet, sheet_totals
from services.actions.paying import shares_of_sheet
from services.choices import AcceptanceState
from services.models import Acceptance
from services.rules import payments
from services.rules.amounts import hours, yuan

from . import exports
from .acceptance_acts import MarkView, OpinionView, PeriodView, SettleView, SignView
from .budgets import beyond_this_year, budget_table, waiting_rest
from .chips import ACCEPTANCE_TONES, SETTLEMENT_TONES, state_chip
from .wording import HoursColumn, YuanColumn, link, number


class AcceptanceDetail(DetailView):
    """The sheet as it will be printed and filed."""

    def get_callout(self):
        sheet = self.object
        return self._settling(sheet) if sheet.state == AcceptanceState.SIGNED else self._signing(sheet)

    def _signing(self, sheet):
        open_lines = sheet.lines.filter(met=None).count()
        missing = [
            _("%(count)s standards are not marked.") % {"count": open_lines} if open_lines else "",
            "" if sheet.opinions.exists() else _("Enter at least one opinion of those served."),
        ]
        if any(missing):
            text = " ".join(str(words) for words in missing if words)
            return {"title": _("Not ready to be signed"), "text": text, "tone": "warn"}
        broken = payments.broken_for_signing(
            facts_of_sheet(sheet, sheet_totals(sheet)["minutes"], self.outlook)
        )
        if broken:
            text = " ".join(str(violation.message) for violation in broken)
            return {"title": _("Not ready to be signed"), "text": text, "tone": "bad"}
        beyond = beyond_this_year(self.outlook)
        if beyond:
            return {"title": _("Beyond this year's budget"), "text": beyond, "tone": "warn"}
        unmet = sheet.lines.filter(met=False).count()
        if unmet:
            text = _(
                "%(count)s standards are not met, the remarks say why. Signing accepts all verified hours; "
                "hours that were not delivered are taken back one by one before."
            ) % {"count": unmet}
            return {"title": _("Standard not met"), "text": text, "tone": "warn"}
        text = _("The head of the purchaser signs; whoever logged, verified or filled in the sheet may not.")
        return {"title": _("Ready to be signed"), "text": text, "tone": "ok"}

    def _settling(self, sheet):
        if not Acceptance.objects.filter(pk=sheet.pk).awaiting_settlement().exists():
            return None
        shares = shares_of_sheet(sheet)
        rest = waiting_rest(shares)
        if not rest:
            text = _("Finance settles %(yuan)s yuan.") % {"yuan": yuan(shares.fen)}
            return {"title": _("Awaiting settlement"), "text": text, "tone": "info"}
        return {"title": _("Beyond this year's budget"), "text": rest, "tone": "warn"}

    def get_action_links(self):
        """What the sheet still needs comes first: the marks, then an opinion, then the signature."""
        wanted = MarkView if self.object.lines.filter(met=None).exists() else (SignView, OpinionView)
        links = super().get_action_links()
        return sorted(links, key=lambda link: not issubclass(link["view"], wanted))

    @cached_property
    def outlook(self):
        return outlook_of_sheet(self.object)

    def get_panels(self):
        sheet = self.object
        return [
            self._counts(sheet),
            *([self._budget(sheet)] if sheet.state == AcceptanceState.DRAFT else []),
            self._lines(sheet),
            self._opinions(sheet),
            self._settlements(sheet),
            self._facts(sheet),
            trail_panel(sheet, *sheet.settlements.all()),
        ]

    def _counts(self, sheet):
        if sheet.state == AcceptanceState.SIGNED:
            numbers = {
                "minutes": sheet.minutes,
                "amount_fen": sheet.amount_fen,
                "count": sheet.records.count(),
            }
        else:
            numbers = sheet_totals(sheet)
        records = f"{reverse('contracts:records', args=[sheet.contract_id])}?sheet={sheet.pk}"
        items = [
            {"label": _("Records"), "value": f"{numbers['count']:,}", "url": records},
            {"label": _("Hours"), "value": hours(numbers["minutes"]), "unit": _("hours")},
            {"label": _("Value"), "value": yuan(numbers["amount_fen"]), "unit": _("yuan")},
        ]
        return Panel(_("What is accepted"), "portal/components/figures.html", {"items": items})

    def _budget(self, sheet):
        table = budget_table(sheet.contract, self.outlook.now)
        return table_panel(table["caption"], table["columns"], table["rows"])

    def _lines(self, sheet):
        words = {True: _("Met"), False: _("Standard not met"), None: _("not marked")}
        rows = [
            [line.standard, line.get_kind_display(), words[line.met], line.remark]
            for line in sheet.lines.all()
        ]
        columns = [str(_("Standard")), str(_("Kind")), str(_("Result")), str(_("Remark"))]
        return table_panel(_("Standards"), columns, rows)

    def _opinions(self, sheet):
        rows = [
            [_("%(score)s of 5") % {"score": opinion.score}, opinion.text] for opinion in sheet.opinions.all()
        ]
        columns = [str(_("Satisfaction, 1 to 5")), str(_("Opinion"))]
        return table_panel(
            _("Opinions of those served"),
            columns,
            rows,
            empty=_("No opinion yet. Ask at least one person served."),
        )

    def _settlements(self, sheet):
        rows = [
            [
                row.year.year,
                hours(row.payable_minutes),
                yuan(row.amount_fen),
                date_format(row.due_on),
                state_chip(row, SETTLEMENT_TONES),
            ]
            for row in sheet.settlements.select_related("year")
        ]
        columns = [
            str(_("Budget year")),
            number(_("Payable (hours)")),
            number(_("Payable (yuan)")),
            str(_("To be paid by")),
            str(_("State")),
        ]
        panel = table_panel(_("Settlement"), columns, rows, empty=_("Not settled yet."))
        panel.shown = sheet.state == AcceptanceState.SIGNED
        return panel

    def _facts(self, sheet):
        pairs = [
            (_("Contract"), link("contracts:inspect", sheet.contract)),
            (_("Period"), f"{date_format(sheet.period_from)} – {date_format(sheet.period_to)}"),
            (_("State"), state_chip(sheet, ACCEPTANCE_TONES)),
            (_("Filled in by"), "、".join(map(str, User.objects.filter(pk__in=sheet.preparers())))),
            (_("Signed by"), sheet.signed_by),
            (_("Signed on"), sheet.signed_at and date_format(localdate(sheet.signed_at))),
        ]
        return facts_panel(pairs, title=_("Acceptance sheet"))


class AcceptanceViewSet(GuardedViewSet):
    model = Acceptance
    icon = "check"
    menu_label = _("Acceptance")
    menu_hook = "register_services_menu_item"
    menu_order = 130
    list_display = [
        Column("contract.number", label=_("Contract number")),
        "period_from",
        "period_to",
        HoursColumn("minutes", label=_("Hours")),
        YuanColumn("amount_fen", label=_("Value, yuan")),
        ChipColumn(tones=ACCEPTANCE_TONES),
    ]
    select_related = ("contract",)
    list_filter = ["state"]
    search_fields = ["contract__number"]
    list_export = exports.ACCEPTANCES
    export_headings = exports.ACCEPTANCE_HEADINGS
    export_writers = exports.ACCEPTANCE_WRITERS
    detail_view_class = AcceptanceDetail
    action_views = {
        "sign": SignView,
        "mark": MarkView,
        "opinion": OpinionView,
        "period": PeriodView,
        "settle": SettleView,
    }
    empty_message = _("Open the first sheet on the page of a contract.")

    def get_inspect_view_kwargs(self, **kwargs):
        joined = ("contract", "prepared_by", "signed_by")
        return super().get_inspect_view_kwargs(**{"select_related": joined, **kwargs})
