"""How often one network may check certificates: enough for people, too little to count through numbers."""

import time

from django.core.cache import cache

from portal.middleware.audit import client_address

# Seconds of a window, and the checks allowed in it.
WINDOWS = ((60, 20), (3600, 200))


def may_check(request) -> bool:
    """Count this check; False once the address has used up a window."""
    address, now = client_address(request) or "-", int(time.time())
    allowed = True
    for seconds, most in WINDOWS:
        key = f"certificate-check:{seconds}:{now // seconds}:{address}"
        cache.add(key, 0, seconds)
        try:
            allowed &= cache.incr(key) <= most
        except ValueError:  # the window ended between the two calls
            continue
    return allowed
