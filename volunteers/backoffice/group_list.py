"""The list of supervision groups: who leads each, how many sit in it, who has still to sign."""

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import ngettext

from portal.backoffice import ListView
from volunteers.choices import GroupState, MemberRole
from volunteers.models import Membership


class GroupList(ListView):
    """Leader, members and open signatures come with the rows, not one by one."""

    def get_base_queryset(self):
        present = Q(memberships__left_on=None)
        unsigned = present & Q(memberships__signed_round__lt=F("letter_round"))
        leaders = Membership.objects.present().filter(group=OuterRef("pk"), role=MemberRole.LEADER)
        return (
            super()
            .get_base_queryset()
            .annotate(
                leader_name=Subquery(leaders.values("account__name")[:1]),
                members=Count("memberships", filter=present),
                unsigned=Count("memberships", filter=unsigned),
            )
        )


def members(group) -> str:
    """How many sit in the group, and how many signatures are missing."""
    if group.state == GroupState.CLOSED:
        return "—"
    number = ngettext("{n} member", "{n} members", group.members).format(n=group.members)
    if not group.unsigned:
        return number
    waiting = ngettext("{n} has to sign", "{n} have to sign", group.unsigned).format(n=group.unsigned)
    return f"{number} · {waiting}"


def left(seat) -> str:
    """The day on which a member left; who still belongs to the group has none."""
    return date_format(seat.left_on) if seat.left_on else "—"


def leader(group) -> str:
    """The leader's name; a closed group has none any more."""
    return group.leader_name or "—"


def active_since(group) -> str:
    """The day on which the group began to work."""
    return date_format(timezone.localdate(group.activated_at)) if group.activated_at else "—"
