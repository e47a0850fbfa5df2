"""The site for the load tool, with one bare view more: the bytes of the home page, kept by nobody."""

from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path

from tests.benchmarks.under_load import BARE

application = get_wsgi_application()

from portal import urls  # noqa: E402 - the apps stand now


def bare(_request) -> HttpResponse:
    """As little work as a view can do; ``no-store`` lets the shelf of finished pages pass it by."""
    return HttpResponse(PAGE, headers={"Cache-Control": "no-store"})


urls.urlpatterns.insert(0, path(BARE.removeprefix("/"), bare))
PAGE = application.get_response(RequestFactory().get("/", SERVER_NAME="127.0.0.1")).content
