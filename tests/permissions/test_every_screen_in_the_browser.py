"""Every list, detail page, form and action of the back office, as its roles open it: axe finds nothing,
nothing is cut off at the edge of a phone, the browser blocks nothing."""

import pytest
from django.urls import reverse

from portal import roles
from portal.appearance import CARE_COOKIE
from portal.backoffice.viewsets import VIEWSETS
from tests.browser import DESKTOP, PHONE, accessibility_faults, cut_off, note_complaints, sign_in
from tests.factories.portal import AreaFactory, user_with_role
from tests.permissions.test_permissions import TABLES

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PAGES = ("index", "inspect", "add", "edit")
SCREENS = {screen.route: screen for table in TABLES.values() for screen in table}
# The first role of this order that a screen opens for walks it, so that each is opened once.
ORDER = (
    roles.OFFICER,
    roles.OFFICE_HEAD,
    roles.FINANCE_CHECKER,
    roles.FINANCE_PAYER,
    roles.AUDITOR,
    roles.ADMINISTRATOR,
)


def owner_of(screen) -> str | None:
    return next((role for role in ORDER if screen.opens_for(role)), None)


def screens_of(role):
    """The registered screens that ``role`` walks: lists, detail pages and forms of every viewset."""
    for viewset in VIEWSETS:
        for page in PAGES:
            screen = SCREENS.get(f"{viewset.name}:{page}")
            if screen is not None and owner_of(screen) == role:
                yield screen


def addresses(role, area, user):
    yield reverse("wagtailadmin_home")
    yield reverse("own_notices")
    for screen in screens_of(role):
        yield screen.address(screen.make(area, user) if screen.make else None)


@pytest.fixture
def walk(page, live_server):
    """Opens each address once, looks at it in both widths and says what is wrong, by address."""

    def faults_of(paths) -> dict:
        found = {}
        for path in paths:
            page.set_viewport_size({"width": PHONE, "height": 800})
            answer = page.goto(live_server.url + path)
            faults = [] if answer.status == 200 else [f"answered {answer.status}"]
            faults += [*accessibility_faults(page), *cut_off(page)]
            page.set_viewport_size({"width": DESKTOP, "height": 800})
            faults += [*accessibility_faults(page), *cut_off(page)]
            if faults:
                found[path] = faults
        return found

    return faults_of


@pytest.mark.parametrize("role", ORDER)
def test_no_screen_of_a_role_has_a_fault(page, context, client, live_server, walk, role):
    area = AreaFactory(parent=AreaFactory(name="青禾县"), name="柳溪镇")
    user = user_with_role(role, area)
    sign_in(context, client, user, live_server.url)
    complaints = note_complaints(page)

    assert walk(addresses(role, area, user)) == {}
    assert complaints == []


def test_the_large_print_version_has_no_fault_either(page, context, client, live_server, walk):
    area = AreaFactory(parent=AreaFactory(name="青禾县"), name="柳溪镇")
    user = user_with_role(roles.OFFICER, area)
    sign_in(context, client, user, live_server.url)
    context.add_cookies([{"name": CARE_COOKIE, "value": "1", "url": live_server.url}])
    group, helper = (SCREENS[f"{name}:inspect"] for name in ("supervision_groups", "helpers"))
    paths = [
        reverse("wagtailadmin_home"),
        reverse("helpers:index"),
        reverse("sessions:add"),
        *(screen.address(screen.make(area, user)) for screen in (group, helper)),
    ]

    assert walk(paths) == {}
