"""Readers find a word of two characters in the middle of a sentence."""

import pytest

from public_site.search import excerpt, marked, search_pages
from tests.factories.public_site import ArticlePageFactory, SectionPageFactory

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
