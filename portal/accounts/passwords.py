"""Passwords of the back office grow old, and nobody goes back to one of the last five (rule 59)."""

from datetime import timedelta

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import policies
from portal.models import PastPassword
from portal.models.passwords import KEPT


class NotOneOfTheLast:
    """A password validator that remembers."""

    def validate(self, password, user=None):
        if user is None or user.pk is None:
            return
        recent = PastPassword.objects.filter(account=user)[:KEPT]
        if any(check_password(password, past.password) for past in recent):
            message = _("This is one of your last %(number)d passwords. Choose another one.")
            raise ValidationError(message % {"number": KEPT}, code="password_used_before")

    def password_changed(self, password, user=None):
        """Keep the new hash and forget those older than the last five."""
        PastPassword.objects.create(account=user, password=user.password)
        kept = PastPassword.objects.filter(account=user).values_list("pk", flat=True)[:KEPT]
        PastPassword.objects.filter(account=user).exclude(pk__in=list(kept)).delete()

    def get_help_text(self):
        return _("Not one of your last %(number)d passwords.") % {"number": KEPT}


def is_old(user) -> bool:
    """Whether ``user`` works in the back office with a password older than the policy allows."""
    days = policies.value(policies.PASSWORD_DAYS, timezone.localdate())
    if not days or not user.works_in_back_office or not user.has_usable_password():
        return False
    newest = PastPassword.objects.filter(account=user).first()
    return newest is not None and timezone.now() - newest.set_at >= timedelta(days=days)
