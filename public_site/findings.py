"""What a visitor's words find: pages, the needs board, and the portal's own pages that no editor wrote."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from portal import zh
from public_site.models import ArticlePage
from public_site.models.needs import open_calls, open_needs
from public_site.search import MOST_RUNS, search_pages
from public_site.templatetags.public_site import need_times, need_title, needs_board, public_kind
from volunteers.choices import HelperKind, HelpKind

# Nobody turns the fiftieth page of results; whoever has so many chooses better words.
MOST_FOUND = 500


@dataclass(frozen=True, slots=True)
class Finding:
    """One result: where it leads, the words in which the searched ones are marked, what it is."""

    title: str
    url: str = ""
    text: str = ""
    note: str = ""
    page: Page | None = None


def find(query: str) -> dict[str, list[Finding]]:
    """Findings by kind, ``articles``, ``needs`` and ``pages``: those first whose title has the words."""
    pages = [Finding(page.title, page=page) for page in search_pages(query)[:MOST_FOUND]]
    articles = [finding for finding in pages if finding.page.specific_class is ArticlePage]
    others = [finding for finding in pages if finding.page.specific_class is not ArticlePage]
    kinds = {"articles": articles, "needs": _on_the_board(query), "pages": [*_doors(query), *others]}
    return {kind: by_title(findings, query) for kind, findings in kinds.items()}


def by_title(findings: Iterable[Finding], query: str) -> list[Finding]:
    """Those first whose title has all the words; otherwise in the order in which they came."""
    fragments = zh.fragments(query)
    return sorted(findings, key=lambda finding: not _has(finding.title, fragments))


def _has(text: str, fragments: list[str]) -> bool:
    column = zh.column(text)
    return all(fragment in column for fragment in fragments)


def _doors(query: str) -> list[Finding]:
    fragments = zh.fragments(query)
    doors = [
        Finding(
            _("Sign up to help"),
            reverse("account_signup"),
            _("Volunteers, counsellors, social workers and lawyers sign up and register their certificates."),
        ),
        Finding(
            _("What the money bought"),
            reverse("public_site:open"),
            _("Public figures to download: funds, contracts, hours of service and groups by month and town."),
        ),
        Finding(
            _("Check a certificate of volunteer service"),
            reverse("services:verify"),
            _("By the number printed on it, free and without an account."),
        ),
        Finding(
            _("How personal data are processed"),
            reverse("privacy"),
            _("Privacy: what is collected, who sees it, how long it is kept, and your rights."),
        ),
    ]
    return [door for door in doors if fragments and _has(f"{door.title} {door.text}", fragments)]


def _on_the_board(query: str) -> list[Finding]:
    runs = [run for run, _is_han in zh.runs(query)][:MOST_RUNS]
    board = needs_board()
    if not runs or not board:
        return []
    narrowing = _without_words_for_all(runs)
    calls = _with(narrowing, open_calls(), "title", "text", "area__name")
    needs = _with(narrowing, open_needs(), "public_title", "place")[:MOST_FOUND]
    return [
        *(Finding(call.title, f"{board}calls/{call.pk}/", call.text, call.area.name) for call in calls),
        *(Finding(need_title(need), f"{board}{need.pk}/", need_times(need), need.place) for need in needs),
    ]


def _without_words_for_all(runs: list[str]) -> list[str]:
    """What is left to look for: whoever writes 柳溪镇招募志愿者 means all that is wanted in 柳溪镇."""
    left = " ".join(runs)
    for word in _("volunteers volunteer recruitment join wanted needed positions position").split():
        left = left.replace(word, " ")
    return left.split()


def _with(runs: list[str], wanted: QuerySet, *columns: str) -> QuerySet:
    """Those of ``wanted`` that have every run in one of the columns or of their kinds."""
    for run in runs:
        kinds = Q(helper_kind__in=[kind for kind in HelperKind if run in str(public_kind(kind)).lower()])
        kinds |= Q(help_kind__in=[kind for kind in HelpKind if run in str(kind.label).lower()])
        wanted = wanted.filter(reduce(or_, [Q(**{f"{column}__icontains": run}) for column in columns], kinds))
    return wanted
