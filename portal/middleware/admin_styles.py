"""The admin's rich text editor writes its own style elements; only there may a page style itself inline.

Scripts stay strict everywhere.
"""

from django.conf import settings
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override


class AdminStylesMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response
        styles = [*settings.SECURE_CSP["style-src"], CSP.UNSAFE_INLINE]
        images = [*settings.SECURE_CSP["img-src"], "data:"]
        policy = {**settings.SECURE_CSP, "style-src": styles, "img-src": images}
        self.inside_the_admin = csp_override(policy)(get_response)

    def __call__(self, request):
        answer = self.inside_the_admin if request.path.startswith("/admin/") else self.get_response
        return answer(request)
