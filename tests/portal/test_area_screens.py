"""An area gets the name the statistical office now uses; its code and place stay."""

import pytest
from django.urls import reverse

from portal import area_actions
from portal.actions import Refused
from portal.models import Area, AuditEntry
from portal.roles import ADMINISTRATOR
from tests.factories.portal import AreaFactory, login, user_with_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return AreaFactory(name="青禾县")


@pytest.fixture
def town(county):
    return AreaFactory(parent=county, name="柳溪乡")


@pytest.fixture
def administrator(client, county):
    return login(client, user_with_role(ADMINISTRATOR, county))


def test_a_renaming_keeps_code_and_place_and_says_on_what_it_rests(client, administrator, town):
    fields = {"name": "柳溪镇", "reason": "民政函〔2026〕3号"}
    client.post(reverse("areas:rename", args=[town.pk]), fields)

    renamed = Area.objects.get(pk=town.pk)
    assert (renamed.name, renamed.code, renamed.path) == ("柳溪镇", town.code, town.path)
    detail = AuditEntry.objects.get(action="area.renamed").detail
    assert (detail["before"], detail["after"], detail["reason"]) == ("柳溪乡", "柳溪镇", "民政函〔2026〕3号")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"name": "柳溪乡"}, "area.name_unchanged"),
        ({"name": " "}, "area.name_unchanged"),
        ({"name": "竹林镇"}, "area.name_taken"),
        ({"reason": " "}, "area.needs_reason"),
    ],
)
def test_a_renaming_is_refused_with_what_is_wrong(administrator, county, town, fields, code):
    AreaFactory(parent=county, name="竹林镇")

    with pytest.raises(Refused) as refused:
        area_actions.rename(town, **{"name": "柳溪镇", "reason": "批复", **fields}, by=administrator)

    assert [violation.code for violation in refused.value.violations] == [code]


def test_a_name_may_be_borne_again_at_another_place(administrator, county, town):
    elsewhere = AreaFactory(parent=county, name="竹林镇")
    AreaFactory(parent=elsewhere, name="前进村")
    village = AreaFactory(parent=town, name="旧村")

    assert area_actions.rename(village, name="前进村", reason="批复", by=administrator).name == "前进村"


def test_the_list_says_what_each_area_belongs_to(client, administrator, town):
    rows = Area.objects.with_parent_name().filter(pk=town.pk)

    assert rows.get().parent_name == "青禾县"
    assert 'data-label="上级区划"' in client.get(reverse("areas:index")).text


def test_the_page_of_an_area_leads_up_and_down_the_tree(client, administrator, county, town):
    village = AreaFactory(parent=town, name="杨湾村")

    page = client.get(reverse("areas:inspect", args=[town.pk])).text

    assert reverse("areas:inspect", args=[county.pk]) in page
    assert reverse("areas:inspect", args=[village.pk]) in page
