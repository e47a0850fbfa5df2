"""A personal value that no key opens: a page that says so, with a number for the operator, not a crash."""

import logging

from django.shortcuts import render

from portal.privacy.encryption import UnreadableValue

log = logging.getLogger("xieshou.privacy")


class UnreadableValueMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, UnreadableValue):
            return None
        log.error("%s (request %s)", exception, request.id)
        return render(request, "portal/unreadable.html", status=503)
