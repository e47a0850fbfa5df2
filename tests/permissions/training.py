"""The screens of ``training``."""

from portal import roles

from .table import OFFICES, Screen

READERS = (*OFFICES, roles.AUDITOR)


def session_of(area, user):
    """A booked session in ``area`` that ``user`` holds as helper."""
    from portal.roles import OFFICER
    from tests.factories.portal import user_with_role
    from tests.factories.training import at, booked, helper_in
    from training.models import Session
    from volunteers.models import Helper

    helper = Helper.objects.filter(account=user).first() or helper_in(area, account=user)
    day = 7 + Session.objects.count()
    times = {"starts_at": at("09:00", days=day), "ends_at": at("10:00", days=day)}
    return booked(user_with_role(OFFICER, area), helpers=(helper,), **times)


def arranged_in(area, user):
    """A session that some officer of ``area`` arranged."""
    from tests.factories.portal import UserFactory

    return session_of(area, UserFactory())


def attended_in(area, user):
    return arranged_in(area, user).bookings.get(helper__isnull=False)


def room_in(area, user):
    from tests.factories.training import RoomFactory

    return RoomFactory(area=area)


def course_in(area, user):
    from training.models import Course

    return Course.objects.create(title="岗前培训", area=area, minutes=60)


def _office(name, make, *, add=(), read=(), act=()):
    """The screens of one viewset: its lists for readers, its forms and actions for officers."""
    return [
        Screen(f"{name}:index", READERS),
        Screen(f"{name}:index_results", READERS),
        *(Screen(f"{name}:{route}", OFFICES) for route in add),
        *(Screen(f"{name}:{route}", READERS, make) for route in read),
        *(Screen(f"{name}:{route}", OFFICES, make) for route in act),
    ]


SCREENS = [
    # Unknown tokens answer 404 to everyone; tests/training holds the tests of the feed.
    Screen("training:feed", fixed=("x" * 43,)),
    Screen("training:subscribe", roles.ALL),
    Screen("training:download", roles.ALL),
    *(Screen(f"training:{name}", [roles.HELPER]) for name in ("calendar", "week", "past")),
    *(
        Screen(f"training:{name}", [roles.HELPER], session_of)
        for name in ("session", "answer", "attendance", "attendance_sum")
    ),
    Screen("training:check", [roles.HELPER], session_of, args=lambda session: [session.pk, "in"]),
    Screen("training:courses", [roles.HELPER]),
    Screen("training:course", [roles.HELPER], course_in),
    Screen("training:enrol", [roles.HELPER], course_in),
    *_office(
        "sessions",
        arranged_in,
        add=["add"],
        read=["inspect"],
        act=["learners", "close", "reschedule", "cancel"],
    ),
    *_office("bookings", attended_in, read=["inspect"], act=["attendance"]),
    *(Screen(f"{name}:export", READERS) for name in ("sessions", "bookings")),
    *_office("rooms", room_in, add=["add"], read=["inspect"], act=["edit"]),
    *_office("courses", course_in, add=["add"], read=["inspect"], act=["edit", "schedule", "complete"]),
]
