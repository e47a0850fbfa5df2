"""The private core of every ending: an invitation taken back, an open seat cancelled, a group closed."""

from django.utils import timezone
from django.utils.translation import gettext as _

from portal import audit, notifications
from portal.models import User
from volunteers.actions import seats
from volunteers.choices import GroupState, InvitationState, PositionState
from volunteers.models import Invitation, Position, SupervisionGroup
from volunteers.models.positions import InvitationQuerySet
from volunteers.signals import group_closed


def close(group: SupervisionGroup, *, reason: str, by: User) -> None:
    """Close a locked group: seats, memberships and invitations end, who planned for it is told (rule 71)."""
    accounts = group.member_accounts()
    for position in group.positions.unfilled().select_for_update():
        cancel_seat(position, reason=reason, by=by)
    group.state = GroupState.CLOSED
    group.closed_at = timezone.now()
    group.closing_reason = reason
    group.save(update_fields=["state", "closed_at", "closing_reason"])
    for member in group.memberships.present():
        seats.leave(member, reason=_("The group is closed"), by=by)
    audit.record("supervision_group.closed", group, by=by, reason=reason)
    group_closed.send(sender=SupervisionGroup, group=group, by=by)
    notifications.notify(accounts, "group_closed", about=group, code=group.subject.code)


def cancel_seat(position: Position, *, reason: str, by: User) -> None:
    """Take a locked, unfilled seat off the board with the invitation to it."""
    for invitation in position.invitations.unanswered().select_related("helper__account"):
        take_back(invitation, reason=reason, by=by)
    position.state = PositionState.CANCELLED
    position.save(update_fields=["state"])
    audit.record("position.cancelled", position, by=by, reason=reason)


def take_back_waiting(waiting: InvitationQuerySet, *, reason: str, by: User) -> None:
    """End waiting invitations whose groups and seats are locked; the seats are open again."""
    for invitation in waiting.unanswered().select_for_update(of=("self",)):
        take_back(invitation, reason=reason, by=by)
        position = Position.objects.select_for_update().get(pk=invitation.position_id)
        if position.state == PositionState.INVITED:
            seats.reopen(position, by=by)


def take_back(invitation: Invitation, *, reason: str, by: User) -> None:
    """End a waiting invitation from our side and tell the helper."""
    invitation.state = InvitationState.WITHDRAWN
    invitation.answered_at = timezone.now()
    invitation.withdrawal_reason = reason[:200]
    invitation.save(update_fields=["state", "answered_at", "withdrawal_reason"])
    audit.record("invitation.withdrawn", invitation, by=by)
    notifications.notify(
        [invitation.helper.account], "invitation_withdrawn", about=invitation, url="/me/invitations/"
    )
