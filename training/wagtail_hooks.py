"""The training app's share of the admin: policies first, then screens."""

from django.utils.translation import pgettext_lazy
from wagtail import hooks

from portal.backoffice import MenuGroup, register_area_policy, register_viewsets
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


class SessionsMenu(MenuGroup):
    menu_label = pgettext_lazy("menu", "Sessions")
    menu_name = "sessions"
    menu_icon = "calendar"
    menu_order = 250
    submenu_hook = "register_sessions_menu_item"


@hooks.register("register_admin_viewset")
def sessions_menu():
    """The heading of this app."""
    return SessionsMenu()
