"""What the ledger says about each step. Keys are ASCII, persons are opaque ids, amounts are integers."""

from datetime import datetime

from django.utils import timezone

from services.models import Acceptance, Payment, ServiceRecord, Settlement

from .appending import VOLUNTEERING, Body


def chain_of(record: ServiceRecord) -> str:
    """The contract's chain for purchased hours, the common chain for volunteering."""
    item = record.contract_item
    return VOLUNTEERING if item is None else item.contract.chain


def _record(record: ServiceRecord, sign: int) -> dict:
    corrects = {"corrects": record.reverses_id} if record.reverses_id else {}
    return {
        **corrects,
        "account": str(record.account),
        "amount_fen": sign * record.amount_fen,
        "area": record.area.code,
        "booking": record.booking_id,
        "contract_item": record.contract_item_id,
        "excess": record.is_excess,
        "help_kind": str(record.help_kind),
        "helper": record.helper_id,
        "kind": str(record.kind),
        "late": record.is_late,
        "minutes": sign * record.minutes,
        "office": record.office_id,
        "person_times": sign * record.person_times,
        "record": record.pk,
        "recorded_by": record.recorded_by_id,
        "served_on": record.served_on.isoformat(),
        "verified_by": record.verified_by_id,
    }


def verified(record: ServiceRecord) -> Body:
    """An hour enters the ledger."""
    return _body("record.verified", record.verified_at, _record(record, 1), record)


def reversed_(record: ServiceRecord) -> Body:
    """An hour is taken back: the same entry with opposite signs, and who did it."""
    content = {**_record(record, -1), "reversed_by": record.reversed_by_id}
    return _body("record.reversed", record.reversed_at, content, record)


def accepted(acceptance: Acceptance, record_ids: list[int]) -> Body:
    """A sheet was signed over exactly these records."""
    return _body(
        "acceptance.signed",
        acceptance.signed_at,
        {
            "acceptance": acceptance.pk,
            "amount_fen": acceptance.amount_fen,
            "minutes": acceptance.minutes,
            "period_from": acceptance.period_from.isoformat(),
            "period_to": acceptance.period_to.isoformat(),
            "records": record_ids,
            "signed_by": acceptance.signed_by_id,
        },
    )


def settled(settlement: Settlement) -> Body:
    """What one budget year owes for a sheet."""
    return _body(
        "settlement.made",
        settlement.settled_at,
        {
            "acceptance": settlement.acceptance_id,
            "accepted_minutes": settlement.accepted_minutes,
            "amount_fen": settlement.amount_fen,
            "due_on": settlement.due_on.isoformat(),
            "payable_minutes": settlement.payable_minutes,
            "settled_by": settlement.settled_by_id,
            "settlement": settlement.pk,
            "year": settlement.year.year,
        },
    )


def paid(payment: Payment) -> Body:
    """A settlement was paid."""
    return _body(
        "payment.made",
        payment.recorded_at,
        {
            "amount_fen": payment.amount_fen,
            "interest_fen": payment.interest_fen,
            "paid_by": payment.paid_by_id,
            "paid_on": payment.paid_on.isoformat(),
            "payment": payment.pk,
            "settlement": payment.settlement_id,
        },
    )


def _body(kind: str, at: datetime, content: dict, record: ServiceRecord | None = None) -> Body:
    """The entry of something that happened ``at`` a moment which its row tells as well."""
    moment = timezone.localtime(at).isoformat(timespec="seconds")
    return Body({"type": kind, "at": moment, **content}, record, at)
