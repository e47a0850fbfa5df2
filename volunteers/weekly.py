"""Weekly windows as people write and read them: 周六 09:00–11:00."""

import re

from django.utils.translation import gettext as _

from volunteers.matching import week

LINE = re.compile(
    r"^\s*(?:周|星期|礼拜)?\s*([1-7一二三四五六日天])\s*[,，、:：]?\s*"
    r"(\d{1,2})[:：](\d{2})\s*[-–—~～至到]+\s*(\d{1,2})[:：](\d{2})\s*$"
)
DAYS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7}

QUARTERS = (0, 15, 30, 45)


class UnreadableTime(ValueError):
    """A line that is no weekly window; its text is the argument."""


def parse(text: str) -> list[dict]:
    """One window a line, such as ``周六 09:00-11:00``. Raises ``UnreadableTime`` with the first bad line."""
    return [_window(line) for line in text.splitlines() if line.strip()]


def _window(line: str) -> dict:
    match = LINE.match(line)
    if match is None:
        raise UnreadableTime(line.strip())
    day, *clock = match.groups()
    hour, minute, end_hour, end_minute = map(int, clock)
    start, end = hour * 60 + minute, end_hour * 60 + end_minute
    on_the_quarter = minute in QUARTERS and end_minute in QUARTERS
    if not on_the_quarter or not start < end <= 24 * 60:
        raise UnreadableTime(line.strip())
    return {
        "day": DAYS.get(day) or int(day),
        "from": f"{hour:02}:{minute:02}",
        "to": f"{end_hour:02}:{end_minute:02}",
    }


def minutes_a_week(windows: list[dict]) -> int:
    """How long the windows are together; what two of them share counts once."""
    return week.minutes_in(_covered(windows))


def hold(windows: list[dict], minutes: int) -> bool:
    """Whether so many minutes fit unbroken into one day; windows that touch are one."""
    return bool(week.run_starts(_covered(windows), minutes))


def _covered(windows: list[dict]) -> int:
    covered = 0
    for window in windows:
        begin, end = week.minute_of_day(window["from"]), week.minute_of_day(window["to"])
        covered |= week.quarters(window["day"], begin, end)
    return covered


def words(windows: list[dict]) -> str:
    """The windows in one sentence, for a screen or a message."""
    return _("; ").join(f"{day_name(window['day'])} {window['from']}–{window['to']}" for window in windows)


def lines(windows: list[dict]) -> str:
    """The windows as ``parse`` reads them."""
    return "\n".join(f"周{'一二三四五六日'[w['day'] - 1]} {w['from']}-{w['to']}" for w in windows)


def day_name(day: int) -> str:
    """Monday is 1."""
    return (
        _("every Monday"),
        _("every Tuesday"),
        _("every Wednesday"),
        _("every Thursday"),
        _("every Friday"),
        _("every Saturday"),
        _("every Sunday"),
    )[day - 1]
