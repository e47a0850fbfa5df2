"""Who has lost phone and recovery codes gets a fresh start from an administrator, never from themselves."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from portal.account_actions import open_account
from portal.accounts import demo
from portal.actions import Refused
from portal.models import AuditEntry, Notice
from portal.roles import ADMINISTRATOR, EDITOR, OFFICE_HEAD, OFFICER
from portal.second_factor_actions import reset_second_factor
from tests.factories.portal import AreaFactory, login, user_with_role
from tests.portal.accounts.signing import code_in, mails

pytestmark = pytest.mark.django_db

REASON = "本人持证件到场"


@pytest.fixture
def officer():
    officer = user_with_role(OFFICER, email="wu@example.org")
    demo.enrol(officer)
    return officer


def test_an_administrator_gives_a_fresh_start(client, officer):
    administrator = user_with_role(ADMINISTRATOR, AreaFactory())
    login(client, officer)
    client.get("/accounts/")

    reset_second_factor(officer, reason=REASON, by=administrator)

    assert not Authenticator.objects.filter(user=officer).exists()
    assert Notice.objects.get(account=officer).kind == "account.second_factor_reset"
    assert AuditEntry.objects.get(action="account.second_factor_reset").actor == administrator


def test_the_open_sessions_end(client, officer):
    from allauth.usersessions.models import UserSession

    login(client, officer)
    UserSession.objects.create(
        user=officer, ip="192.0.2.1", session_key=client.session.session_key, user_agent="x"
    )

    reset_second_factor(officer, reason=REASON, by=user_with_role(ADMINISTRATOR, AreaFactory()))

    assert client.get("/admin/")["Location"].startswith("/accounts/login/")


def test_nobody_else_may(officer):
    with pytest.raises(PermissionDenied):
        reset_second_factor(officer, reason=REASON, by=user_with_role(OFFICE_HEAD))


def test_not_for_oneself_and_not_without_a_reason():
    administrator = user_with_role(ADMINISTRATOR, AreaFactory())

    with pytest.raises(Refused) as refused:
        reset_second_factor(administrator, reason=" ", by=administrator)

    assert [violation.code for violation in refused.value.violations] == [
        "second_factor.own",
        "second_factor.needs_reason",
    ]


def test_the_operator_can_help_the_last_administrator(officer, capsys):
    call_command("reset_second_factor", "wu@example.org", reason=REASON)

    assert not Authenticator.objects.filter(user=officer).exists()
    assert AuditEntry.objects.get(action="account.second_factor_reset").actor.is_system


def test_the_administrator_does_it_on_the_screen(client, officer):
    login(client, user_with_role(ADMINISTRATOR, AreaFactory()))
    address = f"/admin/people/second-factor/{officer.pk}/"
    assert "重置二次验证" in client.get(address).text

    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": REASON}).status_code == 302

    assert not Authenticator.objects.filter(user=officer).exists()


def test_a_colleague_whose_account_was_opened_for_them_signs_in_by_code(client):
    administrator = user_with_role(ADMINISTRATOR, AreaFactory())
    open_account(email="Neu@example.org", name="新人", office=None, roles=[EDITOR], by=administrator)

    client.post("/accounts/login/code/", {"login": "neu@example.org"})
    for address in ("/accounts/login/code/confirm/", "/accounts/confirm-email/"):
        [*_before, newest] = [mail.body for mail in mails() if re.search(r"^\d{6}$", mail.body, re.MULTILINE)]
        answer = client.post(address, {"code": code_in(newest)})

    assert answer["Location"] == "/admin/"
    assert client.get("/admin/")["Location"].startswith("/accounts/second-factor/")
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
