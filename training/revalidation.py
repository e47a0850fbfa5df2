"""Judges what lies ahead by the rules of a later day: certificates lapse, people leave, groups change."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from portal import notifications
from portal.models import User
from portal.rules import Violation
from training import planning, rules
from training.models import Session
from volunteers.choices import GroupState
from volunteers.models import SupervisionGroup
from volunteers.models.group_facts import group_facts
from volunteers.rules import groups as group_rules


@dataclass(frozen=True, slots=True)
class Finding:
    """One future session or active group that breaks rules, and who is responsible for it."""

    kind: str
    key: int
    label: str
    responsible: User
    violations: tuple[Violation, ...]

    def as_dict(self) -> dict:
        """What the command prints as JSON."""
        return {
            "kind": self.kind,
            "id": self.key,
            "label": self.label,
            "violations": [
                {"code": violation.code, "message": str(violation.message), "source": str(violation.source)}
                for violation in self.violations
            ],
        }


def findings() -> Iterator[Finding]:
    """Everything ahead that could not be arranged today as it stands."""
    yield from unlawful_sessions()
    yield from unlawful_groups()


def unlawful_sessions() -> Iterator[Finding]:
    """Planned future sessions, soonest first; each is judged for its own day."""
    viewer = User.objects.system()
    ahead = Session.objects.planned().filter(starts_at__gt=timezone.now())
    joined = ahead.select_related("area", "office", "group", "room", "chair__office", "created_by")
    for session in joined.iterator(chunk_size=500):
        facts = planning.facts_of(planning.plan_of(session), viewer=viewer, apart_from=session)
        broken = rules.broken_rules(facts)
        if broken:
            label = f"#{session.pk} {session.get_kind_display()} {session.when}"
            yield Finding("session", session.pk, label, session.created_by, broken)


def unlawful_groups() -> Iterator[Finding]:
    """Active groups whose composition is not lawful any more."""
    active = SupervisionGroup.objects.filter(state=GroupState.ACTIVE).order_by("pk")
    for group in active.select_related("subject", "created_by").iterator(chunk_size=500):
        facts = group_facts(group)
        broken = tuple(fault for rule in group_rules.ACTIVATION if (fault := rule(facts)))
        if broken:
            yield Finding("group", group.pk, group.subject.code, group.created_by, broken)


@transaction.atomic
def tell(found: list[Finding]) -> int:
    """Tell each responsible officer how many of theirs need another look; returns how many were told."""
    counts: dict[User, int] = defaultdict(int)
    for finding in found:
        counts[finding.responsible] += 1
    for officer, count in counts.items():
        notifications.notify([officer], "bookings_unlawful", url="/admin/", count=count)
    return len(counts)
