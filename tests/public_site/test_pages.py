"""What the public reads, and that it costs the same however much there is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.documents import get_document_model

from public_site.blocks import FileBlock
from tests.factories.groups import PositionFactory, RecruitmentCallFactory, leading_officer
from tests.factories.portal import AreaFactory
from tests.factories.public_site import (
    ArticlePageFactory,
    HomePageFactory,
    NeedsPageFactory,
    SectionPageFactory,
)
from tests.factories.volunteers import HelperFactory
from volunteers.actions import vetting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_kept_pages(settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "public_pages" not in name]


def queries_of(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.fixture
def home():
    return HomePageFactory()


@pytest.fixture
def section(home):
    return SectionPageFactory(parent=home)


def test_the_home_page_shows_the_newest_articles(client, section):
    ArticlePageFactory(parent=section, title="读懂第二十五条")

    assert "读懂第二十五条" in client.get("/").content.decode()


def test_a_section_lists_its_articles_newest_first(client, section):
    ArticlePageFactory(parent=section, title="旧文", published_on="2026-01-01")
    ArticlePageFactory(parent=section, title="新文", published_on="2026-02-01")

    page = client.get("/law/").content.decode()

    assert page.index("新文") < page.index("旧文")


def test_an_article_carries_its_official_particulars(client, section):
    ArticlePageFactory(
        parent=section, slug="x", index_number="QH-PF-2026-041", document_number="青司〔2026〕1号"
    )

    page = client.get("/law/x/").content.decode()

    assert "索引号： QH-PF-2026-041" in page
    assert "文号： 青司〔2026〕1号" in page


def test_an_empty_section_says_what_will_appear(client, section):
    assert "这里还没有文章" in client.get("/law/").content.decode()


def test_an_empty_needs_board_says_what_to_do(client, home):
    NeedsPageFactory(parent=home)

    assert "目前没有空缺岗位" in client.get("/needs/").content.decode()


def test_an_unknown_need_is_not_found(client, home):
    NeedsPageFactory(parent=home)

    assert client.get("/needs/999/").status_code == 404


def test_public_pages_ask_no_more_for_more_articles(client, section):
    ArticlePageFactory(parent=section, slug="first")
    few = {address: queries_of(client, address) for address in ("/", "/law/", "/law/first/")}

    for _number in range(15):
        ArticlePageFactory(parent=section)

    assert {address: queries_of(client, address) for address in few} == few
    assert few["/law/first/"] <= 15
    assert max(few.values()) <= 20


def test_the_feed_lists_articles(client, section):
    ArticlePageFactory(parent=section, title="读懂第二十五条")

    answer = client.get("/feed/")

    assert answer["Content-Type"].startswith("application/atom+xml")
    assert "读懂第二十五条" in answer.content.decode()


def test_the_sitemap_lists_articles(client, section):
    ArticlePageFactory(parent=section, slug="x")

    assert "/law/x/" in client.get("/sitemap.xml").content.decode()


@pytest.mark.usefixtures("section")
def test_it_lists_the_portals_own_pages_too(client):
    listed = client.get("/sitemap.xml").text

    assert [
        address for address in ("/open/", "/verify/", "/privacy/") if f"{address}</loc>" not in listed
    ] == []


def test_robots_are_kept_from_what_is_personal_and_led_to_the_sitemap(client):
    answer = client.get("/robots.txt")

    assert answer["Content-Type"] == "text/plain"
    assert "Disallow: /me/" in answer.text
    assert "Sitemap: http://testserver/sitemap.xml" in answer.text


class TestRecruitmentCalls:
    @pytest.fixture
    def board(self, home):
        return NeedsPageFactory(parent=home)

    def test_a_call_stands_on_board_home_and_articles_and_has_a_page(self, client, board, section):
        call = RecruitmentCallFactory(title="招募志愿者：走访")
        ArticlePageFactory(parent=section, slug="x")

        for address in ("/", "/needs/", "/law/x/"):
            page = client.get(address).text
            assert "招募志愿者：走访" in page, address
            assert f"/needs/calls/{call.pk}/" in page, address
        assert call.risk_text in client.get(f"/needs/calls/{call.pk}/").text

    @pytest.mark.parametrize("over", [{"state": "filled"}, {"state": "withdrawn"}, {"until": "2026-01-01"}])
    def test_a_call_that_is_over_is_gone(self, client, board, over):
        call = RecruitmentCallFactory(title="招募志愿者：走访", **over)

        assert "招募志愿者：走访" not in client.get("/needs/").text
        assert client.get(f"/needs/calls/{call.pk}/").status_code == 404

    @pytest.mark.parametrize(("count", "said"), [(4, "还差若干人"), (5, "<b>5</b> 人")])
    def test_a_small_number_is_told_as_a_few(self, client, board, count, said):
        RecruitmentCallFactory(count=count)

        assert said in client.get("/needs/").text

    def test_the_board_tells_what_is_still_missing_as_soon_as_somebody_is_found(self, client, board):
        call = RecruitmentCallFactory(count=6)
        assert "<b>6</b> 人" in client.get("/needs/").text
        helper = HelperFactory.submitted(area=call.area, help_kinds=[call.help_kind])

        vetting.approve(helper, by=leading_officer(call.area))

        assert "<b>5</b> 人" in client.get("/needs/").text
        assert "<dd>5 人</dd>" in client.get(f"/needs/calls/{call.pk}/").text

    def test_a_call_says_which_certificate_is_asked_for(self, client, board):
        call = RecruitmentCallFactory(helper_kind="social_worker")

        assert "须持有下列证书之一：" in client.get(f"/needs/calls/{call.pk}/").text

    def test_a_few_are_people_in_english(self, client, board):
        RecruitmentCallFactory(count=1)
        client.cookies["django_language"] = "en"

        assert "Still needed: a few people" in client.get("/needs/").text

    def test_an_open_position_tells_the_town_and_a_few_as_a_call_does(self, client, board):
        town = AreaFactory(parent=AreaFactory(), name="柳溪镇")
        village = AreaFactory(parent=town, name="小河村")
        need = PositionFactory(area=village, published_at=timezone.now(), risk_text="夜间出行注意安全。")

        for address in ("/", "/needs/", f"/needs/{need.pk}/"):
            page = client.get(address).text
            assert ("柳溪镇" in page, "小河村" in page, "<b>1</b>" in page) == (True, False, False), address
        assert "还差若干人" in client.get("/needs/").text

    def test_the_board_asks_no_more_for_more_calls(self, client, board):
        RecruitmentCallFactory()
        few = queries_of(client, "/needs/")
        for _number in range(6):
            RecruitmentCallFactory()

        assert queries_of(client, "/needs/") == few


class TestForEnglishReaders:
    """Chosen English shows in head, foot and every page's own wording; what is Chinese says so."""

    @pytest.fixture(autouse=True)
    def english(self, client):
        client.cookies["django_language"] = "en"

    def test_the_home_page_speaks_english_where_it_was_written(self, client, home):
        home.english_headline, home.english_lead = "Bring help to those who need it.", "Sign up here."
        home.save_revision().publish()

        page = client.get("/").text

        assert "Bring help to those who need it." in page
        assert "Sign up here." in page
        assert home.lead not in page

    def test_without_english_wording_the_chinese_is_shown_and_marked(self, client, home):
        assert f'<span lang="zh-Hans">{home.lead}</span>' in client.get("/").text

    def test_an_article_stays_chinese_and_says_so(self, client, section):
        ArticlePageFactory(parent=section, slug="x", title="读懂第二十五条")

        page = client.get("/law/x/").text

        assert '<h1><span lang="zh-Hans">读懂第二十五条</span></h1>' in page
        assert '<div class="prose" lang="zh-Hans"' in page

    def test_crumbs_and_lists_take_the_english_titles(self, client, section):
        section.english_title = "Understanding the law"
        section.save_revision().publish()
        ArticlePageFactory(parent=section, slug="x", english_title="Who sits in a group")

        assert "Understanding the law" in client.get("/law/x/").text
        assert "Who sits in a group" in client.get("/law/").text

    def test_who_runs_the_site_is_named_in_english(self, client, home, settings):
        settings.SITE_IDENTITY = {"organiser": "青禾县司法局", "address": "人民路 18 号"}
        settings.SITE_IDENTITY_ENGLISH = {"organiser": "Qinghe County Justice Bureau"}

        page = client.get("/").text

        assert "Organiser: Qinghe County Justice Bureau" in page
        assert 'Address: <span lang="zh-Hans">人民路 18 号</span>' in page


def test_chinese_readers_never_meet_the_english_wording(client, home):
    home.english_headline = "Bring help to those who need it."
    home.save_revision().publish()

    page = client.get("/").text

    assert "Bring help" not in page
    assert '<span lang="zh-Hans">' not in page


def test_an_article_survives_the_loss_of_an_upload():
    document = get_document_model().objects.create(title="申请表", file="documents/gone.pdf")
    block = FileBlock()

    assert "申请表" in block.render(block.to_python({"document": document.pk}))
