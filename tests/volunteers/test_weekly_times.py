"""Weekly times as officers write them become windows that the matching engine reads."""

import pytest

from volunteers import weekly


@pytest.mark.parametrize("line", ["周六 09:00-11:00", "6 9:00 - 11:00", "星期六，09：00至11：00"])
def test_a_line_is_read_however_it_is_written(line):
    assert weekly.parse(line) == [{"day": 6, "from": "09:00", "to": "11:00"}]


@pytest.mark.parametrize(
    "clock", ["8:60-11:00", "8:00-10:75", "23:60-24:00", "8:10-9:00", "11:00-9:00", "9:00-24:15"]
)
def test_a_time_that_no_clock_shows_is_not_read(clock):
    with pytest.raises(weekly.UnreadableTime):
        weekly.parse(f"周六 {clock}")
