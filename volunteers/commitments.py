"""What apps above know of a helper's fixed week: commitments that come back every week.

The matching counts them as busy time. A provider ``f(helper_ids, today)`` returns weekly windows
``{"day": 1, "from": "09:00", "to": "11:00"}`` by helper id; it reads all of them at once.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from datetime import date

type Windows = Mapping[int, list[dict]]

_providers: list[Callable[[Collection[int], date], Windows]] = []


def register(provider: Callable[[Collection[int], date], Windows]) -> Callable:
    """Use as a decorator."""
    _providers.append(provider)
    return provider


def weekly(helper_ids: Collection[int], today: date) -> dict[int, list[dict]]:
    """The weekly windows of each helper who has any, from all providers."""
    found = defaultdict(list)
    for provider in _providers:
        for helper_id, windows in provider(helper_ids, today).items():
            found[helper_id] += windows
    return found
