"""What the helper's screens share: whose page it is, and only own appointments."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from training.models import Booking
from volunteers.models import Helper


def helper_page(view):
    """``view(request, helper, …)`` for the helper who is signed in; others begin with their profile."""

    @login_required
    @wraps(view)
    def page(request, *args, **kwargs):
        helper = Helper.objects.filter(account=request.user).first()
        if helper is None:
            messages.info(request, _("Fill in your profile first; this page fills up after that."))
            return redirect("/me/profile/")
        return view(request, helper, *args, **kwargs)

    return page


def own_booking(helper: Helper, session_id: int, *, serving: bool = False) -> Booking:
    """The helper's part in a session; somebody else's session answers like a missing one.

    ``serving``: only sessions the helper holds, not the courses they attend, which count no hours.
    """
    booking = Booking.objects.for_display().filter(helper=helper, session=session_id).first()
    if booking is None or (serving and booking.learns):
        raise Http404
    booking.helper = helper
    return booking
