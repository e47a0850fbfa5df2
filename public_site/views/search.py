"""/search/: every public page that contains the words."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from public_site.models import ArticlePage, NeedsPage
from public_site.search import excerpt, marked, search_pages

HITS_A_PAGE = 10
LONGEST_QUERY = 60
TABS = {"all": _("All results"), "articles": _("Articles"), "pages": _("Other pages")}


def _pages_of(tab: str):
    pages = Page.objects.live().public()
    if tab == "articles":
        return pages.type(ArticlePage)
    if tab == "pages":
        return pages.not_type(ArticlePage)
    return pages


def search(request):
    """The form, the counts per kind, and the hits with the words marked."""
    query = request.GET.get("query", "").replace("\0", "").strip()[:LONGEST_QUERY]
    tab = request.GET.get("kind") if request.GET.get("kind") in TABS else "all"
    counts = {name: search_pages(query, _pages_of(name)).count() for name in TABS} if query else {}
    hits = Paginator(search_pages(query, _pages_of(tab)), HITS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "query": query,
        "longest": LONGEST_QUERY,
        "tab": tab,
        "tabs": [(name, label, counts.get(name, 0)) for name, label in TABS.items()],
        "count": counts.get(tab, 0),
        "page_of_hits": hits,
        "hits": _described(hits.object_list, query),
        "needs_board": NeedsPage.objects.live().first(),
    }
    return render(request, "public_site/search.html", context)


def _described(pages, query: str) -> list[dict]:
    ids = [page.pk for page in pages]
    specific = Page.objects.filter(pk__in=ids).specific().in_bulk()
    return [
        {
            "page": page,
            "title": marked(page.title, query),
            "excerpt": excerpt(page.plain_text() if hasattr(page, "plain_text") else "", query),
        }
        for page in (specific[pk] for pk in ids)
    ]
