"""What a person does at the doors, for every test of them: sign in, read a code, add a number."""

import re

from allauth.account.models import EmailAddress

from portal.accounts.sms import MemoryBackend
from tests.factories.portal import UserFactory

PASSWORD = "梅花香自苦寒来-2026"
PHONE = "+8613800138000"


def sign_in(client, name, password=PASSWORD, **extra):
    return client.post("/accounts/login/", {"login": name, "password": password}, **extra)


def code_in(text):
    return re.search(r"\b\d{6}\b", text).group()


def texts(callbacks, act):
    """The text messages that leave when ``act()`` is over."""
    with callbacks(execute=True):
        act()
    return MemoryBackend.sent


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
