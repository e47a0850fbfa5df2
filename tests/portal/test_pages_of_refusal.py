"""Not found, refused, expired: nobody loses their own header on the way, and one button leads on."""

import pytest
from django.shortcuts import render
from django.test import Client
from django.utils.functional import SimpleLazyObject
from django.views.defaults import server_error

from portal.roles import HELPER, OFFICER, SUPPLIER_MANAGER
from tests.factories.portal import AreaFactory, login, user_with_role

pytestmark = pytest.mark.django_db

HOME, OWN_SPACE, BACK_OFFICE = 'href="/">回到首页', 'href="/me/">进入我的空间', 'href="/admin/">回到今天'


def test_a_visitor_is_led_to_the_home_page(client):
    answer = client.get("/nowhere/")

    assert answer.status_code == 404
    assert HOME in answer.text
    assert "登录/我的" in answer.text


@pytest.mark.parametrize(
    ("role", "way_on"), [(HELPER, OWN_SPACE), (SUPPLIER_MANAGER, OWN_SPACE), (OFFICER, BACK_OFFICE)]
)
def test_who_is_signed_in_stays_so_on_a_page_that_is_not_there(client, role, way_on):
    login(client, user_with_role(role, AreaFactory()))

    page = client.get("/nowhere/").text

    assert way_on in page
    assert "退出" in page
    assert "登录/我的" not in page


def test_an_expired_form_says_what_to_do():
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post("/accounts/login/", {"login": "zhou@example.org"})

    assert answer.status_code == 403
    assert "页面已过期" in answer.text


def test_too_many_attempts_ask_nothing_of_the_database(rf, django_assert_num_queries):
    request = rf.get("/accounts/login/")
    request.user = SimpleLazyObject(lambda: pytest.fail("somebody asked who this is"))

    with django_assert_num_queries(0):
        page = render(request, "429.html").text

    assert ("尝试次数过多" in page, HOME in page) == (True, True)


def test_a_failure_of_ours_is_told_without_the_database(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = server_error(rf.get("/"))

    assert (page.status_code, HOME in page.text) == (500, True)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_such_page_speaks_the_visitors_language(client, language):
    client.cookies["django_language"] = language

    page = client.get("/nowhere/").text

    assert ("This page cannot be found" in page) == (language == "en")
