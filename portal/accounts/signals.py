"""Writes down what happens to accounts, stamps new sessions, and remembers a person's language."""

import time

from allauth.account import signals as account
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals as mfa
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from portal import audit
from portal.accounts import passwords
from portal.accounts.adapter import locked_out
from portal.accounts.second_factor import FACTORS
from portal.appearance import YEAR
from portal.middleware.sessions import MUST_RENEW, SEEN_AT, SIGNED_IN_AT
from portal.models import User


@receiver(user_logged_in)
def stamp_session(sender, request, user, **kwargs):
    """A session's twelve hours begin when it is made."""
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = int(time.time())


@receiver(account.user_logged_in)
def greet(sender, request, response, user, **kwargs):
    """Write the sign-in down and show pages in the person's own language from now on."""
    audit.record("account.signed_in", user, by=user)
    if passwords.is_old(user):
        request.session[MUST_RENEW] = True
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        user.language,
        max_age=YEAR,
        samesite="Lax",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )


@receiver([account.password_changed, account.password_set])
def is_fresh_now(sender, request, **kwargs):
    """A new password opens the back office again in the same session."""
    request.session.pop(MUST_RENEW, None)


@receiver(user_logged_out)
def note_sign_out(sender, user, **kwargs):
    if user is not None:
        audit.record("account.signed_out", user, by=user)


def _meant_by(credentials) -> User | None:
    """The account of the e-mail address or phone number that was typed."""
    if phone := credentials.get("phone"):
        return get_adapter().get_user_by_phone(phone)
    return User.objects.filter(email=str(credentials.get("email", "")).lower()).first()


@receiver(locked_out)
def note_lock(sender, credentials, **kwargs):
    """An attempt that the lock refuses is never judged, yet it was one (rule 59)."""
    audit.note_attempt("account.sign_in_failed", _meant_by(credentials), by=None, result=audit.REFUSED)


@receiver(user_login_failed)
def note_failure(sender, credentials, **kwargs):
    """The account that somebody failed to enter; the name typed is never written down."""
    audit.record("account.sign_in_failed", _meant_by(credentials), by=None, result=audit.DENIED)


@receiver(mfa.authentication_failed)
def note_wrong_code(sender, user, **kwargs):
    audit.record("account.second_factor_failed", user, by=user, result=audit.DENIED)


@receiver(mfa.authenticator_added)
def note_enrolment(sender, request, user, authenticator, **kwargs):
    """Who has just shown the new factor works need not show it again in this session."""
    audit.record("account.second_factor_added", user, by=user, kind=authenticator.type)
    if authenticator.type in FACTORS:
        record_authentication(
            request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True
        )


def _note(action: str):
    def receive(sender, user, **kwargs):
        audit.record(action, user, by=user)

    return receive


for signal, action in (
    (account.user_signed_up, "account.signed_up"),
    (account.password_changed, "account.password_changed"),
    (account.password_set, "account.password_set"),
    (account.password_reset, "account.password_reset"),
    (account.email_changed, "account.email_changed"),
    (mfa.authenticator_removed, "account.second_factor_removed"),
    (mfa.authenticator_reset, "account.recovery_codes_renewed"),
):
    signal.connect(_note(action), weak=False, dispatch_uid=f"portal.{action}")
