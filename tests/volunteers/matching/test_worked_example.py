"""The worked example of the specification, with every number in it."""

import pytest

from tests.volunteers.matching.inputs import worked_example
from tests.volunteers.matching.reference import planned
from volunteers.matching import explain_pair, plan
from volunteers.matching.candidates import find
from volunteers.matching.greedy import fill
from volunteers.matching.held import settle
from volunteers.matching.plan_rules import levels
from volunteers.matching.schema import read

P_NEEDS_A_NEWER_CERTIFICATE = {
    "op": "add",
    "id": "P",
    "field": "credentials",
    "value": [{"kind": "counsellor_certificate", "from": "2026-03-09", "to": "2026-03-09"}],
    "rule": "CREDENTIAL",
}


@pytest.fixture(scope="module")
def output():
    return plan(worked_example())


def test_the_optimum_takes_the_swap_that_the_law_forces(output):
    assert planned(output) == {"N1": "B", "N2": "A", "N3": "W", "N4": "M"}
    assert output["objective"] == {"coverage": 8, "quality": 264}


def test_both_levels_are_proven(output):
    assert output["status"] == "optimal"
    assert output["bound"] == output["objective"]
    assert output["gap"] == {"coverage": 0, "quality": 0}


@pytest.mark.parametrize(
    ("need", "helper", "score"),
    [
        ("N1", "A", 80),
        ("N1", "B", 50),
        ("N2", "A", 80),
        ("N3", "M", 80),
        ("N3", "W", 67),
        ("N4", "W", 80),
        ("N4", "M", 67),
    ],
)
def test_the_seven_lawful_pairs_score_as_computed_by_hand(need, helper, score):
    pair = explain_pair(worked_example(), need, helper)

    assert (pair["lawful"], pair["score"]) == (True, score)


def test_no_other_pair_is_lawful(output):
    assert output["counts"]["pairs"] == 7


def test_a_full_score_has_seven_parts():
    assert explain_pair(worked_example(), "N1", "A")["parts"] == {
        "skill": 30,
        "closeness": 20,
        "availability": 15,
        "language": 10,
        "continuity": 0,
        "mix": 5,
        "stability": 0,
    }


def test_greedy_closes_the_gap_first_and_still_leaves_a_seat_empty():
    candidates = find(settle(read(worked_example()))[0])

    assert levels(candidates.problem, fill(candidates, set(candidates.helpers_of))).coverage == 7


def test_the_womans_group_becomes_lawful(output):
    assert output["groups"] == [
        {"group": "S3", "missing_before": ["female_member"], "missing_after": []},
    ]
    assert output["counts"]["groups_made_lawful"] == 1


def test_the_empty_seat_says_why_and_who_is_nearest(output):
    [unmet] = output["unmet"]

    assert (unmet["need"], unmet["weight"], unmet["reason"]) == ("N5", 8, "NO_CANDIDATE")
    assert unmet["failed"] == {"KIND": 4, "HELP_KIND": 4, "CREDENTIAL": 5}
    assert [(near["helper"], near["effort"], near["changes"]) for near in unmet["nearest"]] == [
        ("P", 5, [P_NEEDS_A_NEWER_CERTIFICATE])
    ]
    assert unmet["fixes"] == [{"helper": "P", "effort": 5, "change": P_NEEDS_A_NEWER_CERTIFICATE}]


def test_why_not_the_woman_where_she_lives(output):
    answer = output["answers"][1]

    assert (answer["need"], answer["helper"], answer["verdict"]) == ("N4", "W", "WORSE")
    assert answer["objective"] == {"coverage": 3, "quality": 210}
    assert answer["loss"] == {"coverage": 5, "quality": 54}
    assert answer["moves"] == [
        {"need": "N3", "from": "W", "to": None},
        {"need": "N4", "from": "M", "to": "W"},
    ]


def test_why_not_the_best_score_first(output):
    answer = output["answers"][0]

    assert (answer["need"], answer["helper"], answer["verdict"]) == ("N1", "A", "WORSE")
    assert answer["loss"]["coverage"] == 1


def test_why_not_the_lapsed_certificate(output):
    answer = output["answers"][2]

    assert (answer["need"], answer["verdict"], answer["score"]) == ("N5", "RULE", None)
    assert [rule["code"] for rule in answer["rules"] if not rule["pass"]] == ["CREDENTIAL"]


def test_an_assignment_shows_who_else_could_sit_there_and_where_they_serve(output):
    [third] = [entry for entry in output["assignments"] if entry["need"] == "N3"]

    assert [(other["helper"], other["score"], other["serves"]) for other in third["alternatives"]] == [
        ("M", 80, ["N4"])
    ]
