from .answers import agree, decline
from .attendance import check_in, check_out, record_attendance, report_attendance
from .feeds import renew_feed, stop_feed
from .sessions import book, cancel, cancel_future_sessions, close_session, reschedule

__all__ = [
    "agree",
    "book",
    "cancel",
    "cancel_future_sessions",
    "check_in",
    "check_out",
    "close_session",
    "decline",
    "record_attendance",
    "renew_feed",
    "report_attendance",
    "reschedule",
    "stop_feed",
]
