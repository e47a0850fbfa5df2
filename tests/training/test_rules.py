"""What the law and our safeguards say about a session, with the words officers read."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.durations import hours
from training.choices import RoomKind, SessionKind
from training.rules import (
    ATTENDANCE,
    AttendanceFacts,
    Busy,
    HelperFacts,
    RoomFacts,
    SessionFacts,
    SubjectFacts,
    WorkHours,
    broken_rules,
    service_minutes,
)
from volunteers.choices import CredentialKind, GroupState, HelperState

NINE = datetime(2026, 11, 28, 9)
SATURDAY = 6
READY = {"trained_on": date(2026, 3, 1), "pledged_on": date(2026, 3, 1)}
HELPER = HelperFacts(key=1, **READY)
ADULT, MINOR = SubjectFacts(key=1), SubjectFacts(key=2, is_minor=True)
CHECKED = replace(HELPER, record_checked_on=date(2026, 6, 1))


def talk(**facts) -> SessionFacts:
    return SessionFacts(
        **{
            "kind": SessionKind.INDIVIDUAL_TALK,
            "starts_at": NINE,
            "ends_at": NINE + timedelta(hours=2),
            "helpers": (HELPER,),
            "subjects": (ADULT,),
            **facts,
        }
    )


def lecture(**facts) -> SessionFacts:
    return talk(kind=SessionKind.COLLECTIVE_EDUCATION, **facts)


def announcement(**facts) -> SessionFacts:
    return talk(
        **{
            "kind": SessionKind.ANNOUNCEMENT,
            "group_state": GroupState.DRAFT,
            "group_helpers": frozenset({1}),
            "chaired_by_staff": True,
            **facts,
        }
    )


def activity(**facts) -> SessionFacts:
    return talk(kind=SessionKind.PUBLIC_BENEFIT_ACTIVITY, **facts)


def messages(session: SessionFacts) -> list[str]:
    return [str(violation.message) for violation in broken_rules(session)]


def test_a_plain_talk_is_lawful():
    assert messages(talk()) == []


NOT_VETTED = "该人员尚未通过审核，不能安排服务。"
NOT_PREPARED = "请先完成岗前培训并签署保密承诺书。"
NOT_QUALIFIED = f"该服务需要“{CredentialKind.COUNSELLOR.label}”，当前无有效资格记录。"
NOT_CHECKED = "未完成违法犯罪记录查询，或者上次查询已超过365天，不得安排接触未成年人，请先更新查询。"
NOT_INSURED = "该服务可能存在人身危险，须先登记有效的意外伤害保险。"
APART = "未成年人与成年人的矫正活动应分别进行，不能安排在同一场次。"
NO_CONTACT = "存在禁止接触关系，未经县级社区矫正机构批准，不能安排在同一小组或场次。"
WORKING_TIME = "该时段为对象工作时间，请说明必要性或改期。"
ENFORCEMENT = "该事项属于执法职责，不得由志愿者或承接主体承担。"
GUARDIAN = "未成年对象的宣告不公开进行，请先登记已通知监护人到场。"
CHAIR = "宣告由社区矫正机构或司法所工作人员主持，请通知矫正小组成员到场。"
FITNESS = "请确认该对象的劳动能力和健康状况适合参加本次公益活动。"

AT_WORK = replace(ADULT, work_hours=(WorkHours(SATURDAY, 8 * 60, 9 * 60 + 30),))
OUTSIDE_PRISON = replace(ADULT, serves_outside_prison=True)


def test_a_talk_that_ends_before_it_begins_says_nothing_of_courses():
    backwards = talk(ends_at=NINE - timedelta(hours=1))

    assert "session.course_length" not in [broken.code for broken in broken_rules(backwards)]


@pytest.mark.parametrize(
    ("session", "expected"),
    [
        (talk(helpers=(replace(HELPER, state=HelperState.SUBMITTED),)), [NOT_VETTED]),
        (talk(helpers=(replace(HELPER, trained_on=None),)), [NOT_PREPARED]),
        (talk(helpers=(replace(HELPER, pledged_on=None),)), [NOT_PREPARED]),
        (talk(kind=SessionKind.INDIVIDUAL_COUNSELLING), [NOT_QUALIFIED]),
        (talk(subjects=(MINOR,)), [NOT_CHECKED]),
        (talk(helpers=(replace(HELPER, insured=False),), has_risk=True), [NOT_INSURED]),
        (lecture(helpers=(CHECKED,), subjects=(ADULT, MINOR)), [APART]),
        (talk(helpers=(replace(HELPER, barred_subjects=frozenset({1})),)), [NO_CONTACT]),
        (talk(subjects=(AT_WORK,)), [WORKING_TIME]),
        (talk(subjects=(AT_WORK,), necessity="对象当天请假"), []),
        (talk(kind=SessionKind.JOINT_MEETING, subjects=()), [ENFORCEMENT]),
        (talk(room=RoomFacts(kind=RoomKind.ANNOUNCEMENT)), [ENFORCEMENT]),
        (announcement(), []),
        (announcement(chaired_by_staff=False), [CHAIR]),
        (announcement(group_helpers=frozenset({1, 2})), [CHAIR]),
        (announcement(group_helpers=frozenset()), [ENFORCEMENT]),
        (announcement(helpers=(CHECKED,), subjects=(MINOR,)), [GUARDIAN]),
        (announcement(helpers=(CHECKED,), subjects=(MINOR,), guardian_notified=True), []),
        (activity(), [FITNESS]),
        (activity(fitness_confirmed=True), []),
        (activity(subjects=(OUTSIDE_PRISON,), fitness_confirmed=True), [FITNESS]),
        (
            activity(subjects=(OUTSIDE_PRISON,), fitness_confirmed=True, fitness_confirmed_again=True),
            [],
        ),
    ],
)
def test_each_rule_says_what_to_do(session, expected):
    assert messages(session) == expected


@pytest.mark.parametrize(
    ("checked_on", "fits"),
    [(date(2025, 11, 28), True), (date(2025, 11, 27), False), (None, False)],
)
def test_a_record_check_counts_for_a_year(checked_on, fits):
    session = talk(helpers=(replace(HELPER, record_checked_on=checked_on),), subjects=(MINOR,))

    assert (messages(session) == []) is fits


def test_a_counsellor_with_a_valid_certificate_may_counsel():
    counsellor = replace(HELPER, credentials=frozenset({CredentialKind.COUNSELLOR}))

    assert messages(talk(kind=SessionKind.INDIVIDUAL_COUNSELLING, helpers=(counsellor,))) == []


def test_of_several_helpers_the_faulty_one_is_named():
    session = talk(helpers=(HELPER, replace(HELPER, key=2, who="周岚 T00002", state=HelperState.SUSPENDED)))

    assert messages(session) == [f"周岚 T00002：{NOT_VETTED}"]


def test_working_time_after_midnight_is_seen():
    night_shift = replace(ADULT, work_hours=(WorkHours(SATURDAY + 1, 0, 6 * 60),))
    late = datetime(2026, 11, 28, 23)

    session = talk(subjects=(night_shift,), starts_at=late, ends_at=late + timedelta(hours=2))

    assert messages(session) == [WORKING_TIME]


def test_a_conflict_is_named():
    busy = Busy(NINE, NINE + timedelta(hours=1), "走访 11月28日 09:00–10:00")

    assert messages(talk(helpers=(replace(HELPER, busy=(busy,)),))) == [
        "该时段与“走访 11月28日 09:00–10:00”冲突。"
    ]


minutes = st.integers(0, 24 * 60)
spans = st.tuples(minutes, st.integers(1, 600)).map(lambda pair: (pair[0], pair[0] + pair[1]))


def moment(minute: int) -> datetime:
    return NINE + timedelta(minutes=minute)


@given(spans, spans, st.integers(0, 60))
def test_two_appointments_fit_exactly_when_a_minute_by_minute_look_finds_no_common_minute(one, other, buffer):
    session = talk(
        starts_at=moment(one[0]),
        ends_at=moment(one[1]),
        helper_buffer=buffer,
        helpers=(replace(HELPER, busy=(Busy(moment(other[0]), moment(other[1] + buffer), "另一场"),)),),
    )
    mine, theirs = range(one[0], one[1] + buffer), range(other[0], other[1] + buffer)
    common = set(mine) & set(theirs)

    assert any("冲突" in text for text in messages(session)) == bool(common)


def test_break_counts_off_and_travel_does_not_count():
    came, left = NINE, NINE.replace(hour=12, minute=30)

    assert hours(service_minutes(came, left, break_minutes=15)) == "3.25"


@given(st.integers(0, 10_000))
def test_hours_are_minutes_to_the_nearest_hundredth(number):
    assert abs(float(hours(number)) * 60 - number) <= 0.3 + 1e-9


def report(**facts) -> AttendanceFacts:
    return AttendanceFacts(
        **{
            "came_at": NINE,
            "left_at": NINE + timedelta(hours=3),
            "now": NINE + timedelta(days=1),
            "work_done": "整理求职材料",
            **facts,
        }
    )


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (report(), []),
        (report(left_at=NINE), ["结束时间要晚于开始时间，请核对。"]),
        (report(now=NINE), ["不能登记未来时间。"]),
        (report(break_minutes=180), ["休息时间不能超过整个服务时间，请核对休息分钟数。"]),
        (report(no_gifts=False), ["不得向服务对象收取或者变相收取报酬。"]),
        (report(work_done=" "), ["请用一两句话写明做了什么。"]),
    ],
)
def test_what_a_report_of_attendance_must_say(facts, expected):
    assert [str(fault.message) for rule in ATTENDANCE if (fault := rule(facts))] == expected


@pytest.mark.parametrize(
    ("begins", "lasts", "broken"),
    [
        (NINE.replace(hour=6, minute=30), timedelta(hours=1), ["session.night"]),
        (NINE.replace(hour=21), timedelta(minutes=45), ["session.night"]),
        (NINE.replace(hour=23, minute=30), timedelta(hours=1), ["session.night"]),
        (NINE.replace(hour=7), timedelta(hours=1), []),
        (NINE.replace(hour=20, minute=30), timedelta(hours=1), []),
    ],
)
def test_early_and_late_hours_need_a_reason(begins, lasts, broken):
    planned = talk(starts_at=begins, ends_at=begins + lasts)

    assert [fault.code for fault in broken_rules(planned)] == broken
    assert not broken_rules(replace(planned, necessity="对象要求下班后见面"))


def test_a_meeting_of_five_minutes_is_a_slip_and_a_call_is_not():
    short = talk(ends_at=NINE + timedelta(minutes=5))

    assert [fault.code for fault in broken_rules(short)] == ["session.too_short"]
    assert not broken_rules(replace(short, kind=SessionKind.REMOTE_VISIT))


def test_an_overlap_says_how_long_is_kept_free():
    held = Busy(NINE + timedelta(hours=2), NINE + timedelta(hours=3), "走访")
    planned = talk(helpers=(replace(HELPER, busy=(held,)),), helper_buffer=30)

    assert "须空出 30 分钟" in str(broken_rules(planned)[0].message)
