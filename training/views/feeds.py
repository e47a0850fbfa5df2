"""The calendar that a phone subscribes to, and the page on which a person gets or stops its address."""

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.rate_limits import seconds_to_wait
from training import actions, calendars
from training.models import CalendarFeed
from training.tokens import hashed

MOST_AN_HOUR = 60
CALENDAR_TYPE = "text/calendar; charset=utf-8"


@require_safe
def feed(request, token):
    """``/calendar/<token>.ics``: the token is the key, no session is read; an unknown one is not found.

    Every phone and computer of a person asks with the same token; beyond a reasonable number an hour
    it is told to wait.
    """
    known = calendars.find(token)
    if known is None:
        answer = HttpResponse(status=404, content_type="text/plain; charset=utf-8")
        # Django writes the address of every 404 into the log; this address is a secret.
        answer._has_been_logged = True
        return _private(answer)
    wait = seconds_to_wait("calendar", hashed(token), most=MOST_AN_HOUR, window=3600)
    if wait:
        answer = HttpResponse(status=429, content_type="text/plain; charset=utf-8")
        answer["Retry-After"] = str(wait)
        answer._has_been_logged = True
        return _private(answer)
    account_id, mark = known
    unchanged = get_conditional_response(request, etag=mark)
    if unchanged is not None:
        return _private(unchanged)
    answer = HttpResponse(calendars.text_for(account_id), content_type=CALENDAR_TYPE)
    answer["ETag"] = mark
    answer["Content-Disposition"] = 'inline; filename="xieshou.ics"'
    return _private(answer)


def _private(answer):
    answer["Cache-Control"] = "private, no-cache"
    return answer


@login_required
@require_safe
def download(request):
    """The same calendar as a file, for the person who is signed in."""
    answer = HttpResponse(calendars.text_for(request.user.pk), content_type=CALENDAR_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="xieshou.ics"'
    return answer


@login_required
@require_http_methods(["GET", "POST"])
def subscribe(request):
    """Get a new address (shown this once), or stop the present one."""
    if "stop" in request.POST:
        actions.stop_feed(by=request.user)
        messages.success(request, _("The address is stopped. Calendars that still use it get nothing."))
        return redirect("training:subscribe")
    context = {"existing": CalendarFeed.objects.filter(account=request.user).first()}
    if request.method == "POST":
        context |= _shown_once(request, actions.renew_feed(by=request.user))
    return render(request, "training/subscribe.html", context)


def _shown_once(request, token: str) -> dict:
    address = request.build_absolute_uri(reverse("training:feed", args=[token]))
    webcal = "webcal:" + address.partition(":")[2]
    code = segno.make(address, error="m").svg_inline(scale=4, border=2, omitsize=True, lineclass=None)
    return {"address": address, "webcal": webcal, "code": mark_safe(code)}  # noqa: S308
