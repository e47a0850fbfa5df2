"""Settlement and payment: what an accepted sheet is worth by budget year, and paying it."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import audit, notifications, policies, working_days
from portal.actions import refuse_if, require
from portal.models import Office
from portal.rules import Violation, may_move
from services.actions import sharing
from services.choices import AcceptanceState, SettlementState
from services.ledger import entries, summing
from services.ledger.appending import append
from services.models import Acceptance, Contract, Payment, Settlement
from services.rules import lifecycles, payments, verification


@transaction.atomic
def settle(acceptance: Acceptance, *, by) -> list[Settlement]:
    """Fix what each budget year owes for a signed sheet, as far as the money of the years begun reaches.

    Hours above the contract's maximum are settled at nothing and stay visible as not payable (rule 46).
    What exceeds the budget stays accepted and is settled from the next budget year (rules 51 and 78).
    """
    contract = Contract.objects.select_for_update().get(pk=acceptance.contract_id)
    acceptance = Acceptance.objects.select_for_update(of=("self",)).get(pk=acceptance.pk)
    require(by, "services.add_settlement", acceptance)
    records = acceptance.records.unsettled().order_by()
    cut = sharing.cut_of(contract, records)
    shares = sharing.share_out(contract, records, cut, timezone.localdate())
    refuse_if(
        None if acceptance.state == AcceptanceState.SIGNED else _not_signed(),
        _settled_already(acceptance, shares),
        verification.hands_are_separate(by.pk, is_system=by.is_system, others=records.hands()),
        *_limits(contract, shares),
        about=acceptance,
        by=by,
    )

    settlements = [_settled(acceptance, share, cut, by) for share in shares.years]
    acceptance.rest_payable_from = shares.rest.payable_from
    acceptance.save(update_fields=["rest_payable_from"])
    append(contract.chain, map(entries.settled, settlements))
    summing.add_sums(acceptance.records.filter(settlement__in=settlements), payable_fen="payable_fen")
    return settlements


def _settled(acceptance: Acceptance, share: sharing.YearShare, cut: sharing.Cut | None, by) -> Settlement:
    year = share.year.year
    settlement = Settlement.objects.create(
        contract_id=acceptance.contract_id,
        acceptance=acceptance,
        year=share.year,
        accepted_minutes=share.accepted_minutes,
        payable_minutes=share.payable_minutes,
        amount_fen=share.fen,
        due_on=payment_due(acceptance, year),
        accepted_by=acceptance.signed_by,
        settled_by=by,
        settled_at=timezone.now(),
    )
    sharing.mark_settled(share, settlement, cut, by)
    audit.record("settlement.made", settlement, by=by, amount_fen=settlement.amount_fen, year=year)
    return settlement


def _limits(contract: Contract, shares: sharing.Shares) -> list[Violation | None]:
    settled = {year.year: year.settled for year in sharing.rooms_of(contract)}
    return [
        payments.budget_reaches(bool(shares.years), shares.rest.fen, shares.rest.payable_from),
        *(
            payments.settlement_within_budget(
                share.year.year,
                share.fen,
                settled_fen=settled[share.year.year],
                budget_fen=share.year.amount_fen,
            )
            for share in shares.years
        ),
        payments.settlement_within_contract(
            shares.fen, settled_fen=sum(settled.values()), contract_fen=contract.amount_fen
        ),
    ]


def shares_of_sheet(acceptance: Acceptance) -> sharing.Shares:
    """What settling would fix now, and what would wait."""
    records = acceptance.records.unsettled().order_by()
    cut = sharing.cut_of(acceptance.contract, records)
    return sharing.share_out(acceptance.contract, records, cut, timezone.localdate())


def payment_due(acceptance: Acceptance, year: int) -> date:
    """The day by which the purchaser pays from the budget of ``year``, however long it takes (rule 81)."""
    contract = acceptance.contract
    signed_on = timezone.localdate(acceptance.signed_at)
    start = payments.payment_clock_starts(
        signed_on, acceptance.period_to, contract.acceptance_days, budget_from=date(year, 1, 1)
    )
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
        payments.paid_after_settling(
            paid_on, settled_on=timezone.localdate(settlement.settled_at), today=timezone.localdate()
        ),
        payments.voucher_pays_once(*_paid_by_voucher(contract, voucher)),
        about=settlement,
        by=by,
    )

    payment = _paid(settlement, contract, paid_on, voucher, by)
    settlement.state = SettlementState.PAID
    settlement.save(update_fields=["state"])
    records.update(payment=payment, paid_by=by)
    append(contract.chain, [entries.paid(payment)])
    summing.add_sums(records, paid_fen="payable_fen")
    audit.record("payment.made", payment, by=by, amount_fen=payment.amount_fen)
    people = contract.supplier.office.staff.filter(is_active=True)
    page = f"/me/contracts/{contract.pk}/"
    notifications.notify(people, "payment_made", about=payment, url=page, contract=contract.number)
    return payment


def _paid(settlement: Settlement, contract: Contract, paid_on: date, voucher: str, by) -> Payment:
    fen, due_on = settlement.amount_fen, settlement.due_on
    return Payment.objects.create(
        contract=contract,
        settlement=settlement,
        amount_fen=fen,
        interest_fen=payments.late_interest_fen(fen, due_on, paid_on, contract.late_rate_ppm),
        paid_on=paid_on,
        voucher=voucher,
        accepted_by_id=settlement.accepted_by_id,
        settled_by_id=settlement.settled_by_id,
        paid_by=by,
        recorded_at=timezone.now(),
    )


def _paid_by_voucher(contract: Contract, voucher: str) -> tuple[int | None, date | None]:
    """Sum and day of the payment of this purchaser that bears the voucher's number already.

    The purchaser's row is locked, so that two contracts are not paid by one voucher at once.
    """
    list(Office.objects.select_for_update(of=("self",), no_key=True).filter(pk=contract.purchaser_id))
    earlier = Payment.objects.filter(contract__purchaser=contract.purchaser_id, voucher=voucher)
    return earlier.values_list("amount_fen", "paid_on").first() or (None, None)


def _not_signed() -> Violation:
    return Violation(
        "settlement.not_signed", _("The acceptance sheet is not signed yet. Have it signed first.")
    )


def _settled_already(acceptance: Acceptance, shares: sharing.Shares) -> Violation | None:
    if shares.years or shares.rest.first_day or acceptance.state != AcceptanceState.SIGNED:
        return None
    return Violation("settlement.done", _("This acceptance sheet is settled already."))
