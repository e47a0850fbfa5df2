"""Contracts in the back office: the five columns as evidence, the records behind each, acts on a draft."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column

from portal.backoffice import ChipColumn, DetailView, GuardedViewSet, rules_panel, trail_panel
from services import actions, figures
from services.actions.contracting import announcement_due
from services.choices import ContractState
from services.models import Contract
from services.rules import contracts

from . import contract_acts as acts
from . import contract_panels as panels
from . import exports
from .chips import CONTRACT_TONES
from .contract_forms import ContractEditView, ContractForm
from .contract_pages import ChainEntriesView, ContractRecordsView, RosterView
from .contract_rules import signing_verdicts
from .wording import HoursColumn, YuanColumn


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
        deadline = announcement_due(contract)
        if deadline is None:
            return None
        late = contracts.announced_in_time(deadline.day, contract.announced_on, timezone.localdate())
        if late is not None:
            tone = "warn" if contract.announced_on else "bad"
            return {"title": _("Announced late"), "text": late.message, "tone": tone}
        if contract.announced_on is None:
            text = _("Announce the contract by %(day)s, then enter the day of the announcement.") % {
                "day": date_format(deadline.day)
            }
            text = f"{text} {deadline.caution}".strip()
            return {"title": _("Not announced yet"), "text": text, "tone": "warn"}
        return None

    def get_action_links(self):
        """Entering the announcement comes first; correcting its day comes after what is still to do."""
        links = super().get_action_links()
        if self.object.announced_on is None:
            return links
        return sorted(
            links, key=lambda link: (link["view"].danger, issubclass(link["view"], acts.AnnounceView))
        )

    def get_edit_url(self):
        return super().get_edit_url() if self.object.state == ContractState.DRAFT else None

    def get_panels(self):
        contract, user = self.object, self.request.user
        if contract.state == ContractState.DRAFT:
            return [
                rules_panel(signing_verdicts(contract, user), _("Conditions of signing")),
                panels.items_of_draft(contract),
                panels.years_of_draft(contract),
                panels.roster(contract, user),
                panels.contract_facts(contract),
                trail_panel(contract),
            ]
        items = figures.by_item(contract)
        whole = figures.total(items)
        return [
            panels.five_columns(contract, whole),
            panels.by_item(contract, items, whole),
            panels.deliveries(contract),
            panels.latest_record(contract),
            panels.roster(contract, user),
            panels.contract_facts(contract),
            panels.pace(contract, whole),
            panels.ledger(contract),
            trail_panel(contract),
        ]


def _row(*names):
    return FieldRowPanel([FieldPanel(name) for name in names])


FORM_PANELS = [
    MultiFieldPanel([_row("number", "catalogue_code"), FieldPanel("title")], heading=_("The contract")),
    MultiFieldPanel(
        [FieldPanel("purchaser"), FieldPanel("supplier"), FieldPanel("area")], heading=_("Parties")
    ),
    MultiFieldPanel(
        [FieldPanel("amount_fen"), _row("min_minutes", "max_minutes"), _row("starts_on", "ends_on")],
        heading=_("Price, quantity and term"),
    ),
    MultiFieldPanel(
        [FieldPanel(name) for name in ("content", "quality", "settlement_terms", "breach_terms")],
        heading=_("Content, quality, settlement and breach"),
    ),
    MultiFieldPanel(
        [_row("acceptance_days", "payment_days"), FieldPanel("late_rate_ppm")],
        heading=_("Acceptance and payment"),
    ),
    MultiFieldPanel(
        [
            *(
                FieldPanel(name)
                for name in ("content_is_fixed", "funding_is_stable", "price_is_steady", "budget_is_secured")
            ),
            FieldPanel("budget_note"),
        ],
        heading=_("Only for a term of more than one year"),
    ),
]


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
        ChipColumn(tones=CONTRACT_TONES),
    ]
    select_related = ("supplier__office",)
    list_filter = ["state"]
    search_fields = ["number", "title"]
    list_export = exports.CONTRACTS
    export_headings = exports.CONTRACT_HEADINGS
    export_writers = exports.CONTRACT_WRITERS
    detail_view_class = ContractDetail
    add_enabled = edit_enabled = True
    edit_view_class = ContractEditView
    form_class = ContractForm
    panels = FORM_PANELS
    create_action = actions.draft_contract
    edit_action = actions.change_draft
    action_views = {
        "acceptance": acts.OpenAcceptanceView,
        "sign": acts.SignView,
        "announce": acts.AnnounceView,
        "item": acts.AddItemView,
        "year": acts.AddYearView,
        "roster": acts.AddToRosterView,
        "item-remove": acts.RemoveItemView,
        "year-remove": acts.RemoveYearView,
        "roster-end": acts.EndOnRosterView,
        "close": acts.CloseView,
    }
    extra_views = {"records": ContractRecordsView, "people": RosterView, "ledger": ChainEntriesView}
    empty_message = _("Contracts appear here once the purchaser enters them.")

    def get_inspect_view_kwargs(self, **kwargs):
        return super().get_inspect_view_kwargs(
            **{"select_related": ("purchaser", "supplier__office"), **kwargs}
        )
