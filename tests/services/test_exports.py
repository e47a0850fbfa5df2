"""The lists of hours and money as files: for those who answer for them, with a reason, numbers as numbers."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from portal import roles
from portal.models import AuditEntry
from services import actions
from tests.factories.portal import login, user_with_role
from tests.factories.services import ContractFactory, ServiceRecordFactory
from tests.services.county import DAY, County

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(client):
    county = County()
    login(client, county.checker)
    return county


def export(client, name, file_format="csv", query=""):
    answer = client.post(
        reverse(f"{name}:export") + query, {"reason": "季度核对", "file_format": file_format}
    )
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def table(client, name, query=""):
    text = export(client, name, query=query).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


def test_records_are_written_with_hours_and_yuan_and_without_names(client, county):
    county.purchase(minutes=150)
    volunteered = county.volunteer(hour=14, minutes=50)

    rows = table(client, "service_records")

    by_hours = {row["时长"]: row for row in rows}
    assert set(by_hours) == {"2.50", "0.83"}
    assert by_hours["2.50"]["金额（元）"] == "112.50"
    assert by_hours["0.83"]["服务人员"] == volunteered.helper.number
    assert county.helper.name not in str(rows)
    entry = AuditEntry.objects.get(action="servicerecord.exported")
    assert (entry.actor, entry.detail["reason"], entry.detail["rows"]) == (county.checker, "季度核对", 2)


def test_an_officer_takes_the_records_of_their_town_between_two_days(client, county):
    login(client, county.officer)
    for day in (DAY, DAY + timedelta(days=1), DAY + timedelta(days=9)):
        county.volunteer(day=day)
    county.volunteer(day=DAY + timedelta(days=2), hour=14)
    ServiceRecordFactory(served_on=DAY)

    days = f"?served_on_from={DAY + timedelta(days=1)}&served_on_to={DAY + timedelta(days=2)}"

    assert [row["日期"] for row in table(client, "service_records", days)] == ["2024-06-05", "2024-06-04"]


def test_the_records_of_one_contract_are_found_and_taken_away(client, county):
    bought = county.purchase()
    county.volunteer(hour=14)

    rows = table(client, "service_records", f"?contract={county.contract.number.lower()}")

    assert [row["合同编号"] for row in rows] == [bought.contract_item.contract.number]


def test_the_filters_of_the_list_are_those_of_the_file(client, county):
    county.purchase()
    county.volunteer(hour=14)

    assert [row["计入"] for row in table(client, "service_records", "?account=purchased")] == ["购买服务"]


def test_a_foreign_contract_is_in_no_file(client, county):
    ContractFactory()

    assert [row["合同编号"] for row in table(client, "contracts")] == [county.contract.number]


def test_a_workbook_holds_sums_as_numbers(client, county):
    actions.settle(county.accepted(county.purchase(minutes=90)), by=county.checker)

    sheet = load_workbook(BytesIO(export(client, "settlements", "xlsx"))).active

    [heading, row] = list(sheet.values)
    written = dict(zip(heading, row, strict=True))
    assert (written["应付（小时）"], written["应付（元）"], written["状态"]) == (1.5, 67.5, "待付款")


@pytest.mark.parametrize(
    "name", ["acceptances", "appropriations", "certificates", "contracts", "settlements", "suppliers"]
)
def test_every_list_of_hours_and_money_can_be_taken_away(client, county, name):
    login(client, county.head)
    sheet = county.accepted(county.purchase())
    actions.settle(sheet, by=county.checker)
    actions.verify(county.volunteer(hour=14), by=county.officer)
    actions.issue_certificate(
        county.helper, office=county.unit, period_from=DAY, period_to=DAY, by=county.helper.account
    )

    page = client.get(reverse(f"{name}:index")).text

    assert reverse(f"{name}:export") in page
    assert len(export(client, name).decode("utf-8-sig").splitlines()) >= 1


def test_an_officer_takes_no_list_of_money_away(client, county):
    login(client, user_with_role(roles.OFFICER, county.area))

    assert reverse("contracts:export") not in client.get(reverse("contracts:index")).text
    answer = client.post(reverse("contracts:export"), {"reason": "x", "file_format": "csv"})
    assert answer.status_code == 302
    assert not AuditEntry.objects.filter(action="contract.exported", result="done").exists()
