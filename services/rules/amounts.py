"""Whole minutes and whole fen: how they are computed, and how ledgers and certificates write them."""

from portal.durations import hours

__all__ = ["hours", "value_fen", "yuan"]


def value_fen(minutes: int, rate_fen: int) -> int:
    """What ``minutes`` are worth at ``rate_fen`` an hour; half a fen is rounded up, record by record."""
    return (minutes * rate_fen + 30) // 60


def yuan(fen: int) -> str:
    """Fen as yuan with two decimals and thousands commas: 9700 is 97.00."""
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{fen // 100:,}.{fen % 100:02}"
