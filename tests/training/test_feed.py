"""``/calendar/<token>.ics``: formats.md section 6 and promise 33 of trust."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from portal.models import AuditEntry
from tests.factories.portal import UserFactory, login
from tests.factories.training import (
    RoomFactory,
    at,
    booked,
    helper_in,
    many_events,
    plan_for,
    subject_in,
)
from training import actions, calendars
from training.choices import SessionKind
from training.models import CalendarFeed
from training.views import feeds

pytestmark = pytest.mark.django_db


@pytest.fixture
def helper(town):
    return helper_in(town, name="周岚")


def events(client, token):
    return Calendar.from_ical(client.get(f"/calendar/{token}.ics").content).walk("VEVENT")


def test_an_appointment_stands_in_the_feed_under_a_neutral_title(client, officer, town, helper):
    subject = subject_in(town)
    booked(officer, helpers=(helper,), subjects=(subject,), room=RoomFactory(area=town))
    answer = client.get(f"/calendar/{actions.renew_feed(by=helper.account)}.ics")

    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-cache"
    assert (str(event["SUMMARY"]), event["STATUS"]) == ("服务安排", "TENTATIVE")
    assert event["DTSTART"].dt == at("09:00")
    assert "谈心室" in event["LOCATION"]
    for secret in ("周岚", subject.code, "个别谈话", helper.number):
        assert secret not in answer.text


def test_the_feed_speaks_the_standard(client, officer, helper):
    booked(officer, helpers=(helper,))
    lines = client.get(f"/calendar/{actions.renew_feed(by=helper.account)}.ics").text.split("\r\n")

    assert lines.count("BEGIN:VTIMEZONE") == 1
    assert "TZID:Asia/Shanghai" in lines
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in lines
    assert any(line.startswith("DTSTART;TZID=Asia/Shanghai:") for line in lines)
    assert all(len(line.encode()) <= 75 for line in lines)


def test_a_home_visit_names_the_area_and_no_address(client, officer, helper):
    booked(officer, helpers=(helper,), kind=SessionKind.HOME_VISIT, place="柳溪镇槐树街 5 号 302")
    (event,) = events(client, actions.renew_feed(by=helper.account))

    assert event["LOCATION"] == "柳溪镇"


def test_a_moved_appointment_keeps_its_name_and_raises_its_sequence(client, officer, helper):
    session = booked(officer, helpers=(helper,))
    token = actions.renew_feed(by=helper.account)
    (before,) = events(client, token)

    actions.reschedule(
        session,
        plan_for(officer, helpers=(helper,), starts_at=at("14:00"), ends_at=at("15:00")),
        by=officer,
    )
    (after,) = events(client, token)

    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)


def test_a_cancelled_appointment_stays_and_says_so(client, officer, helper):
    session = booked(officer, helpers=(helper,))
    actions.cancel(session, reason="场地检修", by=officer)

    (event,) = events(client, actions.renew_feed(by=helper.account))

    assert event["STATUS"] == "CANCELLED"


def test_an_unchanged_feed_answers_304_and_a_changed_one_does_not(client, officer, helper):
    session = booked(officer, helpers=(helper,))
    address = f"/calendar/{actions.renew_feed(by=helper.account)}.ics"
    mark = client.get(address)["ETag"]

    assert client.get(address, headers={"If-None-Match": mark}).status_code == 304
    actions.cancel(session, reason="场地检修", by=officer)
    assert client.get(address, headers={"If-None-Match": mark}).status_code == 200


def test_only_the_hash_of_a_256_bit_token_is_stored(helper):
    token = actions.renew_feed(by=helper.account)

    assert len(token) >= 43
    assert token not in str(CalendarFeed.objects.values().get())
    assert token not in str(list(AuditEntry.objects.values()))


def test_a_new_address_ends_the_old_one_at_once(client, helper):
    old = actions.renew_feed(by=helper.account)
    new = actions.renew_feed(by=helper.account)

    assert client.get(f"/calendar/{old}.ics").status_code == 404
    assert client.get(f"/calendar/{new}.ics").status_code == 200


def test_a_stopped_address_is_unknown(client, helper):
    token = actions.renew_feed(by=helper.account)
    actions.stop_feed(by=helper.account)

    assert client.get(f"/calendar/{token}.ics").status_code == 404


def test_a_closed_account_has_no_feed(client, helper):
    token = actions.renew_feed(by=helper.account)
    helper.account.is_active = False
    helper.account.save()

    assert client.get(f"/calendar/{token}.ics").status_code == 404


@pytest.mark.parametrize("token", ["x", "..%2f", "é" * 40, "A" * 43])
def test_nonsense_is_not_found_and_not_logged(client, caplog, token):
    assert client.get(f"/calendar/{token}.ics").status_code == 404
    assert token not in caplog.text


def test_the_feed_asks_no_more_of_the_database_when_it_is_large(client, helper, officer):
    token = actions.renew_feed(by=helper.account)
    booked(officer, helpers=(helper,))

    assert [queries(client, token), queries(client, token, unchanged=True)] == [2, 1]
    many_events(helper.account, officer, 300)
    assert [queries(client, token), queries(client, token, unchanged=True)] == [2, 1]


def queries(client, token, unchanged=False) -> int:
    address = f"/calendar/{token}.ics"
    headers = {"If-None-Match": client.get(address)["ETag"]} if unchanged else {}
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(address, headers=headers)
    return len(captured)


def test_a_calendar_that_asks_too_often_is_told_when_to_come_back(client, helper, caplog, monkeypatch):
    monkeypatch.setattr(feeds, "MOST_AN_HOUR", 3)
    address = f"/calendar/{actions.renew_feed(by=helper.account)}.ics"
    with time_machine.travel("2026-11-30 10:45:00+08:00", tick=False):
        assert [client.get(address).status_code for _request in range(4)] == [200, 200, 200, 429]

        answer = client.get(address)
        assert (answer["Retry-After"], answer["Cache-Control"]) == ("900", "private, no-cache")
        assert address not in caplog.text

        fresh = actions.renew_feed(by=helper.account)
        assert client.get(f"/calendar/{fresh}.ics").status_code == 200
    with time_machine.travel("2026-11-30 11:00:00+08:00", tick=False):
        assert client.get(f"/calendar/{fresh}.ics").status_code == 200


def test_an_unknown_address_counts_nothing(client, monkeypatch):
    monkeypatch.setattr(feeds, "MOST_AN_HOUR", 1)

    assert [client.get(f"/calendar/{'a' * 43}.ics").status_code for _request in range(3)] == [404] * 3


def test_the_page_shows_the_address_once(client, helper):
    login(client, helper.account)
    page = client.post("/me/calendar/subscribe/", {"renew": "1"}).text

    assert page.count(".ics") >= 1
    assert "/calendar/" in page
    assert ".ics" not in client.get("/me/calendar/subscribe/").text


def test_stopping_on_the_page_ends_the_feed(client, helper):
    login(client, helper.account)
    client.post("/me/calendar/subscribe/", {"renew": "1"})
    client.post("/me/calendar/subscribe/", {"stop": "1"})

    assert not CalendarFeed.objects.exists()


def test_the_file_of_a_stranger_is_empty(client, officer, helper):
    booked(officer, helpers=(helper,))
    login(client, UserFactory())

    assert b"VEVENT" not in client.get("/me/calendar/download/").content


def test_stored_text_is_joined_as_it_is():
    assert calendars.joined(["A", "B"]).endswith("ABEND:VCALENDAR\r\n")
