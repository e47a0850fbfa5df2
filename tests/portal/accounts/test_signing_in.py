"""Signing up and in: by e-mail or phone, by password or code, and telling no stranger who has an account."""

import re
from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.db import connection

from portal.accounts.sms import MemoryBackend
from portal.apps import make_cache_table
from portal.middleware import steady
from portal.models import AuditEntry, ShortMessage, User
from portal.roles import OFFICER
from portal.settings.databases import DATABASE_CACHE
from tests.factories.portal import UserFactory, user_with_role

pytestmark = pytest.mark.django_db

PASSWORD = "梅花香自苦寒来-2026"
PHONE = "+8613800138000"


@pytest.fixture(autouse=True)
def fresh_limits():
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


def test_an_address_longer_than_any_is_refused(client):
    answer = client.post("/accounts/signup/", {"email": f"{'a' * 300}@example.org", "password1": PASSWORD})

    assert "最多 254 个字" in answer.text
    assert not User.objects.exists()


def test_signing_up_asks_for_no_number(client):
    """Otherwise an account would arise, or not, by whether the number is known: a stranger could tell."""
    client.post("/accounts/signup/", {"email": "neu@example.org", "phone": PHONE, "password1": PASSWORD})

    assert User.objects.get(email="neu@example.org").phone is None
    assert MemoryBackend.sent == []


def add_phone(client, typed, email="neu@example.org"):
    """Somebody signed in adds a number, and shows the password again."""
    user = UserFactory(email=email, name="周岚")
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    sign_in(client, user.email)
    answer = client.post("/accounts/phone/change/", {"phone": typed})
    if answer.status_code != 302:
        return answer
    return client.post(answer["Location"], {"password": PASSWORD, "next": "/accounts/phone/change/"})


def test_a_phone_is_confirmed_by_text_message(client, django_capture_on_commit_callbacks):
    sent = texts(django_capture_on_commit_callbacks, lambda: add_phone(client, "139 1234 5678"))
    client.post("/accounts/phone/verify/", {"code": code_in(sent[0][1])})

    user = User.objects.get(email="neu@example.org")
    assert (sent[0][0], user.phone.reveal(), user.phone_verified) == (
        "+8613912345678",
        "+8613912345678",
        True,
    )


def test_a_text_message_leaves_neither_number_nor_code_behind(client, django_capture_on_commit_callbacks):
    texts(django_capture_on_commit_callbacks, lambda: add_phone(client, "13912345678"))

    message = ShortMessage.objects.get()
    assert (message.phone, message.text, message.sent_at is not None) == (None, None, True)


def test_a_number_with_a_digit_missing_is_told_how_many(client):
    answer = add_phone(client, "1391234567")

    assert answer.context["form"].errors["phone"] == ["手机号少了 1 位，请填写 11 位号码。"]


def test_adding_a_number_does_not_tell_whether_somebody_has_it(
    client, helper, settings, django_capture_on_commit_callbacks
):
    settings.DEMO = False
    answers = []
    for number in ("13800138000", "13900139000"):
        MemoryBackend.sent.clear()
        with django_capture_on_commit_callbacks(execute=True):
            answer = add_phone(client, number, f"{number}@example.org")
        page = client.get(answer["Location"])
        answers.append((answer.status_code, page.status_code, shape(page, number), len(MemoryBackend.sent)))
        client.logout()

    assert answers[0] == answers[1]


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


# Each way in that a stranger may try with a name that has an account, and with one that has none.
TRIED_WITH_BOTH = pytest.mark.parametrize(
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


def shape(answer, name):
    """What a stranger can compare of a page: its words without the name typed and the form's own secrets."""
    text = re.sub(r'value="[^"]{40,}"', "", answer.text)
    return text.replace(name, "").replace(f"+86{name}", "")


@TRIED_WITH_BOTH
def test_an_answer_does_not_tell_whether_an_account_exists(
    client, helper, mailoutbox, settings, address, field, known, unknown
):
    settings.DEMO = False

    def ask(name):
        client.cookies.clear()
        mailoutbox.clear()
        answer = client.post(address, {field: name, "password": "wrong", "password1": PASSWORD})
        location, page = answer.get("Location"), answer
        if location:
            page = client.get(location)
        wrong = client.post(location or address, {"code": "000000"})
        return (
            (answer.status_code, location, sorted(answer.cookies), len(mailoutbox)),
            (page.status_code, shape(page, name), sorted(page.cookies)),
            (wrong.status_code, shape(wrong, name), sorted(wrong.cookies)),
        )

    assert ask(known) == ask(unknown)


@TRIED_WITH_BOTH
def test_an_answer_does_not_tell_by_its_time_either(
    client, helper, mailoutbox, monkeypatch, address, field, known, unknown
):
    """Hashing a password outweighs all the rest a hundredfold: there is as much of it either way."""
    hashed = []
    monkeypatch.setattr(MD5PasswordHasher, "encode", counting(MD5PasswordHasher.encode, hashed))

    def ask(name):
        client.cookies.clear()
        hashed.clear()
        client.post(address, {field: name, "password": "wrong", "password1": PASSWORD})
        return len(hashed)

    assert ask(known) == ask(unknown)


@pytest.mark.parametrize("name", ["zhou@example.org", "none@example.org"])
@pytest.mark.parametrize(
    ("address", "field"), [("/accounts/login/code/", "login"), ("/accounts/password/reset/", "email")]
)
def test_where_nothing_is_hashed_an_answer_takes_a_whole_number_of_steps(
    client, helper, monkeypatch, address, field, name
):
    clock, slept = iter([100.0, 100.0123]), []
    monkeypatch.setattr(steady, "time", SimpleNamespace(monotonic=lambda: next(clock), sleep=slept.append))

    client.post(address, {field: name})

    assert slept == [pytest.approx(steady.STEP_SECONDS - 0.0123)]


def counting(function, calls):
    """``function``, which also notes each call in ``calls``."""

    def called(*args, **kwargs):
        calls.append(args)
        return function(*args, **kwargs)

    return called


def test_an_account_without_a_password_takes_as_long_as_any_other(client, helper, monkeypatch):
    hashed = []
    monkeypatch.setattr(MD5PasswordHasher, "encode", counting(MD5PasswordHasher.encode, hashed))
    UserFactory(email="new@example.org")
    sign_in(client, "new@example.org", "wrong")
    without = len(hashed)
    sign_in(client, "zhou@example.org", "wrong")

    assert (without, len(hashed)) == (1, 2)


def test_signing_up_twice_before_confirming_makes_one_account_which_the_newest_code_opens(client, mailoutbox):
    for _ in range(2):
        client.cookies.clear()
        answer = client.post("/accounts/signup/", {"email": "neu@example.org", "password1": PASSWORD})
        assert answer["Location"] == "/accounts/confirm-email/"

    answer = client.post("/accounts/confirm-email/", {"code": code_in(mailoutbox[-1].body)})
    assert (answer["Location"], User.objects.filter(email="neu@example.org").count()) == ("/me/", 1)


def test_of_two_clicks_at_once_the_slower_one_goes_on_with_the_account_of_the_quicker(
    client, mailoutbox, monkeypatch
):
    """Both have looked for the address before either of them writes."""
    data = {"email": "neu@example.org", "password1": PASSWORD}
    client.post("/accounts/signup/", data)
    client.cookies.clear()
    monkeypatch.setattr(
        "allauth.account.internal.flows.manage_email.assess_unique_email", lambda *a, **k: True
    )

    assert client.post("/accounts/signup/", data)["Location"] == "/accounts/confirm-email/"
    assert User.objects.filter(email="neu@example.org").count() == 1


def test_an_account_begun_with_another_password_is_not_taken_over(client, mailoutbox):
    client.post("/accounts/signup/", {"email": "neu@example.org", "password1": PASSWORD})
    client.cookies.clear()

    client.post("/accounts/signup/", {"email": "neu@example.org", "password1": "另一个密码-2026-11"})

    assert not re.search(r"\b\d{6}\b", mailoutbox[-1].body)


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("/accounts/signup/", {"email": "neu@example.org", "password1": PASSWORD}),
        ("/accounts/login/code/", {"login": "zhou@example.org"}),
        ("/accounts/password/reset/", {"email": "zhou@example.org"}),
    ],
)
def test_the_demo_shows_the_code_it_mails_and_nothing_else_does(
    client, helper, mailoutbox, settings, address, data
):
    page = client.get(client.post(address, data)["Location"]).text
    assert "演示环境" in page
    assert code_in(mailoutbox[-1].body) in page

    settings.DEMO = False
    client.cookies.clear()
    page = client.get(client.post(address, data)["Location"]).text
    assert "演示环境" not in page
    assert code_in(mailoutbox[-1].body) not in page


def test_the_demo_says_that_a_message_holds_no_code(client, helper):
    answer = client.post("/accounts/signup/", {"email": helper.email, "password1": PASSWORD})

    page = client.get(answer["Location"]).text
    assert "这封消息里没有验证码" in page
    assert 'id="demo_code"' not in page


def test_five_failures_lock_the_name_even_for_the_right_password(client, helper):
    for _ in range(5):
        sign_in(client, "zhou@example.org", "wrong")

    assert sign_in(client, "zhou@example.org").status_code == 200


def test_failures_are_counted_where_every_process_sees_them(client, helper, settings):
    """In the shared cache's table, which comes with migrate."""
    settings.CACHES = {"default": DATABASE_CACHE}
    make_cache_table()
    for _ in range(5):
        sign_in(client, "zhou@example.org", "wrong")

    assert sign_in(client, "zhou@example.org").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM portal_cache")
        assert cursor.fetchone()[0] > 0


def test_a_busy_morning_frees_no_locked_name(client, helper, settings):
    settings.CACHES = {"default": DATABASE_CACHE}
    make_cache_table()
    for _ in range(5):
        sign_in(client, "zhou@example.org", "wrong")

    cache.set_many({f"rate:{number}": 1 for number in range(400)}, 900)

    assert sign_in(client, "zhou@example.org").status_code == 200


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
