"""Locked pairs must be in the plan, struck pairs never; what contradicts is named and the rest is planned."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.volunteers.matching.inputs import a_group, a_helper, a_need, empty, random_input, worked_example
from tests.volunteers.matching.reference import Reference, objective, planned
from volunteers.matching import InvalidInput, plan, why
from volunteers.matching.schema import read

seeds = st.integers(0, 100_000)
few = settings(max_examples=25, deadline=None)


def pair(need: str, helper: str) -> dict:
    return {"need": need, "helper": helper}


def decided(seed: int) -> dict:
    """A small world without sent invitations, in which an officer has locked and struck a few pairs."""
    data = random_input(seed, needs=5, helpers=4) | {"held": [], "why": []}
    choose = random.Random(seed)
    pairs = [pair(need["id"], helper["id"]) for need in data["needs"] for helper in data["helpers"]]
    locked = choose.sample(pairs, min(3, len(pairs)))
    struck = choose.sample(pairs, min(3, len(pairs)))
    return data | {"locked": locked, "struck": struck}


def lawful_plans(data: dict) -> list[dict]:
    """Every lawful plan without a struck pair, by plain enumeration."""
    reference = Reference(data)
    struck = {(one["need"], one["helper"]) for one in data["struck"]}
    return [
        found
        for found in reference.plans()
        if reference.groups_lawful(found) and not struck & set(found.items())
    ]


@few
@given(seeds)
def test_the_plan_is_the_best_of_those_with_every_kept_lock_and_no_struck_pair(seed):
    data = decided(seed)
    output = plan(data)
    kept = {lock["need"]: lock["helper"] for lock in output["locked"] if lock["kept"]}
    possible = [found for found in lawful_plans(data) if found.items() >= kept.items()]

    assert output["status"] == "optimal"
    assert planned(output) in possible
    assert objective(output) == max(map(Reference(data).worth, possible))


@few
@given(seeds)
def test_a_lock_is_given_up_only_where_no_lawful_plan_holds_it_beside_the_earlier_ones(seed):
    data = decided(seed)
    plans, kept = lawful_plans(data), {}
    for lock in plan(data)["locked"]:
        wanted = {**kept, lock["need"]: lock["helper"]}
        possible = lock["need"] not in kept and any(one.items() >= wanted.items() for one in plans)

        assert lock["kept"] == possible
        assert bool(lock["failed"]) != lock["kept"]
        kept = wanted if lock["kept"] else kept


@settings(max_examples=4, deadline=None)
@given(seeds)
def test_an_answer_keeps_the_locks_of_the_other_seats(seed):
    """The pair that is asked about is weighed, even where it was struck."""
    data = decided(seed)
    output = plan(data)
    kept = {lock["need"]: lock["helper"] for lock in output["locked"] if lock["kept"]}
    for need in data["needs"]:
        for helper in data["helpers"]:
            asked = pair(need["id"], helper["id"])
            others = [one for one in data["struck"] if one != asked]
            wanted = {**kept, need["id"]: helper["id"]}
            plans = [one for one in lawful_plans(data | {"struck": others}) if one.items() >= wanted.items()]
            best = max(map(Reference(data).worth, plans), default=None)
            answer = why(data, output, **asked)

            assert (answer["objective"] is None) == (best is None)
            assert best is None or tuple(answer["objective"].values()) == best
            assert answer["proven"]


def test_two_locks_on_one_seat_keep_the_first():
    data = empty(needs=[a_need()], groups=[a_group()], helpers=[a_helper("A"), a_helper("B")])
    output = plan(data | {"locked": [pair("N1", "B"), pair("N1", "A")]})

    assert planned(output) == {"N1": "B"}
    assert [lock["failed"] for lock in output["locked"]] == [[], ["SEAT"]]


def test_a_lock_above_her_caseload_is_named_and_the_rest_is_planned():
    needs = [a_need("N1", group="S1"), a_need("N2", group="S2")]
    groups = [a_group("S1"), a_group("S2")]
    data = empty(needs=needs, groups=groups, helpers=[a_helper("A"), a_helper("B")])
    output = plan(data | {"locked": [pair("N1", "A"), pair("N2", "A")]})

    assert planned(output) == {"N1": "A", "N2": "B"}
    assert output["locked"][1]["failed"] == ["CASELOAD"]


def test_a_lock_that_breaks_a_rule_says_which():
    output = plan(worked_example() | {"locked": [pair("N5", "P")]})

    assert output["locked"] == [{**pair("N5", "P"), "kept": False, "failed": ["CREDENTIAL"]}]
    assert objective(output) == (8, 264)


def test_a_man_alone_is_not_locked_into_a_womans_group():
    """In the worked example W is the only woman for S3, which has one seat."""
    output = plan(worked_example() | {"locked": [pair("N3", "M")]})

    assert output["locked"] == [{**pair("N3", "M"), "kept": False, "failed": ["GATE"]}]
    assert objective(output) == (8, 264)


def test_a_lock_costs_what_the_answer_said():
    data = worked_example()
    free = plan(data)
    answer = why(data, free, need="N4", helper="W")
    locked = plan(data | {"locked": [pair("N4", "W")]})

    assert answer["loss"] == {"coverage": 5, "quality": 54}
    assert objective(locked) == (3, 210)


def test_a_struck_pair_is_never_proposed_nor_offered_instead():
    output = plan(worked_example() | {"struck": [pair("N1", "B")]})
    shown = [entry for entry in output["unmet"] if entry["need"] == "N1"]

    assert planned(output).get("N1") != "B"
    assert not [one for entry in shown for one in entry["candidates"] if one["helper"] == "B"]


def test_an_answer_out_of_time_keeps_the_plan_but_for_who_stands_in_the_way():
    """A moves from N2 to N1; B, who fits only N1, is left without a seat, and nobody else moves."""
    data = worked_example()
    answer = why(data, plan(data), need="N1", helper="A", seconds=0)

    assert (answer["loss"]["coverage"], answer["proven"]) == (1, False)
    assert answer["moves"] == [
        {"need": "N1", "from": "B", "to": "A"},
        {"need": "N2", "from": "A", "to": None},
    ]


def test_an_answer_about_a_plan_that_ran_out_of_time_may_be_better():
    data = worked_example()
    poor = plan(data) | {"status": "feasible", "assignments": []}

    assert why(data, poor, need="N1", helper="B")["verdict"] == "BETTER"


@pytest.mark.parametrize("name", ["locked", "struck"])
def test_a_decision_about_somebody_unknown_is_a_fault_of_the_input(name):
    with pytest.raises(InvalidInput, match=rf"\$\.{name}\[0\]\.helper: names the helper 'Z'"):
        read(worked_example() | {name: [pair("N1", "Z")]})
