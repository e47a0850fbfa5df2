"""The demo county's public pages."""

from datetime import datetime, time, timedelta

from django.utils import timezone
from wagtail.models import Page, Site

from portal.demo import Demo
from public_site.demo_texts import ARTICLES, PLAIN_PAGES
from public_site.models import ArticlePage, HomePage, NeedsPage, SectionPage, TextPage

OPENED_DAYS_AGO = 120
NINE = time(9, 0)


def load(demo: Demo) -> None:
    """A home page with its sections, articles, needs board and plain pages; it becomes the site's root."""
    if not demo.place.is_story:
        return
    root = Page.get_first_root_node()
    for placeholder in root.get_children():
        placeholder.delete()
    root.refresh_from_db()
    home = _home(root)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": 8000, "root_page": home, "site_name": "携手"},
    )
    home.add_child(instance=_needs_board())
    law = home.add_child(instance=_law_section())
    _articles(law, demo)
    for title, english, slug, body in PLAIN_PAGES:
        page = TextPage(title=title, english_title=english, slug=slug, body=body, show_in_footer=True)
        home.add_child(instance=page)
    _publication_dates(demo)
    demo.made["home"] = home


def _needs_board() -> NeedsPage:
    return NeedsPage(
        title="现在需要",
        slug="needs",
        show_in_menus=True,
        menu_title="招募",
        english_menu_title="Join in",
        intro="来自各司法所正在组建的矫正小组，只写服务内容和所在镇街。",
        english_title="Needed now",
        english_intro="From supervision groups that judicial offices are forming now:"
        " the service and the town, never a person.",
    )


def _law_section() -> SectionPage:
    return SectionPage(
        title="普法课堂",
        slug="law",
        show_in_menus=True,
        menu_title="普法",
        english_menu_title="The law",
        intro="读懂社区矫正：法律怎么规定，您可以怎样参与。",
        english_title="Understanding the law",
        english_intro="What the law says about community corrections, and how you can take part.",
    )


def _home(root: Page) -> HomePage:
    return root.add_child(
        instance=HomePage(
            title="首页",
            slug="home",
            headline="把愿意帮忙的人，带到需要帮助的人身边。",
            lead="携手是青禾县社会力量参与社区矫正的统一入口：报名、培训、服务、证明都在这里，"
            "每一笔经费换来多少服务也在这里公开。",
            english_title="Home",
            english_headline="Bringing those who want to help to those who need it.",
            english_lead="Everyone who helps in community corrections in Qinghe County begins here: sign up, "
            "train, serve and get your certificate. Here, too, all can see what service the money bought.",
            search_description="青禾县社区矫正社会力量协同平台",
        )
    )


def _publication_dates(demo: Demo) -> None:
    """Articles went online on their day, in the morning; all else when the site was opened."""
    opened = demo.today - timedelta(days=OPENED_DAYS_AGO)
    online = {page.pk: page.published_on for page in ArticlePage.objects.all()}
    for page in Page.objects.filter(depth__gt=1):
        day = datetime.combine(online.get(page.pk, opened), NINE)
        page.first_published_at = page.last_published_at = timezone.make_aware(day)
        page.save(update_fields=["first_published_at", "last_published_at"])


def _articles(section: SectionPage, demo: Demo) -> None:
    for number, (title, kind, days_ago, body) in enumerate(ARTICLES, start=1):
        section.add_child(
            instance=ArticlePage(
                title=title,
                slug=f"a{number:03}",
                kind=kind,
                published_on=demo.today - timedelta(days=days_ago),
                publisher="青禾县司法局",
                source="本平台",
                index_number=f"QH-PF-{demo.today.year}-{number:03}",
                responsible_editor="青禾县司法局普法与依法治理股",
                body=body,
            )
        )
