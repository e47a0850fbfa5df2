"""Whoever verifies reads what was arranged and what was tapped beside the hours that are claimed."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from services.models import ServiceRecord
from services.rules.presence import TOLERANCE, Presence, doubts
from tests.factories.portal import login
from tests.factories.training import at, booked, helper_in
from training import actions
from training.actions.attendance import Report

NINE = datetime(2026, 11, 25, 9)
HOUR = timedelta(hours=1)


def claim(begins=NINE, ends=NINE + HOUR, **evidence) -> Presence:
    """Hours claimed for a session from nine to ten."""
    return Presence(begins=begins, ends=ends, planned_begin=NINE, planned_end=NINE + HOUR, **evidence)


def test_hours_of_the_arranged_time_raise_no_doubt_checked_in_or_not():
    assert doubts(claim()) == []
    assert doubts(claim(checked_in=NINE, checked_out=NINE + HOUR)) == []


@given(st.integers(0, int(TOLERANCE.total_seconds() // 60)))
def test_a_few_minutes_at_the_door_raise_no_doubt(minutes):
    late, early = NINE + timedelta(minutes=minutes), NINE + HOUR - timedelta(minutes=minutes)

    assert doubts(claim(checked_in=late, checked_out=early)) == []


@pytest.mark.parametrize(
    "doubtful",
    [
        claim(begins=NINE - 2 * HOUR, ends=NINE),
        claim(begins=NINE + HOUR, ends=NINE + 2 * HOUR),
        claim(checked_in=NINE + timedelta(minutes=20)),
        claim(checked_out=NINE + timedelta(minutes=20)),
    ],
)
def test_each_thing_that_does_not_fit_is_one_doubt(doubtful):
    assert len(doubts(doubtful)) == 1


@pytest.mark.django_db
def test_the_verifier_reads_the_check_in_beside_hours_that_begin_long_before_it(client, officer, town):
    session = booked(
        officer,
        helpers=(helper_in(town),),
        starts_at=at("09:00", days=-1),
        ends_at=at("10:00", days=-1),
    )
    booking = session.bookings.get(helper__isnull=False)
    booking.checked_in_at, booking.checked_out_at = at("09:40", days=-1), at("09:58", days=-1)
    booking.save()
    told = Report(came_at=at("09:00", days=-1), left_at=at("10:00", days=-1), work_done="谈心", no_gifts=True)
    actions.report_attendance(booking, told, by=booking.helper.account)
    record = ServiceRecord.objects.get(booking=booking)
    login(client, officer)

    page = client.get(reverse("service_records:inspect", args=[record.pk])).text
    queue = client.get(reverse("verification_queue")).text

    assert "09:40–09:58" in page
    assert "开始时间比签到早 40 分钟。" in page
    assert "开始时间比签到早 40 分钟。" in queue
