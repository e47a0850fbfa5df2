"""How long the audit log is kept, and how what is older leaves it (rule 61).

Acts about money stay for ever; what was shown or taken away of personal data stays three years; the
rest stays as long as the policy says, never less than 180 days. A purge first writes itself into the
log; the database's own trigger lets an entry go only if such a later entry exists and the entry was
old enough on that day. Nobody can therefore thin the log in secret, with or without this program.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import append_only, audit, policies
from portal.actions import refuse_if, require
from portal.models import AuditEntry, User
from portal.policies import Policy, whole_number
from portal.rules import SAFEGUARD, Violation

SHORTEST_DAYS = 180
PERSONAL_DAYS = 3 * 365 + 1
PURGED = "audit.purged"
ABOUT = AuditEntry._meta.label_lower

# The part of an action, or of a kind of object, before the dot.
_for_ever = {"audit", "backup"}
_personal = {"consent", "export", "exportfile", "personal_data"}
_PERSONAL_ENDING = ".exported"

KEPT_DAYS = policies.register(
    Policy(
        "audit.days",
        _("How long the audit log is kept"),
        PERSONAL_DAYS,
        _("days"),
        check=whole_number(SHORTEST_DAYS, 36500),
    )
)


def keep_for_ever(*things: str) -> None:
    """Entries about ``things`` (an app, or what an action's code begins with) never leave the log."""
    _for_ever.update(things)


def long_enough(days: int) -> Violation | None:
    """Every entry is kept for at least six months (rule 61)."""
    if days >= SHORTEST_DAYS:
        return None
    message = _("The audit log cannot be cleared while it must be kept: at least 180 days.")
    return Violation("audit.kept_too_short", message, SAFEGUARD, field="days")


@dataclass(frozen=True)
class Purge:
    """How many entries left the log."""

    ordinary: int
    personal: int


@transaction.atomic
def purge(*, days: int | None = None, today: date | None = None, by: User) -> Purge:
    """Delete what is older than ``days`` (without: as the policy says); the last day still counts as kept.

    Done by the system alone: no role holds the right.
    """
    if not by.is_system:
        require(by, "portal.delete_auditentry")
    today = today or timezone.localdate()
    days = policies.value(KEPT_DAYS, today) if days is None else days
    refuse_if(long_enough(days), by=by)
    personal_days = max(days, PERSONAL_DAYS)
    ordinary = _entries_before(today, days).exclude(_about(_for_ever)).exclude(_is_personal())
    personal = _entries_before(today, personal_days).filter(_is_personal()).exclude(_about(_for_ever))
    counted = Purge(ordinary.count(), personal.count())
    if counted != Purge(0, 0):
        audit.record(
            PURGED,
            AuditEntry(),
            by=by,
            days=days,
            ordinary=counted.ordinary,
            personal_days=personal_days,
            personal=counted.personal,
        )
        ordinary.delete()
        personal.delete()
    return counted


def _entries_before(today: date, days: int):
    """Entries made before the day that lies ``days`` back."""
    first_kept = datetime.combine(today - timedelta(days=days), time.min)
    return AuditEntry.objects.filter(at__lt=timezone.make_aware(first_kept))


def _about(things) -> Q:
    found = Q()
    for thing in things:
        found |= Q(action__startswith=f"{thing}.") | Q(object_type__startswith=f"{thing}.")
    return found


def _is_personal() -> Q:
    return _about(_personal) | Q(action__endswith=_PERSONAL_ENDING)


def _may_leave(vendor: str) -> str:
    """The condition under which the database itself lets the entry ``OLD`` go."""
    if vendor == "postgresql":
        first = "split_part({}, '.', 1)"
        old_enough = "OLD.at < LEAST(purge.at, now()) - make_interval(days => {})"
    else:
        first = "substr({0}, 1, instr({0} || '.', '.') - 1)"
        old_enough = "julianday(OLD.at) < min(julianday(purge.at), julianday('now')) - {}"
    action, kind = first.format("OLD.action"), first.format("OLD.object_type")
    for_ever, personal = _listed(_for_ever), _listed(_personal)
    is_personal = (
        f"{action} IN ({personal}) OR {kind} IN ({personal}) OR OLD.action LIKE '%{_PERSONAL_ENDING}'"
    )
    days = f"CASE WHEN {is_personal} THEN {PERSONAL_DAYS} ELSE {SHORTEST_DAYS} END"
    is_noted = (
        f"SELECT 1 FROM {AuditEntry._meta.db_table} purge WHERE purge.object_type = '{ABOUT}' "  # noqa: S608, our own names
        f"AND purge.action = '{PURGED}' AND purge.id > OLD.id AND {old_enough.format(f'({days})')}"
    )
    return f"{action} NOT IN ({for_ever}) AND {kind} NOT IN ({for_ever}) AND EXISTS ({is_noted})"


def _listed(things) -> str:
    return ", ".join(f"'{thing}'" for thing in sorted(things))


append_only.allow_deletion(AuditEntry, _may_leave)
