"""An editor's first page: each figure opens what it counts, and a reading is listed once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal import registry
from portal.roles import EDITOR, OFFICER
from public_site.models import ArticlePage
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


def given_back(section, writer, comment) -> ArticlePage:
    article = ArticlePageFactory(parent=section, title="退回的文章", live=False)
    article.save_revision(user=writer)
    state = article.get_workflow().start(article, writer)
    state.current_task_state.task.on_action(
        state.current_task_state, user_with_role(EDITOR, name="文清扬"), "reject", comment=comment
    )
    return article


def test_a_page_given_back_waits_for_whoever_handed_it_in_with_the_readers_words(client, editor, section):
    article = given_back(section, editor, "请补充联系电话")

    page = client.get("/admin/").text

    assert "退回修改" in page
    assert "文清扬：“请补充联系电话”" in page
    assert reverse("wagtailadmin_pages:edit", args=[article.pk]) in page


def test_it_waits_for_nobody_else_and_not_after_it_was_handed_in_again(client, editor, section):
    article = given_back(section, editor, "")
    article.current_workflow_state.resume(editor)

    assert [task.title for task in registry.office_tasks.tasks_for(editor)] == []
    given_back(section, user_with_role(EDITOR), "")
    assert [task.kind for task in registry.office_tasks.tasks_for(editor)] == []


def test_an_editor_begins_an_article_where_the_only_section_is(client, editor, section):
    address = reverse("wagtailadmin_pages:add", args=["public_site", "articlepage", section.pk])

    assert f'href="{address}"' in client.get("/admin/").text


def test_among_several_sections_an_editor_chooses(client, editor, section):
    SectionPageFactory(title="公示", slug="notices", parent=section.get_parent())

    [act] = registry.office_acts.panels_for(editor)

    assert act["url"] == reverse("wagtailadmin_explore_root")


def test_a_public_page_says_that_it_is_public(client, editor, section):
    explorer = client.get(reverse("wagtailadmin_explore", args=[section.get_parent().pk])).text

    assert "已公开" in explorer
    assert "在用" not in explorer
