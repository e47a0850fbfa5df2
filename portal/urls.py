"""Every address of the site; each app lists its own."""

from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from portal.screens.own_account import OwnAccountView
from portal.screens.script_words import script_words

urlpatterns = [
    path("accounts/", include("portal.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    # Wagtail's own sign-in would pass by allauth's second factor and rate limits.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/password_reset/", RedirectView.as_view(pattern_name="account_reset_password")),
    path("_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/account/", require_admin_access(OwnAccountView.as_view()), name="wagtailadmin_account"),
    path("admin/jsi18n/", require_admin_access(script_words), name="wagtailadmin_javascript_catalog"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("portal.site_urls")),
    path("", include("volunteers.urls")),
    path("", include("training.urls")),
    path("", include("services.urls")),
    path("", include("public_site.urls")),
    path("", include(wagtail_urls)),
]
