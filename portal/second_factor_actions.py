"""For somebody whose phone and recovery codes are both lost: the second factor starts anew."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal import audit, notice_texts
from portal.account_actions import ADMINISTER, end_sessions
from portal.actions import refuse_if, require
from portal.models import User
from portal.notifications import notify
from portal.rules import SAFEGUARD, Violation

notice_texts.register(
    "account.second_factor_reset",
    _("Your second sign-in step was reset"),
    _("At your next sign-in you set up a new one. If you did not ask for this, call whoever runs the site."),
)


def not_ones_own(account: User, by: User) -> Violation | None:
    """A stolen session must not free itself from the second factor."""
    if account.pk != by.pk:
        return None
    message = _("You cannot reset your own second step. Ask another administrator.")
    return Violation("second_factor.own", message, SAFEGUARD)


def reason_is_given(reason: str) -> Violation | None:
    """The books say how the person was recognised."""
    if reason.strip():
        return None
    message = _("Say how you made sure who is asking.")
    return Violation("second_factor.needs_reason", message, SAFEGUARD, field="reason")


@transaction.atomic
def reset_second_factor(account: User, *, reason: str, by: User) -> User:
    """Remove every factor of ``account`` and end its sessions; the next sign-in sets up a new one.

    Raises ``PermissionDenied`` for anyone but an administrator, and ``Refused`` for one's own account
    or without a reason.
    """
    account = User.objects.select_for_update().get(pk=account.pk)
    require(by, ADMINISTER, account)
    refuse_if(not_ones_own(account, by), reason_is_given(reason), about=account, by=by)
    return start_anew(account, reason=reason, by=by)


def start_anew(account: User, *, reason: str, by: User) -> User:
    """The change itself, shared with the operator's command."""
    Authenticator.objects.filter(user=account).delete()
    end_sessions(account)
    audit.record("account.second_factor_reset", account, by=by, reason=reason.strip())
    notify([account], "account.second_factor_reset", about=account)
    return account
