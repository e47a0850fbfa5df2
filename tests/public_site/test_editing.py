"""Writing pages: two other persons read them before the public does, and no personal data goes out."""

import re

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import TaskState
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from portal import registry
from portal.actions import Refused
from portal.models import Notice
from portal.roles import ADMINISTRATOR, EDITOR, OFFICE_HEAD
from public_site import roles
from public_site.models import ArticlePage, ReviewTask
from tests.factories.groups import SubjectFactory
from tests.factories.portal import OfficeFactory, login, user_with_role
from tests.factories.public_site import ArticlePageFactory, SectionPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def section():
    return SectionPageFactory()


@pytest.fixture
def editor(client):
    return login(client, user_with_role(EDITOR))


def form(text="<p>正文</p>", **fields):
    return nested_form_data(
        {
            "title": "走访笔记",
            "slug": "visit",
            "kind": "story",
            "published_on": "2026-11-20",
            "publisher": "青禾县司法局",
            "body": streamfield([("text", rich_text(text)), ("heading", "第二段")]),
            "comments-TOTAL_FORMS": 0,
            "comments-INITIAL_FORMS": 0,
            "comments-MIN_NUM_FORMS": 0,
            "comments-MAX_NUM_FORMS": "",
            **fields,
        }
    )


def create(client, section, action="action-submit", **fields):
    address = reverse("wagtailadmin_pages:add", args=["public_site", "articlepage", section.pk])
    data = form(**fields)
    if action:
        data[action] = "1"
    return client.post(address, data)


def shown(answer) -> str:
    """The page as the editor sees it; the blocks' messages are JSON inside an attribute."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), answer.content.decode())


def approve(client, page):
    state = page.current_workflow_task_state
    return client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]), {"comment": ""}
    )


def written(section) -> ArticlePage:
    return ArticlePage.objects.child_of(section).get()


def test_an_editor_hands_in_and_cannot_publish(client, section, editor):
    create(client, section)
    page = written(section)

    assert not page.live
    assert page.current_workflow_task.name == "复审"
    approve(client, page)
    assert written(section).current_workflow_task.name == "复审"
    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form() | {"action-publish": "1"})
    assert not written(section).live


def test_two_other_persons_bring_a_page_to_the_public(client, section, editor):
    create(client, section)

    login(client, user_with_role(EDITOR))
    approve(client, written(section))
    assert written(section).current_workflow_task.name == "终审"
    login(client, user_with_role(ADMINISTRATOR))
    approve(client, written(section))

    assert written(section).live
    assert "走访笔记" in client.get("/law/visit/").content.decode()


def test_one_administrator_cannot_read_a_page_twice(client, section, editor):
    create(client, section)
    login(client, user_with_role(ADMINISTRATOR))

    approve(client, written(section))
    approve(client, written(section))

    assert not written(section).live


def _sent(block):
    return rich_text(block.value.source) if block.block_type == "text" else block.value


def pass_on_the_page(client, page, verdict="approve", **changes):
    """The reviewer's button on the page itself, as the browser sends it: with the whole form."""
    sent = {"action-workflow-action": "1", "workflow-action-name": verdict}
    body = page.get_latest_revision_as_object().body
    data = form(body=streamfield([(block.block_type, _sent(block)) for block in body]), **changes)
    data |= {f"body-{number}-id": block.id for number, block in enumerate(body)} | sent
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data, follow=True)


def test_the_answer_to_a_verdict_says_what_it_did(client, section, editor):
    create(client, section)

    login(client, user_with_role(EDITOR))
    first = shown(pass_on_the_page(client, written(section)))
    login(client, user_with_role(ADMINISTRATOR))
    second = shown(pass_on_the_page(client, written(section)))

    assert "现在等待：终审" in first
    assert "已发布" in second
    assert "已被更新" not in first + second


def test_a_page_given_back_says_so(client, section, editor):
    create(client, section)
    login(client, user_with_role(EDITOR))

    assert "已退回" in shown(pass_on_the_page(client, written(section), "reject"))


def test_passing_a_page_is_the_first_button_of_its_reader(client, section, editor):
    create(client, section)
    address = reverse("wagtailadmin_pages:edit", args=[written(section).pk])
    login(client, user_with_role(EDITOR))

    _page, buttons = client.get(address).text.split("<footer", 1)

    assert buttons.index('data-workflow-action-name="approve"') < buttons.index("action-save")


def test_an_article_begins_with_its_writers_office_as_the_publisher(client, section):
    login(client, user_with_role(EDITOR, office=OfficeFactory(name="青禾县司法局")))

    form = client.get(reverse("wagtailadmin_pages:add", args=["public_site", "articlepage", section.pk])).text

    assert 'name="publisher" value="青禾县司法局"' in form


def test_readers_are_told_what_waits_for_them(client, section, editor):
    create(client, section)

    titles = [task.title for task in registry.office_tasks.tasks_for(user_with_role(EDITOR))]

    assert titles == ["《走访笔记》等您审读"]
    assert not TaskState.objects.reviewable_by(editor).exists()


PERSONAL = [
    ("证件号码是 110101199003071234。", "证件号码"),
    ("证件号码是 １１０１０１１９９００３０７１２３Ｘ。", "证件号码"),
    ("证件号码 110101 1990 0307 1234", "证件号码"),
    ("请打 138 0013 8000 找我", "手机号码"),
    ("请打138<b>0013</b>8000找我", "手机号码"),
    ("对象 qh-2026-017 很配合", "对象编号"),
]


@pytest.mark.parametrize(("text", "kind"), PERSONAL)
def test_a_page_with_personal_data_is_not_handed_in_and_the_place_is_named(
    client, section, editor, text, kind
):
    SubjectFactory(code="QH-2026-017")

    answer = shown(create(client, section, text=f"<p>{text}</p>"))

    assert "内容疑似包含个人信息，不能发布。" in answer
    assert "正文第 1 块" in answer
    assert kind in answer
    assert not ArticlePage.objects.child_of(section).exists()


def test_a_title_is_read_as_well(client, section, editor):
    assert (
        "内容疑似包含个人信息，不能发布。" in create(client, section, title="找 13800138000").content.decode()
    )


def test_a_draft_may_wait_with_personal_data_in_it(client, section, editor):
    create(client, section, action="", text="<p>13800138000</p>")

    assert not written(section).live


@pytest.mark.parametrize(
    "text", ["电话 0000-1234567", "台账第 1234567890123456789 行", "青司〔2026〕17号", "2026-11-24 09:00"]
)
def test_ordinary_numbers_are_no_personal_data(client, section, editor, text):
    create(client, section, text=f"<p>{text}</p>")

    assert written(section).workflow_in_progress


def test_no_other_way_leads_personal_data_to_the_public(section):
    page = ArticlePageFactory(parent=section, live=False, text="13800138000")

    with pytest.raises(Refused):
        page.save_revision().publish()

    page.refresh_from_db()
    assert not page.live


def test_a_scheduled_page_is_scanned_too(section):
    page = ArticlePageFactory(parent=section, live=False, text="13800138000")
    page.save_revision(approved_go_live_at="2026-01-01T00:00:00+08:00")

    with pytest.raises(Refused):
        call_command("publish_scheduled_pages")


def test_a_timed_page_with_personal_data_stops_no_other_and_its_writer_is_told(section):
    writer = user_with_role(EDITOR)
    pages = [
        ArticlePageFactory(parent=section, live=False, title=title, text=text)
        for title, text in (("走访", "QH-2026-017"), ("招募", "下周六"))
    ]
    for page in pages:
        page.save_revision(user=writer, approved_go_live_at="2026-01-01T00:00:00+08:00")
    SubjectFactory(code="QH-2026-017")

    call_command("publish_pages")

    assert [ArticlePage.objects.get(pk=page.pk).live for page in pages] == [False, True]
    assert Notice.objects.get(account=writer).kind == "page_set_aside"
    call_command("publish_pages")
    assert Notice.objects.count() == 1


def test_a_reviewer_reads_why_a_page_cannot_be_passed_any_more(client, section, editor):
    create(client, section, text="<p>QH-2026-017</p>")
    page = written(section)
    SubjectFactory(code="QH-2026-017")

    for role in (EDITOR, ADMINISTRATOR):
        login(client, user_with_role(role))
        answer = approve(client, written(section))

    assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "疑似包含个人信息" in client.get(answer["Location"]).text
    assert not written(section).live


def test_office_heads_have_no_part_in_pages(client, section):
    login(client, user_with_role(OFFICE_HEAD))

    assert client.get(reverse("wagtailadmin_explore", args=[section.pk])).status_code == 404


def test_bringing_permissions_in_line_twice_changes_nothing():
    roles.synchronise()
    roles.synchronise()

    assert ReviewTask.objects.count() == 2
