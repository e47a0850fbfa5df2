"""allauth's forms with one name field for e-mail and phone, and codes that work once."""

from allauth.account.forms import (
    ConfirmEmailVerificationCodeForm,
    ConfirmLoginCodeForm,
    ConfirmPasswordResetCodeForm,
    LoginForm,
    RequestLoginCodeForm,
    SignupForm,
    VerifyPhoneForm,
)
from allauth.account.internal.flows.login import perform_login
from allauth.account.models import EmailAddress, Login
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.core.validators import MaxLengthValidator, validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts import phones
from portal.models import User
from portal.widgets import DigitsInput


class SignInForm(LoginForm):
    """Name and password; the name is an e-mail address or a phone number."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = phones.SignInName()
        self.fields["remember"].label = _("Stay signed in after closing the browser")
        self.order_fields(["login", "password", "remember"])


class SignUpForm(SignupForm):
    """E-mail and one password. A phone number is added, and confirmed, by whoever is signed in.

    Asking for it here would let a stranger learn whose number is known, by whether an account arises.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("phone", None)
        address = self.fields["email"]
        address.max_length = address.widget.attrs["maxlength"] = User._meta.get_field("email").max_length
        address.validators.append(MaxLengthValidator(address.max_length))
        self.fields["password1"].help_text = _(
            "At least 8 characters; no common word, no mere digits, nothing like your address."
        )

    def try_save(self, request):
        """A new account; or, for an address that has one, an answer that looks and takes the same.

        Whoever repeats their own sign-up before confirming it, by a double click or a day later, goes on
        with the account that is there.
        """
        if not self.account_already_exists:
            try:
                with transaction.atomic():
                    return super().try_save(request)
            except IntegrityError:  # the first of two clicks was quicker
                self.account_already_exists = True
        begun = self._begun_account(self.cleaned_data["password1"])
        if begun is None:
            return super().try_save(request)
        return None, perform_login(request, Login(user=begun, email=begun.email, signup=True))

    def _begun_account(self, password: str) -> User | None:
        """The unconfirmed account of this address, if the password is its own; hashes once either way."""
        address = EmailAddress.objects.filter(email=self.cleaned_data["email"]).first()
        if address is None or address.verified:
            make_password(password)
            return None
        return address.user if address.user.check_password(password) else None


class RequestCodeForm(RequestLoginCodeForm):
    """Where to send a code: one field instead of allauth's two."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields = {"login": phones.SignInName()}

    def clean_login(self):
        """Judge the name by allauth's own checks of its kind, rate limit included."""
        name = self.cleaned_data["login"]
        if "@" in name or "phone" not in settings.ACCOUNT_LOGIN_METHODS:
            validate_email(name)
            self.cleaned_data["email"] = name.lower()
            self.clean_email()
        else:
            phones.check(name)
            self.cleaned_data["phone"] = name
            self.clean_phone()
        return name


def used_code_key(user, code: str) -> str:
    """Where the cache remembers that ``user`` has used ``code``."""
    return f"second-factor-used:{user.pk}:{normalize_user_code(code)}"


class _SixDigits:
    """The number pad for a code that was mailed or texted."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget = DigitsInput(attrs={"autocomplete": "one-time-code"})


class MailedCodeForm(_SixDigits, ConfirmEmailVerificationCodeForm):
    """Confirms an e-mail address."""


class SignInCodeForm(_SixDigits, ConfirmLoginCodeForm):
    """Instead of the password."""


class NewPasswordCodeForm(_SixDigits, ConfirmPasswordResetCodeForm):
    """For a forgotten password."""


class TextedCodeForm(_SixDigits, VerifyPhoneForm):
    """Confirms a phone number."""


class _OnceOnly(_SixDigits):
    """Refuses a code for as long as it would be right.

    allauth remembers a used code for one period, although with tolerance it is right for three.
    """

    def clean_code(self):
        code = super().clean_code()
        lifetime = mfa_settings.TOTP_PERIOD * (2 * mfa_settings.TOTP_TOLERANCE + 1)
        if not cache.add(used_code_key(self.user, code), True, lifetime):
            raise get_mfa_adapter().validation_error("incorrect_code")
        return code


class SecondFactorForm(_OnceOnly, AuthenticateForm):
    """At sign-in."""


class SecondFactorAgainForm(_OnceOnly, ReauthenticateForm):
    """Within a session, before something sensitive."""
