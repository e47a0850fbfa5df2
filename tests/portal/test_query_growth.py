"""No list asks the database more because it holds more: every registered list and chooser, at two sizes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal import roles
from portal.backoffice.viewsets import VIEWSETS
from tests.factories.portal import AreaFactory, UserFactory, login, user_with_role
from tests.permissions.test_permissions import TABLES

pytestmark = pytest.mark.django_db

FEW, MORE = 2, 8
# performance.md; signing in, permissions, areas and the menu included.
BUDGET = 15

SCREENS = {screen.route: screen for table in TABLES.values() for screen in table}


def _lists():
    """Each list or chooser with the screen that knows how to make one of its rows."""
    for viewset in VIEWSETS:
        for listing, single in (("index", "inspect"), ("choose", "chosen")):
            screen = SCREENS.get(f"{viewset.name}:{single}")
            if screen and screen.make and f"{viewset.name}:{listing}" in SCREENS:
                yield pytest.param(f"{viewset.name}:{listing}", screen, id=f"{viewset.name}:{listing}")


def _queries(client, address) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(captured)


@pytest.mark.parametrize(("route", "screen"), list(_lists()))
def test_a_list_costs_the_same_for_more_rows(client, route, screen):
    area = AreaFactory()
    role = next(role for role in roles.ALL if screen.opens_for(role) and SCREENS[route].opens_for(role))
    login(client, user_with_role(role, area))
    address = reverse(route)
    for _n in range(FEW):
        screen.make(area, UserFactory())
    client.get(address)
    few = _queries(client, address)
    for _n in range(MORE - FEW):
        screen.make(area, UserFactory())

    assert _queries(client, address) <= few
    assert few <= BUDGET


def test_every_list_is_measured():
    measured = {param.id for param in _lists()}
    lists = {viewset.name for viewset in VIEWSETS if getattr(viewset, "inspect_view_enabled", False)}

    assert {f"{name}:index" for name in lists} <= measured
