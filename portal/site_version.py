"""One number that says which edition of the public site is current.

Publishing, menus, settings and new open figures raise it once their transaction is over; finished
pages kept by any process under an older number are then forgotten.
"""

import time

from django.core.cache import cache
from django.db import transaction

KEY = "site_version"
SECONDS_BETWEEN_READS = 1.0

_seen: tuple[float, int] = (float("-inf"), 0)


def current() -> int:
    """The version, read from the shared cache at most once a second."""
    global _seen
    now = time.monotonic()
    if now - _seen[0] >= SECONDS_BETWEEN_READS:
        _seen = (now, cache.get(KEY, 0))
    return _seen[1]


def raise_on_commit(**kwargs) -> None:
    """Make every kept page stale once the present transaction is over. Fits as a signal receiver."""
    transaction.on_commit(_raise)


def _raise() -> None:
    global _seen
    cache.add(KEY, 0, timeout=None)
    _seen = (time.monotonic(), cache.incr(KEY))
