"""Moved pages are looked for among public addresses; in the back office and one's own space none moves."""

from wagtail.contrib.redirects.middleware import RedirectMiddleware

from portal.middleware.no_store import PERSONAL


class PublicRedirectMiddleware(RedirectMiddleware):
    """Wagtail's, without two queries for each address that a person may not see.

    An editor's redirect cannot lead from a page of one's own to somewhere else either.
    """

    def process_response(self, request, response):
        if request.path.startswith(PERSONAL):
            return response
        return super().process_response(request, response)
