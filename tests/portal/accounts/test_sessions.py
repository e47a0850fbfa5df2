"""Sessions end when they must, and nothing of them stays in a cache or readable in the database."""

import time
from datetime import date

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.models import PolicyVersion
from portal.roles import HELPER, OFFICER
from tests.factories.portal import login, user_with_role

pytestmark = pytest.mark.django_db

MINUTE = 60
HOUR = 60 * MINUTE


def later(seconds):
    return time_machine.travel(time.time() + seconds)


def test_an_officer_who_was_away_is_signed_out_and_led_back(client):
    login(client, user_with_role(OFFICER))

    with later(16 * MINUTE):
        answer = client.get("/admin/account/")

    assert answer["Location"] == "/accounts/login/?next=%2Fadmin%2Faccount%2F"
    assert client.get("/admin/")["Location"].startswith("/accounts/login/")


def test_an_officer_at_work_stays_signed_in(client):
    login(client, user_with_role(OFFICER))

    for minutes in (10, 20, 30):
        with later(minutes * MINUTE):
            assert client.get("/admin/").status_code == 200


def test_the_idle_time_is_a_policy(client):
    PolicyVersion.objects.create(key="accounts.idle_minutes", effective_from=date(2026, 1, 1), value=30)
    login(client, user_with_role(OFFICER))

    with later(16 * MINUTE):
        assert client.get("/admin/").status_code == 200


def test_an_editor_page_that_pings_on_its_own_is_nobody_at_work(client):
    login(client, user_with_role(OFFICER))
    for minutes in (5, 10):
        with later(minutes * MINUTE):
            client.get("/admin/editing-sessions/ping/")

    with later(16 * MINUTE):
        assert client.get("/admin/").status_code == 302


def test_a_helper_may_rest(client):
    login(client, user_with_role(HELPER))

    with later(2 * HOUR):
        assert client.get("/accounts/").status_code == 200


def test_every_session_ends_after_twelve_hours_however_busy(client):
    login(client, user_with_role(HELPER))
    for hours in range(1, 12):
        with later(hours * HOUR):
            assert client.get("/accounts/").status_code == 200

    with later(12 * HOUR):
        assert client.get("/accounts/").status_code == 302


@pytest.mark.parametrize("address", ["/accounts/", "/accounts/login/", "/styleguide/", "/accounts/sessions/"])
def test_what_a_signed_in_person_sees_is_stored_nowhere(client, address):
    login(client, user_with_role(HELPER))

    assert "no-store" in client.get(address)["Cache-Control"]


def test_a_public_page_stays_cacheable_for_visitors(client):
    assert "no-store" not in client.get("/styleguide/").get("Cache-Control", "")


def test_an_old_cookie_is_worth_nothing_after_signing_out(client):
    login(client, user_with_role(HELPER))
    cookie = client.cookies["sessionid"].value
    client.post("/accounts/logout/")
    client.cookies["sessionid"] = cookie

    assert client.get("/accounts/")["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("change", [{"is_active": False}, {"password": "!other"}])
def test_a_disabled_account_and_a_changed_password_end_the_session(client, change):
    person = login(client, user_with_role(HELPER))
    for field, value in change.items():
        setattr(person, field, value)
    person.save()

    assert client.get("/accounts/")["Location"].startswith("/accounts/login/")


def test_a_person_ends_their_other_sessions(client, client_elsewhere):
    person = user_with_role(HELPER)
    for browser in (client, client_elsewhere):
        login(browser, person)
        with later(2 * MINUTE):
            browser.get("/accounts/")
    assert UserSession.objects.filter(user=person).count() == 2

    client.post("/accounts/sessions/")

    assert client.get("/accounts/").status_code == 200
    assert client_elsewhere.get("/accounts/")["Location"].startswith("/accounts/login/")


@pytest.fixture
def client_elsewhere():
    from django.test import Client

    return Client()


def test_a_session_in_use_costs_no_write_within_a_minute(client):
    login(client, user_with_role(HELPER))
    client.get("/accounts/")

    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get("/accounts/")

    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []


def test_sessions_are_sealed_in_the_database(client):
    login(client, user_with_role(HELPER, email="canary@example.org"))

    assert Session.objects.get().session_data.startswith("v1:t1:")


def test_a_session_moved_to_another_key_is_empty(client):
    login(client, user_with_role(HELPER))
    Session.objects.update(session_key="x" * 32)
    client.cookies["sessionid"] = "x" * 32

    assert client.get("/accounts/")["Location"].startswith("/accounts/login/")
