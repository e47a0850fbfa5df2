"""A contract in evidence: the five columns, the items, one record's hands, pace, roster, ledger."""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from portal.backoffice import Panel, facts_panel, table_panel
from services import figures
from services.actions.contracting import announcement_due
from services.models import Contract, LedgerChain, RosterEntry, ServiceRecord
from services.rules import payments
from services.rules.amounts import hours, yuan

from .chips import CONTRACT_TONES, state_chip
from .ledger import last_check
from .record_panels import hands_trail
from .wording import number

ROSTER_SHOWN = 8
NOTHING = yuan(0)


def _records_at(contract: Contract, column: str, item=None) -> str:
    address = reverse("contracts:records", args=[contract.pk]) + f"?column={column}"
    return address if item is None else f"{address}&item={item.pk}"


def _drill(contract: Contract, column: str, text: str, item=None):
    """A sum that leads to its records; nothing leads nowhere."""
    if text == NOTHING:
        return text
    return format_html('<a href="{}" class="num">{}</a>', _records_at(contract, column, item), text)


def five_columns(contract: Contract, whole: figures.FiveColumns) -> Panel:
    """From claim to payment; each sum leads to its records."""
    steps = [
        _hours_step(contract, "claimed", "① ", _("Claimed"), whole.claimed, _logged(whole)),
        _hours_step(contract, "verified", "② ", _("Verified"), whole.verified, _waiting(contract, whole)),
        _hours_step(
            contract,
            "accepted",
            "③ ",
            _("Accepted service"),
            whole.accepted,
            _("%(waiting)s to be accepted") % {"waiting": hours(whole.unaccepted)},
        ),
        _yuan_step(
            contract,
            "payable",
            "④ ",
            _("Payable"),
            whole.payable_fen,
            _("%(hours)s hours settled") % {"hours": hours(whole.payable_minutes)},
        ),
        {
            **_yuan_step(contract, "paid", "⑤ ", _("Paid"), whole.paid_fen, _unpaid(whole)),
            "due": whole.unpaid_fen > 0,
        },
    ]
    return Panel(_("Five columns"), "portal/components/flow.html", {"steps": steps}, wide=True)


def _hours_step(contract, column, sign, label, minutes, note) -> dict:
    url = _records_at(contract, column)
    return {"label": f"{sign}{label}", "value": hours(minutes), "unit": _("hours"), "note": note, "url": url}


def _yuan_step(contract, column, sign, label, fen, note) -> dict:
    url = _records_at(contract, column)
    return {"label": f"{sign}{label}", "value": yuan(fen), "unit": _("yuan"), "note": note, "url": url}


def _logged(whole):
    return _("%(count)s records logged") % {"count": f"{whole.records:,}"}


def _waiting(contract, whole):
    """What waits, and what was deducted: not verified, or verified and taken back, each record to be seen."""
    waiting = _("%(waiting)s waiting") % {"waiting": hours(whole.waiting)}
    deducted = _("%(deducted)s deducted") % {"deducted": hours(whole.deducted)}
    if whole.deducted:
        deducted = _drill(contract, "deducted", deducted)
    return format_html("{}，{}", waiting, deducted)


def _unpaid(whole):
    return _("%(yuan)s yuan to be paid") % {"yuan": yuan(whole.unpaid_fen)}


ITEM_COLUMNS = (
    ("claimed", _("Claimed (hours)"), lambda row: hours(row.claimed)),
    ("deducted", _("Deducted (hours)"), lambda row: hours(row.deducted)),
    ("verified", _("Verified (hours)"), lambda row: hours(row.verified)),
    ("accepted", _("Accepted (hours)"), lambda row: hours(row.accepted)),
    ("payable", _("Payable (yuan)"), lambda row: yuan(row.payable_fen)),
    ("paid", _("Paid (yuan)"), lambda row: yuan(row.paid_fen)),
)


def by_item(contract: Contract, items: list[figures.FiveColumns], whole: figures.FiveColumns) -> Panel:
    """The same sums for each deliverable."""
    columns = [str(_("Contract item")), *(number(label) for _column, label, _text in ITEM_COLUMNS)]
    rows = [
        [row.item, *(_drill(contract, column, text(row), row.item) for column, _label, text in ITEM_COLUMNS)]
        for row in items
    ]
    totals = [_("Total"), *(text(whole) for _column, _label, text in ITEM_COLUMNS)]
    panel = table_panel(_("By contract item"), columns, rows, totals=totals)
    panel.wide = True
    return panel


def deliveries(contract: Contract) -> Panel:
    """What each deliverable was to be and what was delivered: sessions, person-times and persons apart."""
    columns = [
        str(_("Contract item")),
        number(_("Target")),
        number(_("Sessions held")),
        number(_("Person-times")),
        number(_("Persons")),
    ]
    rows = [
        [
            row.item,
            f"{row.item.target:,} {row.item.get_unit_display()}" if row.item.target else "",
            f"{row.sessions:,}",
            f"{row.person_times:,}",
            f"{row.persons:,}",
        ]
        for row in figures.deliveries(contract)
    ]
    panel = table_panel(_("Verified deliverables"), columns, rows)
    panel.wide = True
    return panel


HANDS_JOINED = (
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


def latest_record(contract: Contract) -> Panel:
    """One record with its five hands, so that a sum becomes an hour somebody gave."""
    confirmed = ServiceRecord.objects.of_contract(contract).confirmed().select_related(*HANDS_JOINED)
    record = confirmed.order_by("-served_on", "-pk").first()
    if record is None:
        return Panel("", "portal/components/trail.html", {"steps": []}, shown=False)
    title = _("%(what)s, the record of %(day)s") % {
        "what": record.get_kind_display(),
        "day": date_format(record.served_on),
    }
    return Panel(title, "portal/components/trail.html", {"steps": hands_trail(record)})


def contract_facts(contract: Contract) -> Panel:
    """Parties, sum, hours, term and days."""
    years = "；".join(f"{year.year}：{yuan(year.amount_fen)}" for year in contract.years.all())
    least_and_most = _("at least %(least)s, at most %(most)s hours") % {
        "least": hours(contract.min_minutes),
        "most": hours(contract.max_minutes),
    }
    pairs = [
        (_("Contract number"), contract.number),
        (_("State"), state_chip(contract, CONTRACT_TONES)),
        (_("Purchaser"), contract.purchaser),
        (_("Supplier"), contract.supplier),
        (_("Amount, yuan"), yuan(contract.amount_fen)),
        (_("Hours"), least_and_most),
        (_("Term"), f"{date_format(contract.starts_on)} – {date_format(contract.ends_on)}"),
        (_("Signed on"), contract.signed_on and date_format(contract.signed_on)),
        (_("Announced on"), _announced(contract)),
        (_("Budget years, yuan"), years),
        (_("Purchase catalogue code"), contract.catalogue_code),
        (_("Acceptance period, days"), contract.acceptance_days),
        (_("Payment period, days"), contract.payment_days),
        (_("Late interest"), _late_interest(contract)),
    ]
    return facts_panel(pairs, title=_("Contract"))


def _late_interest(contract: Contract) -> str:
    if contract.late_rate_ppm is None:
        return _("none agreed: 0.05 % a day")
    return _("%(percent)s %% a day, as agreed") % {"percent": f"{contract.late_rate_ppm / 10_000:.4f}"}


def _announced(contract: Contract):
    if contract.announced_on:
        return date_format(contract.announced_on)
    deadline = announcement_due(contract)
    return _("not yet, due by %(day)s") % {"day": date_format(deadline.day)} if deadline else ""


def pace(contract: Contract, whole: figures.FiveColumns) -> Panel:
    """Hours accepted against the minimum, beside the share of the term that has passed."""
    today = timezone.localdate()
    term = (contract.starts_on, contract.ends_on)
    done = whole.accepted * 100 // contract.min_minutes if contract.min_minutes else 0
    above = payments.above_maximum(whole.verified, contract.max_minutes)
    behind = payments.below_pace(whole.accepted, contract.min_minutes, *term, today)
    words = _("%(done)s%% of the minimum accepted, %(passed)s%% of the term passed.") % {
        "done": done,
        "passed": _share_of_term(*term, today),
    }
    context = {
        "width": f"{min(done, 100)}%",
        "label": words,
        "violations": [violation for violation in (above, behind) if violation],
    }
    return Panel(_("Pace"), "services/backoffice/pace.html", context, aside=True)


def _share_of_term(starts_on: date, ends_on: date, today: date) -> int:
    term = (ends_on - starts_on).days + 1
    return min(term, max(0, (today - starts_on).days + 1)) * 100 // term


def ledger(contract: Contract) -> Panel:
    """The head of the contract's chain, and the way to its entries."""
    chain = LedgerChain.objects.filter(name=contract.chain).first()
    entries = reverse("contracts:ledger", args=[contract.pk])
    context = {"chain": chain, "check": last_check(contract.chain), "entries_url": entries}
    return Panel(_("Ledger"), "services/backoffice/chain.html", context, aside=True)


def items_of_draft(contract: Contract) -> Panel:
    """What shall be bought, at which price."""
    rows = [
        [item, yuan(item.rate_fen), item.target, item.get_unit_display()] for item in contract.items.all()
    ]
    columns = [
        str(_("Contract item")),
        number(_("Price of an hour, yuan")),
        number(_("Target")),
        str(_("Unit of the target")),
    ]
    return table_panel(_("Contract items"), columns, rows, empty=_("No item yet. Add the first."))


def years_of_draft(contract: Contract) -> Panel:
    """From which budgets it is paid."""
    years = list(contract.years.all())
    rows = [[year, year.budget_line, yuan(year.amount_fen)] for year in years]
    columns = [str(_("Budget year")), str(_("Budget line")), number(_("Amount, yuan"))]
    totals = [_("Total"), "", yuan(sum(year.amount_fen for year in years))] if years else ()
    return table_panel(
        _("Budget years"), columns, rows, empty=_("No budget year yet. Add the first."), totals=totals
    )


def reads_names(user) -> bool:
    """Names for those who verify hours; finance reads numbers."""
    return user.has_perm("services.verify_servicerecord")


def roster_columns(names: bool) -> list[str]:
    """The headings over ``roster_row``."""
    person = [_("Person serving")] if names else []
    columns = [_("Volunteer number"), *person, _("Role under the contract"), _("From"), _("To")]
    return [str(column) for column in columns]


def roster_row(entry: RosterEntry, contract: Contract, names: bool) -> list:
    """One period of one person."""
    return [
        entry.helper.number,
        *([entry.helper.name] if names else []),
        entry.role,
        date_format(entry.from_day),
        date_format(entry.to_day or contract.ends_on),
    ]


def roster(contract: Contract, user) -> Panel:
    """The first few people on the roster, and the way to all of them."""
    names = reads_names(user)
    entries = contract.roster.select_related("helper").order_by("helper__number", "from_day")
    context = {
        "caption": _("People serving under the contract"),
        "columns": roster_columns(names),
        "rows": [roster_row(entry, contract, names) for entry in entries[:ROSTER_SHOWN]],
        "count": entries.count(),
        "shown": ROSTER_SHOWN,
        "all_url": reverse("contracts:people", args=[contract.pk]),
    }
    return Panel(_("People serving under the contract"), "services/backoffice/roster.html", context)
