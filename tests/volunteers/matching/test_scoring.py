"""The seven parts of a score."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.volunteers.matching.inputs import one_pair, random_input
from tests.volunteers.matching.reference import everybody
from volunteers.matching import explain_pair

NOBODY = {"helper": None, "female": False, "minor_specialist": False, "experienced": False}


def parts(need=None, helper=None, group=None, **data) -> dict:
    world = one_pair(need, helper, group)
    return explain_pair(world | data, "N1", "A")["parts"]


@pytest.mark.parametrize(
    ("preferred", "points"), [([], 30), (["law"], 30), (["law", "craft", "sport"], 10), (["craft"], 0)]
)
def test_skill_is_the_share_of_preferred_tags_rounded_down(preferred, points):
    assert parts(need={"preferred_tags": preferred})["skill"] == points


@pytest.mark.parametrize(
    ("helper", "points"),
    [
        ({"areas": ["C", "T1"]}, 20),
        ({"areas": ["C"]}, 14),
        ({"areas": ["T2"], "travel": True, "remote": True}, 7),
        ({"areas": ["T2"], "remote": True}, 4),
    ],
)
def test_nearer_is_better(helper, points):
    assert parts(need={"place": "remote_ok"}, helper=helper)["closeness"] == points


@pytest.mark.parametrize(("ends", "points"), [("10:00", 3), ("11:30", 9), ("13:00", 15), ("17:00", 15)])
def test_availability_is_full_from_four_sessions_on(ends, points):
    free = [{"day": 6, "from": "09:00", "to": ends}]

    assert parts(helper={"available": free})["availability"] == points


def test_a_fixed_time_leaves_no_choice_and_costs_nothing():
    window = {"day": 6, "from": "09:00", "to": "10:00"}

    assert parts(need={"time": "fixed", "windows": [window]})["availability"] == 15


@pytest.mark.parametrize(("asked", "points"), [([], 10), (["north", "south"], 10), (["south"], 0)])
def test_one_shared_dialect_is_enough(asked, points):
    assert parts(need={"dialects": asked}, helper={"dialects": ["north"]})["language"] == points


def test_a_group_she_served_before_is_continuity():
    assert parts(helper={"past_groups": ["S1"]})["continuity"] == 10


def test_nobody_new_is_left_alone():
    newcomer = {"experienced": False}

    assert parts(helper=newcomer)["mix"] == 5
    assert parts(helper=newcomer, group={"members": [NOBODY]})["mix"] == 0
    assert parts(helper={"experienced": True}, group={"members": []})["mix"] == 5


def test_yesterdays_suggestion_has_stability_points():
    assert parts(previous=[{"need": "N1", "helper": "A"}])["stability"] == 10


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_sex_and_declining_never_score(seed):
    data = random_input(seed) | {"held": []}
    before = {need["id"]: _scores(data, need["id"]) for need in data["needs"]}
    for helper in data["helpers"]:
        helper |= {"female": not helper["female"], "declined": ["S9"]}

    assert before == {need["id"]: _scores(data, need["id"]) for need in data["needs"]}


def _scores(data: dict, need: str) -> dict:
    return {entry["helper"]: entry["score"] for entry in everybody(data, need)}
