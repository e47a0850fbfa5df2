"""When and where a session may take place, and how long service lasted. Touches no database."""

from datetime import datetime


def service_minutes(came_at: datetime, left_at: datetime, break_minutes: int) -> int:
    """Whole minutes actually served: the break is taken off, travel never counts (rule 27)."""
    return int((left_at - came_at).total_seconds() // 60) - break_minutes
