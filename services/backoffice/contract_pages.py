"""Pages of one contract: the records behind a number, the whole roster, the entries of its ledger chain."""

import json
from functools import cached_property

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.backoffice import narrow
from portal.keys import key_in
from services import figures
from services.actions.accepting import records_of_sheet
from services.choices import AcceptanceState
from services.models import Contract, LedgerChain, LedgerEntry, ServiceRecord
from services.paging import page_of_records
from services.rules.amounts import hours, yuan

from .chips import RECORD_TONES, state_chip
from .contract_panels import reads_names, roster_columns, roster_row
from .wording import ENTRY_KINDS, link, number, short_digest, when

PER_PAGE = 50


class ContractPage(WagtailAdminTemplateMixin, TemplateView):
    """A page under one contract of the user's areas."""

    model = Contract
    template_name = "services/backoffice/contract_rows.html"
    header_icon = "list-ul"
    index_url_name = inspect_url_name = None

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        rows = narrow(Contract.objects.all(), request.user)
        self.object = get_object_or_404(rows, pk=kwargs["pk"])

    def get_breadcrumbs_items(self):
        address = reverse("contracts:inspect", args=[self.object.pk])
        return [
            *self.breadcrumbs_items,
            {"url": reverse("contracts:index"), "label": _("Purchase contracts")},
            {"url": address, "label": str(self.object)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        back_url = reverse("contracts:inspect", args=[self.object.pk])
        return super().get_context_data(contract=self.object, back_url=back_url, **kwargs)


class ContractRecordsView(ContractPage):
    """The records behind one number of the five columns, with the sum they reconcile to."""

    template_name = "services/backoffice/contract_records.html"
    column_titles = {
        "claimed": _("Claimed"),
        "deducted": _("Deducted"),
        "verified": _("Verified"),
        "accepted": _("Accepted service"),
        "payable": _("Payable"),
        "paid": _("Paid"),
    }

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.sheet = self._chosen("sheet", self.object.acceptances.all())
        self.settlement = self._chosen("settlement", self.object.settlements.select_related("year"))
        self.item = self._chosen("item", self.object.items.all())
        self.column = self._column(request.GET.get("column", ""))

    def _chosen(self, name, rows):
        wanted = key_in(self.request.GET.get(name, ""))
        return None if wanted is None else get_object_or_404(rows, pk=wanted)

    def _column(self, chosen: str) -> str:
        if self.settlement is not None:
            return "payable"
        if self.sheet is not None:
            return "accepted" if self.sheet.state == AcceptanceState.SIGNED else "verified"
        return chosen if chosen in figures.COLUMNS else "claimed"

    def get_page_title(self):
        return self.column_titles[self.column]

    def _records(self):
        """The records of the sheet, of the settlement or of the column."""
        if self.settlement is not None:
            return self.settlement.records.all()
        if self.sheet is not None:
            signed = self.sheet.state == AcceptanceState.SIGNED
            return self.sheet.records.all() if signed else records_of_sheet(self.sheet)
        records = ServiceRecord.objects.of_contract(self.object).filter(figures.COLUMNS[self.column])
        return records if self.item is None else records.filter(contract_item=self.item)

    def get_context_data(self, **kwargs):
        records = self._records()
        part = None if self.sheet is None and self.settlement is None else records
        of_items = [row for row in figures.by_item(self.object, part) if self.item in (None, row.item)]
        page = page_of_records(records, self.request, PER_PAGE)
        rows = [
            {
                "record": record,
                "when": when(record),
                "state": state_chip(record, RECORD_TONES),
                "url": reverse("service_records:inspect", args=[record.pk]),
            }
            for record in page.rows
        ]
        return super().get_context_data(
            parts=[part for part in (self.sheet, self.settlement, self.item) if part is not None],
            column=self.column,
            sums=figures.total(of_items),
            count=records.count(),
            rows=rows,
            page=page,
            **kwargs,
        )


class RosterView(ContractPage):
    """Everybody who serves or served under the contract, each period a row."""

    page_title = _("People serving under the contract")

    def get_context_data(self, **kwargs):
        names = reads_names(self.request.user)
        entries = self.object.roster.select_related("helper").order_by("helper__number", "from_day")
        page = Paginator(entries, PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            columns=roster_columns(names),
            rows=[roster_row(entry, self.object, names) for entry in page.object_list],
            page=page,
            empty_title=_("Nobody on the roster yet"),
            **kwargs,
        )


class ChainPaginator(Paginator):
    """Pages of a chain, newest first: its numbers have no gaps, so a page is a range of constant cost."""

    def __init__(self, chain: LedgerChain, per_page: int):
        super().__init__([], per_page)
        self.chain = chain

    @cached_property
    def count(self):
        return self.chain.head_seq

    def page(self, number):
        number = self.validate_number(number)
        newest = self.chain.head_seq - (number - 1) * self.per_page
        rows = LedgerEntry.objects.filter(
            chain=self.chain.pk, seq__lte=newest, seq__gt=newest - self.per_page
        ).order_by("-seq")
        return self._get_page(rows, number, self)


class ChainEntriesView(ContractPage):
    """The entries of the contract's chain, reversals among them, newest first."""

    page_title = _("Ledger of the contract")
    header_icon = "shield"

    def get_context_data(self, **kwargs):
        chain = LedgerChain.objects.filter(name=self.object.chain).first() or LedgerChain()
        page = ChainPaginator(chain, PER_PAGE).get_page(self.request.GET.get("page"))
        columns = [
            str(_("Entry")),
            number(_("Entry number")),
            str(_("About")),
            number(_("Hours")),
            number(_("Yuan")),
            str(_("Time")),
            str(_("Digest")),
        ]
        return super().get_context_data(
            columns=columns,
            rows=[_entry_row(entry) for entry in page.object_list],
            page=page,
            empty_title=_("The ledger is empty"),
            **kwargs,
        )


ABOUT = {
    "acceptance": ("acceptances:inspect", _("Acceptance sheet")),
    "settlement": ("settlements:inspect", _("Settlement")),
}


def _entry_row(entry: LedgerEntry) -> list:
    body = json.loads(entry.body)
    minutes = body.get("minutes", body.get("payable_minutes"))
    return [
        ENTRY_KINDS.get(body["type"], body["type"]),
        entry.seq,
        _about(entry, body),
        "" if minutes is None else hours(minutes),
        yuan(body["amount_fen"]) if "amount_fen" in body else "",
        date_format(localtime(entry.at), "DATETIME_FORMAT"),
        short_digest(entry.hash),
    ]


def _about(entry: LedgerEntry, body: dict):
    """The record, settlement or sheet that the entry speaks of."""
    if entry.record_id:
        return link("service_records:inspect", ServiceRecord(pk=entry.record_id))
    for name in ("settlement", "acceptance"):
        if name in body:
            route, label = ABOUT[name]
            return format_html(
                '<a href="{}">{} #{}</a>', reverse(route, args=[body[name]]), label, body[name]
            )
    return ""
