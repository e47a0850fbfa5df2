"""Contracts, payments, funding and confirmation: the worked examples of the rule table."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.working_days import after_days
from services.choices import DeliverableKind, FundSource, SupplierKind
from services.rules import contracts, funding, payments, verification
from services.rules.amounts import hours, value_fen, yuan
from services.rules.contracts import ContractFacts, last_day_of_term
from services.rules.payments import AcceptedHour
from services.rules.verification import RecordFacts

HOUR = 60
YUAN = 100


def lawful(**changes) -> ContractFacts:
    facts = ContractFacts(
        starts_on=date(2024, 5, 1),
        ends_on=date(2025, 4, 30),
        amount_fen=3_000_000 * YUAN,
        item_kinds=frozenset({DeliverableKind.CASE_WORK}),
        year_sums=((2024, 1_650_000 * YUAN, True), (2025, 1_350_000 * YUAN, True)),
        catalogue_code="A1302",
    )
    return replace(facts, **changes)


def broken(facts):
    return [violation.code for rule in contracts.SIGNING if (violation := rule(facts))]


def test_a_contract_of_one_year_passes():
    assert broken(lawful()) == []


def test_one_day_more_needs_the_conditions_of_long_contracts():
    longer = lawful(ends_on=date(2025, 5, 1))

    assert broken(longer) == ["contract.term"]
    assert broken(replace(longer, long_term_conditions=True)) == []


def test_more_than_three_years_is_refused_under_any_conditions():
    facts = lawful(ends_on=date(2027, 5, 1), long_term_conditions=True)

    assert (
        str(contracts.term_is_lawful(facts).message)
        == "合同期限一般不超过1年；超过1年须符合条件且不得超过3年。"
    )
    assert broken(replace(facts, ends_on=date(2027, 4, 30))) == []


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.sampled_from([12, 36]))
def test_a_term_of_whole_years_ends_the_day_before_its_anniversary(start, months):
    last = last_day_of_term(start, months)

    assert last_day_of_term(last + timedelta(days=1), 12) > last
    assert -1 <= (last - start).days - (months // 12) * 365 <= 1


@pytest.mark.parametrize(
    ("flaw", "code"),
    [
        ({"missing": ("违约责任",)}, "contract.incomplete"),
        ({"item_kinds": frozenset({DeliverableKind.STAFFING})}, "contract.posts"),
        ({"year_sums": ((2024, 1_650_000 * YUAN, True),)}, "contract.no_budget"),
        ({"year_sums": ((2024, 3_000_000 * YUAN, False),)}, "contract.no_budget"),
        ({"supplier_kind": SupplierKind.PUBLIC_INSTITUTION_1}, "contract.supplier_kind"),
        ({"supplier_kind": SupplierKind.INDIVIDUAL}, "contract.individual"),
        ({"catalogue_code": ""}, "contract.not_in_catalogue"),
        ({"late_rate_ppm": 82, "prime_rate": 300}, "contract.late_interest"),
    ],
)
def test_an_unlawful_contract_is_told_what_is_wrong(flaw, code):
    assert broken(lawful(**flaw)) == [code]


def test_of_66500_verified_hours_66000_are_payable():
    accepted = [AcceptedHour(n, 2024, 500 * HOUR, 4545, 500 * 4545) for n in range(133)]

    shares = payments.payable(accepted, settled_minutes=0, max_minutes=66_000 * HOUR)

    assert sum(share.minutes for share in shares) == 66_000 * HOUR
    assert (shares[-1].minutes, shares[-1].fen) == (0, 0)
    assert (
        str(payments.above_maximum(66_500 * HOUR, 66_000 * HOUR).message)
        == "已超过最高服务工时，超出部分不予结算。"
    )


@given(
    st.lists(st.tuples(st.integers(1, 1440), st.integers(1, 20_000)), max_size=30),
    st.integers(0, 5_000),
    st.integers(0, 20_000),
)
def test_what_is_payable_never_exceeds_what_was_accepted_nor_the_maximum(rows, settled, most):
    accepted = [AcceptedHour(n, 2024, m, rate, value_fen(m, rate)) for n, (m, rate) in enumerate(rows)]

    shares = payments.payable(accepted, settled_minutes=settled, max_minutes=most)

    assert sum(share.minutes for share in shares) <= max(0, most - settled)
    assert all(0 <= share.minutes <= hour.minutes for share, hour in zip(shares, accepted, strict=True))
    assert all(0 <= share.fen <= hour.amount_fen for share, hour in zip(shares, accepted, strict=True))


def test_a_budget_year_pays_what_it_holds_and_not_a_fen_more():
    within = payments.settlement_within_budget(2024, 65, settled_fen=100, budget_fen=165)
    above = payments.settlement_within_budget(2024, 66, settled_fen=100, budget_fen=165)

    assert (within, above.code) == (None, "settlement.above_budget")


def test_a_year_without_budget_pays_nothing():
    assert payments.settlement_within_budget(2026, 1, settled_fen=0, budget_fen=None)


@pytest.mark.parametrize(
    ("accepted", "days", "due"),
    [(date(2026, 9, 15), 30, date(2026, 10, 15)), (date(2026, 9, 15), 60, date(2026, 11, 16))],
)
def test_the_last_day_to_pay_moves_on_from_a_weekend(accepted, days, due):
    moved = payments.due_day(accepted, days, lambda day: after_days(day - timedelta(days=1), 1).day)

    assert moved == due


def test_late_acceptance_does_not_stop_the_clock():
    start = payments.payment_clock_starts(date(2026, 12, 1), date(2026, 9, 30), acceptance_days=10)

    assert start == date(2026, 10, 10)


def test_twelve_days_late_cost_1200_yuan_on_200000():
    due = date(2026, 10, 15)

    assert yuan(payments.late_interest_fen(200_000 * YUAN, due, due + timedelta(days=12), None)) == "1,200.00"


@pytest.mark.parametrize("agreed", [None, 83, 500])
def test_three_percent_a_year_are_83_millionths_a_day_or_none_agreed(agreed):
    assert broken(lawful(late_rate_ppm=agreed, prime_rate=300)) == []


@given(st.integers(0, 2_000), st.integers(0, 2_000))
def test_whatever_rate_the_message_asks_for_is_lawful_and_one_less_is_not(agreed, prime):
    violation = contracts.late_interest_is_lawful(lawful(late_rate_ppm=agreed, prime_rate=prime))
    if violation is not None:
        [least] = re.findall(r"每日(0\.\d{4})%，", str(violation.message))
        millionths = round(float(least) * 10_000)

        assert contracts.late_interest_is_lawful(lawful(late_rate_ppm=millionths, prime_rate=prime)) is None
        assert contracts.late_interest_is_lawful(lawful(late_rate_ppm=millionths - 1, prime_rate=prime))


def test_an_overdue_payment_says_for_how_long_and_at_what_cost():
    due = date(2026, 10, 15)
    violation = payments.overdue(200_000 * YUAN, due, due + timedelta(days=12), None)

    assert str(violation.message) == "已逾期12天，应付逾期利息1,200.00元。"


def test_a_contract_behind_the_pace_of_its_minimum_is_flagged():
    violation = payments.below_pace(
        11_200 * HOUR, 20_000 * HOUR, date(2026, 4, 1), date(2027, 3, 31), date(2026, 11, 24)
    )

    assert str(violation.message) == "低于最低工时进度9%。"


def test_funds_of_127_subjects_are_304800_yuan():
    standards = {FundSource.SUPERIOR: 1_200 * YUAN, FundSource.COUNTY: 1_200 * YUAN}
    superior, county = funding.per_capita(
        127, standards, {FundSource.SUPERIOR: 152_400 * YUAN, FundSource.COUNTY: 120_000 * YUAN}
    )

    assert superior.standard_fen + county.standard_fen == 304_800 * YUAN
    assert str(funding.county_matches_the_standard(county).message) == "县级配套少于标准32,400.00元。"
    assert funding.county_matches_the_standard(superior) is None


COUNTY, TOWN, NEXT_TOWN, VILLAGE, OTHER = "0001", "00010001", "00010002", "000100010001", "0002"


@pytest.mark.parametrize(
    ("counts", "heads"),
    [
        ({COUNTY: 127}, 127),
        ({COUNTY: 127, TOWN: 12, NEXT_TOWN: 9, VILLAGE: 3}, 127),
        ({TOWN: 12, NEXT_TOWN: 9, VILLAGE: 3}, 21),
        ({COUNTY: 20, TOWN: 12, NEXT_TOWN: 9}, 21),
        ({COUNTY: 127, OTHER: 40}, 167),
        ({COUNTY: 10, VILLAGE: 12}, 12),
        ({}, 0),
    ],
)
def test_everybody_is_funded_once_though_county_and_towns_name_them(counts, heads):
    assert funding.heads_counted(counts) == heads


def test_whoever_logged_or_served_does_not_confirm():
    facts = RecordFacts(recorded_by=1, helper_account=2, judge=3)

    assert verification.somebody_else_verifies(facts) is None
    for person in (1, 2):
        violation = verification.somebody_else_verifies(replace(facts, judge=person))
        assert str(violation.message) == "不能确认本人登记的时长。"


def test_the_system_account_never_confirms():
    assert verification.somebody_else_verifies(RecordFacts(recorded_by=1, judge=9, judge_is_system=True))


def test_an_incomplete_record_names_what_is_missing():
    violation = verification.record_is_complete(
        RecordFacts(recorded_by=1, judge=2, missing=("服务内容", "地点"))
    )

    assert str(violation.message) == "记录缺少：服务内容、地点。"


def test_the_message_of_the_four_hands_is_that_of_the_rule_table():
    violation = verification.hands_are_separate(1, is_system=False, others=[3, 1])

    assert str(violation.message) == "同一人不能兼任服务登记、核验、验收和付款。"


@given(st.integers(1, 1440), st.integers(0, 100_000))
def test_a_value_is_the_nearest_whole_fen(minutes, rate):
    assert abs(value_fen(minutes, rate) * 60 - minutes * rate) <= 30


@pytest.mark.parametrize(
    ("minutes", "text"), [(195, "3.25"), (0, "0.00"), (-45, "-0.75"), (740_460, "12,341.00")]
)
def test_hours_have_two_decimals_and_commas(minutes, text):
    assert hours(minutes) == text
