"""Anonymous readers get finished pages, and nobody gets somebody else's."""

import gzip
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal import site_version
from portal.area_actions import rename
from portal.models import PolicyVersion, PrivacyNotice
from portal.roles import ADMINISTRATOR
from tests.factories.groups import leading_officer
from tests.factories.portal import AreaFactory, UserFactory, user_with_role
from tests.factories.public_site import HomePageFactory
from tests.factories.volunteers import HelperFactory
from volunteers.actions import vetting

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(client):
    page = HomePageFactory()
    site_version._raise()
    client.get("/")
    return page


def test_a_kept_page_asks_the_database_nothing(client, home):
    with CaptureQueriesContext(connection) as captured:
        answer = client.get("/")

    assert (answer.status_code, len(captured)) == (200, 0)


def test_a_foreign_cookie_still_hits(client, home):
    client.cookies["_ga"] = "somebody"

    with CaptureQueriesContext(connection) as captured:
        client.get("/")

    assert len(captured) == 0


def test_a_reader_who_has_the_page_is_told_so(client, home):
    etag = client.get("/")["ETag"]

    answer = client.get("/", headers={"If-None-Match": etag})

    assert (answer.status_code, answer.content) == (304, b"")


def test_a_kept_page_carries_the_security_headers(client, home):
    assert "script-src 'self'" in client.get("/")["Content-Security-Policy"]


def test_a_compressed_page_is_the_same_page(client, home):
    plain = client.get("/").content

    answer = client.get("/", headers={"Accept-Encoding": "gzip"})

    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content) == plain


def test_publishing_shows_at_once(client, home, django_capture_on_commit_callbacks):
    home.headline = "新的一句话"
    with django_capture_on_commit_callbacks(execute=True):
        home.save_revision().publish()

    assert "新的一句话" in client.get("/").content.decode()


@pytest.mark.parametrize("change", ["area", "policy", "notice"])
def test_what_pages_repeat_makes_them_stale(change, django_capture_on_commit_callbacks):
    area, before, today = AreaFactory(), site_version.current(), timezone.localdate()

    with django_capture_on_commit_callbacks(execute=True):
        if change == "area":
            rename(area, name="柳溪街道", reason="批复", by=user_with_role(ADMINISTRATOR, area))
        elif change == "policy":
            PolicyVersion.objects.create(key="open.small_cell", effective_from=today, value=10)
        else:
            PrivacyNotice.objects.create(version="2", effective_from=today, text="一", sensitive_text="二")

    assert site_version.current() != before


def test_whoever_counts_as_found_by_a_call_makes_the_needs_board_stale(django_capture_on_commit_callbacks):
    helper, before = HelperFactory.submitted(), site_version.current()
    helper.phone = "13800138000"
    with django_capture_on_commit_callbacks(execute=True):
        helper.save(update_fields=["phone"])
    assert site_version.current() == before

    with django_capture_on_commit_callbacks(execute=True):
        vetting.approve(helper, by=leading_officer(helper.area))

    assert site_version.current() != before


def test_what_begins_today_shows_today(client, home):
    tomorrow = timezone.now() + timedelta(days=1)
    with time_machine.travel(tomorrow), CaptureQueriesContext(connection) as captured:
        client.get("/")

    assert len(captured) > 0


def test_plain_http_is_sent_to_https_although_the_page_is_kept(client, settings):
    HomePageFactory()
    site_version._raise()
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/", secure=True).status_code == 200

    assert client.get("/").status_code == 301


def test_large_print_and_language_have_pages_of_their_own(client, home):
    plain = client.get("/").content

    client.cookies["care"] = "1"
    assert client.get("/").content != plain

    client.cookies["care"] = "0"
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert b"How to take part" in client.get("/").content


def test_somebody_signed_in_is_never_answered_from_the_shelf(client, home):
    client.force_login(UserFactory())

    with CaptureQueriesContext(connection) as captured:
        client.get("/")

    assert len(captured) > 0


def test_unknown_query_strings_are_not_kept(client, home):
    with CaptureQueriesContext(connection) as captured:
        client.get("/?utm_source=x")

    assert len(captured) > 0


def test_a_switch_shows_at_once_and_no_cache_between_mixes_it_up(client, home):
    plain = client.get("/")

    client.cookies["care"] = "1"
    larger = client.get("/", headers={"If-None-Match": plain["ETag"]})

    assert larger.status_code == 200
    assert (larger["Cache-Control"], "Cookie" in larger["Vary"]) == ("no-cache", True)
