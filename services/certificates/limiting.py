"""How often one network may check certificates: enough for people, too little to count through numbers."""

from portal.middleware.audit import client_address
from portal.rate_limits import seconds_to_wait

# Seconds of a window, and the checks allowed in it.
WINDOWS = ((60, 20), (3600, 200))


def may_check(request) -> bool:
    """Count this check; False once the address has used up a window."""
    address = client_address(request) or "-"
    waits = [
        seconds_to_wait(f"certificate-check:{seconds}", address, most=most, window=seconds)
        for seconds, most in WINDOWS
    ]
    return not any(waits)
