"""The week as a set of 672 quarter hours, kept in one integer: bit 0 is Monday 00:00."""

from functools import lru_cache

QUARTERS_A_DAY = 96
QUARTERS_A_WEEK = 7 * QUARTERS_A_DAY
WHOLE_WEEK = (1 << QUARTERS_A_WEEK) - 1


def minute_of_day(clock: str) -> int:
    """``"09:15"`` → 555; ``"24:00"`` → 1440."""
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def clock(minute: int) -> str:
    """555 → ``"09:15"``, the inverse of :func:`minute_of_day`."""
    return f"{minute // 60:02}:{minute % 60:02}"


def quarters(day: int, begin: int, end: int) -> int:
    """The quarter hours of one day (1 = Monday) from minute ``begin`` to minute ``end``."""
    first, last = begin // 15, end // 15
    return ((1 << (last - first)) - 1) << ((day - 1) * QUARTERS_A_DAY + first)


def union(windows, widened_by: int = 0) -> int:
    """The quarter hours of all windows, each widened on both sides but never past its own day."""
    covered = 0
    for window in windows:
        begin, end = max(0, window.begin - widened_by), min(1440, window.end + widened_by)
        covered |= quarters(window.day, begin, end)
    return covered


def minutes_in(covered: int) -> int:
    """How many minutes a set of quarter hours holds."""
    return 15 * covered.bit_count()


def run_starts(covered: int, minutes: int) -> int:
    """The quarter hours at which an unbroken run of ``minutes`` inside one day can begin."""
    length = minutes // 15
    starts = covered & _latest_starts(length)
    for step in range(1, length):
        if not starts:
            break
        starts &= covered >> step
    return starts


@lru_cache(maxsize=128)
def _latest_starts(length: int) -> int:
    """Every quarter hour from which ``length`` quarter hours still fit before midnight."""
    if length > QUARTERS_A_DAY:
        return 0
    one_day = (1 << (QUARTERS_A_DAY - length + 1)) - 1
    return sum(one_day << (day * QUARTERS_A_DAY) for day in range(7))


def first_window(starts: int, minutes: int) -> dict | None:
    """The earliest run (by day, then time) among ``starts``, as a window of the file format."""
    if not starts:
        return None
    first = (starts & -starts).bit_length() - 1
    day, quarter = divmod(first, QUARTERS_A_DAY)
    begin = quarter * 15
    return {"day": day + 1, "from": clock(begin), "to": clock(begin + minutes)}
