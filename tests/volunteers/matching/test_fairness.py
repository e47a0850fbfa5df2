"""The load of helpers: measured by hand, and within its limits in every plan."""

from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.volunteers.matching.inputs import a_group, a_helper, a_need, empty, random_input, worked_example
from volunteers.matching import plan
from volunteers.matching.fairness import gini, spread

few = settings(max_examples=40, deadline=None)
seeds = st.integers(0, 100_000)
loads = st.lists(st.integers(0, 9), max_size=12)


@pytest.mark.parametrize(
    ("carried", "expected"),
    [
        ([], 0),
        ([0, 0, 0], 0),
        ([2, 2, 2], 0),
        ([0, 3], 1 / 2),
        ([0, 0, 3], 2 / 3),
        ([1, 2, 3], 2 / 9),
        ([3, 1, 2], 2 / 9),
        ([0, 1, 1, 2], 3 / 8),
    ],
)
def test_gini_by_hand(carried, expected):
    assert gini(carried) == pytest.approx(expected)


@given(loads)
def test_gini_is_the_mean_difference_over_twice_the_mean(carried):
    number, total = len(carried), sum(carried)
    differences = sum(abs(one - other) for one in carried for other in carried)

    assert gini(carried) == pytest.approx(differences / (2 * number * total) if total else 0)
    assert 0 <= gini(carried) < 1


@given(loads, st.integers(2, 5))
def test_twice_the_work_shared_alike_is_shared_alike(carried, times):
    assert gini([load * times for load in carried]) == pytest.approx(gini(carried))


def test_the_worked_example_spreads_its_four_seats():
    """Four of five helpers without a group get one each: from nobody to 1, 1, 1, 1, 0."""
    data = worked_example()
    found = spread(data, plan(data))

    assert (list(found.before.by_load().values()), found.after.by_load()) == ([5], {0: 1, 1: 4})
    assert (found.before.gini, found.after.gini) == (0, pytest.approx(1 / 5))


def test_load_points_share_the_work():
    """Two seats, two equal helpers with room for both: one each."""
    room = {"caseload_limit": 3, "minutes_left": 600}
    data = empty(
        groups=[a_group("S1"), a_group("S2")],
        needs=[a_need("N1", group="S1"), a_need("N2", group="S2")],
        helpers=[a_helper("A", **room), a_helper("B", **room)],
    )

    assert spread(data, plan(data)).after.by_load() == {0: 0, 1: 2}


@few
@given(seeds)
def test_no_plan_overloads_anybody(seed):
    """Counted from the input alone, beside the engine's own rules: groups, minutes a month, days off."""
    data = random_input(seed)
    needs = {need["id"]: need for need in data["needs"]}
    helpers = {helper["id"]: helper for helper in data["helpers"]}
    output = plan(data)
    seats = defaultdict(list)
    for entry in [*output["assignments"], *(entry for entry in output["held"] if entry["kept"])]:
        seats[entry["helper"]].append(needs[entry["need"]])

    for code, taken in seats.items():
        helper = helpers[code]
        days_on = {window["day"] for window in helper["available"]}
        assert helper["caseload"] + len(taken) <= helper["caseload_limit"]
        assert sum(need["minutes_per_month"] for need in taken) <= helper["minutes_left"]
        for need in taken:
            if need["time"] == "fixed":
                assert {window["day"] for window in need["windows"]} <= days_on
            else:
                assert days_on


@few
@given(seeds)
def test_a_plan_only_adds_groups_and_the_same_helpers_stand_on_both_sides(seed):
    data = random_input(seed)
    output = plan(data)
    found = spread(data, output)

    added = sum(found.after.loads) - sum(found.before.loads)
    assert added == len(output["assignments"])
    assert all(now <= then for now, then in zip(found.before.loads, found.after.loads, strict=True))
