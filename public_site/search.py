"""Searching public pages in Chinese: every word is found wherever it stands."""

import re
from functools import reduce
from operator import and_

from django.db.models import QuerySet
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page
from wagtail.search.query import Phrase

from portal import zh

MOST_RUNS = 6
EXCERPT_BEFORE, EXCERPT_AFTER = 24, 72


def search_pages(query: str, pages: QuerySet | None = None):
    """Public pages that contain every run of ``query``; a single Han character finds titles that begin so."""
    pages = Page.objects.live().public() if pages is None else pages
    phrases = [fragment.strip() for fragment in zh.fragments(query)][:MOST_RUNS]
    if not phrases:
        return pages.none()
    if len(phrases) == 1 and len(phrases[0]) == 1:
        return pages.autocomplete(phrases[0])
    return pages.search(reduce(and_, [Phrase(phrase) for phrase in phrases]))


def _pattern(query: str) -> re.Pattern | None:
    words = [re.escape(word) for word in re.findall(r"\w+", query)]
    return re.compile("|".join(words), re.IGNORECASE) if words else None


def marked(text: str, query: str) -> SafeString:
    """``text`` with the searched words marked, safe as HTML."""
    pattern = _pattern(query)
    if pattern is None:
        return escape(text)
    pieces, last = [], 0
    for match in pattern.finditer(text):
        pieces += [escape(text[last : match.start()]), f"<mark>{escape(match[0])}</mark>"]
        last = match.end()
    return mark_safe("".join([*pieces, escape(text[last:])]))  # noqa: S308, every piece is escaped


def excerpt(text: str, query: str) -> SafeString:
    """The surroundings of the first place where the words stand, marked."""
    pattern = _pattern(query)
    match = pattern.search(text) if pattern else None
    start = max(0, match.start() - EXCERPT_BEFORE) if match else 0
    piece = text[start : (match.end() if match else 0) + EXCERPT_AFTER]
    before, after = "…" if start else "", "…" if start + len(piece) < len(text) else ""
    return mark_safe(f"{before}{marked(piece, query)}{after}")  # noqa: S308, marked() escapes
