"""What ends by itself when a group closes or a helper stops (rules 4 and 71)."""

from django.db import transaction
from django.utils import timezone

from portal import audit, notifications
from portal.models import User
from training import events
from training.models import Booking, Session
from volunteers.models import Helper, SupervisionGroup

from .sessions import cancel_locked


@transaction.atomic
def cancel_future_sessions(group: SupervisionGroup, *, reason: str, by: User) -> int:
    """Cancel what was planned for a group that closes, and free its subject elsewhere (rule 71).

    Runs inside the closing of the group, whose own permission check stands for it.
    """
    now = timezone.now()
    planned = Session.objects.select_for_update().planned().filter(starts_at__gt=now, group=group)
    sessions = list(planned)
    for session in sessions:
        cancel_locked(session, reason, by)
    left = Booking.objects.active().filter(subject=group.subject, session__starts_at__gt=now)
    for booking in left.select_related("session"):
        audit.record("session.subject_removed", booking.session, by=by)
    left.update(active=False)
    return len(sessions)


@transaction.atomic
def release_helper(helper: Helper, *, by: User) -> int:
    """Free a helper who may not serve any more from everything ahead, and tell who arranged it.

    Runs inside the action that stopped the helper and locked the row, whose own permission check stands
    for it.
    """
    ahead = Session.objects.planned().filter(
        starts_at__gt=timezone.now(), bookings__helper=helper, bookings__active=True
    )
    sessions = list(Session.objects.select_for_update().filter(pk__in=ahead.values("pk")))
    for session in sessions:
        learned = session.bookings.learning().filter(helper=helper).exists()
        session.bookings.filter(helper=helper).update(active=False, agreed_at=None)
        session.sequence += 1
        session.save(update_fields=["sequence"])
        audit.record("session.helper_removed", session, by=by, helper=helper.pk)
        events.write(session)
        notifications.notify(
            [] if learned else [session.created_by],
            "helper_cannot_come",
            about=session,
            url=f"/admin/sessions/inspect/{session.pk}/",
            number=helper.number,
            when=session.when_kept,
        )
    return len(sessions)
