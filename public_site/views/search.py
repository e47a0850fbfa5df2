"""/search/: everything public that contains the words."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from public_site.findings import Finding, by_title, find
from public_site.search import excerpt, marked

HITS_A_PAGE = 10
LONGEST_QUERY = 60
TABS = {
    "all": _("All results"),
    "articles": _("Articles"),
    "needs": _("Help wanted"),
    "pages": _("Other pages"),
}


def search(request):
    """The form, the counts per kind, and the hits with the words marked."""
    query = request.GET.get("query", "").replace("\0", "").strip()[:LONGEST_QUERY]
    tab = request.GET.get("kind") if request.GET.get("kind") in TABS else "all"
    found = find(query)
    found["all"] = by_title([*found["articles"], *found["pages"]], query) + found["needs"]
    hits = Paginator(found[tab], HITS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "query": query,
        "longest": LONGEST_QUERY,
        "tab": tab,
        "tabs": [(name, label, len(found[name])) for name, label in TABS.items()],
        "count": len(found[tab]),
        "found_any": bool(found["all"]),
        "page_of_hits": hits,
        "hits": _described(hits.object_list, query),
    }
    return render(request, "public_site/search.html", context)


def _described(findings: list[Finding], query: str) -> list[dict]:
    ids = [finding.page.pk for finding in findings if finding.page]
    specific = Page.objects.filter(pk__in=ids).specific().in_bulk()
    return [
        {
            "title": marked(finding.title, query),
            "page": (page := specific[finding.page.pk] if finding.page else None),
            "url": finding.url,
            "note": finding.note,
            "excerpt": excerpt(_text_of(page) if page else finding.text, query),
        }
        for finding in findings
    ]


def _text_of(page) -> str:
    return page.plain_text() if hasattr(page, "plain_text") else ""
