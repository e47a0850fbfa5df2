"""Whether the hours somebody claims fit what was arranged and what was tapped at the place. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

# A few minutes between the door and the phone prove nothing.
TOLERANCE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """One claim beside its evidence; who did not check in or out has no time there."""

    begins: datetime
    ends: datetime
    planned_begin: datetime
    planned_end: datetime
    checked_in: datetime | None = None
    checked_out: datetime | None = None


def doubts(claim: Presence) -> list:
    """What whoever verifies should ask about; empty when claim and evidence fit (rules 29 and 30)."""
    found = []
    if claim.ends <= claim.planned_begin or claim.planned_end <= claim.begins:
        found.append(_("The hours lie outside the arranged time."))
    early = claim.checked_in - claim.begins if claim.checked_in else timedelta(0)
    if early > TOLERANCE:
        found.append(_("They begin %(minutes)s minutes before the check-in.") % {"minutes": _whole(early)})
    late = claim.ends - claim.checked_out if claim.checked_out else timedelta(0)
    if late > TOLERANCE:
        found.append(_("They end %(minutes)s minutes after the check-out.") % {"minutes": _whole(late)})
    return found


def _whole(gap: timedelta) -> int:
    return int(gap.total_seconds() // 60)
