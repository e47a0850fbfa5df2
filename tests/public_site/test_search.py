"""Readers find a word of two characters in the middle of a sentence."""

import re

import pytest
from django.utils import timezone

from public_site.search import excerpt, marked, search_pages
from tests.factories.groups import PositionFactory, RecruitmentCallFactory
from tests.factories.public_site import ArticlePageFactory, NeedsPageFactory, SectionPageFactory
from volunteers.models import RecruitmentCall

pytestmark = pytest.mark.django_db

SENTENCE = "志愿者由社区矫正机构邀请加入矫正小组，是否加入由本人决定。"


@pytest.fixture
def article():
    return ArticlePageFactory(title="读懂第二十五条", text=SENTENCE)


@pytest.mark.parametrize("word", ["矫正", "小组", "邀请加入", "本人决定", "第二十五条", "愿者"])
def test_a_word_inside_a_sentence_is_found(article, word):
    assert [page.pk for page in search_pages(word)] == [article.pk]


@pytest.mark.parametrize("word", ["假释", "组矫", "决定机构"])
def test_a_word_that_stands_nowhere_is_not_found(article, word):
    assert list(search_pages(word)) == []


def test_every_word_of_the_query_must_be_there(article):
    assert [page.pk for page in search_pages("矫正 邀请")] == [article.pk]
    assert list(search_pages("矫正 假释")) == []


def test_a_draft_is_not_found(article):
    article.unpublish()

    assert list(search_pages("矫正")) == []


def test_the_searched_word_is_marked_and_everything_else_escaped():
    assert marked("<b>矫正</b>", "矫正") == "&lt;b&gt;<mark>矫正</mark>&lt;/b&gt;"


def test_the_excerpt_shows_the_surroundings_of_the_word():
    assert excerpt("前" * 100 + "矫正" + "后" * 100, "矫正") == (
        "…" + "前" * 24 + "<mark>矫正</mark>" + "后" * 72 + "…"
    )


def test_the_result_page_shows_the_hit(client, article):
    page = client.get("/search/", {"query": "矫正"}).content.decode()

    assert "<mark>矫正</mark>" in page
    assert article.title in page


def test_nothing_found_says_what_to_do(client):
    SectionPageFactory()

    assert "请换一个词" in client.get("/search/", {"query": "假释"}).content.decode()


@pytest.mark.parametrize("query", ["\0", "'", '"', "%", "*", "一", "a b c d e f g h i", "😀", "(", " "])
def test_no_query_breaks_the_page(client, article, query):
    assert client.get("/search/", {"query": query}).status_code == 200


def published(**fields):
    return PositionFactory(published_at=timezone.now(), risk_text="无特殊风险。", **fields)


def found(client, query, kind="all") -> list[str]:
    """The titles of the results, in their order."""
    page = client.get("/search/", {"query": query, "kind": kind}).text
    return [re.sub("<.*?>", "", title) for title in re.findall(r"<h2><a [^>]*>(.*?)</a>", page)]


def test_the_page_that_has_the_words_in_its_title_comes_first(client):
    section = SectionPageFactory()
    ArticlePageFactory(parent=section, title="志愿服务时长怎么算", text="由另一位工作人员确认。" * 40)
    ArticlePageFactory(
        parent=section, title="五个常见问题", text="志愿者要不要管教对象？志愿者只做教育帮扶。"
    )

    assert found(client, "志愿", "articles") == ["志愿服务时长怎么算", "五个常见问题"]


class TestTheNeedsBoard:
    @pytest.fixture(autouse=True)
    def wanted(self, town):
        NeedsPageFactory()
        RecruitmentCallFactory(area=town, title="招募心理咨询人员")
        published(area=town, public_title="谈心陪伴")

    @pytest.mark.parametrize("query", ["招募", "志愿者招募", "柳溪", "柳溪镇招募志愿者"])
    def test_is_found_as_a_whole(self, client, query):
        assert {"招募心理咨询人员", "谈心陪伴"} <= set(found(client, query, "needs"))

    @pytest.mark.parametrize(("query", "title"), [("谈心", "谈心陪伴"), ("心理咨询", "招募心理咨询人员")])
    def test_is_found_by_what_is_wanted(self, client, query, title):
        assert found(client, query, "needs") == [title]

    def test_has_its_own_tab(self, client):
        assert "招募 2" in client.get("/search/", {"query": "招募"}).text

    def test_a_call_that_is_over_is_not_found(self, client):
        RecruitmentCall.objects.update(until="2020-01-01")

        assert found(client, "心理咨询", "needs") == []


@pytest.mark.parametrize(
    ("query", "title"),
    [("隐私", "个人信息处理规则"), ("查验", "查证志愿服务记录证明"), ("经费", "经费换来了多少服务")],
)
def test_the_portals_own_pages_are_found(client, query, title):
    assert title in found(client, query, "pages")


def test_more_needs_cost_no_more_queries(client, town, django_assert_max_num_queries):
    for _number in range(5):
        published(area=town)

    with django_assert_max_num_queries(14):
        client.get("/search/", {"query": "招募"})
