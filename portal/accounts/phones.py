"""Phone numbers as people type them, and as we store them: ``+86`` and eleven digits."""

import re

from allauth.account.fields import PhoneField
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal import phones
from portal.widgets import DigitsInput

MAINLAND_LENGTH = 11


def normalise(text: str) -> str:
    """A mainland number in any writing reads ``+8613800138000``; another keeps its own country."""
    mobile = phones.parse(text)
    if mobile:
        return f"+86{mobile}"
    number = phones.normalise(text)
    return f"+{number[2:]}" if number.startswith("00") else number


def check(number: str) -> None:
    """Raise a ``ValidationError`` that says what is missing from a normalised number."""
    if re.fullmatch(r"\+861[3-9]\d{9}|\+(?!86)[1-9]\d{6,14}", number):
        return
    missing = MAINLAND_LENGTH - len(number)
    if number.isdecimal() and number.startswith("1") and 0 < missing < MAINLAND_LENGTH - 1:
        raise ValidationError(
            ngettext(
                "The mobile number is %(missing)d digit short. Enter all 11 digits.",
                "The mobile number is %(missing)d digits short. Enter all 11 digits.",
                missing,
            )
            % {"missing": missing}
        )
    raise ValidationError(
        _("Enter an 11-digit mobile number, or a number that starts with + and its country.")
    )


def local(number: str) -> str:
    """The stored number as it is read in the mainland: without ``+86``."""
    return number.removeprefix("+86")


class MobileField(PhoneField):
    """A phone field that takes a number as it is written on paper."""

    def __init__(self, **kwargs):
        kwargs["validators"] = [check]
        kwargs.setdefault("widget", DigitsInput(attrs={"type": "tel", "autocomplete": "tel"}))
        super().__init__(**kwargs)

    def to_python(self, value):
        return normalise(super().to_python(value))


class SignInName(forms.CharField):
    """An e-mail address or a phone number, whichever the person remembers."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("E-mail or mobile number"))
        kwargs.setdefault("max_length", 254)
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"})
        )
        super().__init__(**kwargs)

    def to_python(self, value):
        text = super().to_python(value)
        return text if "@" in text else normalise(text)
