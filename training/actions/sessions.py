"""Booking, moving, cancelling and closing a session."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import audit, notifications
from portal.actions import Refused, refuse_if, require
from portal.models import User
from portal.rules import SAFEGUARD, Violation
from training import events, planning, rules
from training.choices import AttendanceState, SessionState
from training.models import Booking, Room, Session
from training.planning import PLAIN_FIELDS, Plan
from volunteers.models import Helper, Subject

from .locking import locked_plan, locked_session

TAKEN = Violation(
    "session.taken",
    _("Somebody else has just booked this time. Choose another time, room or helper."),
    SAFEGUARD,
    "starts_at",
)


@transaction.atomic
def book(plan: Plan, *, by: User) -> Session:
    """Book a session with its helpers, subjects and room, and tell the helpers.

    Raises ``PermissionDenied`` outside ``by``'s areas, and ``Refused`` with every broken rule and
    every overlap at once. The rows of group, room, helpers and subjects stay locked until the end, so of
    two officers who want the same helper one succeeds and the other is told why not.
    """
    plan = locked_plan(plan)
    _require_reach(plan, by)
    facts = planning.facts_of(plan, viewer=by)
    refuse_if(*rules.broken_rules(facts), by=by)

    session = Session.objects.create(**_plain(plan), created_by=by)
    _hold(session, plan, facts)
    audit.record("session.booked", session, by=by, **_logged(session))
    _publish(session, "session_booked" if session.ends_at > timezone.now() else "session_entered")
    return session


@transaction.atomic
def reschedule(session: Session, plan: Plan, *, by: User) -> Session:
    """Move a planned session or change who and what it needs; helpers are told and asked again.

    Raises as ``book`` does, and ``Refused`` once the session is over or attendance was recorded.
    """
    plan = locked_plan(plan)
    session = locked_session(session)
    require(by, "training.change_session", session)
    _require_reach(plan, by, already=session)
    plan, elsewhere = planning.without_the_busy(plan, apart_from=session)
    facts = planning.facts_of(plan, viewer=by, apart_from=session)
    refuse_if(
        _still_planned(session), _nobody_came_yet(session), *rules.broken_rules(facts), about=session, by=by
    )

    before, told_before, was = _logged(session), _helper_accounts(session), session.when_kept
    Session.objects.filter(pk=session.pk).update(**_plain(plan), sequence=session.sequence + 1)
    session.refresh_from_db()
    session.bookings.update(active=False)
    _hold(session, plan, facts)
    audit.record("session.changed", session, by=by, before=before, after=_logged(session))
    _publish(session, "session_changed")
    _tell_who_is_not_needed(session, told_before, elsewhere, was)
    return session


@transaction.atomic
def cancel(session: Session, *, reason: str, by: User) -> Session:
    """Cancel a planned session, free everything it held and tell its helpers."""
    session = locked_session(session)
    require(by, "training.change_session", session)
    refuse_if(
        rules.may_become(session.state, SessionState.CANCELLED),
        _nobody_came_yet(session),
        _reason_is_given(reason),
        about=session,
        by=by,
    )
    return cancel_locked(session, reason, by)


@transaction.atomic
def close_session(session: Session, *, by: User) -> Session:
    """Say that a session was held; every helper's attendance has been recorded by then."""
    session = locked_session(session)
    require(by, "training.change_session", session)
    refuse_if(
        rules.may_become(session.state, SessionState.HELD),
        _has_ended(session),
        _everybody_is_accounted_for(session),
        about=session,
        by=by,
    )
    session.state = SessionState.HELD
    session.save(update_fields=["state"])
    audit.record("session.held", session, by=by)
    return session


def cancel_locked(session: Session, reason: str, by: User) -> Session:
    """The private core of every cancelling, on a locked session."""
    told = _helper_accounts(session)
    session.state = SessionState.CANCELLED
    session.cancel_reason = reason
    session.sequence += 1
    session.save(update_fields=["state", "cancel_reason", "sequence"])
    session.bookings.update(active=False)
    audit.record("session.cancelled", session, by=by, reason=reason)
    events.write(session)
    notifications.notify(told, "session_cancelled", about=session, url=_url(session), when=session.when_kept)
    return session


def _require_reach(plan: Plan, by: User, already: Session | None = None) -> None:
    """Everything planned must be the officer's to plan with: own areas, own group's members, shared rooms."""
    helpers = {helper.pk for helper in plan.helpers}
    subjects = {subject.pk for subject in plan.subjects}
    if already is not None:
        held = list(already.bookings.values_list("helper_id", "subject_id"))
        helpers -= {pk for pk, _subject in held}
        subjects -= {pk for _helper, pk in held}
    helpers -= planning.member_ids(plan.group)
    reachable = (
        Helper.objects.visible_to(by).filter(pk__in=helpers).count() == len(helpers)
        and Subject.objects.visible_to(by).filter(pk__in=subjects).count() == len(subjects)
        and (plan.room is None or Room.objects.bookable_by(by).filter(pk=plan.room.pk).exists())
    )
    if not reachable:
        audit.note_attempt("session.out_of_reach", plan.group, by=by, result=audit.DENIED)
        raise PermissionDenied("session.out_of_reach")
    require(by, "training.add_session", plan.area)
    if plan.group is not None:
        require(by, "training.add_session", plan.group)


def _plain(plan: Plan) -> dict:
    return {name: getattr(plan, name) for name in PLAIN_FIELDS}


def _hold(session: Session, plan: Plan, facts) -> None:
    """Take room, helpers and subjects for the session's time. The database has the last word."""
    agreed, now = planning.agreeing_ids(plan), timezone.now()
    ends = {
        "helper": plan.ends_at + timedelta(minutes=facts.helper_buffer),
        "room": plan.ends_at + timedelta(minutes=facts.room_buffer),
        "subject": plan.ends_at,
    }
    wanted = [("room", plan.room)] if plan.room else []
    wanted += [("helper", helper) for helper in (*plan.helpers, *plan.learners)]
    learning = {helper.pk for helper in plan.learners}
    wanted += [("subject", subject) for subject in plan.subjects]
    known = {
        (name, getattr(booking, f"{name}_id")): booking
        for booking in session.bookings.all()
        for name in ("room", "helper", "subject")
        if getattr(booking, f"{name}_id")
    }
    try:
        with transaction.atomic():
            for name, resource in wanted:
                booking = known.get((name, resource.pk)) or Booking(session=session, **{name: resource})
                booking.held_from, booking.held_to, booking.active = plan.starts_at, ends[name], True
                booking.forget_attendance()
                asked = name == "helper" and resource.pk not in agreed and plan.ends_at > now
                booking.agreed_at = None if asked or name != "helper" else now
                booking.learns = name == "helper" and resource.pk in learning
                booking.save()
    except IntegrityError as error:
        raise Refused(TAKEN) from error


def _publish(session: Session, kind: str) -> None:
    """Write the calendar and tell the helpers; those who have not agreed are asked."""
    events.write(session)
    bookings = session.bookings.active().filter(helper__isnull=False).select_related("helper__account")
    told = {kind: [booking.helper.account for booking in bookings if booking.agreed_at]}
    told["session_asked"] = [booking.helper.account for booking in bookings if not booking.agreed_at]
    for words, accounts in told.items():
        notifications.notify(
            accounts,
            words,
            about=session,
            url=_url(session),
            when=session.when_kept,
            where=events.neutral_place(session),
        )


def _tell_who_is_not_needed(session: Session, before: list[User], elsewhere: tuple[Helper, ...], was: str):
    """Tell whom the change leaves out: others hold it now, or the new time is taken by something else."""
    busy = [helper.account for helper in elsewhere]
    kept = {*_helper_accounts(session), *busy}
    notifications.notify(
        [account for account in before if account not in kept],
        "session_without_you",
        about=session,
        url=_url(session),
        when=was,
    )
    notifications.notify(
        busy,
        "course_moved_away",
        about=session,
        url=f"/me/courses/{session.course_id}/",
        title=session.name,
        when=session.when_kept,
    )


def _url(session: Session) -> str:
    return f"/me/sessions/{session.pk}/"


def _helper_accounts(session: Session) -> list[User]:
    bookings = session.bookings.active().filter(helper__account__isnull=False)
    return [booking.helper.account for booking in bookings.select_related("helper__account")]


def _logged(session: Session) -> dict:
    """What the audit log keeps of a session: times, ids and kinds, no free text and no names."""
    return {
        "kind": session.kind,
        "starts_at": session.starts_at.isoformat(),
        "ends_at": session.ends_at.isoformat(),
        "group": session.group_id,
        "room": session.room_id,
        "chair": session.chair_id,
        "helpers": sorted(
            session.bookings.active().filter(helper__isnull=False).values_list("helper_id", flat=True)
        ),
    }


def _still_planned(session: Session) -> Violation | None:
    if session.state == SessionState.PLANNED:
        return None
    return rules.may_become(session.state, SessionState.CANCELLED)


def _nobody_came_yet(session: Session) -> Violation | None:
    helpers = session.bookings.filter(helper__isnull=False).exclude(attendance=AttendanceState.ABSENT)
    if not helpers.filter(~Q(attendance=AttendanceState.EXPECTED) | Q(came_at__isnull=False)).exists():
        return None
    return Violation(
        "session.attended",
        _(
            "A helper has checked in or attendance is recorded, so this session cannot be changed or "
            "cancelled. Correct the attendance first if nobody came."
        ),
    )


def _reason_is_given(reason: str) -> Violation | None:
    if reason.strip():
        return None
    return Violation("session.no_reason", _("Say why the session is cancelled."), SAFEGUARD, "reason")


def _has_ended(session: Session) -> Violation | None:
    if session.ends_at <= timezone.now():
        return None
    return Violation("session.not_over", _("This session has not ended yet. Close it afterwards."))


def _everybody_is_accounted_for(session: Session) -> Violation | None:
    waiting = session.bookings.active().filter(helper__isnull=False, attendance=AttendanceState.EXPECTED)
    if not waiting.exists():
        return None
    return Violation(
        "session.attendance_missing",
        _("Record first for every helper who came, who was absent and who did not come as agreed."),
    )
