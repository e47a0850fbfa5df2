"""Odd inputs and short times: always a lawful plan and a true explanation, never a traceback."""

import pytest

from tests.benchmarks.matching_county import county
from tests.volunteers.matching.inputs import a_group, a_helper, a_need, empty
from tests.volunteers.matching.reference import objective, planned
from volunteers.matching import plan
from volunteers.matching.held import settle
from volunteers.matching.plan_rules import violations
from volunteers.matching.schema import read


def test_nothing_at_all_is_planned_at_once():
    output = plan(empty())

    assert (output["status"], objective(output)) == ("optimal", (0, 0))
    assert output["gap"] == {"coverage": 0, "quality": 0}


def test_helpers_without_needs_stay_free():
    assert plan(empty(groups=[a_group()], helpers=[a_helper()]))["assignments"] == []


def test_needs_without_helpers_have_no_candidate():
    output = plan(empty(groups=[a_group()], needs=[a_need()]))

    assert [(u["reason"], u["failed"], u["nearest"]) for u in output["unmet"]] == [("NO_CANDIDATE", {}, [])]


def test_one_helper_for_a_hundred_needs_takes_what_she_may():
    data = empty(
        groups=[a_group(f"S{n}") for n in range(100)],
        needs=[a_need(f"N{n:03}", group=f"S{n}") for n in range(100)],
        helpers=[a_helper(caseload_limit=7, minutes_left=600)],
    )
    output = plan(data)

    assert output["status"] == "optimal"
    assert len(planned(output)) == 5
    assert {entry["reason"] for entry in output["unmet"]} == {"CAPACITY"}


def test_when_all_tie_the_plan_is_still_proven_and_repeats():
    data = empty(
        groups=[a_group(f"S{n}") for n in range(12)],
        needs=[a_need(f"N{n}", group=f"S{n}") for n in range(12)],
        helpers=[a_helper(f"H{n}") for n in range(12)],
        why=[{"need": "N0", "helper": f"H{n}"} for n in range(3)],
    )
    output = plan(data)

    assert output["status"] == "optimal"
    assert planned(output) == planned(plan(data))
    assert {answer["verdict"] for answer in output["answers"]} <= {"CHOSEN", "EQUAL"}
    assert {len(answer["moves"]) for answer in output["answers"]} <= {0, 2}


def test_contradictory_held_pairs_keep_the_first():
    data = empty(
        groups=[a_group("S1"), a_group("S2")],
        needs=[a_need("N1"), a_need("N2", group="S2")],
        helpers=[a_helper("A"), a_helper("B")],
        held=[
            {"need": "N1", "helper": "A"},
            {"need": "N1", "helper": "B"},
            {"need": "N1", "helper": "A"},
            {"need": "N2", "helper": "A"},
        ],
        why=[{"need": "N1", "helper": "B"}],
    )
    output = plan(data)

    assert [(entry["kept"], entry["failed"]) for entry in output["held"]] == [
        (True, []),
        (False, ["SEAT"]),
        (False, ["NOT_MEMBER", "CASELOAD", "SEAT"]),
        (False, ["CASELOAD"]),
    ]
    assert planned(output) == {"N2": "B"}
    assert output["answers"][0]["verdict"] == "RULE"


def test_a_held_woman_makes_the_group_lawful_for_the_men_after_her():
    data = empty(
        groups=[a_group(female_subject=True)],
        needs=[a_need("N1"), a_need("N2")],
        helpers=[a_helper("A"), a_helper("W", female=True)],
        held=[{"need": "N1", "helper": "W"}],
    )
    output = plan(data)

    assert planned(output) == {"N2": "A"}
    assert output["groups"] == []


def test_a_held_fixed_seat_takes_her_time():
    window = {"day": 6, "from": "09:00", "to": "10:00"}
    later = {"day": 6, "from": "10:15", "to": "11:00"}
    data = empty(
        groups=[a_group("S1"), a_group("S2")],
        needs=[
            a_need("N1", time="fixed", windows=[window]),
            a_need("N2", group="S2", time="fixed", windows=[later]),
        ],
        helpers=[a_helper(caseload_limit=5)],
        held=[{"need": "N1", "helper": "A"}],
    )

    assert plan(data)["unmet"][0]["failed"] == {"TIME": 1}


def test_two_fixed_seats_without_time_to_travel_are_not_given_to_one_helper():
    windows = [{"day": 6, "from": "09:00", "to": "10:00"}, {"day": 6, "from": "10:15", "to": "11:00"}]
    data = empty(
        groups=[a_group("S1"), a_group("S2")],
        needs=[
            a_need(f"N{n}", group=f"S{n}", time="fixed", windows=[w]) for n, w in enumerate(windows, start=1)
        ],
        helpers=[a_helper(caseload_limit=5, minutes_left=1000)],
    )

    assert len(planned(plan(data))) == 1


def test_two_gaps_in_a_group_with_one_seat_need_one_helper_who_closes_both():
    both_gaps = a_group(female_subject=True, minor_subject=True)
    check = {"record_check": "2026-01-01"}
    man = a_helper("M", tags=["minor_specialist"], **check)
    woman = a_helper("W", female=True, **check)
    both = a_helper("X", female=True, tags=["minor_specialist"], **check)

    without = plan(empty(groups=[both_gaps], needs=[a_need()], helpers=[man, woman]))
    assert without["unmet"][0]["reason"] == "GATE"
    assert planned(plan(empty(groups=[both_gaps], needs=[a_need()], helpers=[man, woman, both]))) == {
        "N1": "X"
    }


def test_needs_outside_the_area_are_reported_and_left_alone():
    data = empty(scope="T2", groups=[a_group()], needs=[a_need()], helpers=[a_helper()])
    data["why"] = [{"need": "N1", "helper": "A"}]
    output = plan(data)

    assert [(u["reason"], u["candidates"], u["nearest"], u["fixes"]) for u in output["unmet"]] == [
        ("OUT_OF_SCOPE", [], [], [])
    ]
    assert output["answers"][0]["verdict"] == "RULE"


def test_very_large_numbers_do_no_harm():
    tireless = a_helper(minutes_left=10**9, caseload_limit=10**9)
    data = empty(groups=[a_group()], needs=[a_need()], helpers=[tireless])

    assert planned(plan(data)) == {"N1": "A"}


@pytest.mark.parametrize("seconds", [0.001, 1])
def test_a_short_limit_gives_a_lawful_plan_with_true_bounds(seconds):
    data = county(3, helpers=60, groups=50)
    output = plan(data, seconds=seconds)
    best = plan(data, seconds=30)

    assert violations(settle(read(data))[0], planned(output)) == []
    assert objective(output)[0] <= best["objective"]["coverage"] <= output["bound"]["coverage"]


def test_the_officer_may_stop_at_once_and_has_a_plan():
    heard = []
    output = plan(county(3, helpers=60, groups=50), on_progress=heard.append, should_stop=lambda: True)

    assert output["counts"]["filled"] > 0
    assert heard[0]["stage"] == "start"
    assert output["objective"]["coverage"] <= heard[0]["bound"]["coverage"]


def test_progress_never_goes_back():
    heard = []
    output = plan(county(4, helpers=60, groups=50), on_progress=heard.append, seconds=20)
    objectives = [tuple(step["objective"].values()) for step in heard]
    bounds = [step["bound"]["coverage"] for step in heard]

    assert objectives == sorted(objectives)
    assert bounds == sorted(bounds, reverse=True)
    for step in heard:
        assert step["bound"]["quality"] is None or step["bound"]["quality"] >= output["objective"]["quality"]
