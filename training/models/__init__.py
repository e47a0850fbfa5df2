"""Time and place: one file per noun."""

from .bookings import Booking
from .calendar import CalendarEvent, CalendarFeed
from .courses import Course, CourseCompletion
from .rooms import Room
from .sessions import Session

__all__ = ["Booking", "CalendarEvent", "CalendarFeed", "Course", "CourseCompletion", "Room", "Session"]
