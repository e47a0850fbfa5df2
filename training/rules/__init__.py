"""When, where and with whom a session may take place, and how long service lasted.

Pure functions over frozen facts; each names its source and returns a ``Violation`` or None.
"""

from .attendance import ATTENDANCE, AttendanceFacts, service_minutes
from .conflicts import conflicts
from .facts import Busy, HelperFacts, RoomFacts, SessionFacts, SubjectFacts, WorkHours, overlap
from .lifecycle import may_become
from .people import HELPER_RULES
from .sessions import SESSION_RULES
from .verdict import broken_rules

__all__ = [
    "ATTENDANCE",
    "HELPER_RULES",
    "SESSION_RULES",
    "AttendanceFacts",
    "Busy",
    "HelperFacts",
    "RoomFacts",
    "SessionFacts",
    "SubjectFacts",
    "WorkHours",
    "broken_rules",
    "conflicts",
    "may_become",
    "overlap",
    "service_minutes",
]
