"""How often something may be asked, counted in the cache that every process shares."""

import math
import time

from allauth.core.internal.ratelimit import cache_lock
from django.core.cache import cache


def seconds_to_wait(name: str, key: str, *, most: int, window: int) -> int:
    """Count one request of ``key``; 0 where it may pass, else the seconds until the next ``window`` begins.

    At most ``most`` pass within a window of ``window`` seconds, whichever process is asked.
    """
    now = time.time()
    left = math.ceil(window - now % window)
    counter = f"rate:{name}:{key}:{int(now // window)}"
    # A database cache cannot count by itself: two processes that read the same number would count one.
    with cache_lock(counter) as locked:
        passed = cache.get(counter, 0) if locked else most
        if passed < most:
            cache.set(counter, passed + 1, left)
    return 0 if passed < most else left
