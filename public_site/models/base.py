"""What all public pages share: a Chinese search text and a short description."""

from django.utils.html import strip_tags
from wagtail.models import Page
from wagtail.search import index

from portal import zh


class PublicPage(Page):
    """Not a page type of its own; gives ``search_text`` to the index and ``summary`` to lists."""

    show_in_menus_default = False

    search_fields = [
        *Page.search_fields,
        index.SearchField("search_text", boost=2),
        index.AutocompleteField("search_text"),
    ]

    class Meta:
        abstract = True

    def body_texts(self) -> list[str]:
        """The page's own wording, part by part; every page type adds its fields."""
        return []

    def plain_text(self) -> str:
        """The wording without markup, for search results and descriptions."""
        return " ".join(strip_tags(text).strip() for text in self.body_texts() if text)

    def search_text(self) -> str:
        """Title and body as pairs of characters (``portal.zh``)."""
        return zh.column(self.title, self.plain_text())

    @property
    def summary(self) -> str:
        """The editor's description, or the beginning of the text."""
        return self.search_description or self.plain_text()[:120]
