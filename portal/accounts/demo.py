"""Codes that the demo shows to everyone: the second factor, and what would be mailed.

Impossible outside demo mode.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.core.cache import cache

from portal.accounts.forms import used_code_key


class NotInDemo(Exception):
    """Asked for a demo convenience in an installation that is not a demo."""


def _only_in_demo() -> None:
    if not settings.DEMO:
        raise NotInDemo("This installation is not a demo.")


def confirm_email(user) -> None:
    """Mark the demo account's address as confirmed, so that its first sign-in asks for no code."""
    _only_in_demo()
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )


def enrol(user) -> None:
    """Give a demo account of the back office a confirmed address, an authenticator and recovery codes."""
    confirm_email(user)
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(user, generate_totp_secret())
        RecoveryCodes.activate(user)


def current_code(user) -> str:
    """A code that signs ``user`` in now: the present one, or its neighbour if that was just used."""
    _only_in_demo()
    authenticator = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).first()
    if authenticator is None:
        return ""
    secret = decrypt(authenticator.data["secret"])
    before, now, after = (format_hotp_value(hotp_value(secret, n)) for n in yield_hotp_counters_from_time())
    for code in (now, after, before):
        if cache.get(used_code_key(user, code)) is None:
            return code
    return now


def sent_code(process) -> str:
    """The code that a step of allauth has just sent by mail or text message; empty where none was sent.

    An address without an account, or with one already, gets a message that holds no code.
    """
    _only_in_demo()
    reached = process.user is not None and not process.state.get("account_already_exists")
    return process.code if reached else ""
