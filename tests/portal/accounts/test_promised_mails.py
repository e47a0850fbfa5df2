"""Mails about accounts go through the outbox: no answer waits for them, and a crash loses none."""

import time

import pytest
import time_machine
from django.core import mail

from portal.models import AccountMail
from portal.notifications import notify
from portal.tasks import deliver_outbox
from tests.portal.accounts.signing import PASSWORD, mails, sign_in

pytestmark = pytest.mark.django_db

ASK_FOR_A_CODE = ("/accounts/login/code/", {"login": "zhou@example.org"})
HOUR = 3600


def change_password(client, helper):
    sign_in(client, helper.email)
    new = {"oldpassword": PASSWORD, "password1": "另一个密码-2026-11", "password2": "另一个密码-2026-11"}
    return client.post("/accounts/password/change/", new)


def no_server(*args, **kwargs):
    raise AssertionError("a request asked the mail server")


def test_no_answer_asks_the_mail_server(client, helper, monkeypatch):
    monkeypatch.setattr(mail.EmailMessage, "send", no_server)

    assert client.post(*ASK_FOR_A_CODE)["Location"] == "/accounts/login/code/confirm/"
    assert [promise.address for promise in AccountMail.objects.due()] == ["zhou@example.org"]


def test_a_sent_code_leaves_neither_address_nor_text_behind(client, helper):
    client.post(*ASK_FOR_A_CODE)

    mails()

    message = AccountMail.objects.get()
    assert (message.address, message.text, message.sent_at is not None) == ("", None, True)


def test_a_code_goes_before_every_notice(client, helper):
    notify([helper] * 3, "export_ready", title="x")
    client.post(*ASK_FOR_A_CODE)

    assert "登录验证码" in mails()[0].subject


def test_a_code_asked_for_while_notices_leave_goes_before_the_next_of_them(client, helper, monkeypatch):
    sent = []

    def send(subject, *rest, **kwargs):
        sent.append(subject)
        if len(sent) == 1:
            client.post(*ASK_FOR_A_CODE)

    monkeypatch.setattr("portal.tasks.send_mail", send)
    monkeypatch.setattr("portal.accounts.mails.send_mail", send)
    notify([helper] * 2, "export_ready", title="x")

    deliver_outbox.call()

    assert ["登录验证码" in subject for subject in sent] == [False, True, False]


def test_a_code_that_nobody_waits_for_any_more_is_dropped_unsent(client, helper):
    client.post(*ASK_FOR_A_CODE)

    with time_machine.travel(time.time() + HOUR):
        assert (mails(), AccountMail.objects.count()) == ([], 0)


def test_what_was_done_to_an_account_is_still_told_when_the_server_is_back(client, helper):
    change_password(client, helper)

    with time_machine.travel(time.time() + 24 * HOUR):
        assert [message.to for message in mails()] == [["zhou@example.org"]]


def test_what_a_library_sends_is_promised_too(settings, mailoutbox):
    settings.MAILERS = settings.MAILERS | {"default": {"BACKEND": "portal.accounts.mails.OutboxBackend"}}
    mail.send_mail("页面已退回" * 100, "正文", None, ["a@example.org", "b@example.org"])
    assert mailoutbox == []

    assert [(message.to, message.body) for message in mails()] == [
        (["a@example.org"], "正文"),
        (["b@example.org"], "正文"),
    ]
