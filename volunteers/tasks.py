"""Background work of people and groups. Safe to run twice."""

from django.tasks import task
from django.utils import timezone

from portal.actions import Refused
from portal.models import User
from volunteers.actions import invitations
from volunteers.models import Invitation


@task(queue_name="default", backend="background")
def expire_invitations() -> int:
    """End the invitations nobody answered in time. Returns how many."""
    ended = 0
    system = User.objects.system()
    for invitation in Invitation.objects.overdue(timezone.localdate()):
        try:
            invitations.expire(invitation, by=system)
            ended += 1
        except Refused:
            continue  # answered a moment ago
    return ended
