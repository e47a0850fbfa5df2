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


def test_a_sent_invitation_stands_under_both_policies():
    """H1 is invited with a check 200 days old; under 180 days her seat is not planned a second time."""
    data = minors_world("2026-03-01", "2025-08-21") | {"held": [{"need": "N1", "helper": "H1"}]}
    found = what_if(data, with_policy(data, record_check_days=180), seconds=10)

    assert found["held"] == 1
    assert found["held_unlawful"] == [{"need": "N1", "helper": "H1", "rules": ["RECORD_CHECK"]}]
    assert found["seats"] == NOTHING
    assert [found[side][what] for side in ("before", "after") for what in ("filled", "unmet")] == [0] * 4


def test_an_invitation_that_fails_today_frees_its_seat_under_both_policies():
    """H1's check is too old today already: the seat goes to H0, also where the draft would let H1 keep it."""
    data = minors_world("2026-03-01", "2025-01-01") | {"held": [{"need": "N1", "helper": "H1"}]}
    found = what_if(data, with_policy(data, record_check_days=730), seconds=10)

    assert (found["held"], found["held_unlawful"]) == (0, [])
    assert (found["before"]["filled"], found["after"]["filled"]) == (1, 1)


def test_who_is_invited_carries_the_seat_under_both_policies():
    """A takes one seat only and is invited for N1, too near another time for the draft: N2 stays empty."""
    fixed = {"time": "fixed", "windows": [{"day": 6, "from": "09:00", "to": "10:00"}]}
    busy = [{"day": 6, "from": "10:30", "to": "11:00"}]
    data = empty(
        groups=[a_group("S1"), a_group("S2")],
        needs=[a_need("N1", **fixed), a_need("N2", group="S2")],
        helpers=[a_helper("A", busy=busy, caseload_limit=1, caseload=0)],
        held=[{"need": "N1", "helper": "A"}],
    )
    found = what_if(data, with_policy(data, buffer_min=45), seconds=10)

    assert found["held_unlawful"] == [{"need": "N1", "helper": "A", "rules": ["TIME"]}]
    assert (found["before"]["filled"], found["after"]["filled"]) == (0, 0)


def test_more_urgent_days_weigh_more_seats():
    data = empty(groups=[a_group()], needs=[a_need(deadline="2026-03-20")], helpers=[a_helper()])
    found = what_if(data, with_policy(data, urgent_days=30), seconds=10)

    assert found["urgent"] == {"before": {"1": 1}, "after": {"8": 1}}


few = settings(max_examples=15, deadline=None)


@few
@given(st.integers(0, 100_000), st.sampled_from([0, 5, 20]))
def test_by_the_policy_in_force_no_other_policy_makes_a_better_plan(seed, load_points):
    data = random_input(seed)
    found = what_if(data, with_policy(data, load_points=load_points), seconds=10)

    before, after = (tuple(found[side]["in_force"].values()) for side in ("before", "after"))
    assert before >= after
    assert before == tuple(plan(data)["objective"].values())
