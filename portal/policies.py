"""The register of policies: key, kind of value, default, source, and the value in force on a day."""

from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.rules import LOCAL_POLICY, Source, Violation


def whole_number(low: int = 0, high: int = 1_000_000) -> Callable[[Any], str | None]:
    """A check for a value that is an integer from ``low`` to ``high``."""

    def check(value):
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return None
        return _("Enter a whole number from {low} to {high}.").format(low=low, high=high)

    return check


def same_shape(default: Any) -> Callable[[Any], str | None]:
    """A check for a table: the same keys or the same kind of entries as ``default``, all the way down.

    An empty table as default leaves its entries open.
    """

    def fits(value, pattern) -> bool:
        if isinstance(pattern, dict):
            same = isinstance(value, dict) and (value.keys() == pattern.keys() or not pattern)
            return same and all(fits(value[key], pattern[key]) for key in pattern)
        if isinstance(pattern, list):
            return isinstance(value, list) and all(fits(entry, pattern[0]) for entry in value if pattern)
        return type(value) is type(pattern)

    return lambda value: (
        None if fits(value, default) else _("Keep the shape of the table; change its figures only.")
    )


@dataclass(frozen=True, slots=True)
class Policy:
    """A number or table that local rules set; ``default`` holds before any version is in force.

    ``check`` says what is wrong with a value, or ``None``. Without one, a number must be a whole
    number that is not negative, and anything else must keep the shape of ``default``. ``page`` names the
    route of a page of its own, where a policy is shown and drafted better than by the general form;
    ``hint`` says how a value is written, where that is not plain.
    """

    key: str
    label: str
    default: Any
    unit: str = ""
    source: Source = LOCAL_POLICY
    check: Callable[[Any], str | None] | None = None
    page: str = ""
    hint: str = ""

    def violation(self, value: Any) -> Violation | None:
        """What is wrong with ``value`` for this policy."""
        number = isinstance(self.default, int) and not isinstance(self.default, bool)
        check = self.check or (whole_number() if number else same_shape(self.default))
        message = check(value)
        return Violation("policy.value", message, self.source, field="value") if message else None


_register: dict[str, Policy] = {}
_remembered: ContextVar[dict | None] = ContextVar("policies", default=None)


def register(policy: Policy) -> Policy:
    """Make ``policy`` known to the settings screen."""
    _register[policy.key] = policy
    return policy


def all_policies() -> list[Policy]:
    """Every known policy by key."""
    return [_register[key] for key in sorted(_register)]


def get(key: str) -> Policy | None:
    """The policy of that key, if some app registered it."""
    return _register.get(key)


@contextmanager
def remembered():
    """Read the versions of all policies at most once in this block: a request, or one run of a job."""
    token = _remembered.set({})
    try:
        yield
    finally:
        _remembered.reset(token)


def forget() -> None:
    """A version was added: read again."""
    if (kept := _remembered.get()) is not None:
        kept.clear()


def value(policy: Policy, on: date) -> Any:
    """The value of ``policy`` in force on the day ``on``; one query for all policies and days."""
    for effective_from, stored in _versions().get(policy.key, ()):
        if effective_from <= on:
            return stored
    return policy.default


def _versions() -> dict[str, list]:
    """Every policy's versions, newest first."""
    from portal.models import PolicyVersion

    kept = _remembered.get()
    if kept:
        return kept["versions"]
    versions: dict[str, list] = {}
    rows = PolicyVersion.objects.standing().order_by("key", "-effective_from")
    for key, effective_from, stored in rows.values_list("key", "effective_from", "value"):
        versions.setdefault(key, []).append((effective_from, stored))
    if kept is not None:
        kept["versions"] = versions
    return versions


SMALL_CELL = register(
    Policy(
        "open.small_cell", _("Smallest figure shown in public"), 5, _("persons"), check=whole_number(2, 100)
    )
)
IDLE_MINUTES = register(
    Policy(
        "accounts.idle_minutes",
        _("Idle time before sign-out, back office"),
        15,
        _("minutes"),
        check=whole_number(5, 30),
    )
)
PASSWORD_DAYS = register(
    Policy(
        "accounts.password_days",
        _("Age of a password in the back office; 0 for no limit"),
        90,
        _("days"),
        check=whole_number(0, 730),
    )
)
