"""Many processes at one ledger: one chain, no fork, no error; and one hour is verified once."""

from collections import Counter

import pytest

from services.ledger.checking import check_ledger
from services.models import HourSummary, LedgerChain, LedgerEntry, ServiceRecord
from tests.concurrency.racing import race
from tests.factories.portal import user_with_role
from tests.services.county import County

pytestmark = pytest.mark.django_db(transaction=True)

PROCESSES, APPENDS = 8, 50


def append_one(chain: str, number: int) -> str:
    """Append one entry in a transaction of its own."""
    from django.db import transaction

    from services.ledger.appending import Body, append

    with transaction.atomic():
        append(chain, [Body({"number": number})])
    return "appended"


def verify_one(officer: int, record: int) -> str:
    """Verify the record: "verified", or the code of the refusal."""
    from portal.actions import Refused
    from portal.models import User
    from services import actions

    try:
        actions.verify(ServiceRecord.objects.get(pk=record), by=User.objects.get(pk=officer))
    except Refused as refused:
        return refused.violations[0].code
    return "verified"


@pytest.mark.slow
def test_eight_processes_append_to_one_chain_fifty_times_each(tmp_path):
    jobs = [
        [{"chain": "contract:HT-1", "number": process * APPENDS + n} for n in range(APPENDS)]
        for process in range(PROCESSES)
    ]

    answers = race(tmp_path, "tests.concurrency.test_ledger:append_one", jobs)

    assert Counter(word for own in answers for word in own) == {"appended": PROCESSES * APPENDS}
    assert LedgerChain.objects.get().head_seq == PROCESSES * APPENDS
    assert list(LedgerEntry.objects.values_list("seq", flat=True)) == list(range(1, PROCESSES * APPENDS + 1))
    assert check_ledger().fault is None


@pytest.mark.slow
def test_an_hour_that_many_verify_at_once_counts_once(tmp_path):
    county = County()
    records = [county.volunteer(hour=8 + n, minutes=60) for n in range(10)]
    officers = [user_with_role("officer", county.town) for _n in range(4)]
    jobs = [[{"officer": officer.pk, "record": record.pk} for record in records] for officer in officers]

    answers = race(tmp_path, "tests.concurrency.test_ledger:verify_one", jobs)

    words = Counter(word for own in answers for word in own)
    assert words == {"verified": len(records), "state.not_possible": 3 * len(records)}
    assert LedgerEntry.objects.count() == len(records)
    assert sum(HourSummary.objects.values_list("minutes", flat=True)) == 600
    assert check_ledger().fault is None
