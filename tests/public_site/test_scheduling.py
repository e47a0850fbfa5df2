"""A timed page, once read by two others, comes and goes at its minute without anybody doing anything."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django_tasks_db.models import DBTaskResult

from portal.roles import ADMINISTRATOR, EDITOR
from public_site.tasks import publish_pages
from tests.factories.portal import login, user_with_role
from tests.factories.public_site import SectionPageFactory
from tests.public_site.test_editing import create, pass_on_the_page, shown, written

pytestmark = pytest.mark.django_db

NOON, EVENING = (datetime(2027, 1, 4, hour, tzinfo=ZoneInfo("Asia/Shanghai")) for hour in (12, 18))
TIMES = {"go_live_at": "2027-01-04 12:00", "expire_at": "2027-01-04 18:00"}


@pytest.fixture
def section():
    return SectionPageFactory()


@pytest.fixture
def answer(client, section):
    """What the last of two readers is told about a page that is to appear at noon until the evening."""
    login(client, user_with_role(EDITOR))
    create(client, section, **TIMES)
    for role in (EDITOR, ADMINISTRATOR):
        login(client, user_with_role(role))
        answer = pass_on_the_page(client, written(section), **TIMES)
    return shown(answer)


@pytest.mark.usefixtures("answer")
def test_the_worker_is_asked_for_both_minutes(section):
    ordered = DBTaskResult.objects.filter(task_path=publish_pages.module_path)

    assert set(ordered.values_list("run_after", flat=True)) == {NOON, EVENING}


@pytest.mark.usefixtures("answer")
def test_it_comes_and_goes_with_them(section):
    public = [written(section).live]
    for moment in (NOON, EVENING):
        with time_machine.travel(moment):
            publish_pages.func()
            public.append(written(section).live)

    assert public == [False, True, False]


def test_its_last_reader_is_told_when_it_appears(answer):
    assert "将于 2027年1月4日 12:00 公开" in answer
    assert "页面已发布" not in answer
