"""Before an act that cannot be taken back, the session must have shown within ten minutes who sits before it.

A view asks on its page and again when the form comes in; what was typed meanwhile is kept and done
once the person is known again.
"""

import time
from datetime import timedelta

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.httpkit import serialize_request
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.urls import reverse
from django.utils.http import urlencode

from portal.middleware.sessions import send_to

LASTS = timedelta(minutes=10)


def is_recent(request) -> bool:
    """Whether this session showed a password, a code or a passkey within the last ten minutes."""
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < LASTS.total_seconds()


def require_recent(request, then: str = "") -> None:
    """Send the person to show again who they are, unless that was just done, and back here or to ``then``.

    allauth resumes a kept form only at the address it was sent to, so that an abandoned one is never
    done in passing; opening a page forgets it.
    """
    if is_recent(request):
        return
    request.session.pop(STATE_SESSION_KEY, None)
    here = then or request.get_full_path()
    if request.method == "POST":
        request.session[STATE_SESSION_KEY] = {"request": serialize_request(request)}
        here = request.path  # the kept form carries its own query
    address = f"{reverse('account_reauthenticate')}?{urlencode({REDIRECT_FIELD_NAME: here})}"
    raise ImmediateHttpResponse(send_to(request, address))
