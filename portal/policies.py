"""The register of policies: key, default, source, and the value in force on a day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.rules import LOCAL_POLICY, Source


@dataclass(frozen=True, slots=True)
class Policy:
    """A number or table that local rules set; ``default`` holds before any version is in force."""

    key: str
    label: str
    default: Any
    unit: str = ""
    source: Source = LOCAL_POLICY


_register: dict[str, Policy] = {}


def register(policy: Policy) -> Policy:
    """Make ``policy`` known to the settings screen."""
    _register[policy.key] = policy
    return policy


def all_policies() -> list[Policy]:
    """Every known policy by key."""
    return [_register[key] for key in sorted(_register)]


def value(policy: Policy, on: date) -> Any:
    """The value of ``policy`` in force on the day ``on``."""
    from portal.models import PolicyVersion

    version = (
        PolicyVersion.objects.filter(key=policy.key, effective_from__lte=on)
        .order_by("-effective_from")
        .first()
    )
    return policy.default if version is None else version.value


SMALL_CELL = register(Policy("open.small_cell", _("Smallest figure shown in public"), 5, _("persons")))
IDLE_MINUTES = register(
    Policy("accounts.idle_minutes", _("Idle time before sign-out, back office"), 15, _("minutes"))
)
