"""The first page of the back office: what needs me, the late things first."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from portal import roles
from portal.registry import Registry, Task, office_tasks
from portal.screens.first_pages import who_may_enter
from portal.screens.today import groups_of, state_of
from tests.factories.portal import AreaFactory, OfficeFactory, login, user_with_role

TODAY = date(2026, 11, 24)


def task(title="记录待核验", **fields):
    return Task(title=title, url="/admin/", button="核验", **fields)


@pytest.mark.parametrize(
    ("fields", "text", "tone"),
    [
        ({"due": date(2026, 11, 21), "late": True}, "逾期 3 天", "bad"),
        ({"due": date(2026, 11, 24)}, "今天", "warn"),
        ({"due": date(2026, 11, 26)}, "剩 2 天", "info"),
        ({"late": True}, "逾期", "bad"),
        ({}, "待办", "info"),
    ],
)
def test_a_task_says_in_words_how_long_it_waits(fields, text, tone):
    assert state_of(task(**fields), TODAY) == {"text": text, "tone": tone}


def test_tasks_of_one_kind_stand_together_under_their_count():
    groups = groups_of([task("甲", kind="付款", count=2), task("乙"), task("丙", kind="付款")], TODAY)

    assert [(group.title, group.count) for group in groups] == [("付款", 3), ("乙", 1)]


@pytest.mark.django_db
def test_the_first_page_shows_late_things_first_and_says_when_all_is_done(client, monkeypatch):
    login(client, user_with_role(roles.OFFICER, AreaFactory()))
    monkeypatch.setattr(office_tasks, "providers", [lambda user: [task("不急"), task("早就该做", late=True)]])
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert page.index("早就该做") < page.index("不急")

    monkeypatch.setattr(office_tasks, "providers", Registry().providers)
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "没有等您处理的事" in page


@pytest.mark.django_db
def test_the_administrator_counts_the_offices_the_list_behind_the_number_shows():
    administrator = user_with_role(roles.ADMINISTRATOR, AreaFactory())
    OfficeFactory(areas=[AreaFactory()])

    with translation.override("zh-hans"):
        figures = {str(figure["label"]): figure for figure in who_may_enter(administrator)}

    assert figures["单位"]["value"] == 1
    assert figures["待发邮件"]["note"] == "全站合计"
