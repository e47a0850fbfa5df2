"""How long a session lives: idle time in the back office, twelve hours for everyone."""

import time

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from portal import policies

SIGNED_IN_AT, SEEN_AT = "signed_in_at", "seen_at"
MUST_RENEW = "must_renew"
NOTE_EVERY_SECONDS = 60
# Wagtail's editor asks on its own every few seconds; that is nobody at work.
ASKED_BY_THE_PAGE = "/admin/editing-sessions/"


def signed_in(request) -> bool:
    """Whether somebody is signed in, without opening a session for a visitor who has none."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


def page_of(request) -> str:
    """The page the person was on: the visited one, or the one behind a form or fragment."""
    behind = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    is_visit = request.method == "GET" and not request.headers.get("HX-Request")
    return request.get_full_path() if is_visit else behind


def send_to(request, url: str):
    """Send the browser to ``url``; an htmx request too, instead of swapping a sign-in page into a row."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return redirect(url)


class SessionLimitsMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not signed_in(request):
            return self.get_response(request)
        now = int(time.time())
        if self._over(request, now):
            return self._sign_out(request)
        self._note_presence(request, now)
        return self.get_response(request)

    def _over(self, request, now: int) -> bool:
        session = request.session
        if now - session.get(SIGNED_IN_AT, now) >= settings.SESSION_COOKIE_AGE:
            return True
        idle = now - session.get(SEEN_AT, now)
        if idle < NOTE_EVERY_SECONDS or not request.user.works_in_back_office:
            return False
        return idle >= 60 * policies.value(policies.IDLE_MINUTES, timezone.localdate())

    def _sign_out(self, request):
        here = page_of(request)
        logout(request)
        messages.warning(
            request,
            _("You were away for a while, so you have been signed out. Sign in to go on where you were."),
        )
        return send_to(request, f"{reverse('account_login')}?{urlencode({'next': here})}")

    def _note_presence(self, request, now: int) -> None:
        """Write down at most once a minute that this session is in use."""
        if request.path.startswith(ASKED_BY_THE_PAGE):
            return
        if now - request.session.get(SEEN_AT, 0) >= NOTE_EVERY_SECONDS:
            request.session.setdefault(SIGNED_IN_AT, now)
            request.session[SEEN_AT] = now
            UserSession.objects.create_from_request(request)
