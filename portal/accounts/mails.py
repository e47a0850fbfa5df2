"""Mails about somebody's own account: stored sealed and sent by the outbox; no request waits for them."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage, send_mail
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


def promise(mail: EmailMessage, template_prefix: str) -> None:
    """Keep a rendered mail until the outbox sends it, or until nobody waits for it any more."""
    lifetime = LIFETIME if template_prefix in WAITED_FOR else WORTH_TELLING
    AccountMail.objects.create(
        address=mail.to[0], subject=mail.subject, text=mail.body, expires_at=timezone.now() + lifetime
    )
    transaction.on_commit(deliver_soon)


def send(message: AccountMail) -> None:
    """Hand one claimed mail to the mail server."""
    send_mail(message.subject, message.text.reveal(), settings.DEFAULT_FROM_EMAIL, [message.address])
