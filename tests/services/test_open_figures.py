"""The public figures: sums that equal the records, and small cells that stay hidden."""

import pytest

from services import open_figures
from services.choices import Account
from services.models import HourSummary
from tests.factories.portal import AreaFactory
from training.choices import SessionKind

pytestmark = pytest.mark.django_db


def month(town, minutes=600, person_times=9, ym=202610, account=Account.VOLUNTEER, **sums):
    county = town.county
    return HourSummary.objects.create(
        county=county,
        town=town,
        ym=ym,
        account=account,
        kind=SessionKind.HOME_VISIT,
        records=person_times,
        minutes=minutes,
        person_times=person_times,
        **sums,
    )


@pytest.fixture
def towns():
    county = AreaFactory()
    return [AreaFactory(parent=county) for _n in range(4)]


def cell(area, period="2026", measure="verified"):
    [figure] = [
        f for f in open_figures.figures(2026) if (f.area, f.period, f.measure) == (area.code, period, measure)
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


def test_a_single_hidden_cell_takes_the_next_smallest_with_it(towns):
    month(towns[0], person_times=4)
    month(towns[1], person_times=8)
    month(towns[2], person_times=30)

    assert cell(towns[1]).suppressed
    assert not cell(towns[2]).suppressed


def test_the_number_of_queries_does_not_grow(towns, django_assert_num_queries):
    for ym in range(202601, 202613):
        for town in towns:
            month(town, ym=ym)

    with django_assert_num_queries(3):
        open_figures.figures(2026)


def test_the_flow_of_an_empty_year_is_nothing():
    flow = open_figures.flow(2026)

    assert (flow.contracts, flow.verified_minutes, flow.paid_fen) == (0, 0, 0)
    assert open_figures.ledger_head() == ""
