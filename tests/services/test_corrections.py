"""Taking a verified record back: by the head, with a reason, seen everywhere, never once it is accepted."""

import pytest
from django.urls import reverse

from services import actions
from services.choices import RecordState
from services.models import ServiceRecord
from tests.factories.portal import login
from tests.services.county import DAY, County

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(client):
    county = County()
    login(client, county.head)
    return county


def page(client, route, *args, query=""):
    return client.get(reverse(route, args=args) + query).text


def reverse_on_screen(client, record, reason="登记有误"):
    return client.post(reverse("service_records:reverse", args=[record.pk]), {"reason": reason})


def test_the_record_shows_its_reversal_and_both_ledger_entries(client, county):
    record = county.volunteer()
    actions.verify(record, by=county.officer)

    reverse_on_screen(client, record)

    shown = page(client, "service_records:inspect", record.pk)
    assert "已冲销，这些时长不再计入" in shown
    assert "登记有误" in shown
    assert ("时长核验" in shown, "时长冲销" in shown, "-2.00" in shown) == (True, True, True)


def test_no_reason_no_reversal(client, county):
    record = county.volunteer()
    actions.verify(record, by=county.officer)

    assert reverse_on_screen(client, record, reason=" ").status_code == 422
    assert ServiceRecord.objects.get().state == RecordState.VERIFIED


def test_whoever_logged_the_record_does_not_take_it_back(client, county):
    record = county.volunteer()
    ServiceRecord.objects.filter(pk=record.pk).update(recorded_by=county.head)
    actions.verify(record, by=county.officer)

    assert "不能确认本人登记" in page(client, "service_records:reverse", record.pk)
    assert reverse_on_screen(client, record).status_code == 422


def test_an_accepted_record_says_before_any_typing_that_it_stays(client, county):
    record = county.purchase()
    county.accepted(record)

    shown = page(client, "service_records:reverse", record.pk)

    assert "已列入签字的验收书" in shown
    assert reverse_on_screen(client, record).status_code == 422
    assert ServiceRecord.objects.get(pk=record.pk).state == RecordState.VERIFIED


def test_the_contract_shows_what_was_deducted_and_its_ledger_the_entry(client, county):
    record = county.purchase()
    actions.verify(record, by=county.officer)
    reverse_on_screen(client, record)

    contract = page(client, "contracts:inspect", county.contract.pk)
    assert "核减 2.00" in contract
    deducted = page(client, "contracts:records", county.contract.pk, query="?column=deducted")
    assert reverse("service_records:inspect", args=[record.pk]) in deducted
    ledger = page(client, "contracts:ledger", county.contract.pk)
    assert ("时长冲销" in ledger, "-2.00" in ledger, "-90.00" in ledger) == (True, True, True)


def test_a_certificate_that_states_a_reversed_hour_says_so(client, county):
    record, kept = county.volunteer(), county.volunteer(hour=14)
    for one in (record, kept):
        actions.verify(one, by=county.officer)
    certificate = actions.issue_certificate(
        county.helper, office=county.unit, period_from=DAY, period_to=DAY, by=county.helper.account
    )
    assert "冲销" not in page(client, "certificates:inspect", certificate.pk)

    reverse_on_screen(client, record, reason="日期写错")

    officers = page(client, "certificates:inspect", certificate.pk)
    assert ("日期写错" in officers, "2.00 小时" in officers) == (True, True)
    login(client, county.helper.account)
    assert "2.00 小时已不再计入" in page(client, "services:certificate", certificate.pk)


def test_a_chain_of_many_entries_is_paged_by_its_numbers(client, county):
    for day in range(1, 28):
        record = county.purchase(day=DAY.replace(day=day))
        actions.verify(record, by=county.officer)
        actions.reverse(record, reason="重复", by=county.head)

    first = page(client, "contracts:ledger", county.contract.pk)
    second = page(client, "contracts:ledger", county.contract.pk, query="?page=2")

    assert first.count("时长冲销") + second.count("时长冲销") == 27
    assert second.count('<tr role="row">') == 1 + 4
