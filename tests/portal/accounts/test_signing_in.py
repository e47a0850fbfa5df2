"""Signing in: by e-mail or phone, by password or code, and where it leads."""

import pytest
from allauth.account.models import EmailAddress

from portal.models import AuditEntry, User
from portal.roles import OFFICER
from tests.factories.portal import user_with_role
from tests.portal.accounts.signing import PASSWORD, PHONE, code_in, mails, sign_in, texts

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed",
    ["zhou@example.org", "ZHOU@example.org", "13800138000", "138 0013 8000", "１３８００１３８０００", PHONE],
)
def test_a_person_signs_in_with_whatever_way_of_writing_their_name(client, helper, typed):
    answer = sign_in(client, typed)

    assert (answer.status_code, answer["Location"]) == (302, "/me/")


def test_an_unconfirmed_number_opens_nothing(client, helper):
    User.objects.filter(pk=helper.pk).update(phone_verified=False)

    assert sign_in(client, "13800138000").status_code == 200


def test_a_sign_in_code_by_mail_needs_no_password(client, helper):
    client.post("/accounts/login/code/", {"login": "zhou@example.org"})
    answer = client.post("/accounts/login/code/confirm/", {"code": code_in(mails()[0].body)})

    assert answer["Location"] == "/me/"


def test_a_sign_in_code_by_text_message_needs_no_password(client, helper):
    client.post("/accounts/login/code/", {"login": "13800138000"})
    answer = client.post("/accounts/login/code/confirm/", {"code": code_in(texts()[0][1])})

    assert answer["Location"] == "/me/"


@pytest.mark.parametrize("name", ["", "nobody", "12345", "a@b", "\x00", "1" * 300])
def test_a_name_that_cannot_be_one_is_sent_back_with_a_message(client, name):
    answer = client.post("/accounts/login/code/", {"login": name})

    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["login"])


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("/accounts/signup/", {"email": "neu@example.org", "password1": PASSWORD}),
        ("/accounts/login/code/", {"login": "zhou@example.org"}),
        ("/accounts/password/reset/", {"email": "zhou@example.org"}),
    ],
)
def test_the_demo_shows_the_code_it_mails_and_nothing_else_does(client, helper, settings, address, data):
    page = client.get(client.post(address, data)["Location"]).text
    assert "演示环境" in page
    assert code_in(mails()[-1].body) in page

    settings.DEMO = False
    client.cookies.clear()
    page = client.get(client.post(address, data)["Location"]).text
    assert "演示环境" not in page
    assert code_in(mails()[-1].body) not in page


def test_the_demo_says_that_a_message_holds_no_code(client, helper):
    answer = client.post("/accounts/signup/", {"email": helper.email, "password1": PASSWORD})

    page = client.get(answer["Location"]).text
    assert "发出的消息里没有验证码" in page
    assert 'id="demo_code"' not in page


def test_an_officer_without_a_second_factor_is_led_to_one(client):
    officer = user_with_role(OFFICER, email="wu@example.org")
    officer.set_password(PASSWORD)
    officer.save()
    EmailAddress.objects.create(user=officer, email=officer.email, verified=True, primary=True)

    assert sign_in(client, "wu@example.org")["Location"] == "/admin/"
    assert client.get("/admin/")["Location"] == "/accounts/second-factor/?next=%2Fadmin%2F"


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_signing_in_never_leads_off_the_site(client, helper, target):
    answer = client.post("/accounts/login/", {"login": helper.email, "password": PASSWORD, "next": target})

    assert answer["Location"] == "/me/"


@pytest.mark.parametrize("address", ["/admin/login/", "/_util/login/"])
def test_wagtails_own_sign_in_lets_nobody_in(client, helper, address):
    answer = client.post(address, {"username": helper.email, "password": PASSWORD})

    assert answer["Location"].startswith("/accounts/login/")
    assert "_auth_user_id" not in client.session


def test_the_system_account_never_signs_in(client):
    system = User.objects.system()
    system.set_password(PASSWORD)
    system.save()
    EmailAddress.objects.create(user=system, email=system.email, verified=True, primary=True)

    sign_in(client, system.email)
    assert "_auth_user_id" not in client.session

    client.force_login(system)
    assert client.get("/accounts/")["Location"].startswith("/accounts/login/")


def test_the_language_of_an_account_is_remembered(client, helper):
    User.objects.filter(pk=helper.pk).update(language="en")
    sign_in(client, helper.email)

    assert "My account" in client.get("/accounts/").content.decode()


def test_sign_ins_and_failures_are_written_down_without_the_name_typed(client, helper):
    sign_in(client, "zhou@example.org", "wrong")
    sign_in(client, "zhou@example.org")

    failed, done = AuditEntry.objects.order_by("pk")
    assert (failed.action, failed.result, failed.object_id) == (
        "account.sign_in_failed",
        "denied",
        str(helper.pk),
    )
    assert (done.action, done.actor, done.detail) == ("account.signed_in", helper, {})
