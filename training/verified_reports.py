"""What apps above know of reported attendance: whose hours were verified, so that the report is final.

A provider ``f(booking_ids)`` returns those of the bookings whose hours somebody has verified (rule 33);
it reads all of them at once.
"""

from collections.abc import Callable, Collection

_providers: list[Callable[[Collection[int]], Collection[int]]] = []


def register(provider: Callable[[Collection[int]], Collection[int]]) -> Callable:
    """Use as a decorator."""
    _providers.append(provider)
    return provider


def verified(booking_ids: Collection[int]) -> set[int]:
    """Those of the bookings whose report can no longer be corrected by whoever wrote it."""
    return {booking_id for provider in _providers for booking_id in provider(booking_ids)}
