"""allauth's forms with one name field for e-mail and phone, and codes that work once."""

from allauth.account.forms import LoginForm, RequestLoginCodeForm, SignupForm
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.conf import settings
from django.core.cache import cache
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from portal.accounts import phones
from portal.widgets import DigitsInput


class SignInForm(LoginForm):
    """Name and password; the name is an e-mail address or a phone number."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = phones.SignInName()
        self.fields["remember"].label = _("Stay signed in after closing the browser")
        self.order_fields(["login", "password", "remember"])


class SignUpForm(SignupForm):
    """E-mail, a phone number if wanted, one password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = _(
            "At least 8 characters; no common word, no mere digits, nothing like your address."
        )
        if "phone" in self.fields:
            self.fields["phone"].label = _("Mobile number")
            self.fields["phone"].help_text = _("A second way to sign in. We confirm it by a text message.")


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


class _OnceOnly:
    """Refuses a code for as long as it would be right.

    allauth remembers a used code for one period, although with tolerance it is right for three.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget = DigitsInput(attrs={"autocomplete": "one-time-code"})

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
