"""How often something may be asked, counted in the cache that every process shares."""

import math
import time

from django.core.cache import cache


def seconds_to_wait(name: str, key: str, *, most: int, window: int) -> int:
    """Count one request of ``key``; 0 where it may pass, else the seconds until the next ``window`` begins.

    At most ``most`` pass within a window of ``window`` seconds.
    """
    now = time.time()
    counter = f"rate:{name}:{key}:{int(now // window)}"
    cache.add(counter, 0, window)
    try:
        count = cache.incr(counter)
    except ValueError:  # the window ended between the two lines
        return 0
    return 0 if count <= most else math.ceil(window - now % window)
