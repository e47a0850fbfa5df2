"""Contracts in the back office: the five columns as evidence, the records behind each, acts on a draft."""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from portal.backoffice import (
    DetailView,
    GuardedViewSet,
    Panel,
    facts_panel,
    rules_panel,
    table_panel,
    trail_panel,
)
from portal.rules import Verdict
from services import actions, figures
from services.actions.contracting import facts_of
from services.choices import ContractState
from services.models import Contract, LedgerChain, ServiceRecord
from services.rules import contracts, payments
from services.rules.amounts import hours, yuan

from . import contract_acts as acts
from .contract_forms import ContractEditView, ContractForm
from .contract_records import ContractRecordsView
from .records import HoursColumn, YuanColumn, hands_trail, number


def _drill(contract: Contract, column: str, text: str, item=None):
    address = reverse("contracts:records", args=[contract.pk]) + f"?column={column}"
    if item is not None:
        address += f"&item={item.pk}"
    return format_html('<a href="{}" class="num">{}</a>', address, text)


class ContractDetail(DetailView):
    """The five columns, by item, one record's hands, and the pace."""

    show_trail = True

    def get_callout(self):
        contract = self.object
        if contract.state == ContractState.DRAFT:
            return {
                "title": _("Draft"),
                "text": _("Add items and budget years until every rule is met, then put it into force."),
                "tone": "info",
            }
        return None

    def get_edit_url(self):
        return super().get_edit_url() if self.object.state == ContractState.DRAFT else None

    def get_panels(self):
        contract = self.object
        if contract.state == ContractState.DRAFT:
            return [
                self._rules(contract),
                self._items(contract),
                self._years(contract),
                self._roster(contract),
                self._facts(contract),
                trail_panel(contract),
            ]
        items = figures.by_item(contract)
        whole = figures.total(items)
        return [
            self._flow(contract, whole),
            self._by_item(contract, items, whole),
            self._example(contract),
            self._roster(contract),
            self._facts(contract),
            self._pace(contract, whole),
            self._ledger(contract),
            trail_panel(contract),
        ]

    def _flow(self, contract, whole):
        link = reverse("contracts:records", args=[contract.pk])
        steps = [
            (
                "① ",
                _("Claimed"),
                hours(whole.claimed),
                _("hours"),
                "claimed",
                _("%(count)s records logged") % {"count": whole.records},
            ),
            (
                "② ",
                _("Verified"),
                hours(whole.verified),
                _("hours"),
                "verified",
                _("%(waiting)s waiting, %(deducted)s deducted")
                % {"waiting": hours(whole.waiting), "deducted": hours(whole.deducted)},
            ),
            (
                "③ ",
                _("Accepted service"),
                hours(whole.accepted),
                _("hours"),
                "accepted",
                _("%(waiting)s to be accepted") % {"waiting": hours(whole.unaccepted)},
            ),
            (
                "④ ",
                _("Payable"),
                yuan(whole.payable_fen),
                _("yuan"),
                "payable",
                _("%(hours)s hours settled") % {"hours": hours(whole.payable_minutes)},
            ),
            (
                "⑤ ",
                _("Paid"),
                yuan(whole.paid_fen),
                _("yuan"),
                "paid",
                _("%(yuan)s yuan to be paid") % {"yuan": yuan(whole.unpaid_fen)},
            ),
        ]
        context = [
            {
                "label": f"{number}{label}",
                "value": value,
                "unit": unit,
                "note": note,
                "url": f"{link}?column={column}",
                "due": column == "paid" and whole.unpaid_fen > 0,
            }
            for number, label, value, unit, column, note in steps
        ]
        return Panel(_("Five columns"), "portal/components/flow.html", {"steps": context}, wide=True)

    def _by_item(self, contract, items, whole):
        columns = [
            str(_("Contract item")),
            number(_("Claimed (hours)")),
            number(_("Verified (hours)")),
            number(_("Accepted (hours)")),
            number(_("Payable (yuan)")),
            number(_("Paid (yuan)")),
        ]
        rows = [
            [
                row.item,
                _drill(contract, "claimed", hours(row.claimed), row.item),
                _drill(contract, "verified", hours(row.verified), row.item),
                _drill(contract, "accepted", hours(row.accepted), row.item),
                _drill(contract, "payable", yuan(row.payable_fen), row.item),
                _drill(contract, "paid", yuan(row.paid_fen), row.item),
            ]
            for row in items
        ]
        totals = [
            _("Total"),
            hours(whole.claimed),
            hours(whole.verified),
            hours(whole.accepted),
            yuan(whole.payable_fen),
            yuan(whole.paid_fen),
        ]
        panel = table_panel(_("By contract item"), columns, rows, totals=totals)
        panel.wide = True
        return panel

    def _example(self, contract):
        record = (
            ServiceRecord.objects.of_contract(contract)
            .confirmed()
            .select_related(
                "recorded_by",
                "verified_by",
                "accepted_by",
                "settled_by",
                "paid_by",
                "acceptance",
                "settlement",
                "payment",
                "rejected_by",
                "reversed_by",
            )
            .order_by("-served_on", "-pk")
            .first()
        )
        if record is None:
            return Panel("", "portal/components/trail.html", {"steps": []}, shown=False)
        title = _("%(what)s, the record of %(day)s") % {
            "what": record.get_kind_display(),
            "day": date_format(record.served_on),
        }
        return Panel(title, "portal/components/trail.html", {"steps": hands_trail(record)})

    def _facts(self, contract):
        years = "；".join(f"{year.year}：{yuan(year.amount_fen)}" for year in contract.years.all())
        term = f"{date_format(contract.starts_on)} – {date_format(contract.ends_on)}"
        least_and_most = _("at least %(least)s, at most %(most)s hours") % {
            "least": hours(contract.min_minutes),
            "most": hours(contract.max_minutes),
        }
        pairs = [
            (_("Contract number"), contract.number),
            (_("State"), contract.get_state_display()),
            (_("Purchaser"), contract.purchaser),
            (_("Supplier"), contract.supplier),
            (_("Amount, yuan"), yuan(contract.amount_fen)),
            (_("Hours"), least_and_most),
            (_("Term"), term),
            (_("Budget years, yuan"), years),
        ]
        return facts_panel(pairs, title=_("Contract"))

    def _pace(self, contract, whole):
        today = timezone.localdate()
        term = (contract.starts_on, contract.ends_on)
        done = whole.accepted * 100 // contract.min_minutes if contract.min_minutes else 0
        above = payments.above_maximum(whole.verified, contract.max_minutes)
        behind = payments.below_pace(whole.accepted, contract.min_minutes, *term, today)
        passed = _share_of_term(*term, today)
        words = _("%(done)s%% of the minimum accepted, %(passed)s%% of the term passed.") % {
            "done": done,
            "passed": passed,
        }
        context = {
            "width": f"{min(done, 100)}%",
            "label": words,
            "violations": [violation for violation in (above, behind) if violation],
        }
        return Panel(_("Pace"), "services/backoffice/pace.html", context, aside=True)

    def _ledger(self, contract):
        chain = LedgerChain.objects.filter(name=contract.chain).first()
        return Panel(_("Ledger"), "services/backoffice/chain.html", {"chain": chain}, aside=True)

    def _rules(self, contract):
        facts = facts_of(contract)
        verdicts = [
            Verdict(title, contracts.SOURCE_OF[rule], violation=rule(facts))
            for rule, title in RULE_TITLES.items()
        ]
        return rules_panel(verdicts)

    def _items(self, contract):
        rows = [[item, yuan(item.rate_fen), item.target] for item in contract.items.all()]
        columns = [str(_("Contract item")), number(_("Price of an hour, yuan")), number(_("Target"))]
        return table_panel(_("Contract items"), columns, rows, empty=_("No item yet. Add the first."))

    def _years(self, contract):
        rows = [[year, year.budget_line, yuan(year.amount_fen)] for year in contract.years.all()]
        columns = [str(_("Budget year")), str(_("Budget line")), number(_("Amount, yuan"))]
        return table_panel(_("Budget years"), columns, rows, empty=_("No budget year yet. Add the first."))

    def _roster(self, contract):
        """Names for those who verify hours; finance reads numbers."""
        names = self.request.user.has_perm("services.verify_servicerecord")
        entries = contract.roster.select_related("helper").order_by("helper__number")
        rows = [
            [
                entry.helper.number,
                *([entry.helper.name] if names else []),
                entry.role,
                date_format(entry.from_day),
                date_format(entry.to_day or contract.ends_on),
            ]
            for entry in entries
        ]
        columns = [
            _("Volunteer number"),
            *([_("Person serving")] if names else []),
            _("Role under the contract"),
            _("From"),
            _("To"),
        ]
        empty = _("Nobody on the roster yet. Only people on it can log hours under the contract.")
        return table_panel(
            _("People serving under the contract"), [str(column) for column in columns], rows, empty=empty
        )


RULE_TITLES = {
    contracts.term_is_lawful: _("Term of one year, or up to three under conditions"),
    contracts.contract_is_complete: _("All seven parts of the contract are written"),
    contracts.no_posts_are_bought: _("No posts, hiring or dispatch"),
    contracts.every_year_has_a_budget: _(
        "Every year has its budget line, and the years add up to the amount"
    ),
    contracts.supplier_is_lawful: _("The supplier is of a lawful kind"),
    contracts.individual_is_justified: _("Buying from an individual is justified"),
    contracts.item_is_in_catalogue: _("The service is in the purchase catalogue"),
}


def _share_of_term(starts_on: date, ends_on: date, today: date) -> int:
    term = (ends_on - starts_on).days + 1
    return min(term, max(0, (today - starts_on).days + 1)) * 100 // term


class ContractViewSet(GuardedViewSet):
    model = Contract
    icon = "coin"
    menu_label = _("Purchase contracts")
    menu_hook = "register_services_menu_item"
    menu_order = 120
    list_display = [
        "number",
        "title",
        Column("supplier.office.name", label=_("Supplier")),
        YuanColumn("amount_fen", label=_("Amount, yuan")),
        HoursColumn("max_minutes", label=_("Most hours")),
        "ends_on",
        Column("get_state_display", label=_("State")),
    ]
    select_related = ("supplier__office",)
    list_filter = ["state"]
    search_fields = ["number", "title"]
    detail_view_class = ContractDetail
    add_enabled = edit_enabled = True
    edit_view_class = ContractEditView
    form_class = ContractForm
    form_fields = [
        "number",
        "title",
        "supplier",
        "purchaser",
        "area",
        "catalogue_code",
        "amount_fen",
        "min_minutes",
        "max_minutes",
        "starts_on",
        "ends_on",
        "content",
        "quality",
        "settlement_terms",
        "breach_terms",
        "acceptance_days",
        "payment_days",
        "late_rate_ppm",
        "content_is_fixed",
        "funding_is_stable",
        "price_is_steady",
        "budget_is_secured",
        "budget_note",
    ]
    create_action = actions.draft_contract
    edit_action = actions.change_draft
    action_views = {
        "acceptance": acts.OpenAcceptanceView,
        "sign": acts.SignView,
        "item": acts.AddItemView,
        "year": acts.AddYearView,
        "roster": acts.AddToRosterView,
        "item-remove": acts.RemoveItemView,
        "year-remove": acts.RemoveYearView,
        "roster-end": acts.EndOnRosterView,
        "close": acts.CloseView,
    }
    extra_views = {"records": ContractRecordsView}
    empty_message = _("Contracts appear here once the purchaser enters them.")

    def get_inspect_view_kwargs(self, **kwargs):
        return super().get_inspect_view_kwargs(
            **{"select_related": ("purchaser", "supplier__office"), **kwargs}
        )
