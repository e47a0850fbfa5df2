"""What a session may be: its kind, its participants, its place and its time."""

from datetime import time, timedelta

from django.utils.translation import gettext_lazy as _

from portal import sources
from portal.rules import SAFEGUARD, Violation
from training.choices import (
    OF_ONE_SUBJECT,
    OFFICERS_ONLY,
    REMOTE_KINDS,
    WITH_SEVERAL_SUBJECTS,
    WITHOUT_GROUP_AT_WORK,
    RoomKind,
    SessionKind,
)
from volunteers.choices import GroupState

from .facts import SessionFacts, WorkHours, overlap
from .people import people_kept_apart_do_not_meet

LONGEST = timedelta(hours=12)
END_AFTER_BEGINNING = _("The end must come after the beginning, at most 12 hours later. Check both times.")
SHORTEST = timedelta(minutes=15)
EARLIEST, LATEST = time(7), time(21, 30)


def session_is_in_order(session: SessionFacts) -> Violation | None:
    """A session ends after it begins, and within half a day."""
    if timedelta(0) < session.ends_at - session.starts_at <= LONGEST:
        return None
    return Violation(
        "session.times",
        END_AFTER_BEGINNING,
        SAFEGUARD,
        "ends_at",
    )


def session_is_long_enough(session: SessionFacts) -> Violation | None:
    """A meeting of a few minutes is a slip of the pen; a call may be short."""
    if session.kind in REMOTE_KINDS or session.ends_at - session.starts_at >= SHORTEST:
        return None
    if session.ends_at <= session.starts_at:
        return None  # a fault of its own
    return Violation(
        "session.too_short",
        _("A session lasts at least 15 minutes. Check both times."),
        SAFEGUARD,
        "ends_at",
    )


def night_is_respected(session: SessionFacts) -> Violation | None:
    """Late and early hours belong to the subject's own life, unless there is a reason (rule 24).

    One reason answers for working time and night alike, so only one of them is asked for.
    """
    late = session.ends_at.date() > session.day or session.ends_at.time() > LATEST
    if not session.subjects or not (late or session.starts_at.time() < EARLIEST):
        return None
    if session.necessity.strip() or working_time_is_respected(session):
        return None
    return Violation(
        "session.night",
        _("This is before 7:00 or after 21:30. Say why it is necessary, or choose another time."),
        sources.NORMAL_LIFE,
        "necessity",
    )


def session_has_a_place(session: SessionFacts) -> Violation | None:
    """People know where to go."""
    if session.has_place:
        return None
    return Violation("session.no_place", _("Choose a room, or write where to meet."), SAFEGUARD, "place")


def session_has_helpers(session: SessionFacts) -> Violation | None:
    """A session of this portal is held by helpers, unless officers hold it alone, as they may a course."""
    if session.helpers or session.kind in OFFICERS_ONLY or session.course_minutes:
        return None
    return Violation(
        "session.no_helper", _("Choose at least one helper who holds this session."), SAFEGUARD, "helpers"
    )


def session_has_the_right_number_of_subjects(session: SessionFacts) -> Violation | None:
    """A talk is with one subject; a lecture with any number; a training of helpers with none."""
    number = len(session.subjects)
    if session.kind in OF_ONE_SUBJECT:
        right = number == 1
    else:
        right = session.kind in WITH_SEVERAL_SUBJECTS or number == 0
    if right:
        return None
    return Violation(
        "session.number_of_subjects",
        _("This kind of session is for one subject.")
        if session.kind in OF_ONE_SUBJECT
        else _("This kind of session takes no subjects. Choose another kind, or remove them."),
        SAFEGUARD,
        "subjects",
    )


def subjects_are_in_correction(session: SessionFacts) -> Violation | None:
    """Help ends with the correction; what is left goes to resettlement (rule 71)."""
    if all(subject.in_correction for subject in session.subjects):
        return None
    return Violation(
        "session.subject_left",
        _("On that day this subject is not in correction here. Remove the subject or choose another day."),
        sources.CORRECTION_ENDED,
        "subjects",
    )


def minors_and_adults_are_apart(session: SessionFacts) -> Violation | None:
    """Minors at intake and adults never share a session (rules 16 and 17)."""
    if len({subject.is_minor for subject in session.subjects}) < 2:
        return None
    return Violation(
        "session.minors_with_adults",
        _("Activities for minors and for adults are held apart; they cannot be in one session."),
        sources.MINORS_IN_CORRECTION,
        "subjects",
    )


def group_is_at_work(session: SessionFacts) -> Violation | None:
    """A group works once it is active; until then it may only meet and be announced."""
    if session.group_state in ("", GroupState.ACTIVE):
        return None
    if session.group_state == GroupState.DRAFT and session.kind in WITHOUT_GROUP_AT_WORK:
        return None
    return Violation(
        "session.group_not_active",
        _("This supervision group is not active. Activate it first, or choose another group."),
        SAFEGUARD,
        "group",
    )


def working_time_is_respected(session: SessionFacts) -> Violation | None:
    """A session in the subject's working hours says why it cannot be at another time (rule 24)."""
    touched = any(_touches(session, hours) for subject in session.subjects for hours in subject.work_hours)
    if not touched or session.necessity.strip():
        return None
    return Violation(
        "session.working_time",
        _("This is the subject's working time. Say why it is necessary, or choose another time."),
        sources.NORMAL_LIFE,
        "necessity",
    )


def _touches(session: SessionFacts, hours: WorkHours) -> bool:
    """Whether a session, which may run past midnight, meets weekly working hours."""
    midnight = session.starts_at.replace(hour=0, minute=0, second=0, microsecond=0)
    for days in (0, 1):
        day = midnight + timedelta(days=days)
        begins = day + timedelta(minutes=hours.start_minute)
        ends = day + timedelta(minutes=hours.end_minute)
        if day.isoweekday() == hours.weekday and overlap(begins, ends, session.starts_at, session.ends_at):
            return True
    return False


def enforcement_stays_with_staff(session: SessionFacts) -> Violation | None:
    """Helpers and suppliers take no part in enforcement, nor use its rooms (rule 25).

    At an announcement the helpers of the group are present, and staff hold it.
    """
    if session.kind == SessionKind.ANNOUNCEMENT:
        fits = all(helper.key in session.group_helpers for helper in session.helpers)
    else:
        fits = not (session.kind in OFFICERS_ONLY and session.helpers)
    announcement_room = session.room is not None and session.room.kind == RoomKind.ANNOUNCEMENT
    if fits and not (announcement_room and session.kind not in OFFICERS_ONLY):
        return None
    return kept_for_staff("kind" if not fits else "room")


def kept_for_staff(field: str) -> Violation:
    """The refusal of rule 25, for sessions and for hours."""
    return Violation(
        "session.enforcement",
        _("This is a duty of enforcement and may not be given to volunteers or suppliers."),
        sources.ENFORCEMENT_BY_STAFF,
        field,
    )


def minors_announcement_is_closed(session: SessionFacts) -> Violation | None:
    """A minor's announcement is not public, and the guardian is told to attend (rule 67)."""
    if session.kind != SessionKind.ANNOUNCEMENT or not session.with_minors or session.guardian_notified:
        return None
    return Violation(
        "session.guardian",
        _("A minor's announcement is not public. Record first that the guardian was told to attend."),
        sources.MINORS_ANNOUNCEMENTS,
        "guardian_notified",
    )


def announcement_is_chaired_by_staff(session: SessionFacts) -> Violation | None:
    """Staff hold the announcement and every helper of the group is invited (rule 68)."""
    if session.kind != SessionKind.ANNOUNCEMENT:
        return None
    invited = {helper.key for helper in session.helpers}
    if session.chaired_by_staff and session.group_helpers <= invited:
        return None
    return Violation(
        "session.announcement",
        _(
            "An announcement is held by staff of the community corrections agency or judicial office. "
            "Tell the members of the supervision group to attend."
        ),
        sources.ANNOUNCEMENTS,
        "helpers" if session.chaired_by_staff else "chair",
    )


def activity_fits_labour_ability(session: SessionFacts) -> Violation | None:
    """A public-benefit activity fits ability and health; outside prison it is asked twice (rule 70)."""
    if session.kind != SessionKind.PUBLIC_BENEFIT_ACTIVITY or not session.subjects:
        return None
    twice = any(subject.serves_outside_prison for subject in session.subjects)
    if session.fitness_confirmed and (session.fitness_confirmed_again or not twice):
        return None
    return Violation(
        "session.fitness",
        _("Confirm that the subject's labour ability and health are fit for this public-benefit activity."),
        sources.LABOUR_ABILITY,
        "fitness_confirmed_again" if session.fitness_confirmed else "fitness_confirmed",
    )


def room_fits(session: SessionFacts) -> Violation | None:
    """The room is in use and has a seat for everybody."""
    if session.room is None:
        return None
    learners = max(session.learners, session.course_seats or 0)
    people = len(session.helpers) + len(session.subjects) + learners
    if session.room.in_use and people <= session.room.seats:
        return None
    return Violation(
        "session.room_size",
        _("This room is closed or has too few seats. Choose another room."),
        SAFEGUARD,
        "room",
    )


def course_is_held_whole(session: SessionFacts) -> Violation | None:
    """Who attends the date of a course has had all of it, so the date is as long as the course (rule 10)."""
    lasts = session.ends_at - session.starts_at
    if not session.course_minutes or lasts >= timedelta(minutes=session.course_minutes):
        return None
    return Violation(
        "session.course_length",
        _("The course is longer than this time. Plan the whole of it, or enter its parts as courses."),
        sources.QUALIFIED_SERVICE,
        "ends_at",
    )


def enrolled_have_places(session: SessionFacts) -> Violation | None:
    """Nobody who enrolled loses the place because fewer are offered later."""
    if session.course_seats is None or session.learners <= session.course_seats:
        return None
    return Violation(
        "session.course_seats",
        _("More helpers than this have enrolled already. Offer at least as many places."),
        SAFEGUARD,
        "seats",
    )


SESSION_RULES = (
    session_is_in_order,
    session_is_long_enough,
    session_has_a_place,
    session_has_helpers,
    session_has_the_right_number_of_subjects,
    subjects_are_in_correction,
    minors_and_adults_are_apart,
    people_kept_apart_do_not_meet,
    group_is_at_work,
    working_time_is_respected,
    night_is_respected,
    enforcement_stays_with_staff,
    minors_announcement_is_closed,
    announcement_is_chaired_by_staff,
    activity_fits_labour_ability,
    room_fits,
    course_is_held_whole,
    enrolled_have_places,
)
