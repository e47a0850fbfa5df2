"""The seventeen pair rules, each at its border, and their vectorised twin."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.volunteers.matching.inputs import one_pair, random_input
from volunteers.matching import explain_pair
from volunteers.matching.rules import CODES, Pair, failed_codes
from volunteers.matching.rules_vectorised import codes_in, failures
from volunteers.matching.schema import read

MONDAY_9_TO_12 = {"day": 1, "from": "09:00", "to": "12:00"}


def failed(need=None, helper=None, group=None, **data) -> list[str]:
    """The rules broken by one pair that is lawful but for the given changes."""
    world = one_pair(need, helper, group)
    return explain_pair(world | data, "N1", "A")["failed"]


def test_the_plain_pair_is_lawful_and_all_seventeen_are_shown_in_order():
    world = one_pair()

    assert tuple(rule["code"] for rule in explain_pair(world, "N1", "A")["rules"]) == CODES
    assert failed() == []


@pytest.mark.parametrize(
    ("helper", "code"),
    [
        ({"vetted": False}, "VETTED"),
        ({"trained": False}, "TRAINED"),
        ({"pledged": False}, "PLEDGED"),
        ({"accepting": False}, "ACCEPTING"),
        ({"declined": ["S1"]}, "NOT_DECLINED"),
        ({"kinds": ["counsellor"]}, "KIND"),
        ({"help_kinds": ["legal_aid"]}, "HELP_KIND"),
        ({"areas": ["T2"]}, "AREA"),
        ({"available": []}, "TIME"),
        ({"recusals": [{"group": "S1", "reason": "victim"}]}, "RECUSAL"),
        ({"caseload": 1}, "CASELOAD"),
        ({"minutes_left": 119}, "HOURS"),
    ],
)
def test_one_fact_breaks_one_rule(helper, code):
    assert failed(helper=helper) == [code]


def test_a_member_is_not_seated_twice():
    member = {"helper": "A", "female": False, "minor_specialist": False, "experienced": True}

    assert failed(group={"members": [member]}) == ["NOT_MEMBER"]


@pytest.mark.parametrize(
    ("begins", "ends", "codes"),
    [
        ("2026-03-09", "2026-03-09", []),
        ("2026-03-10", "2026-12-31", ["CREDENTIAL"]),
        ("2025-01-01", "2026-03-08", ["CREDENTIAL"]),
    ],
)
def test_a_credential_must_be_valid_on_the_first_day(begins, ends, codes):
    held = [{"kind": "driver", "from": begins, "to": ends}]

    assert failed(need={"credential": "driver"}, helper={"credentials": held}) == codes


def test_every_required_tag_is_needed():
    assert failed(need={"required_tags": ["law", "craft"]}) == ["TAGS"]
    assert failed(need={"required_tags": ["law"]}) == []


@pytest.mark.parametrize(
    ("checked", "codes"),
    [
        ("2025-03-09", []),
        ("2025-03-08", ["RECORD_CHECK"]),
        ("2026-03-10", ["RECORD_CHECK"]),
        (None, ["RECORD_CHECK"]),
    ],
)
def test_near_minors_a_record_check_is_at_most_a_year_old(checked, codes):
    assert failed(helper={"record_check": checked}, group={"minor_subject": True}) == codes
    assert failed(helper={"record_check": checked}) == []


@pytest.mark.parametrize(
    ("until", "codes"), [("2026-03-09", []), ("2026-03-08", ["INSURED"]), (None, ["INSURED"])]
)
def test_risky_seats_need_insurance_on_the_first_day(until, codes):
    assert failed(need={"risk": True}, helper={"insured_until": until}) == codes
    assert failed(helper={"insured_until": until}) == []


@pytest.mark.parametrize(
    ("helper", "need", "reached"),
    [
        ({"areas": ["C"]}, {"area": "T1V"}, True),
        ({"areas": ["T1"]}, {"area": "C"}, False),
        ({"areas": ["T2"], "travel": True}, {"area": "T1"}, True),
        ({"areas": ["T2"], "travel": True}, {"area": "T1V"}, False),
        ({"areas": ["T2"], "remote": True}, {"area": "T1", "place": "remote_ok"}, True),
        ({"areas": ["T2"], "remote": True}, {"area": "T1", "place": "on_site"}, False),
        ({"areas": ["C"], "travel": True}, {"area": "D"}, False),
        ({"areas": [], "travel": True}, {"area": "T1"}, False),
    ],
)
def test_an_area_is_served_with_all_below_it_or_by_travel_to_its_sisters(helper, need, reached):
    parents = {"C": None, "D": None, "T1": "C", "T2": "C", "T1V": "T1"}
    areas = [{"code": code, "parent": parent} for code, parent in parents.items()]

    assert ("AREA" in failed(need=need, helper=helper, areas=areas)) is not reached


@pytest.mark.parametrize(
    ("busy", "windows", "codes"),
    [
        ([], [MONDAY_9_TO_12], []),
        ([], [{"day": 1, "from": "09:00", "to": "12:15"}], ["TIME"]),
        ([{"day": 1, "from": "08:00", "to": "08:30"}], [MONDAY_9_TO_12], []),
        ([{"day": 1, "from": "08:00", "to": "08:45"}], [MONDAY_9_TO_12], ["TIME"]),
        ([{"day": 2, "from": "00:00", "to": "24:00"}], [MONDAY_9_TO_12], []),
    ],
)
def test_a_fixed_seat_wants_every_quarter_hour_with_half_an_hour_to_travel(busy, windows, codes):
    helper = {"available": [MONDAY_9_TO_12], "busy": busy}

    assert failed(need={"time": "fixed", "windows": windows}, helper=helper) == codes


@pytest.mark.parametrize(
    ("available", "codes"),
    [
        ([("10:00", "10:30"), ("10:30", "11:00")], []),
        ([("10:00", "10:30"), ("10:45", "11:30")], ["TIME"]),
        ([("08:00", "09:45")], ["TIME"]),
    ],
)
def test_a_flexible_seat_wants_one_unbroken_session(available, codes):
    windows = [{"day": 1, "from": begin, "to": end} for begin, end in available]
    need = {"windows": [{"day": 1, "from": "09:00", "to": "12:00"}]}

    assert failed(need=need, helper={"available": windows}) == codes


def test_a_session_does_not_run_past_midnight():
    windows = [{"day": 1, "from": "23:30", "to": "24:00"}, {"day": 2, "from": "00:00", "to": "00:30"}]

    assert failed(helper={"available": windows}) == ["TIME"]


def test_no_session_is_longer_than_a_day():
    whole_week = [{"day": day, "from": "00:00", "to": "24:00"} for day in range(1, 8)]

    assert failed(need={"session_min": 1440}, helper={"available": whole_week}) == []
    assert failed(need={"session_min": 1455}, helper={"available": whole_week}) == ["TIME"]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_the_vectorised_twin_judges_like_the_rules(seed):
    problem = read(random_input(seed))
    broken = failures(problem)

    assert broken.dtype == np.uint32
    for row, need in enumerate(problem.needs.values()):
        for column, helper in enumerate(problem.helpers.values()):
            assert codes_in(int(broken[row, column])) == failed_codes(Pair(need, helper, problem))
