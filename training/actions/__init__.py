from .answers import agree, decline
from .attendance import (
    check_in,
    check_out,
    check_out_as_planned,
    may_check_in,
    record_attendance,
    report_attendance,
)
from .courses import complete_course, confirm_self_study
from .endings import cancel_future_sessions, release_helper
from .enrolments import enrol, leave_course, record_learners, schedule_course
from .feeds import renew_feed, stop_feed
from .sessions import book, cancel, close_session, reschedule

__all__ = [
    "agree",
    "book",
    "cancel",
    "cancel_future_sessions",
    "check_in",
    "check_out",
    "check_out_as_planned",
    "close_session",
    "complete_course",
    "confirm_self_study",
    "decline",
    "enrol",
    "leave_course",
    "may_check_in",
    "record_attendance",
    "record_learners",
    "release_helper",
    "renew_feed",
    "report_attendance",
    "reschedule",
    "schedule_course",
    "stop_feed",
]
