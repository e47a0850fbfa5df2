"""The law of supervision groups, sentence by sentence."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import sources
from volunteers.choices import MemberRole
from volunteers.rules import groups as rules
from volunteers.rules import lawfulness
from volunteers.rules.groups import GroupFacts, MemberFacts

TODAY = date(2026, 11, 24)
LEADER = MemberFacts(who="罗启明", role=MemberRole.LEADER, office_may_lead=True)
MAN = MemberFacts(who="梁伟", is_helper=True, record_checked_on=TODAY)
WOMAN = MemberFacts(who="周岚", is_female=True, is_helper=True, record_checked_on=TODAY)
TEACHER = replace(WOMAN, who="沈老师", is_minor_specialist=True)


def group(*members, **facts):
    return GroupFacts(today=TODAY, members=(LEADER, *members), **facts)


def test_a_womans_group_of_men_is_refused():
    violation = rules.female_subject_has_female_member(group(MAN, MAN, subject_is_female=True))

    assert (violation.code, violation.source) == ("group.needs_female_member", sources.GROUP_MEMBERSHIP)


def test_one_woman_among_the_members_is_enough():
    assert rules.female_subject_has_female_member(group(MAN, WOMAN, subject_is_female=True)) is None


def test_a_mans_group_of_men_is_lawful():
    assert rules.female_subject_has_female_member(group(MAN)) is None


def test_a_minors_group_needs_somebody_familiar_with_minors():
    violation = rules.minor_has_specialist(group(WOMAN, subject_is_minor=True))

    assert (violation.code, violation.source) == (
        "group.needs_minor_specialist",
        sources.MINORS_IN_CORRECTION,
    )


def test_a_teacher_familiar_with_minors_is_enough():
    assert rules.minor_has_specialist(group(TEACHER, subject_is_minor=True)) is None


@pytest.mark.parametrize(("days", "lawful"), [(0, True), (365, True), (366, False), (-1, False)])
def test_a_record_check_for_minors_holds_365_days(days, lawful):
    checked = replace(TEACHER, record_checked_on=TODAY - timedelta(days=days))

    broken = rules.helpers_of_a_minor_are_checked(group(checked, subject_is_minor=True))

    assert (broken is None) == lawful


def test_a_minors_helper_without_any_record_check_is_refused():
    unchecked = replace(TEACHER, record_checked_on=None)

    assert rules.helpers_of_a_minor_are_checked(group(unchecked, subject_is_minor=True)) is not None


def test_an_adults_helper_needs_no_record_check():
    assert rules.helpers_of_a_minor_are_checked(group(replace(MAN, record_checked_on=None))) is None


def test_a_group_without_a_leader_is_refused():
    assert rules.leader_is_staff(GroupFacts(today=TODAY)) is not None


def test_a_leader_from_a_committee_is_refused():
    outsider = replace(LEADER, office_may_lead=False)

    violation = rules.leader_is_staff(GroupFacts(today=TODAY, members=(outsider,)))

    assert violation.code == "group.leader_not_staff"


def test_who_has_not_signed_is_named():
    violation = rules.everyone_has_signed(group(replace(MAN, has_signed=False), WOMAN))

    assert MAN.who in str(violation.message)
    assert WOMAN.who not in str(violation.message)


def test_members_who_must_not_meet_the_subject_stop_the_group():
    assert rules.nobody_must_be_kept_apart(group(MAN, no_contact=True)).code == "no_contact.in_force"


def test_a_second_group_of_the_same_subject_is_refused():
    assert rules.subject_has_no_other_group(group(MAN, other_groups_in_use=1)) is not None


@pytest.mark.parametrize("label", ["", "   ", "母亲 13800138000", "110101199001011234"])
def test_a_relative_is_named_by_capacity_only(label):
    assert rules.named_by_capacity_only(label).field == "label"


def test_turning_eighteen_does_not_change_the_flag():
    violation = rules.flags_are_unchanged((False, True), (False, False))

    assert violation.source == sources.MINORS_AFTER_EIGHTEEN


def test_a_lawful_group_shows_no_broken_rule():
    assert lawfulness.next_step(group(MAN)) is None


def test_rules_that_do_not_apply_say_so():
    shown = [verdict.not_applicable for verdict in lawfulness.verdicts(group(MAN))]

    assert shown[:3] == [True, True, True]


members = st.builds(
    MemberFacts,
    is_female=st.booleans(),
    is_minor_specialist=st.booleans(),
    has_signed=st.booleans(),
    is_helper=st.booleans(),
    is_vetted=st.booleans(),
    record_checked_on=st.none() | st.dates(TODAY - timedelta(days=800), TODAY),
    office_may_lead=st.booleans(),
    role=st.sampled_from(MemberRole),
)
groups = st.builds(
    GroupFacts,
    today=st.just(TODAY),
    members=st.lists(members, max_size=5).map(tuple),
    subject_is_female=st.booleans(),
    subject_is_minor=st.booleans(),
    other_groups_in_use=st.integers(0, 1),
    no_contact=st.booleans(),
)


@given(groups, members)
def test_adding_a_member_never_makes_a_lawful_composition_unlawful(facts, newcomer):
    larger = replace(facts, members=(*facts.members, newcomer))

    assert all(rule(larger) is None for rule in rules.COMPOSITION if rule(facts) is None)


@given(groups)
def test_the_page_and_the_button_never_disagree(facts):
    shown = lawfulness.next_step(facts) is None

    assert shown == all(rule(facts) is None for rule in rules.ACTIVATION)


@given(groups)
def test_every_broken_rule_names_a_source_and_what_to_do(facts):
    for verdict in lawfulness.verdicts(facts):
        assert str(verdict.title)
        assert str(verdict.source)
        assert verdict.violation is None or str(verdict.violation.message)


def test_without_a_letter_in_force_none_is_blamed_for_not_signing():
    violation = rules.everyone_has_signed(
        replace(GroupFacts(today=TODAY, members=(MAN,)), letter_number=None)
    )

    assert violation.code == "letter.missing"
