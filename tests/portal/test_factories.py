"""The factories every other test stands on."""

import pytest
from allauth.account.authentication import get_authentication_records
from django.test import RequestFactory

from portal import roles
from portal.models import Area, AreaLevel
from tests.factories.portal import AreaFactory, login, user_with_role

pytestmark = pytest.mark.django_db


def test_areas_nest_from_county_to_community():
    county = AreaFactory()
    town = AreaFactory(parent=county)
    community = AreaFactory(parent=town)

    assert [area.level for area in (county, town, community)] == list(AreaLevel)
    assert community.county == county
    assert community.town == town


def test_an_officer_sees_the_own_town_and_what_lies_below():
    county = AreaFactory()
    own, other = AreaFactory(parent=county), AreaFactory(parent=county)
    below = AreaFactory(parent=own)

    officer = user_with_role(roles.OFFICER, own)

    assert set(Area.objects.visible_to(officer)) == {own, below}
    assert other not in Area.objects.visible_to(officer)


def test_a_signed_in_officer_has_passed_the_second_factor(client):
    officer = login(client, user_with_role(roles.OFFICER, AreaFactory()))
    request = RequestFactory().get("/")
    request.session = client.session

    assert {record["method"] for record in get_authentication_records(request, officer)} == {
        "password",
        "mfa",
    }
