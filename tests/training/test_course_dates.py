"""Dates of a course: fixed by an officer, taken by helpers, and passed by who was there (rule 10)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal import roles
from portal.actions import Refused
from portal.models import Notice
from portal.registry import helper_tasks
from tests.factories.portal import AreaFactory, OfficeFactory, login, user_with_role
from tests.factories.training import RoomFactory, at, booked, helper_in, plan_for, replace
from training import actions
from training.choices import AttendanceState, SessionKind, SessionState
from training.models import Booking, CalendarEvent, Course, CourseCompletion, Session
from volunteers.choices import HelperState
from volunteers.models import Helper

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(town):
    office = OfficeFactory(areas=[town], name="柳溪司法所", phone="023-5550100")
    return user_with_role(roles.OFFICER, office=office)


@pytest.fixture
def course(town):
    return Course.objects.create(title="岗前培训", area=town, minutes=480, is_pre_service=True)


@pytest.fixture
def newcomer(client, town):
    helper = helper_in(town, name="林新人", trained_on=None)
    login(client, helper.account)
    return helper


def plan_of(course, officer, **fields):
    """A Saturday's course next week, from nine to six, for twenty."""
    times = {"starts_at": at("09:00"), "ends_at": at("18:00")}
    plan = plan_for(officer, helpers=(), subjects=(), **times)
    return replace(
        plan,
        **{
            "kind": SessionKind.HELPER_TRAINING,
            "course": course,
            "seats": 20,
            "place": "二楼会议室",
            **fields,
        },
    )


def fixed(course, officer, **fields) -> Session:
    return actions.schedule_course(course, plan_of(course, officer, **fields), by=officer)


def over(session: Session) -> Session:
    """The same date, as if it had been the day before yesterday."""
    back = timedelta(days=9)
    times = {"starts_at": session.starts_at - back, "ends_at": session.ends_at - back}
    Session.objects.filter(pk=session.pk).update(**times)
    session.refresh_from_db()
    return session


def codes(refusal) -> set[str]:
    return {violation.code for violation in refusal.value.violations}


class TestFixingADate:
    def test_staff_alone_may_hold_it_and_those_who_need_it_are_told(self, course, officer, town):
        needs, trained = helper_in(town, trained_on=None), helper_in(town)
        elsewhere = helper_in(AreaFactory(), trained_on=None)

        fixed(course, officer)

        told = Notice.objects.filter(kind="course_scheduled").values_list("account", flat=True)
        assert list(told) == [needs.account_id]
        assert trained.account_id not in told
        assert elsewhere.account_id not in told

    def test_a_date_is_as_long_as_its_course(self, course, officer):
        with pytest.raises(Refused) as refusal:
            fixed(course, officer, ends_at=at("12:00"))

        assert codes(refusal) == {"session.course_length"}

    def test_it_lies_ahead(self, course, officer):
        yesterday = {"starts_at": at("09:00", days=-1), "ends_at": at("18:00", days=-1)}
        with pytest.raises(Refused) as refusal:
            fixed(course, officer, **yesterday)

        assert codes(refusal) == {"course.date_past"}

    def test_a_room_has_as_many_seats_as_places_are_offered(self, course, officer, town):
        with pytest.raises(Refused) as refusal:
            fixed(course, officer, room=RoomFactory(area=town, capacity=10))

        assert codes(refusal) == {"session.room_size"}

    def test_a_course_to_read_alone_has_no_dates(self, course, officer):
        course.self_study = True
        with pytest.raises(Refused) as refusal:
            fixed(course, officer)

        assert codes(refusal) == {"course.self_study"}

    def test_it_is_fixed_from_the_page_of_the_course(self, client, course, officer):
        login(client, officer)
        day = timezone.localdate() + timedelta(days=7)
        typed = {"day": day, "starts_at": "09:00", "ends_at": "18:00", "place": "二楼会议室", "seats": 12}

        client.post(reverse("courses:schedule", args=[course.pk]), typed)

        assert Session.objects.get().seats == 12
        assert "0 / 12" in client.get(reverse("courses:inspect", args=[course.pk])).text


class TestEnrolling:
    def test_a_newcomer_has_the_training_among_the_tasks_and_enrols(self, client, course, officer, newcomer):
        session = fixed(course, officer)
        task = next(task for task in helper_tasks.tasks_for(newcomer.account) if task.title == "岗前培训")
        assert dict(task.pairs)["时间"] == session.when

        page = client.get(task.url).text
        for words in ("二楼会议室", "柳溪司法所", "023-5550100", "还有 20 个"):
            assert words in page
        client.post(reverse("training:enrol", args=[course.pk]), {"date": session.pk})

        assert "您已报名" in client.get(task.url).text
        assert "岗前培训" in client.get(reverse("training:calendar")).text
        assert "岗前培训" not in [task.title for task in helper_tasks.tasks_for(newcomer.account)]

    def test_without_a_date_the_page_says_who_knows_more(self, client, course, officer, newcomer):
        page = client.get(reverse("training:course", args=[course.pk])).text

        assert "还没有排定时间" in page
        assert "柳溪司法所" in page

    def test_the_phone_reminds_the_day_before_without_naming_anything(self, course, officer, newcomer):
        actions.enrol(fixed(course, officer), by=newcomer.account)

        event = CalendarEvent.objects.get(account=newcomer.account).text
        assert "BEGIN:VALARM" in event
        assert "TRIGGER:-P1D" in event
        assert "二楼会议室" in event

    def test_the_last_place_goes_to_one(self, course, officer, newcomer, town):
        session = fixed(course, officer, seats=1)
        actions.enrol(session, by=helper_in(town).account)

        with pytest.raises(Refused) as refusal:
            actions.enrol(session, by=newcomer.account)
        assert codes(refusal) == {"course.full"}

    def test_who_is_somewhere_else_then_is_told_where(self, client, course, officer, newcomer):
        session = fixed(course, officer)
        booked(officer, helpers=(helper_in(newcomer.area, name="别人"),))
        Booking.objects.filter(helper__name="别人").update(helper=newcomer)

        answer = client.post(reverse("training:enrol", args=[course.pk]), {"date": session.pk})

        assert answer.status_code == 422
        assert "这段时间您已有“个别谈话" in answer.text

    @pytest.mark.parametrize("state", [HelperState.SUBMITTED, HelperState.SUSPENDED])
    def test_who_is_not_approved_does_not_enrol(self, course, officer, newcomer, state):
        Helper.objects.filter(pk=newcomer.pk).update(state=state)

        with pytest.raises(Refused) as refusal:
            actions.enrol(fixed(course, officer), by=newcomer.account)
        assert codes(refusal) == {"helper.not_vetted"}

    def test_who_passed_it_does_not_enrol_again(self, course, officer, newcomer):
        CourseCompletion.objects.create(
            course=course, helper=newcomer, passed_on=date(2026, 1, 1), confirmed_by=officer
        )
        with pytest.raises(Refused) as refusal:
            actions.enrol(fixed(course, officer), by=newcomer.account)

        assert codes(refusal) == {"course.passed"}

    def test_a_date_of_another_town_is_out_of_reach_of_the_action_too(self, course, officer):
        stranger = helper_in(AreaFactory(), trained_on=None)

        with pytest.raises(PermissionDenied):
            actions.enrol(fixed(course, officer), by=stranger.account)

    def test_who_holds_the_course_does_not_learn_at_it(self, course, officer, town):
        teacher = helper_in(town)
        session = fixed(course, officer, helpers=(teacher,))

        with pytest.raises(Refused) as refusal:
            actions.enrol(session, by=teacher.account)

        assert codes(refusal) == {"course.serves"}
        assert not session.bookings.get(helper=teacher).learns

    def test_a_date_of_another_town_does_not_exist(self, client, course, newcomer):
        elsewhere = AreaFactory(parent=course.area.get_parent())
        session = fixed(course, user_with_role(roles.OFFICER, elsewhere))

        answer = client.post(reverse("training:enrol", args=[course.pk]), {"date": session.pk})

        assert answer.status_code == 404

    def test_a_place_given_back_is_free_and_can_be_taken_again(self, client, course, officer, newcomer):
        session = fixed(course, officer, seats=1)
        actions.enrol(session, by=newcomer.account)

        client.post(reverse("training:answer", args=[session.pk]), {"answer": "no"})
        assert not session.bookings.active().learning().exists()
        assert "已取消报名" in client.get(reverse("training:calendar")).text
        assert not Notice.objects.filter(kind="helper_cannot_come").exists()

        actions.enrol(session, by=newcomer.account)
        assert session.bookings.active().learning().count() == 1

    def test_a_learner_has_no_hours_to_report(self, client, course, officer, newcomer):
        session = fixed(course, officer)
        booking = actions.enrol(session, by=newcomer.account)
        over(session)

        assert client.get(reverse("training:attendance", args=[session.pk])).status_code == 404
        assert "未登记时长" not in client.get(reverse("training:past")).text
        with pytest.raises(Refused) as refusal:
            actions.record_attendance(booking, AttendanceState.PRESENT, by=officer)
        assert "attendance.learner" in codes(refusal)


class TestMovingADate:
    def test_learners_stay_and_are_asked_again(self, course, officer, newcomer):
        session = fixed(course, officer)
        actions.enrol(session, by=newcomer.account)
        moved = plan_of(course, officer, starts_at=at("09:00", days=9), ends_at=at("18:00", days=9))

        actions.reschedule(session, replace(moved, learners=(newcomer,)), by=officer)

        booking = session.bookings.get(helper=newcomer)
        assert booking.learns
        assert booking.agreed_at is None

    def test_who_is_busy_at_the_new_time_is_told_and_does_not_block_the_others(
        self, client, course, officer, newcomer, town
    ):
        session, other = fixed(course, officer), helper_in(town)
        for helper in (newcomer, other):
            actions.enrol(session, by=helper.account)
        booked(officer, helpers=(other,), starts_at=at("09:00", days=9), ends_at=at("10:00", days=9))
        login(client, officer)
        day = timezone.localdate() + timedelta(days=9)
        typed = {"day": day, "starts_at": "09:00", "ends_at": "18:00", "place": "二楼会议室", "seats": 20}

        client.post(reverse("sessions:reschedule", args=[session.pk]), typed)

        assert [row.helper for row in session.bookings.active().learning()] == [newcomer]
        assert Notice.objects.get(kind="course_moved_away").account == other.account

    def test_places_are_not_taken_from_who_enrolled(self, course, officer, town):
        session = fixed(course, officer)
        learners = tuple(helper_in(town) for _number in range(2))
        for helper in learners:
            actions.enrol(session, by=helper.account)

        with pytest.raises(Refused) as refusal:
            actions.reschedule(session, plan_of(course, officer, seats=1, learners=learners), by=officer)
        assert codes(refusal) == {"session.course_seats"}


class TestWhoCame:
    def test_who_was_there_has_passed_and_is_trained(self, client, course, officer, newcomer, town):
        session, absent, walked_in = fixed(course, officer), helper_in(town), helper_in(town, trained_on=None)
        for helper in (newcomer, absent):
            actions.enrol(session, by=helper.account)
        over(session)
        login(client, officer)
        present = {"participants": [newcomer.pk], "others": walked_in.name}

        client.post(reverse("sessions:learners", args=[session.pk]), present)

        session.refresh_from_db()
        assert session.state == SessionState.HELD
        for helper in (newcomer, walked_in):
            helper.refresh_from_db()
            assert helper.trained_on == timezone.localdate(session.starts_at)
        assert session.bookings.get(helper=absent).attendance == AttendanceState.NO_SHOW
        assert not CourseCompletion.objects.filter(helper=absent).exists()

    def test_who_enrolled_is_ticked_at_first(self, client, course, officer, newcomer):
        session = fixed(course, officer)
        actions.enrol(session, by=newcomer.account)
        over(session)
        login(client, officer)

        form = client.get(reverse("sessions:learners", args=[session.pk])).context["form"]

        assert form["participants"].value() == [str(newcomer.pk)]

    def test_a_name_leads_to_a_page_only_while_that_page_is_open(self, client, course, officer, town):
        session = fixed(course, officer)
        stayed, gone = helper_in(town, trained_on=None), helper_in(town, trained_on=None)
        for helper in (stayed, gone):
            actions.enrol(session, by=helper.account)
        Helper.objects.filter(pk=gone.pk).update(state=HelperState.LEFT)
        login(client, officer)

        page = client.get(reverse("sessions:inspect", args=[session.pk])).text

        assert str(gone) in page
        assert reverse("helpers:inspect", args=[stayed.pk]) in page
        assert reverse("helpers:inspect", args=[gone.pk]) not in page

    def test_it_is_not_recorded_before_the_course(self, course, officer, newcomer):
        session = fixed(course, officer)
        with pytest.raises(Refused) as refusal:
            actions.record_learners(session, helpers=[newcomer], by=officer)

        assert codes(refusal) == {"course.not_begun"}

    def test_somebody_of_another_town_is_out_of_reach(self, course, officer):
        session = over(fixed(course, officer))
        with pytest.raises(PermissionDenied):
            actions.record_learners(session, helpers=[helper_in(AreaFactory())], by=officer)


class TestRecordingWhoPassed:
    @pytest.fixture
    def page(self, client, course, officer):
        login(client, officer)
        return reverse("courses:complete", args=[course.pk])

    def test_who_enrolled_is_ticked_and_who_needs_it_is_offered(self, client, course, officer, town, page):
        enrolled, needs = helper_in(town, name="已报名者"), helper_in(town, name="待培训者", trained_on=None)
        done = helper_in(town, name="早已培训者")
        session = fixed(course, officer)
        actions.enrol(session, by=enrolled.account)

        assert client.get(page).context["form"]["participants"].value() == []
        over(session)
        answer = client.get(page)
        assert answer.context["form"]["participants"].value() == [str(enrolled.pk)]
        assert needs.name in answer.text
        assert done.name not in answer.text

    def test_a_list_of_names_is_added_and_every_gap_is_answered(self, client, town, page):
        one, other = helper_in(town, name="王立"), helper_in(town, name="赵敏")
        same = [helper_in(town, name="李娜") for _number in range(2)]
        waiting = helper_in(town, name="钱多", state=HelperState.SUSPENDED)
        typed = f"王立、{other.number.lower()}\n李娜 钱多 张三"

        answer = client.post(page, {"others": typed, "passed_on": "2026-10-01", "look_up": "1"})

        assert answer.context["form"]["participants"].value() == [str(one.pk), str(other.pk)]
        for helper in same:
            assert helper.number in answer.text
        for words in ("叫“李娜”的有 2 人", "“钱多”目前不能参加培训", "没有找到“张三”"):
            assert words in answer.text
        assert answer.context["form"]["others"].value() == "张三"
        assert waiting.number not in answer.text
        assert 'value="2026-10-01"' in answer.text
        assert not CourseCompletion.objects.exists()

    def test_everybody_is_recorded_in_one_go(self, client, town, page):
        people = [helper_in(town, name=f"学员{number}", trained_on=None) for number in range(3)]

        client.post(
            page,
            {"participants": [people[0].pk], "others": "学员1 学员2", "passed_on": timezone.localdate()},
        )

        assert CourseCompletion.objects.count() == 3
        assert not Helper.objects.filter(trained_on=None).exists()

    def test_nothing_is_recorded_while_a_name_is_unknown(self, client, town, page):
        known = helper_in(town, name="王立")

        answer = client.post(page, {"others": "王立 张三", "passed_on": timezone.localdate()})

        assert answer.status_code == 422
        assert answer.context["form"]["participants"].value() == [str(known.pk)]
        assert not CourseCompletion.objects.exists()

    def test_nobody_is_no_answer(self, client, page):
        answer = client.post(page, {"passed_on": timezone.localdate()})

        assert "请至少勾选一人" in answer.text

    def test_a_full_hall_asks_no_more_of_the_database_than_two_people(self, client, town, course, officer):
        counts = []
        for number in (2, 12):
            helpers = [helper_in(town, trained_on=None) for _person in range(number)]
            with CaptureQueriesContext(connection) as captured:
                actions.complete_course(course, helpers=helpers, passed_on=timezone.localdate(), by=officer)
            counts.append(len(captured))

        assert counts[1] <= counts[0]


def test_a_course_that_somebody_passed_keeps_its_length(client, course, officer, town):
    login(client, officer)
    address = reverse("courses:edit", args=[course.pk])
    actions.complete_course(course, helpers=[helper_in(town)], passed_on=timezone.localdate(), by=officer)

    client.post(address, {"title": "新名称", "area": town.pk, "minutes": 60})

    course.refresh_from_db()
    assert (course.title, course.minutes) == ("新名称", 480)
