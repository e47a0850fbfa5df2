"""What may be logged; the worked examples of the rule table stand here as they are."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.working_days import after_working_days
from services.choices import Account
from services.rules import hours
from services.rules.amounts import hours as in_hours
from services.rules.hours import ContractFacts, Held, LogFacts
from training.choices import SessionKind
from training.rules import service_minutes
from volunteers.choices import HelperKind, HelperState, HelpKind

DAY = date(2026, 9, 18)


def at(hour, minute=0, day=DAY):
    return datetime(day.year, day.month, day.day, hour, minute)


def service(**changes) -> LogFacts:
    """A volunteer's morning, logged the same evening."""
    facts = LogFacts(
        account=Account.VOLUNTEER,
        kind=SessionKind.HOME_VISIT,
        help_kind=HelpKind.FAMILY_RELATIONS,
        helper_kind=HelperKind.VOLUNTEER,
        starts_at=at(9),
        ends_at=at(12, 30),
        break_minutes=15,
        now=at(20),
        deadline=date(2026, 10, 9),
    )
    return replace(facts, **changes)


def purchased(**changes) -> LogFacts:
    contract = ContractFacts(
        starts_on=date(2026, 5, 1), ends_on=date(2027, 4, 30), item_help_kind=HelpKind.FAMILY_RELATIONS
    )
    return service(**{"account": Account.PURCHASED, "contract": contract, **changes})


def broken(facts: LogFacts) -> list[str]:
    return [violation.code for rule in hours.LOGGING if (violation := rule(facts))]


def test_a_plain_morning_breaks_no_rule():
    assert broken(service()) == []


def test_three_and_a_half_hours_with_a_break_are_3_25_hours_whatever_the_travel():
    assert in_hours(service().minutes) == "3.25"


def test_what_exceeds_eight_hours_on_a_day_must_be_explained():
    afternoon = service(starts_at=at(13), ends_at=at(18, 30), break_minutes=0, minutes_that_day=195)

    assert broken(afternoon) == ["record.excess"]


def test_the_explained_excess_stands_in_a_record_of_its_own():
    afternoon = service(
        starts_at=at(13), ends_at=at(18, 30), break_minutes=0, minutes_that_day=195, explanation="突发走访"
    )

    regular, excess = hours.parts(afternoon)

    assert broken(afternoon) == []
    assert (in_hours(regular.minutes), in_hours(excess.minutes)) == ("4.75", "0.75")
    assert (excess.is_excess, regular.ends_at) == (True, excess.starts_at)


@given(before=st.integers(0, 700), length=st.integers(30, 900), rest=st.integers(0, 29), limit=st.just(480))
def test_splitting_a_day_neither_loses_nor_adds_a_minute(before, length, rest, limit):
    ends_at = at(0) + timedelta(minutes=length)
    facts = service(starts_at=at(0), ends_at=ends_at, break_minutes=rest, minutes_that_day=before)

    parts = hours.parts(facts)

    assert sum(part.minutes for part in parts) == facts.minutes
    assert (parts[0].starts_at, parts[-1].ends_at) == (facts.starts_at, facts.ends_at)
    assert all(
        part.minutes == service_minutes(part.starts_at, part.ends_at, part.break_minutes) > 0
        for part in parts
    )
    assert sum(part.minutes for part in parts if not part.is_excess) <= max(0, limit - before)


@pytest.mark.parametrize(
    ("ended", "deadline"),
    [
        (date(2026, 9, 18), date(2026, 10, 9)),
        (date(2026, 9, 25), date(2026, 10, 15)),
        (date(2026, 2, 13), date(2026, 3, 5)),
    ],
)
def test_ten_working_days_end_by_the_official_calendar(ended, deadline):
    assert after_working_days(ended, 10).day == deadline


def test_on_the_last_day_a_record_is_not_late():
    assert broken(service(now=datetime(2026, 10, 9, 23, 59))) == []


def test_the_messages_name_the_limits_that_are_in_force():
    long = service(daily_limit=150, break_minutes=0)
    late = service(now=datetime(2026, 10, 10), record_days=15)

    assert "2.5小时" in str(hours.excess_is_explained(long).message)
    assert "15个工作日" in str(hours.late_record_is_explained(late).message)


def test_a_late_record_needs_a_reason_and_stays_flagged():
    late = service(now=datetime(2026, 10, 10))

    assert broken(late) == ["record.late"]
    assert broken(replace(late, explanation="住院")) == []
    assert late.is_late


def test_nothing_is_logged_before_it_has_happened():
    assert broken(service(now=at(12))) == ["attendance.future"]


def test_the_same_hour_is_not_logged_twice():
    assert broken(service(held=(Held(Account.VOLUNTEER, at(12), at(13)),))) == ["record.overlap"]


def test_what_ends_at_nine_does_not_disturb_what_begins_at_nine():
    assert broken(service(held=(Held(Account.VOLUNTEER, at(7), at(9)),))) == []


def test_an_hour_that_was_bought_is_never_volunteered_too():
    violation = hours.time_counts_once(service(held=(Held(Account.PURCHASED, at(9), at(11)),)))

    assert str(violation.message) == "该时段已计入政府购买服务，不能重复登记为志愿服务。"


@pytest.mark.parametrize("kind", [HelperKind.RELATIVE, HelperKind.OFFICE_STAFF, HelperKind.COMMUNITY_POLICE])
def test_relatives_and_staff_do_not_collect_volunteer_hours(kind):
    assert broken(service(helper_kind=kind)) == ["record.kin_or_staff"]


def test_attending_a_course_is_no_volunteering():
    assert broken(service(kind=SessionKind.HELPER_TRAINING)) == ["record.not_volunteering"]


@pytest.mark.parametrize("make", [service, purchased])
def test_enforcement_is_neither_volunteered_nor_bought(make):
    assert broken(make(kind=SessionKind.ANNOUNCEMENT)) == ["session.enforcement"]


def test_a_unit_that_may_not_certify_may_not_record():
    assert broken(service(unit_may_record=False)) == ["record.unit_not_entitled"]


def test_whoever_took_a_gift_logs_nothing():
    assert broken(service(no_gifts=False)) == ["attendance.gifts"]


def test_a_purchased_hour_inside_the_contract_breaks_no_rule():
    assert broken(purchased()) == []


@pytest.mark.parametrize(
    "flaw",
    [
        {"in_force": False},
        {"on_roster": False},
        {"starts_on": DAY + timedelta(days=1)},
        {"ends_on": DAY - timedelta(days=1)},
    ],
)
def test_a_purchased_hour_lies_inside_term_roster_and_items(flaw):
    contract = replace(purchased().contract, **flaw)

    assert broken(purchased(contract=contract)) == ["record.outside_contract"]


def test_purchased_help_is_of_the_kind_agreed():
    assert broken(purchased(help_kind=HelpKind.LEGAL_AID)) == ["record.help_not_agreed"]


MESSAGES = {
    hours.helper_is_approved: (
        service(helper_state=HelperState.SUBMITTED),
        "该人员尚未通过审核，不能安排服务。",
    ),
    hours.duty_is_not_enforcement: (
        service(kind=SessionKind.ANNOUNCEMENT),
        "该事项属于执法职责，不得由志愿者或承接主体承担。",
    ),
    hours.kin_and_staff_do_not_volunteer: (
        service(helper_kind=HelperKind.RELATIVE),
        "近亲属、工作人员参与不计入志愿服务时长。",
    ),
    hours.activity_is_volunteering: (
        service(kind=SessionKind.HELPER_TRAINING),
        "该活动不属于志愿服务，不得登记志愿服务时长。",
    ),
    hours.unit_may_record_service: (
        service(unit_may_record=False),
        "该单位不具备志愿服务记录与证明出具的主体条件。",
    ),
    hours.times_are_past: (service(now=at(12)), "不能登记未来时间。"),
    hours.late_record_is_explained: (
        service(now=datetime(2026, 10, 10)),
        "已超过活动结束后10个工作日的记录期限，请填写补录说明。",
    ),
    hours.excess_is_explained: (
        service(minutes_that_day=480),
        "当日累计超过8小时，超出部分请单独登记并说明。",
    ),
    hours.nothing_was_taken: (service(no_gifts=False), "不得向服务对象收取或者变相收取报酬。"),
    hours.contract_covers_service: (
        purchased(contract=None),
        "该记录不在合同期限（或服务人员名单、服务项目）内。",
    ),
    hours.help_is_as_agreed: (purchased(help_kind=HelpKind.LEGAL_AID), "请选择合同约定的帮扶类型。"),
}


@pytest.mark.parametrize(("rule", "case"), MESSAGES.items(), ids=[rule.__name__ for rule in MESSAGES])
def test_the_message_is_the_text_of_the_rule_table(rule, case):
    facts, message = case

    assert str(rule(facts).message) == message
