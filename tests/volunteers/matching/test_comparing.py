"""What another policy would change, on the worked example and on small worlds counted by hand."""

import copy

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.volunteers.matching.inputs import a_group, a_helper, a_need, empty, random_input, worked_example
from volunteers.matching import plan
from volunteers.matching.comparing import seat_changes, what_if

NOTHING = {"other": [], "filled": [], "emptied": []}


def with_policy(data: dict, **changes) -> dict:
    return copy.deepcopy(data["policy"]) | changes


def test_the_same_policy_changes_nothing():
    data = worked_example()
    found = what_if(data, data["policy"], seconds=10)

    assert found["seats"] == NOTHING
    assert found["before"] | {"seconds": 0} == found["after"] | {"seconds": 0}
    assert found["before"]["in_force"] == {"coverage": 8, "quality": 264}
    assert (found["thresholds"]["lost"], found["thresholds"]["drop_out"]) == ([], [])


def test_seats_change_in_three_ways():
    before, after = {"N1": "A", "N2": "B", "N3": "C"}, {"N1": "A", "N2": "C", "N4": "B"}

    assert seat_changes(before, after) == {
        "other": [{"need": "N2", "from": "B", "to": "C"}],
        "filled": [{"need": "N4", "to": "B"}],
        "emptied": [{"need": "N3", "from": "C"}],
    }


def minors_world(*checked: str) -> dict:
    """One seat with a minor and one helper for each day of a record check; the seat begins 2026-03-09."""
    return empty(
        groups=[
            a_group(
                minor_subject=True,
                members=[{"helper": None, "female": False, "minor_specialist": True, "experienced": True}],
            )
        ],
        needs=[a_need()],
        helpers=[a_helper(f"H{number}", record_check=day) for number, day in enumerate(checked)],
    )


def test_a_shorter_record_check_names_who_drops_out():
    """365 to 180 days before 2026-03-09: the check of 2025-09-10 is the last that counts."""
    data = minors_world("2025-09-10", "2025-09-09", "2025-03-09")
    found = what_if(data, with_policy(data, record_check_days=180), seconds=10)["thresholds"]

    assert (found["pairs_before"], found["pairs_after"]) == (3, 1)
    assert found["lost"] == [{"rule": "RECORD_CHECK", "pairs": 2, "seats": 1, "helpers": ["H1", "H2"]}]
    assert found["drop_out"] == ["H1", "H2"]


def test_a_longer_record_check_names_who_comes_in():
    data = minors_world("2025-01-01")
    found = what_if(data, with_policy(data, record_check_days=730), seconds=10)

    assert found["thresholds"]["come_in"] == ["H0"]
    assert found["seats"] == NOTHING | {"filled": [{"need": "N1", "to": "H0"}]}
    assert (found["before"]["filled"], found["after"]["filled"]) == (0, 1)


def test_more_urgent_days_weigh_more_seats():
    data = empty(groups=[a_group()], needs=[a_need(deadline="2026-03-20")], helpers=[a_helper()])
    found = what_if(data, with_policy(data, urgent_days=30), seconds=10)

    assert found["urgent"] == {"before": {"1": 1}, "after": {"8": 1}}


few = settings(max_examples=15, deadline=None)


@few
@given(st.integers(0, 100_000), st.sampled_from([0, 5, 20]))
def test_by_the_policy_in_force_no_other_policy_makes_a_better_plan(seed, load_points):
    data = random_input(seed) | {"held": []}
    found = what_if(data, with_policy(data, load_points=load_points), seconds=10)

    before, after = (tuple(found[side]["in_force"].values()) for side in ("before", "after"))
    assert before >= after
    assert before == tuple(plan(data)["objective"].values())
