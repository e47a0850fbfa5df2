"""No address is open by accident: every route of the resolver stands in a table and keeps its word."""

import pytest
from django.urls import NoReverseMatch, reverse

from portal import roles
from tests.factories.portal import AreaFactory, UserFactory, login, user_with_role
from tests.factories.volunteers import HelperFactory

from . import portal, public_site, services, training, volunteers, wagtail
from .routes import all_routes
from .table import is_closed, is_open, is_unknown

TABLES = {
    "portal": portal.SCREENS,
    "volunteers": volunteers.SCREENS,
    "training": training.SCREENS,
    "services": services.SCREENS,
    "public_site": public_site.SCREENS,
}
ANONYMOUS = "anonymous"
FRAGMENT = {"HX-Request": "true"}
JUDGES = {"open": is_open, "closed": is_closed, "unknown": is_unknown}


def _is_vendors(route) -> bool:
    return (
        route.app in wagtail.VENDORS
        or route.name.startswith(("wagtail", *wagtail.ACCOUNTS))
        or route.name in wagtail.HOUSE
    )


def test_every_route_stands_in_a_table():
    listed = {screen.route for table in TABLES.values() for screen in table}
    missing = [route for route in all_routes() if route.name not in listed and not _is_vendors(route)]

    assert not missing, "Nobody has said who may open these addresses. Add a line each:\n" + "\n".join(
        f'  tests/permissions/{route.app}.py: Screen("{route.name}", …)  # {route.pattern}'
        for route in missing
    )


def test_no_table_names_a_route_that_does_not_exist():
    existing = {route.name for route in all_routes()}

    assert not [screen.route for table in TABLES.values() for screen in table if screen.route not in existing]


@pytest.fixture
def areas(db):
    return AreaFactory(), AreaFactory()


def _visitor(client, role, area):
    if role == ANONYMOUS:
        return UserFactory()
    user = user_with_role(role, area)
    if role == roles.HELPER:
        HelperFactory(account=user, area=area)
    return login(client, user)


def _wrong(client, screen, role, own, foreign, visitor):
    """What is wrong with one screen for one visitor, as sentences."""
    opens = (role != ANONYMOUS and screen.opens_for(role)) or screen.is_public
    owner = visitor if opens else UserFactory()
    addresses = [
        (screen.address(screen.make(own, owner) if screen.make else None), "open" if opens else "closed")
    ]
    if screen.make and not screen.is_public and not screen.everywhere:
        address = screen.address(screen.make(foreign, UserFactory()))
        addresses.append((address, "unknown" if opens else "closed"))
    for address, expected in addresses:
        answers = {"GET": client.get(address)}
        if expected != "open":
            answers["POST"] = client.post(address)
            # Closed also to the ways a browser seldom goes: asking for no body, and for a fragment.
            answers["HEAD of a fragment"] = client.head(address, headers=FRAGMENT)
        for method, answer in answers.items():
            if not JUDGES[expected](answer):
                yield (
                    f"{screen.route}: {method} {address} answers {answer.status_code}, "
                    f"should be {expected} to {role}"
                )


@pytest.mark.parametrize("role", [ANONYMOUS, *roles.ALL])
@pytest.mark.parametrize("app", TABLES)
def test_screens_open_for_their_roles_only_and_foreign_objects_do_not_exist(client, areas, app, role):
    own, foreign = areas
    visitor = _visitor(client, role, own)

    wrong = [
        sentence for screen in TABLES[app] for sentence in _wrong(client, screen, role, own, foreign, visitor)
    ]

    assert not wrong, "\n".join(wrong)


def _vendors_address(route) -> str | None:
    """An address of a vendor's route, keys filled with samples; None where it cannot be built."""
    kwargs = {}
    for part in route.pattern.split("<")[1:]:
        kind, _, name = part.partition(">")[0].rpartition(":")
        kwargs[name] = wagtail.SAMPLES.get(kind or "str", "1")
    try:
        return reverse(route.name, kwargs=kwargs)
    except NoReverseMatch:
        return None


WITHOUT_PAGES = [ANONYMOUS, *(role for role in roles.ALL if role not in (roles.EDITOR, roles.ADMINISTRATOR))]


@pytest.mark.parametrize("role", WITHOUT_PAGES)
def test_whoever_edits_no_pages_never_meets_wagtails_editorial_side(client, areas, role):
    _visitor(client, role, areas[0])
    tried, open_ = 0, []
    for route in all_routes():
        if not route.name.startswith("wagtail") or route.name in wagtail.HOUSE | wagtail.PUBLIC:
            continue
        address = _vendors_address(route)
        if address is None:
            continue
        tried += 1
        for answer in (client.get(address), client.post(address)):
            if not is_closed(answer):
                open_.append(f"{route.name}: {address} answers {answer.status_code} to {role}")

    assert tried > 100
    assert not open_, "\n".join(open_)


@pytest.mark.parametrize("role", roles.BACK_OFFICE)
def test_what_our_own_screens_replace_is_closed_to_everyone(client, areas, role):
    _visitor(client, role, areas[0])
    replaced = [route for route in all_routes() if route.name.startswith(wagtail.CLOSED)]

    assert replaced
    assert not [
        route.name for route in replaced if not is_closed(client.get(_vendors_address(route) or "/admin/x/"))
    ]
