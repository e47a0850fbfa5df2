"""What search engines are told: the addresses worth finding, and those that are not."""

from django.contrib.sitemaps import Sitemap
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import Sitemap as PageSitemap

PERSONAL = ("/accounts/", "/admin/", "/appearance/", "/me/", "/search/")


class OwnPages(Sitemap):
    """Public addresses that no editor wrote."""

    def items(self):
        return ["public_site:open", "public_site:open_dictionary", "services:verify", "privacy"]

    def location(self, name: str) -> str:
        return reverse(name)


SITEMAPS = {"pages": PageSitemap, "own": OwnPages}


@require_safe
def robots(request) -> HttpResponse:
    """/robots.txt: nothing personal, and the same page in another dress only once."""
    closed = [f"Disallow: {address}" for address in PERSONAL]
    sitemap = f"Sitemap: {request.build_absolute_uri(reverse('public_site:sitemap'))}"
    return HttpResponse("\n".join(["User-agent: *", *closed, "", sitemap, ""]), content_type="text/plain")
