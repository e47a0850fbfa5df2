"""What this house decides at each step of django-allauth's flows."""

import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.dispatch import Signal
from django.shortcuts import resolve_url
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal import registry
from portal.accounts import mails, second_factor, sms
from portal.accounts.phones import MobileField
from portal.privacy.encryption import blind_index

# Sent with ``request`` and ``credentials`` when somebody tries a name that is locked.
locked_out = Signal()


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _(
            "Too many failed attempts: sign-in is locked for 15 minutes. Try later, or sign in with a code."
        ),
        "email_password_mismatch": _("This e-mail address and password do not belong together. Check both."),
        "phone_password_mismatch": _("This mobile number and password do not belong together. Check both."),
        "incorrect_code": _("This code is not the right one. Enter the newest code you received."),
    }

    def save_user(self, request, user, form, commit=True):
        """A new account speaks the language it signed up in."""
        user.language = get_language() or settings.LANGUAGE_CODE
        return super().save_user(request, user, form, commit)

    def pre_login(self, request, user, **kwargs):
        if user.is_system:
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def post_login(self, request, user, **kwargs):
        """Something that must be read first comes before the page one was heading for."""
        if stops := registry.sign_in_stops.panels_for(user):
            kwargs["redirect_url"] = stops[0]
        return super().post_login(request, user, **kwargs)

    def get_login_redirect_url(self, request):
        """Officers go to the back office, helpers to their own space."""
        return resolve_url("wagtailadmin_home" if request.user.works_in_back_office else "/me/")

    def is_reauthentication_required(self, *, app, **kwargs):
        """Who has just signed in and has no second factor yet sets one up without a second password."""
        required = super().is_reauthentication_required(app=app, **kwargs)
        user = self.request.user
        if required and app == "allauth.mfa" and not second_factor.enrolled(user):
            records = get_authentication_records(self.request, user)
            return not records or time.time() - records[-1]["at"] > app_settings.REAUTHENTICATION_TIMEOUT
        return required

    def pre_authenticate(self, request, **credentials):
        """Refuses a locked name before anything is judged, and says so to the audit log."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            locked_out.send(type(self), request=request, credentials=credentials)
            raise

    def _get_login_attempts_cache_key(self, request, **credentials):
        """One counter an account name; allauth's own knows no phone and would lock all phones together."""
        name = credentials.get("email") or credentials.get("phone") or ""
        return blind_index(name, "login-attempts")

    def send_mail(self, template_prefix, email, context):
        """Promised, not sent: no answer waits for a mail server, or tells by its time that it did."""
        facts = {"request": self.request, "email": email, **context}
        mails.promise(self.render_mail(template_prefix, email, facts), template_prefix)

    # Phone numbers: sealed on the account, found by their keyed index.

    def phone_form_field(self, **kwargs):
        return MobileField(**kwargs)

    def get_phone(self, user):
        return (user.phone.reveal(), user.phone_verified) if user.phone else None

    def set_phone(self, user, phone, verified):
        user.phone, user.phone_verified = phone, verified
        user.save(update_fields=["phone", "phone_verified"])

    def set_phone_verified(self, user, phone):
        self.set_phone(user, phone, True)

    def get_user_by_phone(self, phone):
        """The account that has proved to own ``phone``; an unconfirmed number opens nothing."""
        index = blind_index(phone, "phone")
        return get_user_model().objects.filter(phone_index=index, phone_verified=True).first()

    def send_verification_code_sms(self, user, phone, code, **kwargs):
        sms.promise(phone, _("Your Xieshou code is {code}. Do not give it to anyone."), code=code)

    def send_unknown_account_sms(self, phone, **kwargs):
        sms.promise(phone, _("Xieshou has no account with this number. Ignore this if it was not you."))

    def send_account_already_exists_sms(self, phone):
        sms.promise(phone, _("An account with this number already exists at Xieshou. Sign in with it."))
