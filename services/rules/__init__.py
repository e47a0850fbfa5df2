"""The rules of hours and money: pure functions over frozen facts, one file a topic."""

from . import (
    amounts,
    certificates,
    contracts,
    funding,
    hours,
    lifecycles,
    payments,
    person_times,
    verification,
)

__all__ = [
    "amounts",
    "certificates",
    "contracts",
    "funding",
    "hours",
    "lifecycles",
    "payments",
    "person_times",
    "verification",
]
