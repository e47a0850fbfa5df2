"""One mark that says which edition of the public site is current.

Publishing, menus, settings and new open figures change it once their transaction is over; finished
pages that any process keeps under an older mark are then never shown again. A mark is the time at which
it was made, so that none comes twice, also where the cache has lost the one before.
"""

import time

from django.core.cache import cache
from django.db import transaction

KEY = "site_version"
SECONDS_BETWEEN_READS = 1.0

_seen: tuple[float, int] = (float("-inf"), 0)


def current() -> int:
    """The mark, read from the shared cache at most once a second."""
    global _seen
    now = time.monotonic()
    if now - _seen[0] >= SECONDS_BETWEEN_READS:
        _seen = (now, cache.get_or_set(KEY, time.time_ns, timeout=None))
    return _seen[1]


def raise_on_commit(**kwargs) -> None:
    """Make every kept page stale once the present transaction is over. Fits as a signal receiver."""
    transaction.on_commit(_raise)


def _raise() -> None:
    global _seen
    mark = time.time_ns()
    cache.set(KEY, mark, timeout=None)
    _seen = (time.monotonic(), mark)
