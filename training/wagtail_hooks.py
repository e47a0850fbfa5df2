"""The training app's share of the admin: policies first, then screens."""

from portal.backoffice import register_area_policy, register_viewsets
from training.models import Booking, Course, CourseCompletion, Room, Session

register_area_policy(Session, Booking, Room, Course, CourseCompletion)

from training.backoffice import groups  # noqa: E402, F401 - policies stand first; adds a panel
from training.backoffice.attendance import BookingViewSet  # noqa: E402
from training.backoffice.courses import CourseViewSet  # noqa: E402
from training.backoffice.rooms import RoomViewSet  # noqa: E402
from training.backoffice.sessions import SessionViewSet  # noqa: E402

register_viewsets(
    SessionViewSet("sessions"),
    BookingViewSet("bookings"),
    RoomViewSet("rooms"),
    CourseViewSet("courses"),
)
