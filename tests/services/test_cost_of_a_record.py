"""Logging a record costs as much in a full portal as in an empty one, and little."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal import policies
from services import actions
from tests.factories.services import ServiceRecordFactory
from tests.services.county import DAY, County

pytestmark = pytest.mark.django_db

BUDGET = 3
BOOKKEEPING = ("SAVEPOINT", "RELEASE", "portal_auditentry")


@pytest.fixture
def county():
    return County()


def statements(county, day):
    """What logging one more hour asks the database, besides the audit log."""
    with policies.remembered():
        county.volunteer(day=day - timedelta(days=1))
        with CaptureQueriesContext(connection) as queries:
            county.volunteer(day=day)
    return [query["sql"] for query in queries if not any(word in query["sql"] for word in BOOKKEEPING)]


def test_a_record_is_logged_with_three_statements_whatever_is_there(county):
    few = statements(county, DAY)
    for number in range(100):
        ServiceRecordFactory(
            area=county.town, helper=county.helper, served_on=DAY + timedelta(days=30 + number)
        )

    many = statements(county, DAY + timedelta(days=400))

    assert len(few) <= BUDGET, "\n".join(q[:160] for q in few)
    assert len(many) == len(few)


def test_verifying_many_asks_no_more_for_more(county):
    def verified(count, first):
        records = [county.volunteer(day=first + timedelta(days=n)) for n in range(count)]
        with CaptureQueriesContext(connection) as queries:
            actions.verify_many(records, by=county.officer)
        return len([query for query in queries if "INSERT INTO" not in query["sql"]])

    few = verified(2, DAY)

    assert verified(12, DAY + timedelta(days=200)) <= few + 2
