"""A long page of people in parts: each says how many it holds, shows the first, and opens whole, in pages."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator

SHOWN = 10  # of each part, while it is not opened
A_PAGE = 50


@dataclass(frozen=True)
class Part:
    """``people`` of ``total``; ``page`` only where the reader opened this part."""

    key: str
    people: list
    total: int
    page: Page | None = None
    title: str = ""
    source: str = ""

    @property
    def is_cut(self) -> bool:
        """Whether the rest is behind a link."""
        return self.page is None and self.total > len(self.people)


def part(key: str, people: list, query, **words) -> Part:
    """The first of ``people``; or, where ``query`` names this part as ``list``, the ``page`` asked for."""
    if query.get("list") == key:
        page = Paginator(people, A_PAGE).get_page(query.get("page"))
        return Part(key, list(page.object_list), len(people), page, **words)
    return Part(key, people[:SHOWN], len(people), **words)
