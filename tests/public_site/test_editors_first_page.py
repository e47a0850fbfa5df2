"""An editor's first page: each figure opens what it counts, and a reading is listed once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.roles import EDITOR, OFFICER
from tests.factories.portal import AreaFactory, login, user_with_role
from tests.factories.public_site import ArticlePageFactory, SectionPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    return login(client, user_with_role(EDITOR))


@pytest.fixture
def section():
    return SectionPageFactory(title="普法课堂")


def pages_in(client, state) -> str:
    return client.get(f"{reverse('pages_by_state')}?state={state}").text


def test_every_figure_leads_to_the_pages_it_counts(client, editor, section):
    page = client.get("/admin/").text

    for state in ("public", "month", "draft"):
        assert f'href="{reverse("pages_by_state")}?state={state}"' in page


def test_drafts_are_pages_with_something_not_published(client, editor, section):
    ArticlePageFactory(parent=section, title="公开的文章")
    ArticlePageFactory(parent=section, title="改过的文章").save_revision()

    drafts = pages_in(client, "draft")

    assert "改过的文章" in drafts
    assert "公开的文章" not in drafts


def test_published_this_month_leaves_out_what_is_older(client, editor, section):
    for title, days in (("新文章", 0), ("老文章", 40)):
        moment = timezone.now() - timedelta(days=days)
        ArticlePageFactory(parent=section, title=title, last_published_at=moment)

    this_month = pages_in(client, "month")

    assert "新文章" in this_month
    assert "老文章" not in this_month


def test_whoever_writes_no_pages_finds_no_such_list(client):
    login(client, user_with_role(OFFICER, AreaFactory()))

    assert client.get(reverse("pages_by_state")).status_code == 404


def test_a_page_to_read_is_listed_once_and_politely(client, section):
    article = ArticlePageFactory(parent=section, title="待审的文章")
    writer = user_with_role(EDITOR)
    article.save_revision(user=writer)
    article.get_workflow().start(article, writer)
    login(client, user_with_role(EDITOR))

    page = client.get("/admin/").text

    assert "《待审的文章》等您审读" in page
    assert "等待您的审查" not in page
    assert "等待你的审查" not in page


def test_a_public_page_says_that_it_is_public(client, editor, section):
    explorer = client.get(reverse("wagtailadmin_explore", args=[section.get_parent().pk])).text

    assert "已公开" in explorer
    assert "在用" not in explorer
