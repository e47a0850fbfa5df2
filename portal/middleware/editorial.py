"""Officers never meet Wagtail's editorial side; nobody meets what our own screens replace.

Many of Wagtail's side views (page search, choosers, tag completion, the API, reports) ask for no
more than the right to enter the admin. Here each of its views is either part of the house, checks
a model permission of its own, is closed, or else asks for a permission on pages.
"""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from wagtail.admin.auth import user_has_any_page_permission

from portal import audit
from portal.actions import Refused

HOUSE = {
    "wagtailadmin_home",
    "wagtailadmin_account",
    "wagtailadmin_logout",
    "wagtailadmin_dismissibles",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_login",
}
# These ask for a permission on their model, which no officer holds.
WITH_OWN_PERMISSION = {
    "wagtailredirects",
    "wagtailsettings",
    "wagtailsites",
}
# Accounts, roles and the record of changes have screens of our own; these know no areas.
CLOSED = {
    "wagtailadmin_error_test",
    "wagtailadmin_reports:site_history",
    "wagtailadmin_reports:site_history_results",
    "wagtailusers_groups",
    "wagtailusers_users",
}


class EditorialMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        """Wagtail's views know no ``Refused``; a reviewer reads why the page cannot be passed."""
        if not isinstance(exception, Refused) or not _is_wagtails_own(request, request.resolver_match.func):
            return None
        for violation in exception.violations:
            messages.error(request, str(violation))
        page = request.resolver_match.kwargs.get("page_id")
        return redirect("wagtailadmin_pages:edit", page) if page else redirect("wagtailadmin_home")

    def process_view(self, request, view, args, kwargs):
        if not _is_wagtails_own(request, view):
            return
        name = request.resolver_match.view_name
        names = {name, name.partition(":")[0]}
        if names & HOUSE or names & WITH_OWN_PERMISSION:
            return
        about_accounts = name == "wagtail_bulk_action" and kwargs.get("app_label") == "portal"
        if names & CLOSED or about_accounts:
            raise Http404
        if request.user.is_authenticated and not user_has_any_page_permission(request.user):
            audit.note_attempt("page.view", None, by=request.user, result=audit.DENIED)
            raise Http404


def _is_wagtails_own(request, view) -> bool:
    inside = request.path.startswith("/admin/") and not getattr(view, "is_guarded", False)
    return inside and view.__module__.startswith("wagtail.") and bool(request.resolver_match.view_name)
