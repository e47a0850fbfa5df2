"""No answer tells a stranger, by its words or its time, who has an account."""

import re
from types import SimpleNamespace

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher

from portal.middleware import steady
from portal.models import AccountMail, ShortMessage
from tests.factories.portal import UserFactory
from tests.portal.accounts.signing import PASSWORD, add_phone, sign_in

pytestmark = pytest.mark.django_db


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


def promised():
    """How many messages about accounts wait in the outbox: each is a row more to write, whoever asks."""
    return AccountMail.objects.count() + ShortMessage.objects.count()


def test_adding_a_number_does_not_tell_whether_somebody_has_it(client, helper, settings):
    settings.DEMO = False
    answers = []
    for number in ("13800138000", "13900139000"):
        before = promised()
        answer = add_phone(client, number, f"{number}@example.org")
        page = client.get(answer["Location"])
        answers.append((answer.status_code, page.status_code, shape(page, number), promised() - before))
        client.logout()

    assert answers[0] == answers[1]


@TRIED_WITH_BOTH
def test_an_answer_does_not_tell_whether_an_account_exists(
    client, helper, settings, address, field, known, unknown
):
    settings.DEMO = False

    def ask(name):
        client.cookies.clear()
        before = promised()
        answer = client.post(address, {field: name, "password": "wrong", "password1": PASSWORD})
        location, page = answer.get("Location"), answer
        if location:
            page = client.get(location)
        wrong = client.post(location or address, {"code": "000000"})
        return (
            (answer.status_code, location, sorted(answer.cookies), promised() - before),
            (page.status_code, shape(page, name), sorted(page.cookies)),
            (wrong.status_code, shape(wrong, name), sorted(wrong.cookies)),
        )

    assert ask(known) == ask(unknown)


@TRIED_WITH_BOTH
def test_an_answer_does_not_tell_by_its_time_either(
    client, helper, monkeypatch, address, field, known, unknown
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
