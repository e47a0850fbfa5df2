"""Acceptance sheets in the back office: marked standard by standard, signed by the head, then settled."""

from django import forms
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from portal.backoffice import (
    ActionForm,
    ActionView,
    DetailView,
    GuardedViewSet,
    Panel,
    facts_panel,
    table_panel,
    trail_panel,
)
from services import actions
from services.actions.accepting import sheet_totals
from services.choices import AcceptanceState
from services.models import Acceptance
from services.rules.amounts import hours, yuan

from . import exports
from .wording import HoursColumn, YuanColumn, number

MET = (("1", _("Met")), ("0", _("Standard not met")))


class MarkForm(ActionForm):
    """One question and one remark for each standard of the sheet."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for line in self.instance.lines.all():
            self.fields[f"met_{line.pk}"] = forms.ChoiceField(
                label=f"{line.get_kind_display()}：{line.standard}",
                choices=MET,
                widget=forms.RadioSelect,
                initial=None if line.met is None else str(int(line.met)),
            )
            self.fields[f"remark_{line.pk}"] = forms.CharField(
                label=_("Remark"), required=False, max_length=200, initial=line.remark
            )

    @property
    def marks(self) -> dict[int, tuple[bool, str]]:
        """What was answered, by line."""
        return {
            int(name.removeprefix("met_")): (value == "1", self.cleaned_data[f"remark_{name[4:]}"])
            for name, value in self.cleaned_data.items()
            if name.startswith("met_")
        }


class MarkView(ActionView):
    permission = "services.add_acceptance"
    label = _("Mark the standards")
    states = (AcceptanceState.DRAFT,)
    form_class = MarkForm
    success_message = _("The standards are marked.")

    def run(self, form):
        actions.mark_sheet(self.object, marks=form.marks, by=self.request.user)


class OpinionForm(ActionForm):
    score = forms.IntegerField(label=_("Satisfaction, 1 to 5"), min_value=1, max_value=5)
    text = forms.CharField(
        label=_("Opinion"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("No names, and nothing by which the person could be known."),
    )


class OpinionView(ActionView):
    action = actions.add_opinion
    permission = "services.add_acceptance"
    label = _("Enter an opinion")
    states = (AcceptanceState.DRAFT,)
    form_class = OpinionForm
    success_message = _("The opinion is kept without a name.")


class SignView(ActionView):
    action = actions.sign_acceptance
    permission = "services.sign_acceptance"
    label = _("Sign the sheet")
    needs_proof = True
    states = (AcceptanceState.DRAFT,)
    explanation = _(
        "You accept every verified record up to the last day of the period. "
        "Whoever logged or verified one of them cannot sign."
    )
    success_message = _("Signed. Finance can settle it now.")


class SettleView(ActionView):
    action = actions.settle
    permission = "services.add_settlement"
    label = _("Settle")
    needs_proof = True
    states = (AcceptanceState.SIGNED,)
    explanation = _("What each budget year owes is computed from the records; nothing is typed.")
    success_message = _("Settled. The payer has been given the sum and the day.")

    @classmethod
    def is_offered(cls, instance, user):
        return super().is_offered(instance, user) and not instance.settlements.exists()


class AcceptanceDetail(DetailView):
    """The sheet as it will be printed and filed."""

    def get_callout(self):
        sheet = self.object
        if sheet.state == AcceptanceState.SIGNED:
            return None
        open_lines = sheet.lines.filter(met=None).count()
        if open_lines or not sheet.opinions.exists():
            return {
                "title": _("Not ready to be signed"),
                "text": _("%(count)s standards are not marked; at least one opinion is needed.")
                % {"count": open_lines},
                "tone": "warn",
            }
        return {
            "title": _("Ready to be signed"),
            "text": _("The head of the purchaser signs; neither who logged nor who verified may."),
            "tone": "ok",
        }

    def get_panels(self):
        sheet = self.object
        return [
            self._counts(sheet),
            self._lines(sheet),
            self._opinions(sheet),
            self._settlements(sheet),
            self._facts(sheet),
            trail_panel(sheet),
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
        records = f"{reverse('contracts:records', args=[sheet.contract_id])}?column=verified"
        items = [
            {"label": _("Records"), "value": numbers["count"], "url": records},
            {"label": _("Hours"), "value": hours(numbers["minutes"]), "unit": _("hours")},
            {"label": _("Value"), "value": yuan(numbers["amount_fen"]), "unit": _("yuan")},
        ]
        return Panel(_("What is accepted"), "portal/components/figures.html", {"items": items})

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
                row.get_state_display(),
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
            (_("Contract"), sheet.contract),
            (_("Period"), f"{date_format(sheet.period_from)} – {date_format(sheet.period_to)}"),
            (_("State"), sheet.get_state_display()),
            (_("Prepared by"), sheet.prepared_by),
            (_("Signed by"), sheet.signed_by),
            (_("Signed on"), sheet.signed_at and date_format(sheet.signed_at)),
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
        Column("get_state_display", label=_("State")),
    ]
    select_related = ("contract",)
    list_filter = ["state"]
    list_export = exports.ACCEPTANCES
    export_headings = exports.ACCEPTANCE_HEADINGS
    export_writers = exports.ACCEPTANCE_WRITERS
    detail_view_class = AcceptanceDetail
    action_views = {"sign": SignView, "mark": MarkView, "opinion": OpinionView, "settle": SettleView}
    empty_message = _("Open the first sheet on the page of a contract.")

    def get_inspect_view_kwargs(self, **kwargs):
        joined = ("contract", "prepared_by", "signed_by")
        return super().get_inspect_view_kwargs(**{"select_related": joined, **kwargs})
