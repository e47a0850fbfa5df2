"""The second factor: sealed secrets, a picture that our content policy allows, and who may do without."""

import io

import segno
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext, gettext_lazy

from portal.privacy import encryption

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
BOUND_TO = "mfa_authenticator|data"


def enrolled(user) -> bool:
    """Whether ``user`` has an authenticator app or a passkey."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists()


def passed(request) -> bool:
    """Whether this very session has shown a second factor."""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This code is not the right one. Enter the code shown now."),
        "cannot_delete_authenticator": gettext_lazy(
            "Your role needs a second factor. Add another one first, then remove this one."
        ),
    }

    def encrypt(self, text):
        return encryption.seal(text, BOUND_TO)

    def decrypt(self, encrypted_text):
        return encryption.unseal(encrypted_text, BOUND_TO)

    def build_totp_svg(self, url):
        """Inline SVG without a declaration: the page's policy allows no ``data:`` picture."""
        picture = io.BytesIO()
        segno.make(url, error="m").save(
            picture, kind="svg", xmldecl=False, svgclass=None, lineclass=None, omitsize=True
        )
        return picture.getvalue().decode()

    def can_delete_authenticator(self, authenticator):
        """The last factor of somebody who must have one stays."""
        others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS)
        return not authenticator.user.works_in_back_office or others.exclude(pk=authenticator.pk).exists()

    def generate_authenticator_name(self, user, type):
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Passkey {number}").format(number=count + 1)
