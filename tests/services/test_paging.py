"""Lists that grow without end are paged by key: no OFFSET, no count of everything, every row once."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal import roles
from services.models import LedgerEntry
from tests.factories.portal import login, user_with_role
from tests.factories.services import ServiceRecordFactory
from tests.services.county import DAY, County

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return County()


def many(county, count):
    for number in range(count):
        ServiceRecordFactory(
            area=county.town,
            helper=county.helper,
            contract_item=county.item,
            served_on=DAY + timedelta(days=number),
        )


def auditor(county):
    return user_with_role(roles.AUDITOR, county.area)


LISTS = {
    "records": ("checker", lambda county: reverse("service_records:index")),
    "records of a contract": (
        "checker",
        lambda county: reverse("contracts:records", args=[county.contract.pk]),
    ),
    "records a supplier sees": (
        "manager",
        lambda county: reverse("services:contract", args=[county.contract.pk]),
    ),
    "records that wait": ("officer", lambda county: reverse("verification_queue")),
    "ledger": ("checker", lambda county: reverse("contracts:ledger", args=[county.contract.pk])),
    "audit": (None, lambda county: reverse("audit_log:index")),
}
GROWING = {
    name: re.compile(rf'OFFSET|COUNT\(\*\).*FROM "{table}"', re.IGNORECASE)
    for name, table in {
        "records": "services_servicerecord",
        "records of a contract": "nothing: a contract is counted",
        "records a supplier sees": "nothing: a contract is counted",
        "records that wait": "nothing: what waits is counted",
        "ledger": "services_ledgerentry",
        "audit": "portal_auditentry",
    }.items()
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_that_grows_is_neither_counted_nor_skipped_through(client, county, name):
    who, address = LISTS[name]
    many(county, 3)
    login(client, getattr(county, who) if who else auditor(county))

    with CaptureQueriesContext(connection) as queries:
        assert client.get(address(county)).status_code == 200

    assert [query["sql"] for query in queries if GROWING[name].search(query["sql"])] == []


def followed(client, address):
    """The days on each page, from the newest to the oldest."""
    while address:
        page = client.get(address).text
        yield re.findall(r"(2024年\d+月\d+日) 09:00", page)
        older = re.search(r'href="([^"]+)" rel="next"', page)
        address = older and address.partition("?")[0] + older[1].replace("&amp;", "&")


def test_every_record_of_a_contract_is_on_one_page(client, county):
    many(county, 104)
    login(client, county.checker)

    pages = list(followed(client, reverse("contracts:records", args=[county.contract.pk])))

    days = [day for page in pages for day in page]
    assert [len(page) for page in pages] == [50, 50, 4]
    assert (len(set(days)), LedgerEntry.objects.count()) == (104, 0)


def test_the_queue_leads_from_the_oldest_record_to_the_newest_without_leaving_one_out(client, county):
    many(county, 104)
    login(client, county.officer)

    pages = list(followed(client, reverse("verification_queue")))

    days = [day for page in pages for day in dict.fromkeys(page)]
    assert [len(dict.fromkeys(page)) for page in pages] == [50, 50, 4]
    assert (len(set(days)), days[0], days[-1]) == (104, "2024年6月3日", "2024年9月14日")
