"""The administrator keeps the offices of the county: what they cover and what they may do."""

import pytest
from django.urls import reverse

from portal import roles
from portal.actions import Refused
from portal.models import AuditEntry, Office, OfficeKind
from portal.office_actions import change_office
from tests.factories.portal import AreaFactory, OfficeFactory, login, user_with_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return AreaFactory(name="青禾县")


@pytest.fixture
def town(county):
    return AreaFactory(parent=county, name="柳溪镇")


@pytest.fixture(autouse=True)
def administrator(client, county):
    return login(client, user_with_role(roles.ADMINISTRATOR, county))


def filled(town, **changes):
    return {
        "name": "柳溪司法所",
        "kind": OfficeKind.JUDICIAL_OFFICE,
        "areas": town.code,
        "address": "",
        "phone": "0000-1234567",
        "may_lead_groups": "on",
        **changes,
    }


def test_an_office_is_opened_for_its_town(client, town):
    client.post(reverse("offices:add"), filled(town))

    office = Office.objects.get(name="柳溪司法所")
    assert list(office.areas.all()) == [town]
    assert office.may_lead_groups
    assert AuditEntry.objects.filter(action="office.opened", object_id=str(office.pk)).exists()


def test_an_office_is_given_another_area(client, county, town):
    other = AreaFactory(parent=county)
    office = OfficeFactory(areas=[town])

    client.post(reverse("offices:edit", args=[office.pk]), filled(town, areas=f"{town.code}、{other.code}"))

    assert set(office.areas.all()) == {town, other}


def test_another_countys_area_is_not_known_here(client, town):
    foreign = AreaFactory()

    page = client.post(reverse("offices:add"), filled(town, areas=foreign.code))

    assert f"没有代码为 {foreign.code} 的行政区划" in page.text
    assert not Office.objects.filter(name="柳溪司法所").exists()


@pytest.mark.parametrize("whose", ["own", "anothers"])
def test_nobody_hands_out_an_area_beyond_their_own(administrator, town, whose):
    office = administrator.office if whose == "own" else OfficeFactory(areas=[town])

    with pytest.raises(Refused) as refused:
        change_office(office, areas=[town, AreaFactory()], by=administrator)

    assert [violation.code for violation in refused.value.violations] == ["office.foreign_area"]


def test_an_area_that_was_given_before_may_stay(client, town):
    foreign = AreaFactory()
    office = OfficeFactory(areas=[town, foreign])

    client.post(
        reverse("offices:edit", args=[office.pk]),
        filled(town, areas=f"{town.code}、{foreign.code}", phone="0000-7654321"),
    )

    office.refresh_from_db()
    assert (office.phone, set(office.areas.all())) == ("0000-7654321", {town, foreign})


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"areas": "999999999999"}, "没有代码为 999999999999 的行政区划"),
        ({"kind": OfficeKind.SUPPLIER}, "只有社区矫正机构或者司法所可以牵头矫正小组"),
        (
            {"kind": OfficeKind.SUPPLIER, "may_lead_groups": "", "may_certify": "on"},
            "这类单位不登记志愿服务",
        ),
    ],
)
def test_a_refusal_stands_beside_the_field_and_nothing_is_lost(client, town, changes, message):
    page = client.post(reverse("offices:add"), filled(town, **changes)).text

    assert message in page
    assert 'value="0000-1234567"' in page
    assert not Office.objects.filter(name="柳溪司法所").exists()
