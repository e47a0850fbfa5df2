"""What is said about empty seats is true: nearest misses, fixes, reasons."""

import copy

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.volunteers.matching.inputs import a_group, a_helper, a_need, empty, random_input
from tests.volunteers.matching.reference import Reference, everybody, planned
from volunteers.matching import explain_pair, plan

seeds = st.integers(0, 100_000)
few = settings(max_examples=25, deadline=None)


def changed(data: dict, changes: list[dict]) -> dict:
    """The input after an officer has made the changes in it."""
    data = copy.deepcopy(data)
    for change in changes:
        [helper] = [one for one in data["helpers"] if one["id"] == change["id"]]
        value = change["value"]
        helper[change["field"]] = [*helper[change["field"]], *value] if change["op"] == "add" else value
    return data


@few
@given(seeds)
def test_a_nearest_miss_names_exactly_what_is_missing(seed):
    data = random_input(seed) | {"held": []}
    for unmet in plan(data)["unmet"]:
        for near in unmet["nearest"]:
            pair = unmet["need"], near["helper"]
            assert explain_pair(changed(data, near["changes"]), *pair)["failed"] == []
            for left_out in near["changes"]:
                others = [change for change in near["changes"] if change != left_out]
                assert explain_pair(changed(data, others), *pair)["failed"] == [left_out["rule"]]


@few
@given(seeds)
def test_nearest_misses_are_those_of_least_effort(seed):
    data = random_input(seed) | {"held": []}
    for unmet in plan(data)["unmet"]:
        if unmet["reason"] != "OUT_OF_SCOPE":
            pairs = everybody(data, unmet["need"])
            mendable = sorted((pair["effort"], pair["helper"]) for pair in pairs if pair["changes"])
            assert [(near["effort"], near["helper"]) for near in unmet["nearest"]] == mendable[:3]


@few
@given(seeds)
def test_a_fix_makes_this_plan_with_her_lawful(seed):
    data = random_input(seed) | {"held": []}
    output = plan(data)
    for unmet in output["unmet"]:
        for fix in unmet["fixes"]:
            mended = Reference(changed(data, [fix["change"]]))
            seats = planned(output) | {unmet["need"]: fix["helper"]}
            assert mended.pairs[unmet["need"], fix["helper"]]["lawful"]
            assert mended.groups_lawful(seats)
            assert mended.fits(planned(output), unmet["need"], fix["helper"])


@few
@given(seeds)
def test_the_reasons_are_true(seed):
    data = random_input(seed, needs=5, helpers=4) | {"held": []}
    reference = Reference(data)
    for unmet in plan(data)["unmet"]:
        need = unmet["need"]
        in_scope = reference.in_scope(reference.needs[need]["area"])
        lawful = [pair for pair, entry in reference.pairs.items() if pair[0] == need and entry["lawful"]]
        closable = any(
            any(reference.needs[seat]["group"] == reference.needs[need]["group"] for seat in seats)
            for seats in reference.plans()
            if reference.groups_lawful(seats)
        )
        expected = "CAPACITY" if closable else "GATE"
        expected = expected if lawful else "NO_CANDIDATE"
        assert unmet["reason"] == (expected if in_scope else "OUT_OF_SCOPE")


def test_a_full_helper_is_offered_as_one_change_of_her_caseload():
    data = empty(
        groups=[a_group("S1"), a_group("S2")],
        needs=[a_need("N1"), a_need("N2", group="S2", priority="high")],
        helpers=[a_helper()],
    )
    [unmet] = plan(data)["unmet"]

    assert (unmet["need"], unmet["reason"], unmet["failed"]) == ("N1", "CAPACITY", {})
    assert [fix["change"] for fix in unmet["fixes"]] == [
        {"op": "set", "id": "A", "field": "caseload_limit", "value": 2, "rule": "CASELOAD"}
    ]
    assert unmet["candidates"][0]["serves"] == ["N2"]


def test_used_up_minutes_are_offered_as_one_change_of_her_minutes():
    data = empty(
        groups=[a_group("S1"), a_group("S2")],
        needs=[a_need("N1"), a_need("N2", group="S2", priority="high")],
        helpers=[a_helper(caseload_limit=5, minutes_left=200)],
    )
    [unmet] = plan(data)["unmet"]

    assert [fix["change"] for fix in unmet["fixes"]] == [
        {"op": "set", "id": "A", "field": "minutes_left", "value": 240, "rule": "HOURS"}
    ]


def test_a_commitment_in_the_way_cannot_be_mended():
    window = {"day": 6, "from": "09:00", "to": "10:00"}
    data = empty(
        groups=[a_group()],
        needs=[a_need(time="fixed", windows=[window])],
        helpers=[a_helper(busy=[window])],
    )

    assert plan(data)["unmet"][0]["nearest"] == []


def test_a_check_made_today_that_would_be_too_old_on_the_first_day_is_no_remedy():
    data = empty(
        groups=[a_group(minor_subject=True, members=[])],
        needs=[a_need(start="2027-06-01")],
        helpers=[a_helper(tags=["minor_specialist"])],
    )

    assert plan(data)["unmet"][0]["nearest"] == []


def test_a_womans_group_that_only_men_could_join_receives_nobody():
    data = empty(groups=[a_group(female_subject=True)], needs=[a_need()], helpers=[a_helper()])
    output = plan(data)

    assert planned(output) == {}
    assert output["unmet"][0]["reason"] == "GATE"
    assert output["unmet"][0]["candidates"][0]["helper"] == "A"


def test_tags_that_make_her_a_specialist_close_the_gap_as_well():
    data = empty(
        groups=[a_group(minor_subject=True)],
        needs=[a_need(required_tags=["minor_specialist"])],
        helpers=[a_helper(record_check="2026-01-01")],
    )

    assert plan(data)["unmet"][0]["fixes"][0]["change"]["value"] == ["minor_specialist"]
