"""Reads the policies at most once a request."""

from portal import policies


class PoliciesMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with policies.remembered():
            return self.get_response(request)
