"""The screens of ``training``."""

from portal import roles

from .table import Screen


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
]
