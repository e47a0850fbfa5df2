"""Every component and every sign-in page, in a real browser: accessible, narrow, nothing blocked."""

import pytest

from portal.roles import ADMINISTRATOR
from tests.browser import WIDTHS, accessibility_faults, note_complaints, scrolls_sideways, sign_in
from tests.factories.portal import UserFactory, user_with_role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ENTRANCE = ["login", "signup", "password/reset", "login/code"]
OWN_PAGES = [
    "",
    "email/",
    "phone/change/",
    "password/change/",
    "2fa/",
    "second-factor/",
    "sessions/",
    "logout/",
]


def faults_of(page, address):
    """Open ``address`` on a phone and on a desktop and return everything that is wrong with it."""
    faults = note_complaints(page)
    page.goto(address)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        faults += [f"{width}: scrolls sideways"] if scrolls_sideways(page) else []
        faults += [f"{width}: {fault}" for fault in accessibility_faults(page)]
    return faults


@pytest.mark.parametrize("care", ["0", "1"])
def test_the_components_have_no_fault(page, live_server, care):
    page.goto(f"{live_server}/appearance/?care={care}&next=/styleguide/")

    assert faults_of(page, f"{live_server}/styleguide/") == []


@pytest.mark.parametrize("care", ["0", "1"])
def test_the_narrowest_phone_needs_no_sideways_scroll(page, live_server, care):
    page.goto(f"{live_server}/appearance/?care={care}&next=/styleguide/")

    page.set_viewport_size({"width": 320, "height": 700})

    assert not scrolls_sideways(page)


def test_the_english_components_fit_a_phone(page, live_server):
    page.set_viewport_size({"width": 375, "height": 700})

    page.goto(f"{live_server}/appearance/?language=en&next=/styleguide/")

    assert page.locator("html").get_attribute("lang") == "en"
    assert not scrolls_sideways(page)


@pytest.mark.slow
@pytest.mark.parametrize("name", ENTRANCE)
def test_the_sign_in_pages_have_no_fault(page, live_server, name):
    assert faults_of(page, f"{live_server}/accounts/{name}/") == []


@pytest.mark.slow
@pytest.mark.parametrize("name", OWN_PAGES)
def test_the_pages_about_ones_account_have_no_fault(page, live_server, client, name):
    sign_in(page.context, client, UserFactory(), live_server.url)

    assert faults_of(page, f"{live_server}/accounts/{name}") == []


def test_a_refused_form_puts_the_focus_on_its_summary(page, live_server):
    page.goto(f"{live_server}/accounts/login/")
    page.get_by_role("button", name="登录").first.click()

    summary = page.get_by_role("alert")

    assert "请填写" in summary.inner_text()
    assert summary.evaluate("element => element === document.activeElement")
    summary.get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.tagName") == "INPUT"


@pytest.mark.parametrize("address", ["/admin/", "/admin/offices/", "/admin/nowhere/"])
def test_the_admin_carries_the_mark_and_is_not_blocked(page, live_server, client, address):
    sign_in(page.context, client, user_with_role(ADMINISTRATOR), live_server.url)
    complaints = note_complaints(page)

    page.goto(f"{live_server}{address}")

    assert page.locator(".hand-1").first.is_visible()
    assert "携手" in page.title()
    assert [text for text in complaints if "404" not in text] == []
