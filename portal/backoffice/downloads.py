"""A file asked for before somebody showed again who they are.

The answer to the password is a page of its own that begins the download: a file alone would leave the
browser on the page that asks for the password.
"""

from django.shortcuts import render
from django.urls import resolve
from django.utils.translation import gettext_lazy as _

DUE = "download_due"
FETCH = "fetch"


def was_kept(request) -> bool:
    """Whether this form was kept while the person showed who they are (``portal.backoffice.proof``)."""
    return request.resolver_match.route != resolve(request.path_info).route


def begin(request, back_url: str, **told):
    """The page on which the download begins by itself; ``due`` gives back what was ``told``, once."""
    query = request.GET.copy()
    query[FETCH] = "1"
    address = f"{request.path}?{query.urlencode()}"
    request.session[DUE] = {"address": address, "told": told}
    context = {"address": address, "back_url": back_url, "page_title": _("The download begins")}
    answer = render(request, "portal/backoffice/download.html", context)
    answer["Refresh"] = f"0; url={address}"
    return answer


def due(request) -> dict | None:
    """What was told about the download that this address fetches; None where none is due."""
    if FETCH not in request.GET:
        return None
    kept = request.session.get(DUE)
    if kept is None or kept["address"] != request.get_full_path():
        return None
    del request.session[DUE]
    return kept["told"]
