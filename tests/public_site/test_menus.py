"""What stands in the menu and in the footer is the editors' choice; no page's address is built in."""

import re

import pytest

from public_site.models import TextPage
from tests.factories.public_site import (
    ArticlePageFactory,
    HomePageFactory,
    NeedsPageFactory,
    SectionPageFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return HomePageFactory()


def text_page(home, **fields):
    home.refresh_from_db()
    return home.add_child(instance=TextPage(**fields))


def links(client, place, address="/", language="zh-hans"):
    client.cookies["django_language"] = language
    page = client.get(address).text
    part = re.search(rf"<{place}.*?</{place}>", page, re.S)[0]
    return re.findall(r'<a href="([^"]*)"[^>]*>(?:<span[^>]*>)?([^<]*)<', part)


def test_pages_chosen_for_the_menu_stand_in_it_by_their_short_words_in_the_order_of_the_tree(client, home):
    NeedsPageFactory(parent=home, slug="bangfu", show_in_menus=True, menu_title="招募")
    SectionPageFactory(parent=home, slug="pufa", show_in_menus=True)

    assert links(client, "nav") == [
        ("/", "首页"),
        ("/bangfu/", "招募"),
        ("/pufa/", "普法课堂"),
        ("/open/", "公开"),
        ("/verify/", "查证"),
    ]


def test_a_page_that_nobody_chose_stands_in_neither(client, home):
    text_page(home, title="内部通知", slug="internal")

    assert "内部通知" not in client.get("/").text


def test_a_draft_does_not_appear_in_the_menu(client, home):
    SectionPageFactory(parent=home, slug="pufa", show_in_menus=True, live=False)

    assert "/pufa/" not in client.get("/").text


def test_the_footer_shows_what_was_chosen_for_it_on_every_page(client, home):
    text_page(home, title="联系我们", slug="lianxi", show_in_footer=True)

    assert ("/lianxi/", "联系我们") in links(client, "footer", "/accounts/login/")


def test_english_readers_find_the_english_words_and_else_the_chinese(client, home):
    SectionPageFactory(parent=home, slug="a", show_in_menus=True, english_menu_title="The law")
    SectionPageFactory(parent=home, slug="b", show_in_menus=True, menu_title="招募")

    found = links(client, "nav", language="en")

    assert ("/a/", "The law") in found
    assert ("/b/", "招募") in found


def test_links_in_the_text_lead_to_the_board_wherever_it_lies(client, home):
    NeedsPageFactory(parent=home, slug="bangfu")
    section = SectionPageFactory(parent=home, slug="pufa")
    ArticlePageFactory(parent=section)

    assert 'href="/pufa/">全部文章' in client.get("/").text
    assert 'href="/bangfu/">看看现在需要什么' in client.get("/open/").text


def test_without_any_page_the_site_still_has_its_fixed_doors(client):
    assert [url for url, _words in links(client, "nav", "/accounts/login/")] == ["/", "/open/", "/verify/"]
