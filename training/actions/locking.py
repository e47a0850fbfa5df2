"""Locks rows in one order everywhere, so that nobody waits in a circle.

Group, room, helpers, subjects, then the session, then its bookings: whoever closes a group or stops a
helper holds those rows already when their sessions end.
"""

from collections.abc import Iterable
from dataclasses import replace

from training.models import Booking, Room, Session
from training.planning import Plan
from volunteers.models import Helper, Subject, SupervisionGroup


def locked_plan(plan: Plan) -> Plan:
    """The plan with everything it needs locked and read anew: judged as it is, not as the form was opened."""
    group, room = plan.group, plan.room
    if group is not None:
        groups = SupervisionGroup.objects.select_for_update(of=("self",)).select_related("subject", "area")
        group = groups.get(pk=group.pk)
    if room is not None:
        room = Room.objects.select_for_update(of=("self",)).select_related("office").get(pk=room.pk)
    people = locked_helpers(helper.pk for helper in (*plan.helpers, *plan.learners))
    learning = {helper.pk for helper in plan.learners}
    subjects = Subject.objects.select_for_update().filter(pk__in=[subject.pk for subject in plan.subjects])
    return replace(
        plan,
        group=group,
        room=room,
        helpers=tuple(helper for helper in people if helper.pk not in learning),
        learners=tuple(helper for helper in people if helper.pk in learning),
        subjects=tuple(subjects.order_by("pk")),
    )


def locked_helpers(keys: Iterable[int]) -> list[Helper]:
    """The locked rows of some helpers, by key."""
    rows = Helper.objects.select_for_update(of=("self",)).select_related("account")
    return list(rows.filter(pk__in=list(keys)).order_by("pk"))


def locked_session(session: Session) -> Session:
    """The session as it is now, with its course. Helpers whom the action needs are locked before."""
    return Session.objects.select_for_update(of=("self",)).select_related("course").get(pk=session.pk)


def locked_booking(booking: Booking) -> Booking:
    """A helper's booking as it is now: the helper, the session and the booking are locked."""
    locked_helpers([booking.helper_id])
    Session.objects.select_for_update().get(pk=booking.session_id)
    return (
        Booking.objects.select_for_update(of=("self",))
        .select_related(
            "session__office",
            "session__area",
            "session__group",
            "session__created_by",
            "helper__account",
        )
        .get(pk=booking.pk, helper__isnull=False)
    )
