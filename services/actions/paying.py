"""Settlement and payment: what an accepted sheet is worth by budget year, and paying it."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import batched

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import audit, notifications, policies, working_days
from portal.actions import refuse_if, require
from portal.rules import Violation, may_move
from services.choices import AcceptanceState, SettlementState
from services.ledger import entries, summing
from services.ledger.appending import append
from services.models import Acceptance, Contract, Payment, ServiceRecord, Settlement
from services.rules import lifecycles, payments, verification


@transaction.atomic
def settle(acceptance: Acceptance, *, by) -> list[Settlement]:
    """Fix what each budget year owes for a signed sheet, up to the contract's maximum of hours.

    Hours above the maximum are settled at nothing and stay visible as not payable (rule 46).
    """
    contract = Contract.objects.select_for_update().get(pk=acceptance.contract_id)
    acceptance = Acceptance.objects.select_for_update(of=("self",)).get(pk=acceptance.pk)
    require(by, "services.add_settlement", acceptance)
    records = list(acceptance.records.select_for_update(of=("self",)).order_by("served_on", "pk"))
    plan = _plan(contract, records)
    refuse_if(
        None if acceptance.state == AcceptanceState.SIGNED else _not_signed(),
        _settled_already(acceptance),
        verification.hands_are_separate(by.pk, is_system=by.is_system, others=_hands(records)),
        *_limits(contract, plan),
        about=acceptance,
        by=by,
    )

    budgets = {year.year: year for year in contract.years.all()}
    minutes = {record.pk: record.minutes for record in records}
    settlements = []
    for year, shares in sorted(plan.items()):
        settlement = Settlement.objects.create(
            contract=contract,
            acceptance=acceptance,
            year=budgets[year],
            accepted_minutes=sum(minutes[share.key] for share in shares),
            payable_minutes=sum(share.minutes for share in shares),
            amount_fen=sum(share.fen for share in shares),
            due_on=payment_due(acceptance),
            accepted_by=acceptance.signed_by,
            settled_by=by,
        )
        settlements.append(settlement)
        _mark_settled(records, shares, settlement, by)
        audit.record("settlement.made", settlement, by=by, amount_fen=settlement.amount_fen, year=year)
    append(contract.chain, map(entries.settled, settlements))
    summing.add(records, lambda record: {"payable_fen": record.payable_fen})
    return settlements


def _plan(contract: Contract, records: list[ServiceRecord]) -> dict[int, list[payments.Payable]]:
    """The payable share of each record by the budget year in which it was served."""
    settled = contract.settlements.aggregate(sum=Sum("payable_minutes", default=0))["sum"]
    accepted = [
        payments.AcceptedHour(
            record.pk, record.served_on.year, record.minutes, record.rate_fen, record.amount_fen
        )
        for record in records
    ]
    plan = defaultdict(list)
    for share in payments.payable(accepted, settled_minutes=settled, max_minutes=contract.max_minutes):
        plan[share.year].append(share)
    return plan


def _limits(contract: Contract, plan: dict[int, list[payments.Payable]]) -> list[Violation | None]:
    budgets = {year.year: year.amount_fen for year in contract.years.all()}
    settled = dict(contract.settlements.values_list("year__year").annotate(sum=Sum("amount_fen")))
    sums = {year: sum(share.fen for share in shares) for year, shares in plan.items()}
    yearly = [
        payments.settlement_within_budget(
            year, amount, settled_fen=settled.get(year, 0), budget_fen=budgets.get(year)
        )
        for year, amount in sorted(sums.items())
    ]
    whole = payments.settlement_within_contract(
        sum(sums.values()), settled_fen=sum(settled.values()), contract_fen=contract.amount_fen
    )
    return [*yearly, whole]


def _mark_settled(records, shares: list[payments.Payable], settlement: Settlement, by) -> None:
    """Write each record's share once: in one statement for all that are payable in full."""
    by_key = {record.pk: record for record in records}
    settled, nothing = {"settlement": settlement, "settled_by": by}, []
    for share in shares:
        record = by_key[share.key]
        record.payable_minutes, record.payable_fen = share.minutes, share.fen
        if share.minutes == record.minutes:
            continue
        if share.minutes:
            part = {"payable_minutes": share.minutes, "payable_fen": share.fen}
            ServiceRecord.objects.filter(pk=share.key).update(**settled, **part)
        else:
            nothing.append(share.key)
    for keys in batched(nothing, 500, strict=False):
        ServiceRecord.objects.filter(pk__in=keys).update(**settled)
    served_that_year = settlement.acceptance.records.filter(served_on__year=settlement.year.year)
    whole = {"payable_minutes": F("minutes"), "payable_fen": F("amount_fen")}
    served_that_year.filter(settlement=None).update(**settled, **whole)


def payment_due(acceptance: Acceptance) -> date:
    """The day by which the purchaser pays, whatever its own procedures take (rule 81)."""
    contract = acceptance.contract
    signed_on = timezone.localdate(acceptance.signed_at)
    start = payments.payment_clock_starts(signed_on, acceptance.period_to, contract.acceptance_days)
    entered = working_days.entered_calendars(policies.value(working_days.CALENDAR, start))
    return payments.due_day(
        start,
        contract.payment_days,
        lambda day: working_days.after_days(day - timedelta(days=1), 1, entered).day,
    )


@transaction.atomic
def pay(settlement: Settlement, *, paid_on: date, voucher: str, by) -> Payment:
    """Record that a settlement was paid in full, with the interest that lateness costs (rule 82)."""
    contract = Contract.objects.select_for_update().get(pk=settlement.contract_id)
    settlement = Settlement.objects.select_for_update(of=("self",)).get(pk=settlement.pk)
    require(by, "services.add_payment", settlement)
    records = list(settlement.records.select_for_update(of=("self",)))
    refuse_if(
        may_move(lifecycles.SETTLEMENT, settlement.state, SettlementState.PAID),
        verification.hands_are_separate(by.pk, is_system=by.is_system, others=_hands(records)),
        payments.paid_day_is_past(paid_on, timezone.localdate()),
        about=settlement,
        by=by,
    )

    payment = Payment.objects.create(
        contract=contract,
        settlement=settlement,
        amount_fen=settlement.amount_fen,
        interest_fen=payments.late_interest_fen(
            settlement.amount_fen, settlement.due_on, paid_on, contract.late_rate_ppm
        ),
        paid_on=paid_on,
        voucher=voucher,
        accepted_by_id=settlement.accepted_by_id,
        settled_by_id=settlement.settled_by_id,
        paid_by=by,
    )
    settlement.state = SettlementState.PAID
    settlement.save(update_fields=["state"])
    settlement.records.update(payment=payment, paid_by=by)
    append(contract.chain, [entries.paid(payment)])
    summing.add(records, lambda record: {"paid_fen": record.payable_fen})
    audit.record("payment.made", payment, by=by, amount_fen=payment.amount_fen)
    notifications.notify(
        contract.supplier.office.staff.filter(is_active=True),
        "payment_made",
        about=payment,
        url=f"/me/contracts/{contract.pk}/",
        contract=contract.number,
    )
    return payment


def _hands(records: list[ServiceRecord]) -> set[int]:
    columns = ("recorded_by_id", "verified_by_id", "accepted_by_id", "settled_by_id")
    return {getattr(record, name) for record in records for name in columns} - {None}


def _not_signed() -> Violation:
    return Violation(
        "settlement.not_signed", _("The acceptance sheet is not signed yet. Have it signed first.")
    )


def _settled_already(acceptance: Acceptance) -> Violation | None:
    if not acceptance.settlements.exists():
        return None
    return Violation("settlement.done", _("This acceptance sheet is settled already."))
