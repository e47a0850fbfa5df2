"""One record in evidence: its facts, the hands it went through, its entries in the ledger."""

import json

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from portal.backoffice import Panel, table_panel
from services.choices import Account, RecordState
from services.models import ServiceRecord
from services.rules.amounts import hours, yuan

from .wording import ENTRY_KINDS, link, number, short_digest, when


def hands_trail(record: ServiceRecord) -> list[dict]:
    """Who did what with the record, and who is next; the five hands of a purchased hour."""
    accepted, settled = _("Accepted service"), _("Settled")
    done = [
        (_("Logged"), "", record.recorded_by, record.recorded_at),
        (_("Verified"), _("Verification"), record.verified_by, record.verified_at),
    ]
    if record.account == Account.PURCHASED:
        signed_at = record.acceptance and record.acceptance.signed_at
        done += [
            (accepted, accepted, record.accepted_by, signed_at),
            (settled, settled, record.settled_by, record.settlement and record.settlement.settled_at),
            (_("Paid"), _("Payment"), record.paid_by, record.payment and record.payment.recorded_at),
        ]
    steps, reached = [], True
    for label, still_to_do, person, at in done:
        if person is not None:
            steps.append(
                {"text": f"{label}　{person}", "note": date_format(localtime(at), "DATETIME_FORMAT")}
            )
        else:
            steps.append({"text": still_to_do, "state": "now" if reached else "later"})
            reached = False
    if record.state in {RecordState.REJECTED, RecordState.REVERSED}:
        steps = [step for step in steps if not step.get("state")]
        reason = record.reject_reason or record.reversal_reason
        person = record.rejected_by or record.reversed_by
        steps.append({"text": f"{record.get_state_display()}　{person}", "note": reason})
    return steps


def record_facts(record: ServiceRecord, user) -> list[tuple]:
    """Label and value of what the record says; finance reads numbers instead of names and notes."""
    reads_notes = user.has_perm("services.verify_servicerecord")
    pairs = [
        (_("Time"), when(record)),
        (_("Hours"), _("%(hours)s hours") % {"hours": hours(record.minutes)}),
        (_label("helper"), record.helper if reads_notes else record.helper.number),
        (_("Counted as"), record.get_account_display()),
        (_label("kind"), record.get_kind_display()),
        (_label("help_kind"), record.get_help_kind_display()),
        (_label("office"), record.office),
        (_label("area"), record.area),
        (_label("break_minutes"), record.break_minutes),
        (_label("travel_minutes"), record.travel_minutes),
        (_("Person-times"), record.person_times),
        (_label("late_reason"), record.late_reason),
        (_label("excess_reason"), record.excess_reason),
    ]
    if reads_notes:
        pairs += [
            (_label("content"), record.content),
            (_label("consent_evidence"), record.consent_evidence),
        ]
    if record.reverses:
        pairs.append((_label("reverses"), link("service_records:inspect", record.reverses)))
    return [*pairs, *_value_of(record)]


def _label(name: str) -> str:
    return capfirst(ServiceRecord._meta.get_field(name).verbose_name)


def _value_of(record: ServiceRecord) -> list[tuple]:
    """What the purchased time is worth, as one sum; counted by the minute, as the money is."""
    item = record.contract_item
    if item is None:
        return []
    value = _("%(minutes)s minutes × %(rate)s yuan an hour = %(value)s yuan") % {
        "minutes": record.minutes,
        "rate": yuan(record.rate_fen),
        "value": yuan(record.amount_fen),
    }
    contract = link("contracts:inspect", item.contract)
    return [(_("Contract"), contract), (_("Contract item"), item), (_("Value"), value)]


def ledger_panel(record: ServiceRecord) -> Panel:
    """The record's entries: its confirmation, and the reversal of opposite sign."""
    rows = []
    for entry in record.ledger_entries.order_by("seq"):
        body = json.loads(entry.body)
        rows.append(
            [
                ENTRY_KINDS.get(body["type"], body["type"]),
                entry.seq,
                hours(body["minutes"]),
                date_format(localtime(entry.at), "DATETIME_FORMAT"),
                short_digest(entry.hash),
            ]
        )
    columns = [
        _("Entry"),
        number(_("Entry number")),
        number(_("Hours")),
        _("Time"),
        _("Digest"),
    ]
    empty = _("Not in the ledger: only a verified record is.")
    return table_panel(_("Ledger"), [str(column) for column in columns], rows, empty=empty)
