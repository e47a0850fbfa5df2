"""Who verifies is said as it is: the judicial office of the place, not the unit that keeps the record."""

from datetime import date

import pytest
from django.urls import reverse

from portal.models import Office
from services import actions
from tests.factories.portal import AreaFactory, login
from tests.services.county import County

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    county = County()
    Office.objects.filter(pk=county.officer.office_id).update(name="柳溪司法所")
    return county


@pytest.mark.parametrize("log", ["volunteer", "purchase"])
def test_a_helper_reads_that_the_judicial_office_verifies_whatever_unit_records(county, client, log):
    getattr(county, log)()
    login(client, county.helper.account)

    page = client.get(reverse("services:hours")).text

    assert "等柳溪司法所核验" in page
    assert f"等{county.supplier.office.name}核验" not in page
    assert f"等{county.unit.name}核验" not in page


def test_the_supplier_reads_the_same(county, client):
    county.purchase()
    login(client, county.manager)

    page = client.get(reverse("services:contract", args=[county.contract.pk])).text

    assert "等柳溪司法所核验" in page


def test_the_first_page_says_with_whom_a_record_waits_and_for_how_long(county, client):
    county.volunteer()
    login(client, county.helper.account)

    page = client.get(reverse("me")).text

    assert "等柳溪司法所核验" in page
    assert "已等 0 天" in page


def test_a_verified_record_waits_no_more(county, client):
    actions.verify(county.volunteer(), by=county.officer)
    login(client, county.helper.account)

    assert "正在核验的记录" not in client.get(reverse("me")).text


def test_the_nearest_judicial_office_is_found_for_many_areas_at_once(county):
    village, elsewhere = AreaFactory(parent=county.town), AreaFactory()
    own, above = county.officer.office, county.unit

    found = Office.objects.judicial_offices_of([village, county.town, county.area, elsewhere])

    assert found == {village.pk: own, county.town.pk: own, county.area.pk: above}


def test_the_certificate_names_the_recording_unit_and_the_masked_number(county, client):
    helper = county.helper
    helper.id_number = "110101199001011237"
    helper.save()
    actions.verify(county.volunteer(), by=county.officer)
    certificate = actions.issue_certificate(
        helper,
        office=county.unit,
        period_from=date(2024, 6, 1),
        period_to=date(2024, 6, 30),
        by=helper.account,
    )
    login(client, helper.account)

    page = client.get(reverse("services:certificate", args=[certificate.pk])).text

    assert "110***********1237" in page
    assert "我单位组织" not in page
    assert "由我单位记录" in page


def test_the_supplier_sees_its_people_with_their_hours_and_nobody_elses(county, client):
    county.purchase()
    login(client, county.manager)

    page = client.get(reverse("services:contract_people", args=[county.contract.pk])).text

    assert county.helper.name in page
    assert "2.00" in page
    assert client.get(reverse("services:contract_people", args=[County().contract.pk])).status_code == 404
