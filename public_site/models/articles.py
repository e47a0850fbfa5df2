"""Articles as an authority publishes them, the sections that gather them, and plain pages."""

from django.core.paginator import Paginator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField

from public_site.blocks import BodyBlock

from .base import PublicPage, english_panel
from .needs import open_calls, open_needs

ARTICLES_A_PAGE = 20


class ArticleKind(models.TextChoices):
    LAW = "law", _("Legal education")
    NOTICE = "notice", _("Public notice")
    STORY = "story", _("Helpers' stories")
    DOCUMENT = "document", _("Rules and documents")


class BodyPage(PublicPage):
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("text"))

    content_panels = [*PublicPage.content_panels, FieldPanel("body"), english_panel("english_title")]

    class Meta:
        abstract = True

    def body_texts(self) -> list[str]:
        return [str(block.render()) for block in self.body]


class TextPage(BodyPage):
    """A plain page: contact, accessibility statement, how to take part."""

    parent_page_types = ["public_site.HomePage", "public_site.SectionPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")


class ArticlePage(BodyPage):
    """One article with the particulars that an official document carries."""

    kind = models.CharField(_("kind"), max_length=10, choices=ArticleKind, default=ArticleKind.LAW)
    published_on = models.DateField(_("date of publication"), default=timezone.localdate)
    publisher = models.CharField(_("published by"), max_length=60)
    source = models.CharField(_("source"), max_length=60, blank=True)
    index_number = models.CharField(_("index number"), max_length=40, blank=True)
    document_number = models.CharField(_("document number"), max_length=40, blank=True)
    responsible_editor = models.CharField(_("responsible editor"), max_length=60, blank=True)

    parent_page_types = ["public_site.SectionPage"]
    subpage_types: list[str] = []

    content_panels = [
        *PublicPage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel(["kind", "published_on"]),
                FieldRowPanel(["publisher", "source"]),
                FieldRowPanel(["index_number", "document_number"]),
                "responsible_editor",
            ],
            heading=_("Particulars"),
        ),
        FieldPanel("body"),
        english_panel("english_title"),
    ]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["section"] = self.get_parent()
        context["call"] = open_calls().first()
        context["need"] = open_needs().first()
        return context


def newest_articles():
    """Public articles, newest first, in a total order."""
    return ArticlePage.objects.live().public().order_by("-published_on", "-pk")


class SectionPage(PublicPage):
    """A section of the site: its articles, newest first."""

    intro = models.CharField(_("introduction"), max_length=200, blank=True)
    english_intro = models.CharField(_("introduction in English"), max_length=400, blank=True)

    parent_page_types = ["public_site.HomePage"]
    subpage_types = ["public_site.ArticlePage", "public_site.TextPage"]

    content_panels = [*PublicPage.content_panels, "intro", english_panel("english_title", "english_intro")]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def body_texts(self) -> list[str]:
        return [self.intro]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        articles = (
            newest_articles()
            .child_of(self)
            .only("title", "english_title", "url_path", "published_on", "kind", "slug")
        )
        context["page_of_articles"] = Paginator(articles, ARTICLES_A_PAGE).get_page(request.GET.get("page"))
        context["plain_pages"] = TextPage.objects.live().public().child_of(self).in_menu()
        return context
