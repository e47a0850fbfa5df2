"""The home page: one sentence, what is needed now, three ways in, four figures, the newest articles."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from portal.appearance import html_language
from public_site import figures

from .articles import newest_articles
from .base import PublicPage, english_panel
from .needs import open_calls, open_needs

NEEDS_ON_HOME = 4
CALLS_ON_HOME = 2
ARTICLES_ON_HOME = 4


class HomePage(PublicPage):
    promote_panels = Page.promote_panels[:-1]

    headline = models.CharField(
        _("headline"),
        max_length=60,
        help_text=_("One sentence; a comma marks where the line may break."),
    )
    lead = models.CharField(_("lead"), max_length=160)

    english_headline = models.CharField(_("headline in English"), max_length=120, blank=True)
    english_lead = models.CharField(_("lead in English"), max_length=320, blank=True)

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["public_site.SectionPage", "public_site.NeedsPage", "public_site.TextPage"]
    max_count = 1

    content_panels = [
        *PublicPage.content_panels,
        "headline",
        "lead",
        english_panel("english_title", "english_headline", "english_lead"),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def body_texts(self) -> list[str]:
        return [self.headline, self.lead]

    @property
    def summary(self) -> str:
        """What search engines quote: English readers find the English lead."""
        return self.english_lead if self.english_lead and html_language() == "en" else super().summary

    @property
    def headline_phrases(self) -> list[str]:
        """The headline cut after each comma, so that a line never breaks inside a word."""
        headline = self.said("headline")
        first, comma, rest = headline.partition("，")
        return [first + comma, rest] if rest else [headline]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        needs = open_needs()
        calls = list(open_calls())
        context["calls"] = calls[:CALLS_ON_HOME]
        context["needs"] = needs[: NEEDS_ON_HOME - len(context["calls"])]
        context["needs_count"] = needs.count() + len(calls)
        context["headlines"] = figures.headlines()
        context["articles"] = newest_articles()[:ARTICLES_ON_HOME]
        return context
