"""Signing in for real: both steps, enrolling an app and a passkey, at phone and desktop width."""

import re
import time
from datetime import date

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from portal.accounts import demo
from portal.models import PrivacyNotice
from portal.roles import HELPER, OFFICER
from tests.browser import WIDTHS, accessibility_faults, note_complaints, scrolls_sideways
from tests.factories.portal import user_with_role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "梅花香自苦寒来-2026"


def person(role, **fields):
    person = user_with_role(role, email="wu@example.org", name="吴敏", **fields)
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def give_password(page, live_server):
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_label("邮箱或手机号").fill("wu@example.org")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


def faults_at_both_widths(page):
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += accessibility_faults(page)
        if scrolls_sideways(page):
            found.append(f"{page.url} scrolls sideways at {width}")
    return found


def test_an_officer_reaches_the_back_office_in_two_steps(page, live_server):
    demo.enrol(person(OFFICER))
    complaints = note_complaints(page)

    give_password(page, live_server)
    assert faults_at_both_widths(page) == []
    page.get_by_label("验证码").fill(page.locator("#demo_code").inner_text())
    page.get_by_role("button", name="登录", exact=True).click()

    page.wait_for_url(f"{live_server.url}/admin/")
    assert complaints == []


@pytest.mark.slow
def test_a_new_officer_sets_up_an_app_and_is_in(page, live_server):
    person(OFFICER)
    complaints = note_complaints(page)

    give_password(page, live_server)
    assert faults_at_both_widths(page) == []
    page.get_by_role("link", name="设置身份验证器").click()
    assert faults_at_both_widths(page) == []
    secret = page.locator("#authenticator_secret").input_value()
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    page.locator("[name=code]").fill(code)
    page.get_by_role("button", name="启用").click()
    assert len(re.findall(r"\b\d{8}\b", page.locator("#recovery_codes").inner_text())) == 10
    assert faults_at_both_widths(page) == []
    page.get_by_role("link", name="已保存，继续").click()

    page.wait_for_url(f"{live_server.url}/admin/")
    assert complaints == []


@pytest.mark.slow
def test_a_passkey_is_added_and_then_replaces_password_and_code(page, live_server):
    person(OFFICER)
    complaints = note_complaints(page)
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    give_password(page, live_server)
    page.get_by_role("link", name="添加通行密钥").click()
    assert faults_at_both_widths(page) == []
    page.locator("[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    page.get_by_role("link", name="已保存，继续").click()
    page.wait_for_url(f"{live_server.url}/admin/")

    page.goto(f"{live_server.url}/accounts/logout/")
    page.get_by_role("button", name="退出").click()
    page.goto(f"{live_server.url}/accounts/login/?next=/admin/")
    page.locator("#passkey_login").click()
    page.wait_for_url("**/admin/")

    assert [text for text in complaints if "404" not in text] == []  # the home page is not ours to make


@pytest.mark.slow
def test_going_back_after_signing_out_shows_nothing(page, live_server):
    person(HELPER)
    give_password(page, live_server)
    page.goto(f"{live_server.url}/accounts/")
    assert "wu@example.org" in page.content()

    page.goto(f"{live_server.url}/accounts/logout/")
    page.get_by_role("button", name="退出").click()
    page.go_back()
    page.go_back()

    assert "wu@example.org" not in page.content()


@pytest.mark.slow
@pytest.mark.parametrize(
    "address",
    ["/me/", "/me/notices/", "/accounts/", "/accounts/sessions/", "/accounts/phone/change/"],
)
def test_my_pages_have_no_fault_at_either_width(page, live_server, address):
    person(HELPER)
    complaints = note_complaints(page)
    give_password(page, live_server)

    page.goto(f"{live_server.url}{address}")

    assert faults_at_both_widths(page) == []
    assert complaints == []


@pytest.mark.slow
def test_the_privacy_notice_has_no_fault_at_either_width(page, live_server):
    text = "一、谁\n主办单位。\n\n二、为什么\n登记和审核。"
    PrivacyNotice.objects.create(
        version="1", effective_from=date(2026, 1, 1), text=text, sensitive_text="身份证件号码。"
    )
    complaints = note_complaints(page)

    page.goto(f"{live_server.url}/privacy/")

    assert "谁" in page.content()
    assert faults_at_both_widths(page) == []
    assert complaints == []
