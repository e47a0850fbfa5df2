"""What all public pages share: a Chinese search text and a short description."""

from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from portal import zh
from portal.actions import refuse_if
from portal.appearance import html_language
from portal.privacy.public_words import as_read
from portal.rules import Violation
from public_site.forms import PublicPageForm
from public_site.passages import passages
from public_site.rules import nothing_personal
from volunteers.models import Subject

from .workflow import PublicPagePermissions


def english_panel(*names: str) -> MultiFieldPanel:
    """The English wording of a page, folded: most pages have none."""
    return MultiFieldPanel(
        list(names),
        heading=_("English wording"),
        help_text=_("For readers who choose English. Where it is empty they read the Chinese."),
        classname="collapsed",
    )


class PublicPage(Page):
    """Not a page type of its own; gives ``search_text`` to the index and ``summary`` to lists."""

    english_title = models.CharField(_("title in English"), max_length=120, blank=True)
    show_in_footer = models.BooleanField(
        _("show in the footer"), default=False, help_text=_("At the foot of every page of the site.")
    )
    menu_title = models.CharField(
        _("words in the menu"),
        max_length=12,
        blank=True,
        help_text=_(
            "A short form of the title, for menu and footer. Where it is empty the title stands there."
        ),
    )
    english_menu_title = models.CharField(_("words in the menu in English"), max_length=40, blank=True)

    show_in_menus_default = False
    base_form_class = PublicPageForm

    promote_panels = [
        *Page.promote_panels[:-1],
        MultiFieldPanel(
            ["show_in_menus", "show_in_footer", "menu_title", "english_menu_title"],
            heading=_("Menu and footer"),
            help_text=_("For pages right below the home page, in the order they have there."),
        ),
    ]

    search_fields = [
        *Page.search_fields,
        index.SearchField("search_text", boost=2),
        index.AutocompleteField("search_text"),
    ]

    class Meta:
        abstract = True

    def permissions_for_user(self, user):
        return PublicPagePermissions(user, self)

    def said(self, name: str) -> str:
        """The field ``name`` in the visitor's language; in Chinese where its English is missing."""
        english = getattr(self, f"english_{name}", "") if html_language() == "en" else ""
        return english or getattr(self, name)

    @property
    def said_title(self) -> str:
        return self.said("title")

    def body_texts(self) -> list[str]:
        """The page's own wording, part by part; every page type adds its fields."""
        return []

    def personal_data(self) -> list[Violation]:
        """Why this page may not be public: an ID number, a mobile number, a subject's code (rule 57)."""
        found = passages(self)
        text = "\n".join(as_read(passage.text) for passage in found)
        return nothing_personal(found, Subject.objects.codes_in(text))

    def save(self, *args, **kwargs):
        """No way leads a page with personal data to the public: neither form, nor schedule, nor command."""
        if self.live and "update_fields" not in kwargs:
            refuse_if(*self.personal_data())
        return super().save(*args, **kwargs)

    def plain_text(self) -> str:
        """The wording without markup, for search results and descriptions."""
        return " ".join(strip_tags(text).strip() for text in self.body_texts() if text)

    def search_text(self) -> str:
        """Title and body as pairs of characters (``portal.zh``)."""
        return zh.column(self.title, self.english_title, self.plain_text())

    @property
    def summary(self) -> str:
        """The editor's description, or the beginning of the text."""
        return self.search_description or self.plain_text()[:120]
