"""The whole admin in a real browser under a policy without inline scripts: nothing blocked, all works."""

import pytest
from django.urls import NoReverseMatch, reverse

from portal import roles
from tests.browser import note_complaints, scrolls_sideways, sign_in
from tests.factories.portal import AreaFactory, OfficeFactory, UserFactory, user_with_role
from tests.permissions.routes import all_routes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def county():
    return AreaFactory(name="青禾县")


@pytest.fixture
def visitor(page, context, client, live_server):
    """Signs somebody in and hands back a function that opens a page and tells what is wrong with it."""

    def sign(account):
        sign_in(context, client, account, live_server.url)
        return account

    sign.complaints = note_complaints(page)
    return sign


def pages_open_to(client):
    """Every address of the admin without a key that answers the signed-in person with a page."""
    for route in all_routes():
        if not route.pattern.startswith("admin/") or "<" in route.pattern or "logout" in route.pattern:
            continue
        try:
            address = reverse(route.name)
        except NoReverseMatch:
            continue
        answer = client.get(address)
        if answer.status_code == 200 and b"<!doctype html>" in answer.content[:200]:
            yield address


@pytest.mark.slow
@pytest.mark.parametrize("role", ["superuser", roles.OFFICER, roles.ADMINISTRATOR, roles.AUDITOR])
def test_no_page_of_the_admin_needs_an_inline_script(page, live_server, client, visitor, county, role):
    if role == "superuser":
        visitor(UserFactory(is_superuser=True, office=OfficeFactory(areas=[county])))
    else:
        visitor(user_with_role(role, county))

    addresses = sorted(set(pages_open_to(client)))
    for address in addresses:
        page.goto(live_server.url + address)

    assert len(addresses) >= 3
    assert visitor.complaints == []


def test_an_office_is_chosen_by_searching_in_the_dialogue(page, live_server, visitor, county):
    visitor(user_with_role(roles.ADMINISTRATOR, county))
    office = OfficeFactory(areas=[county], name="柳溪司法所")
    page.goto(live_server.url + reverse("people:add"))

    page.get_by_role("button", name="选择单位").click()
    page.get_by_role("dialog").get_by_role("textbox").fill("柳溪")
    page.get_by_role("link", name="柳溪司法所").click()

    page.get_by_role("dialog").wait_for(state="hidden")
    assert page.locator("input[name=office]").input_value() == str(office.pk)
    assert visitor.complaints == []


def test_a_day_is_picked_from_the_calendar(page, live_server, visitor, county):
    visitor(user_with_role(roles.AUDITOR, county))
    page.goto(live_server.url + reverse("audit_log:index"))

    page.get_by_role("button", name="显示过滤器").click()
    page.locator("[aria-controls=drilldown-id_at]").click()
    page.locator("input[name=at_from]").click()

    page.locator(".xdsoft_datetimepicker:visible").wait_for()
    assert visitor.complaints == []


@pytest.mark.parametrize("name", ["wagtailadmin_home", "areas:index", "people:index", "people:add"])
def test_our_screens_fit_a_phone(page, live_server, visitor, county, name):
    visitor(user_with_role(roles.ADMINISTRATOR, county))
    page.set_viewport_size({"width": 375, "height": 800})

    page.goto(live_server.url + reverse(name))

    assert not scrolls_sideways(page)
