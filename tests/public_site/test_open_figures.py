"""/open/: the chain, the months, the towns; the same numbers as JSON and CSV; never a small one."""

import csv
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal import site_version
from services.choices import Account
from services.ledger import summing
from services.ledger.appending import HEADS, Body, append
from tests.factories.portal import AreaFactory
from tests.factories.public_site import HomePageFactory
from tests.factories.services import HourSummaryFactory

pytestmark = pytest.mark.django_db
KEYS = ["area", "period", "kind", "measure", "value", "unit", "suppressed"]


@pytest.fixture(autouse=True)
def no_kept_pages(settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "public_pages" not in name]


@pytest.fixture
def county():
    return AreaFactory(name="青禾县")


@pytest.fixture
def towns(county):
    return [AreaFactory(parent=county, name=name) for name in ("柳溪镇", "石桥镇", "云岭镇")]


def text(client, address="/open/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_site_without_hours_says_what_will_appear(client, county):
    assert "还没有数据" in text(client)


def test_months_keep_the_two_accounts_apart(client, towns):
    HourSummaryFactory(town=towns[0], minutes=720)
    HourSummaryFactory(town=towns[0], minutes=90, account=Account.PURCHASED)

    page = text(client)

    assert "10月" in page
    assert "12.00" in page
    assert "1.50" in page


def test_a_small_town_stands_in_the_table_without_its_number(client, towns):
    HourSummaryFactory(town=towns[0], minutes=1234, person_times=4)
    HourSummaryFactory(town=towns[1], minutes=999, person_times=7)
    HourSummaryFactory(town=towns[2], minutes=60_000, person_times=70)

    page = text(client)

    assert "数据量较小，不予显示。" in page
    assert "20.57" not in page
    assert "16.65" not in page
    assert "1,000.00" in page


def test_one_county_among_several_has_a_page_of_its_own(client, towns):
    HourSummaryFactory(town=towns[0])
    HourSummaryFactory()

    assert f"/open/2026/{towns[0].county.code}/" in text(client)
    assert "柳溪镇" in text(client, f"/open/2026/{towns[0].county.code}/")


def test_every_year_with_figures_can_be_chosen(client, towns):
    HourSummaryFactory(town=towns[0], ym=202512)
    HourSummaryFactory(town=towns[0], ym=202610)

    assert 'href="/open/2025/"' in text(client)
    assert "2025年购买服务" in text(client, "/open/2025/")


@pytest.mark.parametrize("address", ["/open/1999/", "/open/1999/figures.csv", "/open/2026/123/"])
def test_a_year_or_county_without_figures_is_not_found(client, towns, address):
    HourSummaryFactory(town=towns[0])

    assert client.get(address).status_code == 404


def test_the_json_is_as_the_format_says(client, towns):
    HourSummaryFactory(town=towns[0], person_times=3)
    HourSummaryFactory(town=towns[1], person_times=9)

    data = json.loads(text(client, "/open/figures.json"))

    assert list(data) == ["as_of", "ledger_head", "figures"]
    assert all(list(figure) == KEYS for figure in data["figures"])
    assert {figure["unit"] for figure in data["figures"]} <= {"minutes", "fen", "persons", "person_times"}
    assert all((figure["value"] is None) == figure["suppressed"] for figure in data["figures"])
    assert any(figure["suppressed"] for figure in data["figures"])


def test_the_csv_opens_in_excel_and_says_the_same(client, towns):
    HourSummaryFactory(town=towns[0], person_times=3)
    HourSummaryFactory(town=towns[1], person_times=9)

    answer = client.get("/open/figures.csv")

    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer["Content-Disposition"] == 'attachment; filename="figures-2026.csv"'
    rows = list(csv.DictReader(answer.content.decode("utf-8-sig").splitlines()))
    figures = json.loads(text(client, "/open/figures.json"))["figures"]
    assert list(rows[0]) == KEYS
    assert [row["value"] for row in rows] == [
        "" if figure["value"] is None else str(figure["value"]) for figure in figures
    ]


def test_the_published_head_can_be_compared_and_checked(client, towns):
    HourSummaryFactory(town=towns[0])
    heads = append(HEADS, [Body({"type": "heads.published"})])

    assert f"{heads.head_hash[:4]}…{heads.head_hash[-4:]}" in text(client)
    assert heads.head_hash in text(client, "/open/verify-yourself/")


def test_the_dictionary_explains_every_measure(client, towns):
    HourSummaryFactory(town=towns[0])
    page = text(client, "/open/dictionary/")

    for figure in json.loads(text(client, "/open/figures.json"))["figures"]:
        assert f"{figure['kind']}, {figure['measure']}" in page


def test_the_home_page_shows_figures_that_lead_to_their_rows(client, towns):
    HomePageFactory()
    HourSummaryFactory(town=towns[0], minutes=12_000)

    page = text(client, "/")

    assert 'href="/open/#months">200<' in page


def test_more_months_and_towns_cost_no_more_queries(client, towns, county):
    HomePageFactory()
    HourSummaryFactory(town=towns[0])
    addresses = ("/", "/open/", "/open/figures.json", "/open/figures.csv")

    def costs():
        found = {}
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            found[address] = len(captured)
        return found

    few = costs()
    for ym in range(202601, 202610):
        for town in [*towns, AreaFactory(parent=county)]:
            HourSummaryFactory(town=town, ym=ym)

    assert costs() == few
    assert max(few.values()) <= 20


def test_verified_hours_make_kept_pages_stale(towns, django_capture_on_commit_callbacks):
    before = site_version.current()

    with django_capture_on_commit_callbacks(execute=True):
        summing.add([], summing.verified)

    assert site_version.current() != before


def test_english_readers_read_the_names_of_months(client, towns):
    HourSummaryFactory(town=towns[0], ym=202609)
    client.get("/appearance/?language=en&next=/open/")

    assert '<th scope="row">Sept.</th>' in text(client)


def test_the_dictionary_leads_to_the_files_of_earlier_years(client, towns):
    for ym in (202512, 202601):
        HourSummaryFactory(town=towns[0], ym=ym)

    page = text(client, "/open/dictionary/")

    assert "/open/2025/figures.csv" in page
    assert "/open/2026/figures.csv" not in page
