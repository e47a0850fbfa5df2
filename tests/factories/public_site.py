"""Public pages for tests: ``HomePageFactory()`` replaces the site's root."""

import factory
from django.conf import settings
from django.utils.text import slugify
from factory.django import DjangoModelFactory
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, Site

from public_site.models import ArticlePage, HomePage, NeedsPage, SectionPage


class PageFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        parent = kwargs.pop("parent")
        parent.refresh_from_db()
        kwargs.setdefault("slug", slugify(kwargs["title"]) or f"p{parent.numchild + 1}")
        return parent.add_child(instance=model_class(**kwargs))


def _root() -> Page:
    """The tree's root, which a test with real transactions takes away."""
    Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    return Page.add_root(title="Root", slug="root")


class HomePageFactory(PageFactory):
    class Meta:
        model = HomePage

    title = "首页"
    slug = "home-test"
    headline = "把愿意帮忙的人，带到需要帮助的人身边。"
    lead = "报名、培训、服务、证明都在这里。"
    parent = factory.LazyFunction(lambda: Page.get_first_root_node() or _root())

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        page = super()._create(model_class, *args, **kwargs)
        Site.objects.update_or_create(
            is_default_site=True, defaults={"hostname": "testserver", "root_page": page}
        )
        return page


class SectionPageFactory(PageFactory):
    class Meta:
        model = SectionPage

    title = "普法课堂"
    slug = "law"
    parent = factory.SubFactory(HomePageFactory)


class NeedsPageFactory(PageFactory):
    class Meta:
        model = NeedsPage

    title = "现在需要"
    slug = "needs"
    parent = factory.SubFactory(HomePageFactory)


class ArticlePageFactory(PageFactory):
    """``text="…"`` fills the body with one paragraph."""

    class Meta:
        model = ArticlePage

    title = factory.Sequence(lambda n: f"文章{n}")
    slug = factory.Sequence(lambda n: f"a{n}")
    publisher = "青禾县司法局"
    parent = factory.SubFactory(SectionPageFactory)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        text = kwargs.pop("text", "正文")
        return super()._create(model_class, *args, body=[("text", f"<p>{text}</p>")], **kwargs)


class ImageFactory(DjangoModelFactory):
    """A picture, by default small and plain."""

    class Meta:
        model = get_image_model()

    title = "冬日走访"
    file = factory.django.ImageField(filename="visit.jpg", width=32, height=24)
