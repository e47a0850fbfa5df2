"""The links of the masthead and of articles that change how pages look."""

from django.conf import settings
from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.appearance import CARE_COOKIE, SIZE_COOKIE, SIZES, YEAR


@never_cache
@require_safe
def change_appearance(request):
    """Remember 关怀版 (``care``), letter size (``size``) or language (``language``) and go back.

    A link, not a form: it changes a cookie of this browser only, so that public pages need no
    token and can be served finished.
    """
    response = HttpResponseRedirect(_where_to(request))
    if (care := request.GET.get("care")) in ("0", "1"):
        _remember(response, CARE_COOKIE, care)
    if (size := request.GET.get("size")) in SIZES:
        _remember(response, SIZE_COOKIE, size)
    if (language := request.GET.get("language")) in dict(settings.LANGUAGES):
        _remember(response, settings.LANGUAGE_COOKIE_NAME, language)
        _remember_for_account(request, language)
    if response.cookies:
        # Pages that the browser keeps for its Back button bear the old look; let it fetch them anew.
        response["Clear-Site-Data"] = '"cache"'
    return response


def _where_to(request) -> str:
    """The page the link stood on; never another site."""
    target = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe else "/"


def _remember_for_account(request, language):
    """Whoever is signed in gets mail in the language they read; a visitor's session stays untouched."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        request.user.language = language
        request.user.save(update_fields=["language"])


def _remember(response, name, value):
    response.set_cookie(
        name, value, max_age=YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
    )
