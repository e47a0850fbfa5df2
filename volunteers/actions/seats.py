"""The private core of membership: a seat taken, a seat given up, and everybody signing anew."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from portal import audit, notifications
from portal.models import User
from volunteers.choices import GroupState, PositionState
from volunteers.models import Helper, Invitation, Membership, Position, SupervisionGroup

REOPENED_FOR_DAYS = 14


def seat(group: SupervisionGroup, *, by: User, **fields) -> Membership:
    """Give somebody a seat of a locked group from today on."""
    taken = group.memberships.create(joined_on=timezone.localdate(), **fields)
    audit.record("membership.begun", taken, by=by, role=str(taken.role))
    return taken


def leave(given_up: Membership, *, reason: str, by: User) -> None:
    """End a membership today; a helper's seat stands open again."""
    given_up.left_on = timezone.localdate()
    given_up.leaving_reason = reason
    given_up.save(update_fields=["left_on", "leaving_reason"])
    audit.record("membership.ended", given_up, by=by)
    if given_up.position_id and given_up.group.state != GroupState.CLOSED:
        reopen(given_up.position, by=by)


def lock_what_waits(helper: Helper) -> None:
    """Lock the groups, then the seats, that are offered to ``helper``; call it before the helper is locked.

    Whoever answers an invitation locks in this order, so that neither waits for the other for ever.
    """
    waiting = Invitation.objects.unanswered().filter(helper=helper).order_by()
    offered = list(waiting.values_list("position", "position__group"))
    groups = SupervisionGroup.objects.filter(pk__in={group for _seat, group in offered})
    positions = Position.objects.filter(pk__in={seat for seat, _group in offered})
    for rows in (groups, positions):
        list(rows.select_for_update().order_by("pk").values_list("pk"))


def reopen(position: Position, *, by: User) -> None:
    """A seat that lost its helper is open again, with at least two weeks to fill it."""
    today = timezone.localdate()
    position.state = PositionState.OPEN
    position.starts_on = max(position.starts_on, today)
    position.deadline = max(position.deadline, today + timedelta(days=REOPENED_FOR_DAYS))
    position.save(update_fields=["state", "starts_on", "deadline"])
    audit.record("position.reopened", position, by=by)


def open_signing_round(group: SupervisionGroup, *, why: str = "letter_to_sign") -> None:
    """Everybody in the locked group signs again: its members changed, or the wording did (rule 18)."""
    SupervisionGroup.objects.filter(pk=group.pk).update(letter_round=F("letter_round") + 1)
    group.refresh_from_db(fields=["letter_round"])
    notifications.notify(group.member_accounts(), why, about=group, url=f"/me/groups/{group.pk}/letter/")
