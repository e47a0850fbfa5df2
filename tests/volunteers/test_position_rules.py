"""What a seat asks for must be possible in its own times, session and month."""

import pytest

from volunteers.rules.invitations import a_session_fits_the_times, month_fits_the_times

SATURDAY = {"day": 6, "from": "09:00", "to": "11:00"}
AFTERWARDS = {"day": 6, "from": "11:00", "to": "12:00"}
SUNDAY = {"day": 7, "from": "11:00", "to": "12:00"}


@pytest.mark.parametrize("minutes", [480, 540, 600])
def test_two_fixed_hours_a_week_are_eight_to_ten_hours_a_month(minutes):
    assert month_fits_the_times(True, [SATURDAY], minutes) is None


@pytest.mark.parametrize("minutes", [240, 465, 615])
def test_anything_else_contradicts_the_fixed_times(minutes):
    violation = month_fits_the_times(True, [SATURDAY], minutes)

    assert violation.field == "minutes_per_month"
    assert "每月即 480 至 600 分钟" in violation.message


def test_times_that_overlap_count_once():
    assert month_fits_the_times(True, [SATURDAY, SATURDAY], 480) is None


def test_where_the_times_only_say_when_the_subject_can_less_is_possible_and_more_is_not():
    assert month_fits_the_times(False, [SATURDAY], 120) is None
    assert month_fits_the_times(False, [SATURDAY], 615).field == "minutes_per_month"


def test_without_times_any_month_is_possible():
    assert month_fits_the_times(False, [], 6_000) is None


def test_a_session_lies_on_one_day_and_times_that_touch_are_one():
    assert a_session_fits_the_times(180, [SATURDAY, AFTERWARDS]) is None
    assert a_session_fits_the_times(180, [SATURDAY, SUNDAY]).field == "session_minutes"
