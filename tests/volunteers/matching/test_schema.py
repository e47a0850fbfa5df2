"""What is refused, and how: a path into the JSON and a sentence."""

import copy
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.volunteers.matching.inputs import a_helper, a_need, empty, random_input, worked_example
from volunteers.matching import InvalidInput, plan
from volunteers.matching.json_schema import faults
from volunteers.matching.schema import digest, read, schema

ODD_VALUES = [None, "", "x", "X y", "2026-03-09", "25:00", "24:00", -1, 0, 7, 15, 101, True, [], {}]
PEER = Draft202012Validator({"$defs": schema()["$defs"], "$ref": "#/$defs/input"})


def refused(data) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        read(data)
    return [str(fault) for fault in caught.value.faults]


def changed(path: list, value) -> dict:
    """The worked example with one value replaced."""
    data = worked_example()
    *upper, last = path
    target = data
    for step in upper:
        target = target[step]
    target[last] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (["as_of"], "2 March", "$.as_of: must be a date such as 2026-03-09, not '2 March'."),
        (["needs", 0, "start"], "2026-02-31", "$.needs[0].start: '2026-02-31' is no date of the calendar"),
        (["needs", 0, "start"], "2026-03-01", "$.needs[0].start: lies before the day of the plan"),
        (["needs", 1, "priority"], "soon", "$.needs[1].priority: must be one of urgent, high, normal"),
        (["needs", 1, "risk"], 1, "$.needs[1].risk: must be true or false, not 1."),
        (["needs", 1, "minutes_per_month"], True, "$.needs[1].minutes_per_month: must be a whole number"),
        (["needs", 1, "minutes_per_month"], 0, "$.needs[1].minutes_per_month: must lie between 1 and"),
        (["needs", 1, "session_min"], 50, "$.needs[1].session_min: must be a multiple of 15"),
        (["needs", 1, "credential"], 3, "$.needs[1].credential: must be a text or null, not 3."),
        (["needs", 1, "time"], "fixed", "$.needs[1].windows: a fixed need has at least one window"),
        (["needs", 1, "group"], "S9", "$.needs[1].group: names the group 'S9', which is not in the file"),
        (["needs", 1, "area"], "T9", "$.needs[1].area: names the area 'T9'"),
        (["needs", 1, "id"], "N1", "$.needs[1].id: 'N1' is used twice"),
        (["helpers", 2, "areas"], ["T9"], "$.helpers[2].areas[0]: names the area 'T9'"),
        (["helpers", 2, "tags"], ["a", "a"], "$.helpers[2].tags[1]: repeats 'a'"),
        (["helpers", 2, "tags"], ["Law"], "$.helpers[2].tags[0]: must be a code of small letters"),
        (["helpers", 2, "minutes_left"], 10**18, "$.helpers[2].minutes_left: must lie between 0 and"),
        (["helpers", 2, "name"], "王芳", "$.helpers[2].name: is not a field of this format; remove it."),
        (["areas", 0, "parent"], "T1", "$.areas[0].parent: the areas above it form a circle"),
        (["areas", 1, "parent"], "X", "$.areas[1].parent: names the area 'X'"),
        (["areas"], [], "$.areas: must hold at least 1 entries."),
        (["scope"], "X", "$.scope: names the area 'X'"),
        (["held"], [{"need": "N9", "helper": "A"}], "$.held[0].need: names the need 'N9'"),
        (["previous"], [{"need": "N1", "helper": "Z"}], "$.previous[0].helper: names the helper 'Z'"),
        (["why"], [{"need": "N1"}], "$.why[0]: lacks the field 'helper'; add it."),
        (["policy", "effort"], {"MOOD": 1}, "$.policy.effort.MOOD: must be one of VETTED"),
        (["groups", 0, "id"], "", "$.groups[0].id: must not be empty."),
        (["groups", 0, "id"], "S" * 65, "$.groups[0].id: must not be longer than 64 characters."),
        (["groups", 0, "id"], "\ud800", "$.groups[0].id: holds half a character"),
    ],
)
def test_a_fault_is_named_with_its_path(path, value, sentence):
    assert refused(changed(path, value))[0].startswith(sentence)


def test_a_window_must_end_after_it_begins():
    window = {"day": 1, "from": "10:00", "to": "10:00"}

    assert refused(changed(["helpers", 0, "busy"], [window]))[0].startswith(
        "$.helpers[0].busy[0]: ends before it begins"
    )


def test_all_faults_are_named_at_once():
    data = changed(["needs", 1, "group"], "S9")
    data["needs"][2]["start"] = "2020-01-01"

    assert len(refused(data)) == 2


def test_a_wrong_value_hides_no_other_fault_and_makes_none_up():
    data = changed(["needs", 1, "priority"], "soon")
    data["needs"][1]["group"] = "S9"
    data["needs"][2]["deadline"] = "2026-02-31"
    data["helpers"][0]["vetted"] = "yes"
    data["held"] = [{"need": "N1", "helper": data["helpers"][0]["id"]}]

    assert [sentence.partition(":")[0] for sentence in refused(data)] == [
        "$.needs[1].priority",
        "$.helpers[0].vetted",
        "$.needs[2].deadline",
        "$.needs[1].group",
    ]


def test_without_the_list_of_groups_no_group_is_called_unknown():
    data = worked_example()
    del data["groups"]

    assert refused(data) == ["$: lacks the field 'groups'; add it."]


def test_circles_are_found_wherever_they_hang():
    data = worked_example()
    data["areas"] += [
        {"code": "X", "parent": "Y"},
        {"code": "Y", "parent": "X"},
        {"code": "Z", "parent": "Y"},
    ]

    assert refused(data) == ["$.areas[3].parent: the areas above it form a circle; correct them."]


@pytest.mark.parametrize("data", [None, [], "text", 3, {}, {"schema": "xieshou-match-input/2"}])
def test_what_is_no_input_at_all_is_refused(data):
    assert refused(data)


def test_recusals_declined_members_and_past_groups_may_name_strangers():
    helper = a_helper(recusals=[{"group": "S9", "reason": "kin"}], declined=["S9"], past_groups=["S9"])

    assert read(empty(helpers=[helper])).helpers["A"].recusals == {"S9": "kin"}


def test_shuffled_lists_are_read_alike():
    data = worked_example()
    shuffled = copy.deepcopy(data)
    for name in ("areas", "groups", "needs", "helpers"):
        shuffled[name].reverse()

    assert read(shuffled) == read(data)


def test_the_digest_is_that_of_the_canonical_json_text():
    assert digest({"b": 1, "a": "携"}) == sha256('{"a":"携","b":1}'.encode()).hexdigest()


def leaves(value, path=()):
    """Every place in a JSON value."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from leaves(item, (*path, key))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 50), st.data())
def test_our_checker_and_the_schema_library_agree(seed, draw):
    data = random_input(seed)
    path = draw.draw(st.sampled_from(list(leaves(data))[1:]))
    value = draw.draw(st.sampled_from(ODD_VALUES))
    *upper, last = path
    target = data
    for step in upper:
        target = target[step]
    target[last] = value
    found = list(faults(data, schema()["$defs"]["input"], schema()))

    assert (not found) == PEER.is_valid(data)
    assert {*found} <= {*contradicted(data)}


def contradicted(data) -> list:
    """What reading says, which is never anything but a list of faults."""
    try:
        read(data)
    except InvalidInput as invalid:
        return invalid.faults
    return []


def test_outputs_keep_to_the_published_schema():
    data = worked_example()
    data["needs"].append(a_need("N6", group="S1"))

    Draft202012Validator({"$defs": schema()["$defs"], "$ref": "#/$defs/output"}).validate(plan(data))
