"""An hour on its way: logged, verified, in the ledger, accepted, settled, paid, each by another hand."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from portal import roles
from portal.actions import Refused
from portal.models import AuditEntry, Notice, User
from services import actions
from services.choices import AcceptanceState, Account, RecordState, SettlementState
from services.ledger import summing
from services.ledger.checking import check_ledger
from services.models import Acceptance, HourSummary, LedgerEntry, ServiceRecord
from tests.factories.portal import AreaFactory, user_with_role
from tests.factories.services import (
    ContractItemFactory,
    RosterEntryFactory,
    ServiceRecordFactory,
    ServingHelperFactory,
)
from tests.services.county import DAY, County

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return County()


def codes(refused):
    return [violation.code for violation in refused.value.violations]


def test_a_volunteers_hour_counts_after_somebody_else_verified_it(county):
    record = county.volunteer()

    actions.verify(record, by=county.officer)

    record.refresh_from_db()
    assert (record.state, record.verified_by, record.is_late) == (RecordState.VERIFIED, county.officer, True)
    [entry] = LedgerEntry.objects.all()
    assert (entry.chain.name, entry.record, entry.seq) == ("volunteering", record, 1)
    summary = HourSummary.objects.get()
    assert (summary.town, summary.ym, summary.minutes) == (county.town, 202406, 120)
    assert check_ledger().fault is None


def test_the_helper_is_told_and_the_audit_log_knows_who(county):
    record = county.volunteer()
    actions.verify(record, by=county.officer)

    assert Notice.objects.get(account=county.helper.account).kind == "service_record_verified"
    entry = AuditEntry.objects.get(action="service_record.verified")
    assert (entry.actor, entry.object_id) == (county.officer, str(record.pk))


def test_a_purchased_hour_goes_through_five_hands_to_the_last_fen(county):
    record = county.purchase()
    sheet = county.accepted(record)
    [settlement] = actions.settle(sheet, by=county.checker)
    payment = actions.pay(settlement, paid_on=timezone.localdate(), voucher="PZ-1", by=county.payer)

    record.refresh_from_db()
    settlement.refresh_from_db()
    hands = [record.recorded_by, record.verified_by, record.accepted_by, record.settled_by, record.paid_by]
    assert hands == [county.manager, county.officer, county.head, county.checker, county.payer]
    assert (record.amount_fen, record.payable_fen, payment.amount_fen) == (9000, 9000, 9000)
    assert (sheet.state, settlement.state) == (AcceptanceState.SIGNED, SettlementState.PAID)
    types = [
        entry.body.partition('"type":"')[2].partition('"')[0] for entry in LedgerEntry.objects.order_by("seq")
    ]
    assert types == ["record.verified", "acceptance.signed", "settlement.made", "payment.made"]
    assert check_ledger().fault is None
    assert summing.differences() == []


def test_nobody_verifies_what_they_logged_or_served(county):
    record = county.volunteer()
    own = ServiceRecordFactory(area=county.town, recorded_by=county.officer)

    with pytest.raises(PermissionDenied):
        actions.verify(record, by=county.helper.account)
    with pytest.raises(Refused) as refused:
        actions.verify(own, by=county.officer)
    assert codes(refused) == ["record.own_hours"]


def test_an_officer_of_another_town_cannot_verify(county):
    stranger = user_with_role(roles.OFFICER, AreaFactory(parent=county.area))

    with pytest.raises(PermissionDenied):
        actions.verify(county.volunteer(), by=stranger)


def test_many_are_verified_at_once_and_each_refusal_says_why(county):
    good = county.volunteer()
    own = ServiceRecordFactory(area=county.town, recorded_by=county.officer)
    foreign = ServiceRecordFactory()

    verified, refused = actions.verify_many([good, own, foreign], by=county.officer)

    assert verified == [good]
    assert [(record, r.violations[0].code) for record, r in refused] == [(own, "record.own_hours")]
    assert ServiceRecord.objects.get(pk=foreign.pk).state == RecordState.LOGGED


def test_a_rejected_record_says_why_and_frees_its_time(county):
    record = county.volunteer()
    actions.reject(record, reason="时间与签到不符", by=county.officer)

    again = county.volunteer()

    assert again.pk != record.pk
    assert not LedgerEntry.objects.exists()


def test_a_confirmed_record_is_taken_back_by_an_entry_of_opposite_sign(county):
    record = county.volunteer()
    actions.verify(record, by=county.officer)
    actions.reverse(record, reason="登记有误", by=county.head)

    assert [entry.seq for entry in LedgerEntry.objects.order_by("seq")] == [1, 2]
    assert HourSummary.objects.get().minutes == 0
    assert summing.differences() == []
    assert county.volunteer(minutes=90, reverses=record).reverses == record


def test_an_accepted_record_is_not_taken_back(county):
    record = county.purchase()
    county.accepted(record)

    with pytest.raises(Refused) as refused:
        actions.reverse(record, reason="登记有误", by=user_with_role(roles.OFFICE_HEAD, county.area))
    assert codes(refused) == ["record.accepted_already"]


def test_the_same_interval_is_never_both_bought_and_volunteered(county):
    county.purchase()

    with pytest.raises(Refused) as refused:
        county.volunteer()
    assert codes(refused) == ["record.counted_already"]


def test_nine_hours_in_one_go_become_a_regular_and_an_explained_record(county):
    records = actions.log_own(county.helper, county.service(minutes=540), by=county.helper.account)

    assert [(record.minutes, record.is_excess) for record in records] == [(480, False), (60, True)]


def test_a_supplier_logs_only_under_its_own_contract(county):
    foreign = ContractItemFactory()
    RosterEntryFactory(contract=foreign.contract, helper=county.helper)

    with pytest.raises(PermissionDenied):
        actions.log_for(county.helper, county.service(contract_item=foreign), by=county.manager)
    with pytest.raises(PermissionDenied):
        actions.log_for(county.helper, county.service(), by=county.manager)


def test_who_is_not_on_the_roster_serves_nothing_that_is_bought(county):
    stranger = ServingHelperFactory(area=county.town)

    with pytest.raises(Refused) as refused:
        actions.log_for(stranger, county.service(contract_item=county.item), by=county.manager)
    assert codes(refused) == ["record.outside_contract"]


@pytest.mark.parametrize("hand", ["manager", "officer"])
def test_who_logged_or_verified_does_not_sign_the_acceptance(county, hand):
    record = county.purchase()
    actions.verify(record, by=county.officer)
    person = getattr(county, hand)
    person.office = county.head.office
    person.save()
    person.groups.set(county.head.groups.all())

    county.head = User.objects.get(pk=person.pk)

    with pytest.raises(Refused) as refused:
        county.accepted(ServiceRecord.objects.get(pk=record.pk))
    assert codes(refused) == ["hands.same_person"]


def test_an_unmarked_sheet_or_one_without_an_opinion_is_not_signed(county):
    actions.verify(county.purchase(), by=county.officer)
    sheet = actions.open_acceptance(
        county.contract, period_from=DAY, period_to=date(2024, 6, 30), by=county.checker
    )

    with pytest.raises(Refused) as refused:
        actions.sign_acceptance(sheet, by=county.head)
    assert codes(refused) == ["acceptance.incomplete"]


def test_a_period_that_has_not_ended_is_neither_opened_nor_extended(county):
    today = timezone.localdate()
    opened = partial(actions.open_acceptance, county.contract, period_from=DAY, by=county.checker)

    with pytest.raises(Refused) as refused:
        opened(period_to=today + timedelta(days=1))
    assert codes(refused) == ["acceptance.period_not_over"]
    sheet = opened(period_to=today)
    with pytest.raises(Refused) as refused:
        actions.change_period(sheet, period_to=today + timedelta(days=1), by=county.checker)
    assert codes(refused) == ["acceptance.period_not_over"]


@pytest.mark.parametrize("step", ["marks", "opinion"])
def test_who_filled_in_the_sheet_does_not_sign_it(county, step):
    """Neither who judged the standards, nor who wrote down what those served think."""
    both = user_with_role(roles.FINANCE_CHECKER, county.area)
    both.groups.add(*county.head.groups.all())
    actions.verify(county.purchase(), by=county.officer)
    sheet = actions.open_acceptance(county.contract, period_from=DAY, period_to=DAY, by=both)
    marks = {line.pk: (True, "") for line in sheet.lines.all()}
    actions.mark_sheet(sheet, marks=marks, by=both if step == "marks" else county.checker)
    actions.add_opinion(sheet, score=5, by=both if step == "opinion" else county.checker)

    with pytest.raises(Refused) as refused:
        actions.sign_acceptance(sheet, by=User.objects.get(pk=both.pk))
    assert codes(refused) == ["acceptance.prepared_by_signer"]


def test_a_form_sent_again_takes_no_judgement_from_its_author(county):
    both = user_with_role(roles.FINANCE_CHECKER, county.area)
    both.groups.add(*county.head.groups.all())
    both = User.objects.get(pk=both.pk)
    actions.verify(county.purchase(), by=county.officer)
    sheet = actions.open_acceptance(county.contract, period_from=DAY, period_to=DAY, by=county.checker)
    marks = {line.pk: (True, "") for line in sheet.lines.all()}
    actions.mark_sheet(sheet, marks=marks, by=both)
    actions.mark_sheet(sheet, marks=marks, by=county.checker)
    actions.add_opinion(sheet, score=5, by=county.checker)

    with pytest.raises(Refused) as refused:
        actions.sign_acceptance(sheet, by=both)
    assert codes(refused) == ["acceptance.prepared_by_signer"]
    assert not Acceptance.objects.to_sign_by(both).exists()


def test_a_sheet_waits_for_whoever_fills_it_in_and_then_for_whoever_signs(county):
    actions.verify(county.purchase(), by=county.officer)
    sheet = actions.open_acceptance(county.contract, period_from=DAY, period_to=DAY, by=county.checker)
    waits = Acceptance.objects
    assert list(waits.to_fill_in()) == [sheet]
    assert not waits.to_sign_by(county.head)

    actions.mark_sheet(sheet, marks={line.pk: (True, "") for line in sheet.lines.all()}, by=county.checker)
    actions.add_opinion(sheet, score=5, by=county.checker)
    assert not waits.to_fill_in()
    assert list(waits.to_sign_by(county.head)) == [sheet]
    assert not waits.to_sign_by(county.checker)


def test_an_unverified_hour_is_not_accepted(county):
    county.purchase()

    with pytest.raises(Refused) as refused:
        county.accepted()
    assert codes(refused) == ["settlement.nothing"]


def test_a_sheet_over_new_year_is_settled_from_two_budgets(county):
    sheet = county.accepted(county.purchase(), county.purchase(day=date(2025, 1, 6)))

    settlements = actions.settle(sheet, by=county.checker)

    assert [(s.year.year, s.amount_fen) for s in settlements] == [(2024, 9000), (2025, 9000)]


def test_hours_above_the_maximum_are_settled_at_nothing(county):
    county.contract.max_minutes, county.contract.min_minutes = 180, 0
    county.contract.save()
    first, second = county.purchase(), county.purchase(hour=13)

    [settlement] = actions.settle(county.accepted(first, second), by=county.checker)

    second.refresh_from_db()
    assert (settlement.accepted_minutes, settlement.payable_minutes) == (240, 180)
    assert (second.payable_minutes, second.payable_fen, settlement.amount_fen) == (60, 4500, 13500)


def test_what_a_year_cannot_pay_is_paid_by_the_next_budget_year(county):
    county.contract.years.filter(year=2024).update(amount_fen=8999)
    record = county.purchase()

    [settlement] = actions.settle(county.accepted(record), by=county.checker)

    assert (settlement.year.year, settlement.amount_fen) == (2025, 9000)


def test_a_sheet_is_settled_once_and_a_settlement_paid_once(county):
    sheet = county.accepted(county.purchase())
    [settlement] = actions.settle(sheet, by=county.checker)
    actions.pay(settlement, paid_on=timezone.localdate(), voucher="PZ-1", by=county.payer)

    with pytest.raises(Refused):
        actions.settle(sheet, by=county.checker)
    with pytest.raises(Refused):
        actions.pay(settlement, paid_on=timezone.localdate(), voucher="PZ-2", by=county.payer)


def test_a_voucher_pays_once(county):
    [first] = actions.settle(county.accepted(county.purchase()), by=county.checker)
    [second] = actions.settle(county.accepted(county.purchase(hour=14)), by=county.checker)
    actions.pay(first, paid_on=timezone.localdate(), voucher="PZ-1", by=county.payer)

    with pytest.raises(Refused) as refused:
        actions.pay(second, paid_on=timezone.localdate(), voucher="PZ-1", by=county.payer)
    assert codes(refused) == ["payment.voucher_used"]

    assert actions.pay(second, paid_on=timezone.localdate(), voucher="PZ-1-2", by=county.payer)


def test_payment_is_due_thirty_days_after_the_end_of_the_acceptance_period(county):
    [settlement] = actions.settle(county.accepted(county.purchase()), by=county.checker)

    assert settlement.due_on == date(2025, 6, 9)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE services_ledgerentry SET body = '{}'",
        "DELETE FROM services_ledgerentry",
        "UPDATE services_servicerecord SET minutes = minutes + 1",
        "UPDATE services_servicerecord SET state = 'logged', verified_by_id = NULL",
        "DELETE FROM services_servicerecord",
    ],
)
def test_raw_sql_cannot_change_what_is_confirmed(county, statement):
    actions.verify(county.volunteer(), by=county.officer)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_what_is_settled_keeps_its_sum(county):
    record = county.purchase()
    actions.settle(county.accepted(record), by=county.checker)

    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceRecord.objects.filter(pk=record.pk).update(payable_fen=1)


def test_the_database_refuses_overlapping_hours_of_one_helper(county):
    record = county.volunteer()

    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceRecordFactory(helper=record.helper, served_on=DAY, starts_at=record.starts_at)


def test_accounts_are_never_mixed(county):
    county.volunteer(hour=13)
    county.purchase()

    assert set(ServiceRecord.objects.values_list("account", "amount_fen")) == {
        (Account.VOLUNTEER, 0),
        (Account.PURCHASED, 9000),
    }
