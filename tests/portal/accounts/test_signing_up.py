"""Signing up by e-mail, and adding a phone: each is confirmed by a code before it counts."""

import re

import pytest

from portal.models import ShortMessage, User
from tests.factories.portal import UserFactory
from tests.portal.accounts.signing import PASSWORD, PHONE, add_phone, code_in, mails, texts

pytestmark = pytest.mark.django_db


def test_a_newcomer_confirms_the_address_by_a_code_and_is_in(client):
    answer = client.post("/accounts/signup/", {"email": "neu@example.org", "password1": PASSWORD})
    assert answer["Location"] == "/accounts/confirm-email/"

    answer = client.post("/accounts/confirm-email/", {"code": code_in(mails()[0].body)})

    assert (answer["Location"], client.get("/accounts/").status_code) == ("/me/", 200)


def test_an_address_longer_than_any_is_refused(client):
    answer = client.post("/accounts/signup/", {"email": f"{'a' * 300}@example.org", "password1": PASSWORD})

    assert "最多 254 个字" in answer.text
    assert not User.objects.exists()


def test_signing_up_asks_for_no_number(client):
    """Otherwise an account would arise, or not, by whether the number is known: a stranger could tell."""
    client.post("/accounts/signup/", {"email": "neu@example.org", "phone": PHONE, "password1": PASSWORD})

    assert User.objects.get(email="neu@example.org").phone is None
    assert texts() == []


def test_a_phone_is_confirmed_by_text_message(client):
    add_phone(client, "139 1234 5678")
    sent = texts()
    client.post("/accounts/phone/verify/", {"code": code_in(sent[0][1])})

    user = User.objects.get(email="neu@example.org")
    assert (sent[0][0], user.phone.reveal(), user.phone_verified) == (
        "+8613912345678",
        "+8613912345678",
        True,
    )


def test_a_text_message_leaves_neither_number_nor_code_behind(client):
    add_phone(client, "13912345678")
    texts()

    message = ShortMessage.objects.get()
    assert (message.phone, message.text, message.sent_at is not None) == (None, None, True)


def test_a_number_with_a_digit_missing_is_told_how_many(client):
    answer = add_phone(client, "1391234567")

    assert answer.context["form"].errors["phone"] == ["手机号少了 1 位，请填写 11 位号码。"]


def test_signing_up_twice_before_confirming_makes_one_account_which_the_newest_code_opens(client):
    for _ in range(2):
        client.cookies.clear()
        answer = client.post("/accounts/signup/", {"email": "neu@example.org", "password1": PASSWORD})
        assert answer["Location"] == "/accounts/confirm-email/"

    answer = client.post("/accounts/confirm-email/", {"code": code_in(mails()[-1].body)})
    assert (answer["Location"], User.objects.filter(email="neu@example.org").count()) == ("/me/", 1)


def test_of_two_clicks_at_once_the_slower_one_goes_on_with_the_account_of_the_quicker(client, monkeypatch):
    """Both have looked for the address before either of them writes."""
    data = {"email": "neu@example.org", "password1": PASSWORD}
    client.post("/accounts/signup/", data)
    client.cookies.clear()
    monkeypatch.setattr(
        "allauth.account.internal.flows.manage_email.assess_unique_email", lambda *a, **k: True
    )

    assert client.post("/accounts/signup/", data)["Location"] == "/accounts/confirm-email/"
    assert User.objects.filter(email="neu@example.org").count() == 1


def test_an_account_begun_with_another_password_is_not_taken_over(client):
    client.post("/accounts/signup/", {"email": "neu@example.org", "password1": PASSWORD})
    client.cookies.clear()

    client.post("/accounts/signup/", {"email": "neu@example.org", "password1": "另一个密码-2026-11"})

    assert not re.search(r"\b\d{6}\b", mails()[-1].body)


def test_two_people_may_type_the_same_unconfirmed_number_but_only_one_confirms_it(helper):
    UserFactory(phone=PHONE)

    assert User.objects.filter(phone_index=helper.phone_index).count() == 2
