"""Gives each request an id, and writes denied and refused attempts after the response is made."""

import uuid

from django.conf import settings

from portal import audit


def client_address(request) -> str | None:
    """The visitor's address; a forwarded header counts only behind the configured proxies."""
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    forwarded = [
        part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()
    ]
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies]
    return request.META.get("REMOTE_ADDR") or None


class AuditMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = uuid.uuid4().hex
        facts = audit.begin(client_address(request), request.id)
        try:
            response = self.get_response(request)
            if facts.attempts:
                audit.write_attempts(facts)
            return response
        finally:
            audit.end()
