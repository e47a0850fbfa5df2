"""Settlements and their payment in the back office."""

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from portal.backoffice import (
    ActionForm,
    ActionView,
    ChipColumn,
    DetailView,
    GuardedViewSet,
    Panel,
    facts_panel,
    trail_panel,
)
from portal.widgets import DateInput
from services import actions
from services.choices import SettlementState
from services.models import Settlement
from services.rules.amounts import hours, yuan
from services.rules.payments import late_interest_fen, overdue

from . import exports
from .chips import SETTLEMENT_TONES, state_chip
from .wording import HoursColumn, YuanColumn, link


class PayForm(ActionForm):
    paid_on = forms.DateField(label=_("Paid on"), widget=DateInput)
    voucher = forms.CharField(label=_("Payment voucher"), max_length=60)


class PayView(ActionView):
    template_name = "services/backoffice/money_act.html"
    action = actions.pay
    permission = "services.add_payment"
    label = _("Record the payment")
    states = (SettlementState.CONFIRMED,)
    form_class = PayForm
    needs_proof = True
    explanation = _(
        "The settlement is paid in full. Whoever logged, verified, accepted or settled cannot pay."
    )
    success_message = _("Recorded. The supplier has been told.")

    def get_context_data(self, **kwargs):
        return super().get_context_data(pairs=what_is_paid(self.object), **kwargs)


def what_is_paid(settlement: Settlement) -> list[tuple]:
    """To whom, for what and how much: what the payer compares with the invoice."""
    contract = settlement.contract
    interest = late_interest_fen(
        settlement.amount_fen, settlement.due_on, timezone.localdate(), contract.late_rate_ppm
    )
    pairs = [
        (_("Payee"), contract.supplier),
        (_("Credit code"), contract.supplier.credit_code),
        (_("Amount, yuan"), yuan(settlement.amount_fen)),
        (_("Late interest if paid today, yuan"), yuan(interest) if interest else ""),
        (_("Contract"), link("contracts:inspect", contract)),
        (_("Acceptance sheet"), link("acceptances:inspect", settlement.acceptance)),
        (_("Budget year"), settlement.year),
        (_("Settled on"), date_format(timezone.localdate(settlement.settled_at))),
        (_("To be paid by"), date_format(settlement.due_on)),
    ]
    return [(label, value) for label, value in pairs if value]


class SettlementDetail(DetailView):
    """What is owed, by when, and who had a hand in it."""

    def get_callout(self):
        settlement = self.object
        if settlement.state == SettlementState.PAID:
            return None
        today = timezone.localdate()
        late = overdue(settlement.amount_fen, settlement.due_on, today, settlement.contract.late_rate_ppm)
        if late:
            return {"title": _("Overdue"), "text": late.message, "tone": "bad"}
        text = _("Pay by %(day)s; what is undisputed must not be delayed.") % {
            "day": date_format(settlement.due_on)
        }
        return {"title": _("Awaiting payment"), "text": text, "tone": "info"}

    def get_panels(self):
        settlement = self.object
        payment = getattr(settlement, "payment", None)
        return [
            self._sums(settlement),
            self._hands(settlement),
            self._facts(settlement),
            trail_panel(settlement, *([payment] if payment else [])),
        ]

    def _sums(self, settlement):
        unpaid = settlement.accepted_minutes - settlement.payable_minutes
        items = [
            {"label": _("Accepted service"), "value": hours(settlement.accepted_minutes), "unit": _("hours")},
            {
                "label": _("Payable service"),
                "value": hours(settlement.payable_minutes),
                "unit": _("hours"),
                "note": _("%(hours)s hours above the maximum are not paid") % {"hours": hours(unpaid)}
                if unpaid
                else "",
            },
            {"label": _("Payable (yuan)"), "value": yuan(settlement.amount_fen)},
        ]
        return Panel(_("Settlement"), "portal/components/figures.html", {"items": items})

    def _hands(self, settlement):
        payment = getattr(settlement, "payment", None)
        signed_at = settlement.acceptance.signed_at
        steps = [
            {
                "text": f"{_('Accepted service')}　{settlement.accepted_by}",
                "note": date_format(timezone.localdate(signed_at)) if signed_at else "",
            },
            {
                "text": f"{_('Settled')}　{settlement.settled_by}",
                "note": date_format(timezone.localdate(settlement.settled_at)),
            },
        ]
        if payment is None:
            steps.append({"text": _("Payment"), "note": "", "state": "now"})
        else:
            note = f"{date_format(payment.paid_on)} · {payment.voucher}"
            steps.append({"text": f"{_('Paid')}　{payment.paid_by}", "note": note})
        return Panel(_("Hands"), "portal/components/trail.html", {"steps": steps})

    def _facts(self, settlement):
        payment = getattr(settlement, "payment", None)
        records = f"{reverse('contracts:records', args=[settlement.contract_id])}?settlement={settlement.pk}"
        pairs = [
            (_("Contract"), link("contracts:inspect", settlement.contract)),
            (_("Acceptance sheet"), link("acceptances:inspect", settlement.acceptance)),
            (_("Records"), format_html('<a href="{}">{}</a>', records, _("Show the records"))),
            (_("Budget year"), settlement.year),
            (_("To be paid by"), date_format(settlement.due_on)),
            (_("State"), state_chip(settlement, SETTLEMENT_TONES)),
            (
                _("Late interest, yuan"),
                yuan(payment.interest_fen) if payment and payment.interest_fen else "",
            ),
        ]
        return facts_panel(pairs)


class SettlementViewSet(GuardedViewSet):
    model = Settlement
    icon = "coin"
    menu_label = _("Settlement and payment")
    menu_hook = "register_services_menu_item"
    menu_order = 140
    list_display = [
        Column("contract.number", label=_("Contract number")),
        Column("acceptance.period", label=_("Acceptance sheet")),
        Column("year.year", label=_("Budget year")),
        HoursColumn("payable_minutes", label=_("Payable (hours)")),
        YuanColumn("amount_fen", label=_("Payable (yuan)")),
        "due_on",
        ChipColumn(tones=SETTLEMENT_TONES),
    ]
    select_related = ("acceptance", "contract", "year")
    list_filter = ["state"]
    search_fields = ["contract__number"]
    list_export = exports.SETTLEMENTS
    export_headings = exports.SETTLEMENT_HEADINGS
    export_writers = exports.SETTLEMENT_WRITERS
    detail_view_class = SettlementDetail
    action_views = {"pay": PayView}
    empty_message = _("Settlements appear here once a signed acceptance sheet is settled.")

    def get_inspect_view_kwargs(self, **kwargs):
        joined = ("contract", "acceptance__contract", "year", "accepted_by", "settled_by", "payment__paid_by")
        return super().get_inspect_view_kwargs(**{"select_related": joined, **kwargs})
