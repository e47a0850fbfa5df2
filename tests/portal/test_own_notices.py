"""Whoever works in the back office reads their notices there."""

import json
import re

import pytest
from django.urls import reverse

from portal import notifications, roles
from portal.models import Notice
from tests.factories.portal import AreaFactory, UserFactory, login, user_with_role

pytestmark = pytest.mark.django_db

HOME, PAGE = "wagtailadmin_home", "own_notices"


@pytest.fixture
def area():
    return AreaFactory()


@pytest.fixture
def officer(client, area):
    return login(client, user_with_role(roles.OFFICER, area))


def test_the_menu_counts_what_is_unread_and_the_page_lists_it(client, officer):
    notifications.notify([officer], "invitation_accepted", code="QH-2026-001")

    menu = re.search(r'id="wagtail-sidebar-props"[^>]*>(.*?)</script>', client.get(reverse(HOME)).text, re.S)
    assert "通知 1" in json.dumps(json.loads(menu[1]), ensure_ascii=False)
    assert "QH-2026-001" in client.get(reverse(PAGE)).text


def test_one_notice_or_all_of_them_are_marked_as_seen(client, officer):
    notifications.notify([officer], "invitation_accepted", code="甲")
    notifications.notify([officer], "invitation_accepted", code="乙")
    first = Notice.objects.first()

    client.post(reverse(PAGE), {"notice": first.pk})
    assert list(Notice.objects.filter(read_at=None)) == [Notice.objects.last()]

    client.post(reverse(PAGE))
    assert not Notice.objects.filter(read_at=None).exists()


def test_somebody_elses_notice_is_unknown(client, officer):
    other = Notice.objects.create(account=UserFactory(), kind="test")

    assert client.post(reverse(PAGE), {"notice": other.pk}).status_code == 404


@pytest.mark.parametrize("key", ["²", "٣", "x"])
def test_a_key_that_is_none_is_unknown(client, officer, key):
    Notice.objects.create(pk=3, account=officer, kind="test")

    assert client.post(reverse(PAGE), {"notice": key}).status_code == 404


@pytest.mark.parametrize("key", ["²", "٣", "V2026000001"])
def test_a_notice_about_something_without_a_page_still_stands_in_the_list(client, area, officer, key):
    Notice.objects.create(account=officer, kind="test", object_type="portal.area", object_id=key)

    assert client.get(reverse(PAGE)).status_code == 200


def test_a_notice_leads_to_what_it_tells_of_only_inside_the_own_areas(client, area, officer):
    for place in (area, AreaFactory()):
        notifications.notify([officer], "invitation_accepted", about=place, code="QH")

    page = client.get(reverse(PAGE)).text

    assert reverse("areas:inspect", args=[area.pk]) in page
    assert page.count("/admin/areas/inspect/") == 1


def test_without_any_notice_the_page_says_what_will_appear(client, officer):
    assert "还没有通知" in client.get(reverse(PAGE)).text
