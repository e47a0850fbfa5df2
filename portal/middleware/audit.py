"""Gives each request an id, and writes denied and refused attempts after the response is made."""

import uuid

from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied

from portal import audit


def client_address(request) -> str | None:
    """The visitor's address as the limits count it; a forwarded one counts only behind configured proxies.

    The nearest machine's where fewer proxies forwarded than configured, ``None`` where nobody can read it.
    """
    try:
        return get_adapter().get_client_ip(request)
    except ImproperlyConfigured:  # who asks from inside, as a health check does, came past the proxies
        return request.META.get("REMOTE_ADDR") or None
    except PermissionDenied:
        return None


class AuditMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = uuid.uuid4().hex
        with audit.noting(client_address(request), request.id):
            return self.get_response(request)
