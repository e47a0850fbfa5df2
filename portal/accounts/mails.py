"""Mails that others compose, allauth and Wagtail: stored sealed and sent by the outbox; no request waits."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage, send_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from portal.accounts.sms import LIFETIME
from portal.models import AccountMail
from portal.notifications import deliver_soon

# What answers somebody who waits before a page; every other mail tells what was done.
WAITED_FOR = frozenset(
    {
        "account/email/account_already_exists",
        "account/email/email_confirmation",
        "account/email/email_confirmation_signup",
        "account/email/login_code",
        "account/email/password_reset_code",
        "account/email/unknown_account",
    }
)
WORTH_TELLING = timedelta(days=3)
SERVER = "server"
LONGEST_SUBJECT = AccountMail._meta.get_field("subject").max_length


class OutboxBackend(BaseEmailBackend):
    """The mailer that every library finds as the default: it only promises."""

    def send_messages(self, email_messages):
        for mail in email_messages:
            _promise(mail, WORTH_TELLING)
        return len(email_messages)


def promise(mail: EmailMessage, template_prefix: str) -> None:
    """Keep a rendered mail until the outbox sends it, or until nobody waits for it any more."""
    _promise(mail, LIFETIME if template_prefix in WAITED_FOR else WORTH_TELLING)


def _promise(mail: EmailMessage, lifetime: timedelta) -> None:
    subject, expires_at = mail.subject[:LONGEST_SUBJECT], timezone.now() + lifetime
    for address in mail.recipients():
        AccountMail.objects.create(address=address, subject=subject, text=mail.body, expires_at=expires_at)
    transaction.on_commit(deliver_soon)


def send(message: AccountMail) -> None:
    """Hand one claimed mail to the mail server."""
    text = message.text.reveal()
    send_mail(message.subject, text, settings.DEFAULT_FROM_EMAIL, [message.address], using=SERVER)
