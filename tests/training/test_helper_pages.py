"""What a helper does on the own pages: see, answer, check in and out, report."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.actions import Refused
from portal.models import AuditEntry
from portal.rules import Violation
from tests.factories.portal import UserFactory, login
from tests.factories.training import at, booked, helper_in, plan_for
from training import actions
from training.actions.attendance import Report
from training.choices import AttendanceState
from training.models import Booking
from training.signals import attendance_recorded

pytestmark = pytest.mark.django_db

PAGES = ["training:calendar", "training:week", "training:past", "training:subscribe"]


@pytest.fixture
def helper(client, town):
    helper = helper_in(town, name="周岚")
    login(client, helper.account)
    return helper


@pytest.fixture
def over(officer, helper):
    """A session that took place yesterday from nine to half past twelve."""
    times = {"starts_at": at("09:00", days=-1), "ends_at": at("12:30", days=-1)}
    return booked(officer, helpers=(helper,), **times)


@pytest.mark.parametrize("page", PAGES)
def test_a_helper_without_appointments_reads_what_will_come(client, helper, page):
    assert client.get(reverse(page)).status_code == 200


@pytest.mark.parametrize("page", PAGES[:3])
def test_somebody_who_is_no_helper_begins_with_the_profile(client, page):
    login(client, UserFactory())

    answer = client.get(reverse(page), follow=True)

    assert answer.request["PATH_INFO"] == "/me/profile/"
    assert "请先填写报名资料" in answer.text


def test_the_calendar_shows_time_place_and_that_an_answer_is_wanted(client, officer, helper):
    booked(officer, helpers=(helper,))
    page = client.get(reverse("training:calendar")).text

    for words in ("09:00", "10:30", "个别谈话", "青禾县便民服务中心", "等您答复"):
        assert words in page


@pytest.mark.parametrize("day", ["2026-02-30", "nonsense", "9999-12-31", "0001-01-01", "\x00"])
def test_a_week_of_nonsense_is_this_week(client, helper, day):
    assert client.get(reverse("training:week"), {"from": day}).status_code == 200


def test_calendar_pages_ask_the_same_number_of_questions_however_full_they_are(client, officer, helper):
    counts = {page: [] for page in PAGES[:2]}
    for day in range(1, 5):
        booked(officer, helpers=(helper,), starts_at=at("09:00", days=day), ends_at=at("10:00", days=day))
        for page, seen in counts.items():
            with CaptureQueriesContext(connection) as captured:
                client.get(reverse(page))
            seen.append(len(captured))

    assert all(len(set(seen)) == 1 for seen in counts.values()), counts


def test_a_strangers_session_answers_like_a_missing_one(client, officer, town, helper):
    foreign = booked(officer, helpers=(helper_in(town),))

    for route in ("training:session", "training:attendance"):
        assert client.get(reverse(route, args=[foreign.pk])).status_code == 404
    assert client.post(reverse("training:answer", args=[foreign.pk]), {"answer": "yes"}).status_code == 404


@pytest.mark.parametrize(("answer", "active"), [("yes", True), ("no", False)])
def test_the_helper_answers(client, officer, helper, answer, active):
    session = booked(officer, helpers=(helper,))

    client.post(reverse("training:answer", args=[session.pk]), {"answer": answer})

    booking = Booking.objects.get(session=session, helper=helper)
    assert (booking.active, booking.agreed_at is not None) == (active, active)


def test_a_page_opened_before_the_session_moved_does_not_agree_to_the_new_time(client, officer, helper):
    session = booked(officer, helpers=(helper,))
    page = client.get(reverse("training:session", args=[session.pk])).text
    moved = plan_for(officer, helpers=(helper,), starts_at=at("14:00"), ends_at=at("15:00"))
    actions.reschedule(session, moved, by=officer)

    given = {"answer": "yes", "terms": session.terms}
    answer = client.post(reverse("training:answer", args=[session.pk]), given)

    assert f'name="terms" value="{session.terms}"' in page
    assert answer.status_code == 422
    assert "14:00" in answer.text
    assert Booking.objects.get(session=session, helper=helper).agreed_at is None


def test_an_empty_answer_is_no_refusal(client, officer, helper):
    session = booked(officer, helpers=(helper,))

    client.post(reverse("training:answer", args=[session.pk]))

    assert Booking.objects.get(session=session, helper=helper).active


def test_checking_in_is_refused_days_before(client, officer, helper):
    session = booked(officer, helpers=(helper,))

    answer = client.post(reverse("training:check", args=[session.pk, "in"]))

    assert answer.status_code == 422
    assert "请直接填写起止时间" in answer.text


def test_arriving_and_leaving_lead_to_the_report(client, officer, helper):
    now = at("00:00", days=0)
    times = {"starts_at": now, "ends_at": now + timedelta(hours=12), "necessity": "值夜班的家人陪同"}
    session = booked(officer, helpers=(helper,), **times)
    Booking.objects.filter(session=session).update(held_to=now + timedelta(days=2))
    session.ends_at = now + timedelta(days=1, hours=12)
    session.save()

    client.post(reverse("training:check", args=[session.pk, "in"]))
    answer = client.post(reverse("training:check", args=[session.pk, "out"]))

    booking = Booking.objects.get(session=session, helper=helper)
    assert answer.url == reverse("training:attendance", args=[session.pk])
    assert booking.came_at < booking.left_at


def test_a_report_leaves_what_was_tapped_as_it_was(helper, over):
    booking = over.bookings.get(helper=helper)
    with time_machine.travel(over.starts_at + timedelta(minutes=20), tick=False):
        tapped = actions.check_in(booking, by=helper.account).checked_in_at
    told = Report(came_at=over.starts_at, left_at=over.ends_at, work_done="谈心", no_gifts=True)

    actions.report_attendance(booking, told, by=helper.account)

    booking.refresh_from_db()
    assert (booking.came_at, booking.checked_in_at) == (over.starts_at, tapped)


@pytest.fixture
def forgotten(over, helper):
    """Yesterday's session with a check-in and no check-out."""
    booking = over.bookings.get(helper=helper)
    booking.came_at = over.starts_at - timedelta(minutes=4)
    booking.save()
    return booking


def late_check_out_of(session):
    return reverse("training:check", args=[session.pk, "out-as-planned"])


@pytest.mark.parametrize("page", ["/me/", "session"])
def test_who_forgot_to_check_out_is_offered_the_planned_end(client, over, forgotten, page):
    shown = client.get(page if page == "/me/" else reverse("training:session", args=[over.pk])).text

    assert f'action="{late_check_out_of(over)}"' in shown
    assert "按 12:30 补签退" in shown
    assert f'href="{reverse("training:attendance", args=[over.pk])}">填写其他时间' in shown


def test_a_late_check_out_names_the_planned_end_and_leads_to_the_report(client, over, forgotten):
    answer = client.post(late_check_out_of(over))

    forgotten.refresh_from_db()
    assert answer.url == reverse("training:attendance", args=[over.pk])
    assert forgotten.left_at == over.ends_at
    assert forgotten.attendance == AttendanceState.EXPECTED
    assert AuditEntry.objects.filter(action="attendance.checked_out_late").count() == 1


def test_the_planned_end_cannot_be_named_before_it_is_past(client, officer, helper):
    session = booked(officer, helpers=(helper,))
    session.bookings.filter(helper=helper).update(came_at=session.starts_at)

    with time_machine.travel(session.starts_at + timedelta(minutes=30)):
        login(client, helper.account)
        answer = client.post(late_check_out_of(session))

    assert answer.status_code == 422
    assert session.bookings.get(helper=helper).left_at is None


def test_who_never_checked_in_enters_both_times(client, over):
    assert late_check_out_of(over) not in client.get("/me/").text
    assert client.post(late_check_out_of(over)).status_code == 422


REPORT = {
    "came_at": "09:00",
    "left_at": "12:30",
    "break_minutes": "15",
    "travel_minutes": "40",
    "work_done": "一起整理了求职材料",
    "no_gifts": "on",
}


def test_the_report_counts_service_without_break_and_travel(client, helper, over):
    heard = []
    attendance_recorded.connect(listener := lambda booking, by, **kw: heard.append((booking, by)))

    answer = client.post(reverse("training:attendance", args=[over.pk]), REPORT)

    attendance_recorded.disconnect(listener)
    booking = over.bookings.get(helper=helper)
    assert answer.status_code == 302
    assert (booking.attendance, booking.service_minutes) == (AttendanceState.PRESENT, 195)
    assert heard == [(booking, helper.account)]
    assert "3.25" in client.get(reverse("training:session", args=[over.pk])).text


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"left_at": "08:00"}, "结束时间要晚于开始时间"),
        ({"break_minutes": "210"}, "休息时间不能超过整个服务时间"),
        ({"no_gifts": ""}, "不得向服务对象收取或者变相收取报酬"),
        ({"work_done": "他的电话 13800138000"}, "请不要写姓名、电话或者住址"),
    ],
)
def test_a_faulty_report_comes_back_with_everything_typed(client, helper, over, change, message):
    answer = client.post(reverse("training:attendance", args=[over.pk]), {**REPORT, **change})

    assert answer.status_code == 422
    assert message in answer.text
    assert (change.get("work_done") or REPORT["work_done"]) in answer.text


def test_faults_of_the_form_and_of_the_rules_come_back_together(client, helper, over):
    wrong = {"came_at": "12:00", "left_at": "09:00", "travel_minutes": "-4", "work_done": "打 13812345678"}

    answer = client.post(reverse("training:attendance", args=[over.pk]), {**REPORT, **wrong})

    assert sorted(answer.context["form"].errors) == ["left_at", "travel_minutes", "work_done"]


def test_a_refusal_by_the_app_above_stands_beside_its_field(client, helper, over):
    def refuse(**kwargs):
        raise Refused(
            Violation(
                "record.late", "已超过活动结束后10个工作日的记录期限，请填写补录说明。", field="explanation"
            )
        )

    attendance_recorded.connect(refuse)
    answer = client.post(reverse("training:attendance", args=[over.pk]), REPORT)
    attendance_recorded.disconnect(refuse)

    assert answer.status_code == 422
    assert "请填写补录说明" in answer.text
    assert over.bookings.get(helper=helper).attendance == AttendanceState.EXPECTED


def test_the_sum_follows_what_is_typed(client, helper, over):
    fragment = client.get(reverse("training:attendance_sum", args=[over.pk]), REPORT).text

    assert "计入时长 3.25 小时" in fragment
    assert "3 小时 30 分，减去休息 15 分" in fragment
    assert "<html" not in fragment


@pytest.mark.parametrize("typed", [{}, {**REPORT, "left_at": "x"}, {**REPORT, "break_minutes": "999"}])
def test_an_unfinished_form_has_no_sum(client, helper, over, typed):
    assert client.get(reverse("training:attendance_sum", args=[over.pk]), typed).status_code == 200


def test_future_time_is_not_reported(client, officer, helper):
    now = at("00:00", days=0)
    times = {"starts_at": now, "ends_at": now + timedelta(hours=12), "necessity": "值夜班的家人陪同"}
    session = booked(officer, helpers=(helper,), **times)

    answer = client.post(
        reverse("training:attendance", args=[session.pk]), {**REPORT, "came_at": "00:00", "left_at": "23:59"}
    )

    assert "不能登记未来时间" in answer.text


def test_an_officer_records_who_did_not_come_and_closes_the_session(officer, helper, over):
    booking = over.bookings.get(helper=helper)
    with pytest.raises(Refused):
        actions.close_session(over, by=officer)

    actions.record_attendance(booking, AttendanceState.NO_SHOW, by=officer)

    assert actions.close_session(over, by=officer).state == "held"


def test_checking_in_is_offered_near_the_time_only(client, officer, helper):
    session = booked(officer, helpers=(helper,))
    actions.agree(session.bookings.get(helper=helper), by=helper.account)

    def page(**before):
        with time_machine.travel(session.starts_at - timedelta(**before)):
            login(client, helper.account)
            return client.get(reverse("training:session", args=[session.pk])).text

    assert "签到</button>" not in page(hours=3)
    assert "签到</button>" in page(hours=1)
