"""Settling a sheet: the last hours under the maximum in part, those above it at nothing; few statements."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services import actions
from services.ledger import summing
from services.models import Contract, HourSummary
from tests.services.county import County

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return County()


def settled(county, days, max_minutes):
    """Two hours on each of ``days`` days of June 2024 and of May 2025, accepted and settled."""
    Contract.objects.filter(pk=county.contract.pk).update(max_minutes=max_minutes, min_minutes=0)
    county.contract.refresh_from_db()
    records = [county.purchase(day=date(2024, 6, 1 + n)) for n in range(days)]
    records += [county.purchase(day=date(2025, 3, 1 + n)) for n in range(days)]
    sheet = county.accepted(*records)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        settlements = actions.settle(sheet, by=county.checker)
    for record in records:
        record.refresh_from_db()
    return records, settlements, len(queries)


def test_hours_are_payable_in_order_until_the_maximum(county):
    records, settlements, _queries = settled(county, days=2, max_minutes=300)

    assert [record.payable_minutes for record in records] == [120, 120, 60, 0]
    assert [record.payable_fen for record in records] == [9000, 9000, 4500, 0]
    assert [record.settlement.year.year for record in records] == [2024, 2024, 2025, 2025]
    assert {record.settled_by for record in records} == {county.checker}
    assert [settlement.amount_fen for settlement in settlements] == [18000, 4500]
    assert summing.differences() == []


def test_the_number_of_statements_does_not_grow_with_the_records(county):
    _records, _settlements, few = settled(county, days=1, max_minutes=100_000)
    _records, _settlements, many = settled(County(), days=9, max_minutes=100_000)

    assert many == few


def test_figures_that_agree_with_the_records_pass(county, capsys):
    actions.verify(county.volunteer(), by=county.officer)

    call_command("compare_figures")

    assert capsys.readouterr().out


def test_a_figure_that_disagrees_is_named(county):
    actions.verify(county.volunteer(), by=county.officer)
    HourSummary.objects.update(minutes=1)

    with pytest.raises(CommandError, match=f"town_id={county.town.pk} ym=202406") as found:
        call_command("compare_figures")

    assert found.value.returncode == 1
