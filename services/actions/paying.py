"""Settlement and payment: what an accepted sheet is worth by budget year, and paying it."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import audit, notifications, policies, working_days
from portal.actions import refuse_if, require
from portal.rules import Violation, may_move
from services.actions import sharing
from services.choices import AcceptanceState, SettlementState
from services.ledger import entries, summing
from services.ledger.appending import append
from services.models import Acceptance, Contract, Payment, Settlement
from services.rules import lifecycles, payments, verification


@transaction.atomic
def settle(acceptance: Acceptance, *, by) -> list[Settlement]:
    """Fix what each budget year owes for a signed sheet, up to the contract's maximum of hours.

    Hours above the maximum are settled at nothing and stay visible as not payable (rule 46).
    """
    contract = Contract.objects.select_for_update().get(pk=acceptance.contract_id)
    acceptance = Acceptance.objects.select_for_update(of=("self",)).get(pk=acceptance.pk)
    require(by, "services.add_settlement", acceptance)
    records = acceptance.records.order_by()
    cut = sharing.cut_of(contract, records)
    shares = sharing.by_year(records, cut)
    refuse_if(
        None if acceptance.state == AcceptanceState.SIGNED else _not_signed(),
        _settled_already(acceptance),
        verification.hands_are_separate(by.pk, is_system=by.is_system, others=records.hands()),
        *_limits(contract, shares),
        about=acceptance,
        by=by,
    )

    budgets = {year.year: year for year in contract.years.all()}
    settlements = []
    for year, share in sorted(shares.items()):
        settlement = Settlement.objects.create(
            contract=contract,
            acceptance=acceptance,
            year=budgets[year],
            accepted_minutes=share.accepted_minutes,
            payable_minutes=share.payable_minutes,
            amount_fen=share.fen,
            due_on=payment_due(acceptance),
            accepted_by=acceptance.signed_by,
            settled_by=by,
        )
        settlements.append(settlement)
        sharing.mark_settled(records, settlement, cut, by)
        audit.record("settlement.made", settlement, by=by, amount_fen=settlement.amount_fen, year=year)
    append(contract.chain, map(entries.settled, settlements))
    summing.add_sums(records, payable_fen="payable_fen")
    return settlements


def _limits(contract: Contract, shares: dict[int, sharing.YearShare]) -> list[Violation | None]:
    budgets = {year.year: year.amount_fen for year in contract.years.all()}
    settled = dict(contract.settlements.order_by().values_list("year__year").annotate(sum=Sum("amount_fen")))
    yearly = [
        payments.settlement_within_budget(
            year, share.fen, settled_fen=settled.get(year, 0), budget_fen=budgets.get(year)
        )
        for year, share in sorted(shares.items())
    ]
    whole = payments.settlement_within_contract(
        sum(share.fen for share in shares.values()),
        settled_fen=sum(settled.values()),
        contract_fen=contract.amount_fen,
    )
    return [*yearly, whole]


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
    records = settlement.records.order_by()
    refuse_if(
        may_move(lifecycles.SETTLEMENT, settlement.state, SettlementState.PAID),
        verification.hands_are_separate(by.pk, is_system=by.is_system, others=records.hands()),
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
    records.update(payment=payment, paid_by=by)
    append(contract.chain, [entries.paid(payment)])
    summing.add_sums(records, paid_fen="payable_fen")
    audit.record("payment.made", payment, by=by, amount_fen=payment.amount_fen)
    notifications.notify(
        contract.supplier.office.staff.filter(is_active=True),
        "payment_made",
        about=payment,
        url=f"/me/contracts/{contract.pk}/",
        contract=contract.number,
    )
    return payment


def _not_signed() -> Violation:
    return Violation(
        "settlement.not_signed", _("The acceptance sheet is not signed yet. Have it signed first.")
    )


def _settled_already(acceptance: Acceptance) -> Violation | None:
    if not acceptance.settlements.exists():
        return None
    return Violation("settlement.done", _("This acceptance sheet is settled already."))
