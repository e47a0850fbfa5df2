"""In the back office every session shows a second factor (rule 60), behind a password that is not too old."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from portal import audit
from portal.accounts import second_factor
from portal.middleware.sessions import MUST_RENEW, page_of, send_to, signed_in

OPEN_WITHOUT = ("/accounts/", "/appearance/", "/health/", "/static/")
BACK_OFFICE = "/admin/"


class SecondFactorMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith(OPEN_WITHOUT) or not signed_in(request):
            return self.get_response(request)
        if not request.user.works_in_back_office:
            if request.path.startswith(BACK_OFFICE) and not request.path.startswith("/admin/login/"):
                audit.note_attempt("back_office.entered", None, by=request.user, result=audit.DENIED)
                raise PermissionDenied
        elif not second_factor.passed(request):
            return self._ask(request)
        elif request.session.get(MUST_RENEW):
            messages.warning(request, _("Your password has grown old. Choose a new one to go on."))
            return send_to(request, reverse("account_change_password"))
        return self.get_response(request)

    def _ask(self, request):
        if second_factor.enrolled(request.user):
            messages.info(request, _("Show your second factor first."))
            methods = get_adapter().get_reauthentication_methods(request.user)
            url = next(method["url"] for method in methods if method["id"] != "reauthenticate")
        else:
            url = reverse("second_factor_choice")
        return send_to(request, f"{url}?{urlencode({'next': page_of(request)})}")
