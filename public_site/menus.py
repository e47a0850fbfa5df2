"""What editors put into the menu and the footer of the public site, and where its fixed pages lie.

Read once for each edition of the site (``portal.site_version``); nobody's addresses are built in.
"""

from dataclasses import dataclass

from django.core.cache import cache
from wagtail.models import Site

from portal import registry, site_version
from portal.appearance import html_language
from public_site.models import NeedsPage, SectionPage

KEPT_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Entry:
    """One page in a menu, in both languages; the English may be missing."""

    url: str
    chinese: str
    english: str

    def link(self) -> registry.SiteLink:
        """As the present visitor reads it."""
        said = self.english if html_language() == "en" and self.english else self.chinese
        return registry.SiteLink(self.url, said)


@dataclass(frozen=True, slots=True)
class Places:
    """The entries of menu and footer, and the addresses of the needs board and of the articles."""

    menu: tuple[Entry, ...] = ()
    footer: tuple[Entry, ...] = ()
    needs: str = ""
    articles: str = ""


def places() -> Places:
    """Of the present edition of the site; in one cache entry for all processes."""
    return cache.get_or_set(f"site_places:{site_version.current()}", _read, KEPT_SECONDS)


@registry.site_links.register
def links(place: str) -> list[registry.SiteLink]:
    """The pages in the ``menu`` or in the ``footer``, in the order of the page tree."""
    return [entry.link() for entry in getattr(places(), place)]


def _read() -> Places:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return Places()
    pages = list(site.root_page.get_children().live().public().specific())
    return Places(
        menu=_entries(page for page in pages if page.show_in_menus),
        footer=_entries(page for page in pages if getattr(page, "show_in_footer", False)),
        needs=_address_of_first(NeedsPage, pages),
        articles=_address_of_first(SectionPage, pages),
    )


def _entries(pages) -> tuple[Entry, ...]:
    return tuple(
        Entry(page.get_url(), page.menu_title or page.title, page.english_menu_title or page.english_title)
        for page in pages
    )


def _address_of_first(kind: type, pages) -> str:
    return next((page.get_url() for page in pages if isinstance(page, kind)), "")
