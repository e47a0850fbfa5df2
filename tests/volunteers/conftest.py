"""Where most tests of this folder begin: a town, the officer who leads its groups, and a small plan."""

import pytest
from django.urls import reverse

from tests.factories.groups import PositionFactory, drafted_group
from tests.factories.plans import planned
from tests.factories.portal import login
from tests.factories.volunteers import HelperFactory
from volunteers.models import MatchPlan


@pytest.fixture
def seats(town, officer):
    """Two open positions; whoever welcomes law counts 30 points more for the first."""
    return [
        PositionFactory(group=drafted_group(town, officer), preferred_tags=["law"]),
        PositionFactory(group=drafted_group(town, officer)),
    ]


@pytest.fixture
def lawyer(town, seats):
    return HelperFactory(area=town, name="陈思远", tags=["law"])


@pytest.fixture
def helper(town, seats):
    return HelperFactory(area=town, name="周岚")


@pytest.fixture
def plan(town, officer, lawyer, helper) -> MatchPlan:
    """The lawyer for the first position, the other helper for the second."""
    return planned(town, officer)


@pytest.fixture
def desk(client, officer):
    """The officer's browser: fetches the text of a page."""

    class Desk:
        def get(self, route, *args, query=""):
            return client.get(reverse(route, args=args) + query)

        def post(self, route, *args, **fields):
            return client.post(reverse(route, args=args), fields)

        def reads(self, route, *args, query=""):
            return self.get(route, *args, query=query).content.decode()

    login(client, officer)
    return Desk()
