"""Whatever the role, the way and the steps set up: two persons who wrote nothing of a page read it first."""

import pytest
from django.urls import reverse
from wagtail.models import Page, WorkflowTask
from wagtail.test.utils.form_data import nested_form_data

from portal.roles import ADMINISTRATOR, EDITOR
from public_site.models import ArticlePage, HomePage
from tests.factories.portal import login, user_with_role
from tests.factories.public_site import ArticlePageFactory, SectionPageFactory
from tests.public_site.test_editing import approve, create, pass_on_the_page, shown, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def section():
    return SectionPageFactory()


@pytest.fixture
def administrator(client):
    return login(client, user_with_role(ADMINISTRATOR))


def someone(client, role=EDITOR):
    return login(client, user_with_role(role))


def saved_by(page, user, title="走访笔记"):
    page.title = title
    return page.save_revision(user=user)


def handed_in(section):
    """A page that one editor wrote, a second improved and handed in: both, and the page."""
    first, second = user_with_role(EDITOR), user_with_role(EDITOR)
    page = ArticlePageFactory(parent=section, live=False)
    saved_by(page, first)
    saved_by(page, second)
    page.get_workflow().start(page, second)
    return first, second, page


def public(page) -> bool:
    return Page.objects.get(pk=page.pk).live


def test_who_wrote_the_first_words_does_not_pass_the_page_though_another_saved_last(client, section):
    first, _second, page = handed_in(section)
    login(client, first)

    approve(client, page)

    assert page.current_workflow_task.name == "复审"


def test_nor_is_it_among_what_waits_for_them(client, section):
    first, _second, page = handed_in(section)
    reader = user_with_role(EDITOR)

    def waiting(user):
        return page.current_workflow_task.get_task_states_user_can_moderate(user).count()

    assert (waiting(first), waiting(reader)) == (0, 1)


def test_who_wrote_what_is_public_already_reads_the_next_change(client, section):
    before = user_with_role(EDITOR)
    page = ArticlePageFactory(parent=section)
    saved_by(page, before).publish()
    page = ArticlePage.objects.get(pk=page.pk)
    after = user_with_role(EDITOR)
    saved_by(page, after, "改过的走访笔记")
    page.get_workflow().start(page, after)
    login(client, before)

    approve(client, page)

    assert ArticlePage.objects.get(pk=page.pk).current_workflow_task.name == "终审"


def test_a_reader_who_changes_the_page_with_the_verdict_does_not_pass_it_and_the_change_is_kept(
    client, section
):
    someone(client)
    create(client, section)
    someone(client)

    answer = shown(pass_on_the_page(client, written(section), title="改动的标题"))

    assert "不能由您审核通过" in answer
    page = written(section)
    assert (page.current_workflow_task.name, page.get_latest_revision_as_object().title) == (
        "复审",
        "改动的标题",
    )


def test_a_change_after_the_first_reading_asks_for_both_anew(client, section):
    someone(client)
    create(client, section)
    first_reader = someone(client)
    approve(client, written(section))
    saved_by(written(section), user_with_role(ADMINISTRATOR), "终审时改的标题")

    someone(client, ADMINISTRATOR)
    approve(client, written(section))
    assert (written(section).live, written(section).current_workflow_task.name) == (False, "复审")

    login(client, first_reader)
    approve(client, written(section))
    assert written(section).live


def test_a_workflow_cut_down_to_one_step_publishes_nothing(client, section):
    WorkflowTask.objects.order_by("sort_order").last().delete()
    someone(client)
    create(client, section)
    someone(client)

    answer = approve(client, written(section))

    assert not written(section).live
    assert "两位未参与撰写的人员" in client.get(answer["Location"]).text


class TestAnAdministratorAlone:
    def test_does_not_publish_a_new_page(self, client, section, administrator):
        create(client, section, action="action-publish")

        assert not written(section).live

    def test_does_not_publish_a_page_of_others(self, client, section, administrator):
        page = ArticlePageFactory(parent=section, live=False)
        saved_by(page, user_with_role(EDITOR))

        client.post(
            reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={page.pk}"
        )

        assert not public(page)

    def test_does_not_publish_a_copy(self, client, section, administrator):
        page = ArticlePageFactory(parent=section)
        client.post(
            reverse("wagtailadmin_pages:copy", args=[page.pk]),
            {
                "new_title": "另一个标题",
                "new_slug": "copy",
                "new_parent_page": section.pk,
                "publish_copies": "on",
            },
        )

        assert not ArticlePage.objects.filter(slug="copy", live=True).exists()

    def test_does_not_put_up_a_home_page(self, client, administrator):
        root = Page.get_first_root_node()
        data = nested_form_data(
            {"title": "首页", "slug": "mine", "headline": "标题", "lead": "导语", "action-publish": "1"}
        )

        client.post(reverse("wagtailadmin_pages:add", args=["public_site", "homepage", root.pk]), data)

        assert not HomePage.objects.exists()

    def test_finds_no_button_that_publishes(self, client, section, administrator):
        page = ArticlePageFactory(parent=section)

        assert "action-publish" not in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text

    def test_takes_a_page_down(self, client, section, administrator):
        page = ArticlePageFactory(parent=section)

        client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))

        assert not public(page)
