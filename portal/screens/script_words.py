"""What the admin's scripts say: our Chinese fills what Wagtail's own leaves in English."""

from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response

catalogue = JavaScriptCatalog.as_view(packages=["portal", "wagtail.admin"])


def script_words(request):
    """Stands before Wagtail's own view in ``portal.urls``, in the language the person chose."""
    return get_localized_response(catalogue, request)
