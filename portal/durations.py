"""Durations as people read them. They are kept as whole minutes everywhere."""

from decimal import Decimal
from functools import lru_cache


def hours(minutes: int) -> str:
    """Minutes as hours with two decimals and thousands commas, as ledgers and certificates write them."""
    sign, minutes = ("-", -minutes) if minutes < 0 else ("", minutes)
    hundredths = (minutes * 100 + 30) // 60
    return f"{sign}{hundredths // 100:,}.{hundredths % 100:02}"


@lru_cache(4096)
def hours_number(minutes: int | None) -> Decimal | None:
    """Minutes as hours with two decimals, rounded as on every screen; a number for the spreadsheet."""
    return None if minutes is None else Decimal(hours(minutes).replace(",", ""))
