"""What a person does at the doors, for every test of them: sign in, read a code, add a number."""

import re

from allauth.account.models import EmailAddress
from django.core import mail

from portal.accounts.sms import MemoryBackend
from portal.tasks import deliver_outbox
from tests.factories.portal import UserFactory

PASSWORD = "梅花香自苦寒来-2026"
PHONE = "+8613800138000"


def sign_in(client, name, password=PASSWORD, **extra):
    return client.post("/accounts/login/", {"login": name, "password": password}, **extra)


def code_in(text):
    return re.search(r"\b\d{6}\b", text).group()


def mails():
    """The mails that have left once the worker was there."""
    deliver_outbox.call()
    return mail.outbox


def texts():
    """The text messages that have left once the worker was there."""
    deliver_outbox.call()
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
