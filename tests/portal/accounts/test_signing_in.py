"""Signing up and in: by e-mail or phone, by password or code, and telling no stranger who has an account."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.db import connection

from portal.accounts.sms import MemoryBackend
from portal.apps import make_cache_table
from portal.models import AuditEntry, ShortMessage, User
from portal.roles import OFFICER
from tests.factories.portal import UserFactory, user_with_role

pytestmark = pytest.mark.django_db

DATABASE_CACHE = "django.core.cache.backends.db.DatabaseCache"
PASSWORD = "梅花香自苦寒来-2026"
PHONE = "+8613800138000"


@pytest.fixture(autouse=True)
def fresh_limits():
    from django.core.cache import cache

    cache.clear()
    MemoryBackend.sent.clear()


@pytest.fixture
def helper():
    """A helper whose e-mail and phone are confirmed."""
    user = UserFactory(email="zhou@example.org", phone=PHONE, phone_verified=True)
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def sign_in(client, name, password=PASSWORD, **extra):
    return client.post("/accounts/login/", {"login": name, "password": password}, **extra)


def code_in(text):
    return re.search(r"\b\d{6}\b", text).group()


def texts(callbacks, act):
    """The text messages that leave when ``act()`` is over."""
    with callbacks(execute=True):
        act()
    return MemoryBackend.sent


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


def test_a_newcomer_confirms_the_address_by_a_code_and_is_in(client, mailoutbox):
    answer = client.post("/accounts/signup/", {"email": "neu@example.org", "password1": PASSWORD})
    assert answer["Location"] == "/accounts/confirm-email/"

    answer = client.post("/accounts/confirm-email/", {"code": code_in(mailoutbox[0].body)})

    assert (answer["Location"], client.get("/accounts/").status_code) == ("/me/", 200)


def test_a_newcomer_with_a_phone_confirms_it_by_text_message(
    client, mailoutbox, django_capture_on_commit_callbacks
):
    data = {"email": "neu@example.org", "phone": "139 1234 5678", "password1": PASSWORD}
    sent = texts(django_capture_on_commit_callbacks, lambda: client.post("/accounts/signup/", data))
    client.post("/accounts/phone/verify/", {"code": code_in(sent[0][1])})

    user = User.objects.get(email="neu@example.org")
    assert (sent[0][0], user.phone.reveal(), user.phone_verified) == (
        "+8613912345678",
        "+8613912345678",
        True,
    )


def test_a_text_message_leaves_neither_number_nor_code_behind(client, django_capture_on_commit_callbacks):
    data = {"email": "neu@example.org", "phone": "13912345678", "password1": PASSWORD}
    texts(django_capture_on_commit_callbacks, lambda: client.post("/accounts/signup/", data))

    message = ShortMessage.objects.get()
    assert (message.phone, message.text, message.sent_at is not None) == (None, None, True)


def test_a_number_with_a_digit_missing_is_told_how_many(client):
    data = {"email": "neu@example.org", "phone": "1391234567", "password1": PASSWORD}
    answer = client.post("/accounts/signup/", data, headers={"Accept-Language": "en"})

    assert answer.context["form"].errors["phone"] == [
        "The mobile number is 1 digit short. Enter all 11 digits."
    ]


def test_a_sign_in_code_by_mail_needs_no_password(client, helper, mailoutbox):
    client.post("/accounts/login/code/", {"login": "zhou@example.org"})
    answer = client.post("/accounts/login/code/confirm/", {"code": code_in(mailoutbox[0].body)})

    assert answer["Location"] == "/me/"


def test_a_sign_in_code_by_text_message_needs_no_password(client, helper, django_capture_on_commit_callbacks):
    sent = texts(
        django_capture_on_commit_callbacks,
        lambda: client.post("/accounts/login/code/", {"login": "13800138000"}),
    )
    answer = client.post("/accounts/login/code/confirm/", {"code": code_in(sent[0][1])})

    assert answer["Location"] == "/me/"


@pytest.mark.parametrize("name", ["", "nobody", "12345", "a@b", "\x00", "1" * 300])
def test_a_name_that_cannot_be_one_is_sent_back_with_a_message(client, name):
    answer = client.post("/accounts/login/code/", {"login": name})

    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["login"])


@pytest.mark.parametrize(
    ("address", "field", "known", "unknown"),
    [
        ("/accounts/login/", "login", "zhou@example.org", "none@example.org"),
        ("/accounts/login/", "login", "13800138000", "13900139000"),
        ("/accounts/login/code/", "login", "zhou@example.org", "none@example.org"),
        ("/accounts/login/code/", "login", "13800138000", "13900139000"),
        ("/accounts/password/reset/", "email", "zhou@example.org", "none@example.org"),
        ("/accounts/signup/", "email", "zhou@example.org", "none@example.org"),
    ],
)
def test_an_answer_does_not_tell_whether_an_account_exists(
    client, helper, mailoutbox, address, field, known, unknown
):
    def ask(name):
        client.cookies.clear()
        mailoutbox.clear()
        answer = client.post(address, {field: name, "password": "wrong", "password1": PASSWORD})
        body = re.sub(rb'value="[^"]{40,}"', b"", answer.content).replace(name.encode(), b"")
        return answer.status_code, answer.get("Location"), len(body), sorted(answer.cookies), len(mailoutbox)

    assert ask(known) == ask(unknown)


def test_five_failures_lock_the_name_even_for_the_right_password(client, helper):
    for _ in range(5):
        sign_in(client, "zhou@example.org", "wrong")

    assert sign_in(client, "zhou@example.org").status_code == 200


def test_failures_are_counted_where_every_process_sees_them(client, helper, settings):
    """In the shared cache's table, which comes with migrate."""
    settings.CACHES = {"default": {"BACKEND": DATABASE_CACHE, "LOCATION": "portal_cache"}}
    make_cache_table()
    for _ in range(5):
        sign_in(client, "zhou@example.org", "wrong")

    assert sign_in(client, "zhou@example.org").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM portal_cache")
        assert cursor.fetchone()[0] > 0


def test_a_forwarded_address_of_the_visitors_own_making_frees_nobody(client, helper):
    for number in range(5):
        sign_in(client, "zhou@example.org", "wrong", headers={"X-Forwarded-For": f"192.0.2.{number}"})

    assert sign_in(client, "zhou@example.org", headers={"X-Forwarded-For": "192.0.2.9"}).status_code == 200


def test_failures_with_one_phone_do_not_lock_another(client, helper):
    for number in range(5):
        sign_in(client, "13900139000", "wrong", REMOTE_ADDR=f"192.0.2.{number}")

    assert sign_in(client, "13800138000").status_code == 302


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


def test_two_people_may_type_the_same_unconfirmed_number_but_only_one_confirms_it(helper):
    UserFactory(phone=PHONE)

    assert User.objects.filter(phone_index=helper.phone_index).count() == 2
