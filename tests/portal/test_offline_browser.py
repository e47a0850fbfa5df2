"""Whoever loses the network while filling in a form keeps the page and what stands in it."""

import pytest
from playwright.sync_api import expect

from portal.roles import ADMINISTRATOR, HELPER
from tests.browser import note_complaints, sign_in
from tests.factories.portal import AreaFactory, user_with_role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MESSAGE = "网络好像断开了"


def test_an_unsent_form_stays_and_goes_when_the_network_is_back(page, live_server):
    complaints = note_complaints(page)
    page.goto(f"{live_server.url}/accounts/login/code/")
    page.get_by_label("邮箱或手机号").fill("zhou@example.org")
    page.context.set_offline(True)
    page.get_by_role("button").last.click()

    expect(page.get_by_role("alert")).to_contain_text(MESSAGE)
    expect(page.get_by_label("邮箱或手机号")).to_have_value("zhou@example.org")

    page.context.set_offline(False)
    expect(page.get_by_role("alert")).to_have_count(0)
    page.get_by_role("button").last.click()
    page.wait_for_url("**/accounts/login/code/confirm/")
    assert complaints == []


@pytest.mark.parametrize(
    ("role", "address", "label"),
    [(HELPER, "/accounts/email/", "邮箱"), (ADMINISTRATOR, "/admin/people/new/", "姓名")],
)
def test_in_ones_own_space_and_in_the_back_office_too(page, client, live_server, role, address, label):
    sign_in(page.context, client, user_with_role(role, AreaFactory()), live_server.url)
    page.goto(live_server.url + address)
    field = page.get_by_label(label).first
    field.fill("罗启明")
    page.context.set_offline(True)
    field.press("Enter")

    expect(page.get_by_text(MESSAGE)).to_be_visible()
    expect(field).to_have_value("罗启明")
