"""Sheets beyond the year's budget: warned before, settled in part, the rest from the next year's budget."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.actions import Refused
from services import actions
from services.ledger import summing
from services.models import Acceptance, ContractYear, LedgerEntry
from services.rules import opinions, payments
from tests.factories.portal import login
from tests.services.county import County

pytestmark = pytest.mark.django_db
RECORD_FEN = 9000


@pytest.fixture
def next_year():
    return timezone.localdate().year + 1


@pytest.fixture
def county(next_year):
    """The budget of 2024 pays two records and a bit; the next budget begins next year."""
    county = County()
    county.contract.years.filter(year=2024).update(amount_fen=2 * RECORD_FEN + 100)
    county.contract.years.filter(year=2025).update(year=next_year, amount_fen=2 * RECORD_FEN)
    return county


def three_records(county):
    return [county.purchase(day=date(2024, 6, day)) for day in (3, 4, 5)]


def begin_next_year(next_year):
    """The next budget year is here: it takes the number of a year that has begun."""
    ContractYear.objects.filter(year=next_year).update(year=2025)
    Acceptance.objects.update(rest_payable_from=date(2025, 1, 1))


def codes(refused):
    return [violation.code for violation in refused.value.violations]


def open_sheet(county, *records):
    for record in records:
        actions.verify(record, by=county.officer)
    return actions.open_acceptance(
        county.contract, period_from=date(2024, 6, 1), period_to=date(2024, 6, 30), by=county.checker
    )


def signed(county, sheet):
    actions.mark_sheet(sheet, marks={line.pk: (True, "") for line in sheet.lines.all()}, by=county.checker)
    actions.add_opinion(sheet, score=5, by=county.checker)
    return actions.sign_acceptance(sheet, by=county.head)


def test_a_sheet_is_settled_up_to_the_budget_and_the_rest_waits_for_the_next_year(county, next_year):
    records = three_records(county)
    sheet = county.accepted(*records)

    [settlement] = actions.settle(sheet, by=county.checker)

    sheet.refresh_from_db()
    assert (settlement.year.year, settlement.amount_fen) == (2024, 2 * RECORD_FEN)
    assert sheet.rest_payable_from == date(next_year, 1, 1)
    assert list(sheet.records.unsettled()) == [records[2]]
    assert summing.differences() == []


def test_the_rest_is_settled_from_the_next_budget_and_due_from_its_first_day(county, next_year):
    sheet = county.accepted(*three_records(county))
    actions.settle(sheet, by=county.checker)
    begin_next_year(next_year)

    [rest] = actions.settle(sheet, by=county.checker)

    assert (rest.year.year, rest.amount_fen) == (2025, RECORD_FEN)
    assert list(Acceptance.objects.awaiting_settlement()) == []
    entries = LedgerEntry.objects.filter(chain__name=county.contract.chain, body__contains="settlement.made")
    assert entries.count() == 2
    assert summing.differences() == []


def test_until_the_next_budget_begins_nothing_more_is_settled(county):
    sheet = county.accepted(*three_records(county))
    actions.settle(sheet, by=county.checker)

    with pytest.raises(Refused) as refused:
        actions.settle(sheet, by=county.checker)

    assert codes(refused) == ["settlement.above_budget"]
    assert list(Acceptance.objects.awaiting_settlement()) == [sheet]
    assert list(Acceptance.objects.awaiting_settlement().payable_on(timezone.localdate())) == []


def test_the_clock_of_the_next_budgets_part_starts_on_new_years_day():
    started = payments.payment_clock_starts(date(2026, 11, 24), date(2026, 11, 20), 10, date(2027, 1, 1))

    assert started == date(2027, 1, 1)


def test_a_sheet_that_no_budget_of_the_contract_can_pay_is_not_signed(county):
    records = [*three_records(county), *(county.purchase(day=date(2024, 6, day)) for day in (6, 7))]

    with pytest.raises(Refused) as refused:
        county.accepted(*records)

    assert codes(refused) == ["acceptance.above_contract"]


def test_sheets_signed_before_come_first(county):
    county.accepted(*three_records(county))
    later = [county.purchase(day=date(2024, 6, day)) for day in (6, 7)]

    with pytest.raises(Refused) as refused:
        county.accepted(*later)

    assert codes(refused) == ["acceptance.above_contract"]


def test_a_shorter_period_leaves_later_records_to_the_next_sheet(county):
    sheet = open_sheet(county, *three_records(county))

    actions.change_period(sheet, period_to=date(2024, 6, 4), by=county.checker)

    sheet.refresh_from_db()
    assert signed(county, sheet).records.count() == 2


def test_the_period_of_a_signed_sheet_stays(county):
    sheet = county.accepted(*three_records(county))

    with pytest.raises(Refused):
        actions.change_period(sheet, period_to=date(2024, 6, 4), by=county.checker)


def test_before_signing_the_head_reads_what_this_year_cannot_pay(county, client, next_year):
    sheet = open_sheet(county, *three_records(county))
    actions.mark_sheet(sheet, marks={line.pk: (True, "") for line in sheet.lines.all()}, by=county.checker)
    actions.add_opinion(sheet, score=5, by=county.checker)
    login(client, county.head)

    page = client.get(reverse("acceptances:inspect", args=[sheet.pk])).content.decode()

    assert "180.00 元" in page
    assert "90.00 元" in page
    assert f"{next_year}年1月1日" in page
    assert "2024年6月4日" in page


def test_the_first_button_is_what_the_sheet_still_needs(county, client):
    sheet = open_sheet(county, *three_records(county))

    def acts(who):
        login(client, who)
        links = client.get(reverse("acceptances:inspect", args=[sheet.pk])).context["action_links"]
        return [link["url"] for link in links]

    def first_act():
        return acts(county.checker)[0]

    assert acts(county.head) == []
    assert first_act().endswith(f"/mark/{sheet.pk}/")
    actions.mark_sheet(sheet, marks={line.pk: (True, "") for line in sheet.lines.all()}, by=county.checker)
    assert first_act().endswith(f"/opinion/{sheet.pk}/")
    actions.add_opinion(sheet, score=5, by=county.checker)
    assert acts(county.head) == [reverse("acceptances:sign", args=[sheet.pk])]


def test_finance_reads_what_waits_after_settling(county, client, next_year):
    sheet = county.accepted(*three_records(county))
    actions.settle(sheet, by=county.checker)
    login(client, county.checker)

    page = client.get(reverse("acceptances:inspect", args=[sheet.pk])).content.decode()

    assert "90.00 元" in page
    assert f"{next_year}年1月1日" in page
    assert reverse("acceptances:settle", args=[sheet.pk]) not in page


def test_an_unmet_standard_is_signed_only_with_a_remark(county):
    sheet = open_sheet(county, *three_records(county))
    marks = {line.pk: (False, "") for line in sheet.lines.all()}
    actions.mark_sheet(sheet, marks=marks, by=county.checker)
    actions.add_opinion(sheet, score=2, by=county.checker)

    with pytest.raises(Refused) as refused:
        actions.sign_acceptance(sheet, by=county.head)

    assert codes(refused) == ["acceptance.unexplained"]


def test_the_number_of_a_sheet_opens_exactly_its_records(county, client):
    sheet = open_sheet(county, *three_records(county))
    actions.change_period(sheet, period_to=date(2024, 6, 4), by=county.checker)
    login(client, county.head)
    address = reverse("contracts:records", args=[county.contract.pk]) + f"?sheet={sheet.pk}"

    page = client.get(address)

    assert [row["record"].served_on.day for row in page.context["rows"]] == [4, 3]
    assert page.context["count"] == 2


@pytest.mark.parametrize(
    "text",
    [
        "王小明说很满意",
        "帮我找到了工作。李强表示感谢",
        "周岚老师很耐心",
        "我叫张三，谢谢",
        "志愿者一号很准时",
    ],
)
def test_an_opinion_that_names_somebody_is_refused(text):
    assert opinions.names_nobody(text, names=["志愿者一号"]).field == "text"


@pytest.mark.parametrize(
    "text",
    ["说话和气，帮我找到了工作。", "准时，有耐心。", "高兴地说谢谢", "方便的老师", "", "时间安排得很好"],
)
def test_an_opinion_without_a_name_is_kept(text):
    assert opinions.names_nobody(text, names=["志愿者一号"]) is None


def test_a_payment_lies_neither_before_its_settlement_nor_in_the_future():
    settled, today = date(2026, 11, 20), date(2026, 11, 24)

    def judged(day):
        broken = payments.paid_after_settling(day, settled_on=settled, today=today)
        return broken and broken.code

    assert judged(settled - timedelta(days=1)) == "payment.before_settlement"
    assert judged(settled) is None
    assert judged(today) is None
    assert judged(today + timedelta(days=1)) == "payment.future"


def test_a_payment_dated_before_the_settlement_changes_nothing(county):
    [settlement] = actions.settle(county.accepted(county.purchase()), by=county.checker)

    with pytest.raises(Refused) as refused:
        actions.pay(settlement, paid_on=date(2020, 1, 1), voucher="PZ-1", by=county.payer)

    assert codes(refused) == ["payment.before_settlement"]
    settlement.refresh_from_db()
    assert settlement.state == "confirmed"


def test_the_payer_sees_to_whom_and_how_much(county, client):
    [settlement] = actions.settle(county.accepted(county.purchase()), by=county.checker)
    login(client, county.payer)

    page = client.get(reverse("settlements:pay", args=[settlement.pk])).content.decode()

    assert county.supplier.office.name in page
    assert "90.00" in page
    assert county.contract.number in page
