"""The ledger's page: chains in words, the last check, and the export for those who may."""

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from portal.models import AuditEntry, User
from services import actions
from services.actions import proving
from services.ledger.verifier import Fault, Report, verify_lines
from services.models import LedgerChain, LedgerCheck
from services.tasks import check_ledger_for
from tests.factories.portal import AreaFactory, login, user_with_role
from tests.services.county import DAY, County

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    county = County()
    actions.verify(county.purchase(), by=county.officer)
    actions.verify(county.volunteer(hour=14), by=county.officer)
    return county


def lines(answer) -> list[bytes]:
    return b"".join(answer.streaming_content).splitlines(keepends=True)


def test_chains_are_named_in_words(county, client):
    login(client, county.checker)

    page = client.get(reverse("ledger")).text

    assert f"合同 {county.contract.number}" in page
    assert "志愿服务" in page


def test_the_chain_of_another_countys_contract_stands_on_no_page(county, client):
    elsewhere = County()
    actions.verify(elsewhere.purchase(), by=elsewhere.officer)
    actions.publish_heads(DAY, by=User.objects.system())
    login(client, county.checker)

    page = client.get(reverse("ledger")).text

    assert county.contract.number in page
    assert elsewhere.contract.number not in page


def test_the_last_check_stands_on_the_page_and_beside_the_contract(
    county, client, django_capture_on_commit_callbacks
):
    login(client, county.checker)
    before = client.get(reverse("ledger")).text

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("ledger_check"))
    [ordered] = DBTaskResult.objects.filter(task_path=check_ledger_for.module_path)
    check_ledger_for.call(*ordered.args_kwargs["args"])

    assert "尚未校验" in before
    assert LedgerCheck.objects.get().entries == 2
    assert "校验通过" in client.get(reverse("ledger")).text
    assert "校验通过" in client.get(reverse("contracts:inspect", args=[county.contract.pk])).text


def test_a_fault_is_said_where_it_is(county, client):
    fault = Fault("volunteering", 1, "hash_mismatch")
    proving.keep(Report(entries=0, heads={}, fault=fault), by=county.checker)
    login(client, county.checker)

    page = client.get(reverse("ledger")).text
    assert "校验未通过" in page
    assert "摘要与内容不符" in page
    assert "校验未通过" not in client.get(reverse("contracts:inspect", args=[county.contract.pk])).text


@pytest.mark.parametrize("chain", ["volunteering", ""])
def test_a_check_that_stopped_elsewhere_does_not_say_that_this_contract_is_intact(county, client, chain):
    proving.keep(Report(fault=Fault(chain, 0, "missing_head abc")), by=county.checker)
    login(client, county.checker)

    page = client.get(reverse("contracts:inspect", args=[county.contract.pk])).text

    assert "校验通过" not in page
    assert "校验未完成" in page


def test_finance_takes_the_ledger_away_with_a_reason_and_anyone_can_prove_it(county, client):
    login(client, county.checker)
    answer = client.post(reverse("ledger_export"), {"reason": "年度审计"})

    report = verify_lines(lines(answer))

    assert (report.fault, report.entries) == (None, 2)
    assert AuditEntry.objects.get(action="ledger.exported").actor == county.checker


def test_without_a_reason_nothing_is_exported(county, client):
    login(client, county.checker)

    assert client.post(reverse("ledger_export"), {"reason": " "}).status_code == 422
    assert not AuditEntry.objects.filter(action="ledger.exported").exists()


def test_chains_of_other_areas_stay_where_they_are(county):
    elsewhere = user_with_role("auditor", AreaFactory())

    assert list(LedgerChain.objects.exported_to(elsewhere)) == []
    assert [chain.name for chain in LedgerChain.objects.exported_to(county.checker)] == [
        county.contract.chain
    ]
