"""The public figures: sums that equal the records, and small cells that stay hidden."""

from collections import Counter
from datetime import date

import pytest
import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services import actions, open_figures, open_results
from services.choices import Account
from services.models import HourSummary
from tests.factories.portal import AreaFactory
from tests.factories.services import (
    ContractFactory,
    ContractItemFactory,
    HourSummaryFactory,
    ServiceRecordFactory,
    at,
)
from tests.services.county import County

pytestmark = pytest.mark.django_db
YEAR = 2026
LEAST = 5


def month(town, **sums):
    return HourSummaryFactory(town=town, **sums)


@pytest.fixture
def towns():
    county = AreaFactory()
    return [AreaFactory(parent=county) for _n in range(4)]


@pytest.fixture
def county_at_work():
    return County()


def cell(area, period="2026", measure="verified"):
    [figure] = [
        f
        for f in open_figures.publication(YEAR).figures()
        if (f.area, f.period, f.measure) == (area.code, period, measure)
    ]
    return figure


def test_the_county_is_the_sum_of_its_towns(towns):
    for town in towns:
        month(town)

    assert cell(towns[0].county).value == 2400
    assert cell(towns[0].county, "2026-10").value == 2400


def test_a_small_cell_is_hidden_and_says_so(towns):
    month(towns[0], person_times=4)
    month(towns[1], person_times=3)
    month(towns[2])

    hidden = cell(towns[0])
    assert (hidden.value, hidden.suppressed) == (None, True)
    assert cell(towns[2]).value == 600


def test_a_single_hidden_town_takes_the_next_smallest_with_it(towns):
    month(towns[0], person_times=4)
    month(towns[1], person_times=8)
    month(towns[2], person_times=30)

    assert cell(towns[1]).suppressed
    assert not cell(towns[2]).suppressed


def test_a_single_hidden_month_takes_another_with_it(towns):
    month(towns[0], person_times=4, ym=202608)
    month(towns[0], person_times=8, ym=202609)
    month(towns[0], person_times=30, ym=202610)

    assert cell(towns[0].county, "2026-09").suppressed
    assert not cell(towns[0].county, "2026-10").suppressed


def test_little_service_for_the_whole_county_is_covered_by_a_town(towns):
    month(towns[0].county, person_times=2)
    month(towns[0], person_times=8)
    month(towns[1], person_times=30)

    assert cell(towns[0]).suppressed


def test_a_small_county_hides_another_from_the_sum_of_all(towns):
    other, third = AreaFactory(), AreaFactory()
    month(towns[0], person_times=30)
    month(AreaFactory(parent=other), person_times=3)
    month(AreaFactory(parent=third), person_times=8)

    assert cell(other).suppressed
    assert cell(third).suppressed
    assert cell(towns[0].county).value == 600


def test_a_year_with_few_people_shows_nothing_at_all(towns):
    month(towns[0], person_times=2, account=Account.PURCHASED)

    flow = open_figures.publication(YEAR).flow()

    assert (flow.logged_minutes, flow.verified_minutes, flow.paid_fen) == (None, None, None)


# County, place in it (the county itself or one of two towns), month, account and people.
services_held = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.integers(0, 2),
        st.integers(1, 3),
        st.sampled_from(Account),
        st.integers(1, 9),
    ),
    max_size=16,
)


@pytest.fixture
def places():
    """Three counties, each with itself and two towns."""
    counties = [AreaFactory() for _n in range(3)]
    return [[county, AreaFactory(parent=county), AreaFactory(parent=county)] for county in counties]


def publish(places, rows) -> None:
    """The monthly sums of what was held, and nothing else."""
    HourSummary.objects.all().delete()
    people: Counter = Counter()
    for county, place, number, account, heads in rows:
        people[county, place, YEAR * 100 + number, account] += heads
    for (county, place, ym, account), heads in people.items():
        area = places[county][place]
        HourSummaryFactory(
            town=area,
            county=places[county][0],
            ym=ym,
            account=account,
            person_times=heads,
            minutes=60 * heads,
        )


def learns_nothing_small(total: int | None, parts: list[int | None], beyond: int) -> None:
    """What somebody works out who subtracts the shown ``parts`` from ``total``, if that is shown.

    ``beyond`` is what the total holds besides the parts: as easily worked out, and never shown.
    """
    shown = [part for part in parts if part is not None]
    unseen = len(parts) - len(shown) + bool(beyond)
    assert all(part == 0 or part >= LEAST for part in shown)
    if total is None:
        assert not shown
    elif unseen:
        assert total - sum(shown) >= LEAST
        assert unseen >= 2 or beyond


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80, deadline=None)
@given(services_held)
def test_no_sum_gives_a_small_figure_away(places, rows):
    """Every published sum: of a county over its months and over its towns, of all over the counties."""
    publish(places, rows)
    publication = open_figures.publication(YEAR)
    figures = [f for f in publication.figures() if f.measure == "person_times"]
    value = {(f.kind, f.area, f.period): f.value for f in figures}

    for account in Account:
        totals = []
        for county, *towns in places:
            total = value.get((account, county.code, str(YEAR)), 0)
            totals += [total] if (account, county.code, str(YEAR)) in value else []
            months = [v for (k, a, p), v in value.items() if (k, a) == (account, county.code) and "-" in p]
            in_towns = [v for (k, a, _p), v in value.items() if k == account and a in {t.code for t in towns}]
            beyond = publication.of_county(account, county.pk).beyond.size
            learns_nothing_small(total, months, 0)
            learns_nothing_small(total, in_towns, beyond)
        learns_nothing_small(publication.total(account).shown("person_times"), totals, 0)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(services_held)
def test_minutes_are_kept_back_wherever_the_people_are(places, rows):
    publish(places, rows)

    hidden: dict = {}
    for figure in open_figures.publication(YEAR).figures():
        if figure.kind in Account.values and figure.measure not in {"contracted", "overdue", "logged"}:
            hidden.setdefault((figure.kind, figure.area, figure.period), set()).add(figure.value is None)
    assert all(len(answers) == 1 for answers in hidden.values())


def waiting(town, number, contract=None):
    """Two hours under a contract that nobody has verified yet, in ``number`` records."""
    contract = contract or ContractFactory(area=town.county, years={YEAR: 90_000_00})
    item = ContractItemFactory(contract=contract)
    day = timezone.localdate().replace(YEAR, 3, 2)
    fields = {"contract_item": item, "area": town, "served_on": day, "minutes": 120 // number}
    ServiceRecordFactory.create_batch(number, **fields)


def test_a_few_hours_that_wait_are_not_told_by_what_was_logged(towns):
    month(towns[0], minutes=600, account=Account.PURCHASED)
    waiting(towns[0], 1)

    figures = open_figures.publication(YEAR)

    assert figures.flow().verified_minutes == 600
    assert figures.flow().logged_minutes is None
    assert cell(towns[0].county, measure="logged").suppressed


def test_the_first_hour_of_a_county_is_not_published_before_it_is_verified(towns):
    waiting(towns[0], 1)

    figure = cell(towns[0].county, measure="logged")

    assert (figure.value, figure.suppressed) == (None, True)


def test_what_few_wait_for_is_not_worked_out_from_the_sum_of_all(towns):
    neighbour = AreaFactory(parent=AreaFactory())
    waiting(towns[0], 1)
    waiting(neighbour, 6)

    figures = open_figures.publication(YEAR)

    assert figures.flow().logged_minutes == 240
    assert cell(towns[0].county, measure="logged").suppressed
    assert cell(neighbour.county, measure="logged").suppressed


def test_what_waits_for_verification_counts_as_logged(towns):
    contract = ContractFactory(area=towns[0].county, years={YEAR: 90_000_00})
    waiting(towns[0], 5, contract=contract)
    month(towns[0], minutes=600, account=Account.PURCHASED, payable_fen=500, paid_fen=300)

    flow = open_figures.publication(YEAR).flow()

    assert (flow.contracts, flow.budget_fen) == (1, 90_000_00)
    assert (flow.logged_minutes, flow.verified_minutes) == (720, 600)
    assert (flow.payable_fen, flow.paid_fen) == (500, 300)
    assert cell(towns[0].county, measure="contracted").value == 90_000_00


def test_the_number_of_queries_does_not_grow(towns, django_assert_max_num_queries):
    for ym in range(202601, 202613):
        for town in towns:
            month(town, ym=ym)

    with django_assert_max_num_queries(8):
        list(open_figures.publication(YEAR).figures())


def test_what_was_not_paid_in_time_is_public_with_the_year(county_at_work):
    county = county_at_work
    county.contract.payment_days = 30
    county.contract.save()
    with time_machine.travel(at(date(2025, 5, 2), 9), tick=False):
        [settlement] = actions.settle(county.accepted(county.purchase()), by=county.checker)
    assert (settlement.due_on.year, settlement.amount_fen) == (2025, 9000)
    with time_machine.travel(at(date(2026, 2, 1), 9), tick=False):
        actions.pay(settlement, paid_on=date(2026, 2, 1), voucher="一", by=county.payer)

    late, since = open_figures.publication(2025).overdue(), open_figures.publication(2026).overdue()

    assert (late.on, late.contracts, late.fen) == (date(2025, 12, 31), 1, 9000)
    assert (since.contracts, since.fen) == (0, 0)


def test_a_signed_sheet_is_public_with_how_it_was_judged_and_without_hours(county_at_work):
    county = county_at_work
    sheet = county.accepted(county.purchase())

    [result] = open_results.results(sheet.signed_at.year, county.area)

    assert (result.contract, result.met, result.standards) == (county.contract.number, 3, 3)
    assert result.satisfaction is None
    assert open_results.results(sheet.signed_at.year, AreaFactory()) == []


def test_the_flow_of_an_empty_year_is_nothing():
    flow = open_figures.publication(YEAR).flow()

    assert (flow.contracts, flow.verified_minutes, flow.paid_fen) == (0, 0, 0)
    assert open_figures.ledger_head() == ""
