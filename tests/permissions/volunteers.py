"""The screens of ``volunteers``."""

from portal import roles

from .table import Screen


def certificate_of(area, user):
    """A certificate that ``user`` claims."""
    from tests.factories.volunteers import CredentialFactory, HelperFactory
    from volunteers.models import Helper

    helper = Helper.objects.filter(account=user).first() or HelperFactory(account=user, area=area)
    return CredentialFactory(helper=helper, state="claimed")


SCREENS = [
    *(
        Screen(f"volunteers:{name}", roles.ALL)
        for name in (
            "profile",
            "start",
            "about",
            "skills",
            "credential_add",
            "area",
            "availability",
            "identity",
            "submit",
            "again",
            "accepting",
            "pledge",
            "leave",
        )
    ),
    Screen("volunteers:area_choose", roles.ALL, fixed=("home",)),
    Screen("volunteers:credential_remove", [roles.HELPER], certificate_of),
]
