"""The rules of becoming, being and ceasing to be a helper, each as a sentence."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from volunteers.choices import CredentialKind, CredentialState, HelperState
from volunteers.rules import credentials, departures
from volunteers.rules import people as rules

TODAY = date(2026, 11, 24)
LAWFUL = rules.Application(
    today=TODAY,
    name="周岚",
    has_identity=True,
    birth_date=date(1980, 5, 1),
    has_phone=True,
    kind="volunteer",
    has_area=True,
    offers_help=True,
    has_windows=True,
    consents=frozenset({"notice", "sensitive"}),
)


def broken(application: rules.Application) -> list[str]:
    return [violation.code for rule in rules.APPROVAL if (violation := rule(application))]


def test_a_lawful_application_may_be_approved():
    assert broken(LAWFUL) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": ""}, "helper.identity"),
        ({"has_identity": False}, "helper.identity"),
        ({"birth_date": date(2008, 11, 25)}, "helper.too_young"),
        ({"consents": frozenset({"notice"})}, "helper.consent"),
        ({"consents": frozenset({"sensitive"})}, "helper.consent"),
        ({"wants_to_leave": True}, "helper.leaving"),
        ({"decided_by_applicant": True}, "helper.own_application"),
    ],
)
def test_one_broken_rule_bars_the_approval(change, code):
    assert broken(replace(LAWFUL, **change)) == [code]


def test_eighteen_on_the_day_is_old_enough():
    assert rules.of_age(replace(LAWFUL, birth_date=date(2008, 11, 24))) is None


def test_the_consent_of_somebody_entered_by_an_office_is_the_officers_next_step():
    told = [
        rules.consented(replace(LAWFUL, consents=frozenset(), has_account=has_account))
        for has_account in (True, False)
    ]

    assert [violation.code for violation in told] == ["helper.consent"] * 2
    assert told[0].field == "sensitive"
    assert "登记本人签署的纸质同意书" in str(told[1])


def test_consent_kept_on_paper_counts_for_an_imported_helper():
    assert rules.consented(replace(LAWFUL, consents=frozenset(), consent_on_paper=True)) is None


@pytest.mark.parametrize(("days", "current"), [(0, True), (365, True), (366, False), (-1, False)])
def test_a_record_check_holds_for_a_year(days, current):
    assert (credentials.record_check_current(TODAY - timedelta(days=days), TODAY, 365) is None) == current


def test_without_a_record_check_no_contact_with_minors():
    assert credentials.record_check_current(None, TODAY, 365).code == "helper.record_check"


def test_what_is_said_of_a_record_check_takes_its_days_from_the_policy_in_force():
    halved = rules.Application(today=TODAY, record_check_days=180)

    assert "180" in str(credentials.record_check_current(None, TODAY, 180))
    assert [verdict for verdict in rules.vetting_verdicts(halved) if "180" in str(verdict.title)]


@pytest.mark.parametrize(
    ("trained", "pledged", "ready"),
    [(None, None, False), (TODAY, None, False), (None, TODAY, False), (TODAY, TODAY, True)],
)
def test_training_and_pledge_are_both_needed(trained, pledged, ready):
    assert (credentials.prepared(trained, pledged, TODAY) is None) == ready


def test_training_after_the_service_does_not_prepare_for_it():
    assert credentials.prepared(TODAY + timedelta(days=1), TODAY, TODAY) is not None


@pytest.mark.parametrize("state", [state for state in HelperState if state != HelperState.APPROVED])
def test_nobody_serves_before_vetting(state):
    assert rules.vetted(state).code == "helper.not_vetted"


def test_every_state_but_the_end_can_be_left():
    assert all(
        HelperState.LEFT in rules.TRANSITIONS[state] for state in HelperState if state != HelperState.LEFT
    )


def test_only_a_submitted_or_suspended_helper_can_become_approved():
    assert {state for state, next_states in rules.TRANSITIONS.items() if "approved" in next_states} == {
        HelperState.SUBMITTED,
        HelperState.SUSPENDED,
    }


def test_nothing_is_missing_from_a_full_application():
    assert rules.missing(LAWFUL) == {}


def test_an_empty_application_misses_something_in_every_step():
    assert list(rules.missing(rules.Application(today=TODAY))) == [1, 2, 3, 4, 5]


def test_a_departure_waits_for_the_last_seat():
    assert departures.seats_handed_over(2).code == "departure.seats"
    assert departures.seats_handed_over(0) is None


@pytest.mark.parametrize(
    ("kind", "issued", "doubtful"),
    [
        (CredentialKind.COUNSELLOR, date(2019, 1, 1), True),
        (CredentialKind.COUNSELLOR, date(2018, 12, 31), False),
        (CredentialKind.COUNSELLOR, None, False),
        (CredentialKind.TEACHER, date(2024, 1, 1), False),
    ],
)
def test_a_counsellor_certificate_after_2018_deserves_a_second_look(kind, issued, doubtful):
    assert (credentials.counsellor_certificate_plausible(kind, issued) is not None) == doubtful


def test_a_checked_certificate_stays_on_record():
    assert credentials.unchecked(CredentialState.VERIFIED) is not None
    assert credentials.unchecked(CredentialState.CLAIMED) is None


def test_every_verdict_names_a_source():
    verdicts = rules.vetting_verdicts(LAWFUL)

    assert len(verdicts) == 9
    assert all(str(verdict.source) for verdict in verdicts)


@given(
    st.sampled_from(["name", "consents", "birth_date", "has_identity"]),
    st.booleans(),
)
def test_taking_a_fact_away_never_makes_an_application_lawful(field, leaving):
    start = replace(LAWFUL, wants_to_leave=leaving)
    less = replace(start, **{field: type(getattr(start, field))() if field != "birth_date" else None})

    assert set(broken(start)) <= set(broken(less))


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("spans", "until"),
    [
        ([], None),
        ([(None, in_days(-1))], None),
        ([(in_days(1), in_days(9))], None),
        ([(in_days(-9), in_days(9))], in_days(9)),
        ([(in_days(10), in_days(20)), (in_days(-9), in_days(9))], in_days(20)),
        ([(in_days(-9), in_days(9)), (in_days(11), in_days(20))], in_days(9)),
        ([(in_days(-9), None), (in_days(-5), in_days(5))], date.max),
    ],
    ids=["none", "over", "not begun", "one", "renewed without a gap", "renewed after a gap", "without end"],
)
def test_cover_lasts_as_long_as_no_day_is_missing(spans, until):
    assert credentials.covered_until(spans, TODAY) == until
