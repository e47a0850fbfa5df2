"""What an officer does in the back office with sessions, attendance and rooms."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal import roles
from portal.models import Notice, OfficeKind
from tests.factories.portal import AreaFactory, OfficeFactory, login, user_with_role
from tests.factories.training import RoomFactory, at, booked, helper_in, subject_in
from training import actions
from training.actions.attendance import Report
from training.choices import AttendanceState, RoomKind, SessionKind, SessionState
from training.models import Booking, Room, Session
from volunteers.choices import GroupState, HelperState, MemberRole
from volunteers.models import LetterVersion, SupervisionGroup

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client, officer):
    return login(client, officer)


@pytest.fixture
def helper(town):
    return helper_in(town, name="周岚")


@pytest.fixture
def group(officer, town, helper):
    group = SupervisionGroup.objects.create(
        subject=subject_in(town), area=town, state=GroupState.ACTIVE, created_by=officer
    )
    group.memberships.create(helper=helper, role=MemberRole.HELPER, joined_on=at("09:00", days=-30).date())
    return group


def typed(**changes) -> dict:
    return {
        "kind": SessionKind.INDIVIDUAL_TALK,
        "day": at("09:00").date().isoformat(),
        "starts_at": "09:00",
        "ends_at": "10:30",
        "place": "青禾县便民服务中心",
        **changes,
    }


def test_the_form_of_a_group_offers_its_members(client, group, helper):
    page = client.get(reverse("sessions:add"), {"group": group.pk}).text

    assert str(helper) in page
    assert group.subject.code in page


def test_an_officer_arranges_a_session_of_a_group(client, group, helper):
    answer = client.post(
        f"{reverse('sessions:add')}?group={group.pk}",
        typed(subjects=group.subject.code, members=[helper.pk]),
    )

    session = Session.objects.get()
    assert answer.url == reverse("sessions:inspect", args=[session.pk])
    assert (session.group, session.area) == (group, group.area)
    assert session.bookings.get(helper=helper).agreed_at


def test_the_group_is_found_by_the_code_of_its_subject(client, group, helper):
    client.post(reverse("sessions:add"), typed(subjects=group.subject.code, helpers=helper.number))

    assert Session.objects.get().group == group


def test_a_groups_page_shows_its_sessions_and_leads_to_a_new_one(client, officer, group, helper):
    group.letter = LetterVersion.objects.create(number=9, text="责任书", effective_from=at("09:00").date())
    group.save()
    session = booked(officer, helpers=(helper,), subjects=(group.subject,), group=group)

    page = client.get(reverse("supervision_groups:inspect", args=[group.pk])).text

    assert reverse("sessions:inspect", args=[session.pk]) in page
    assert f"{reverse('sessions:add')}?group={group.pk}" in page


def test_every_fault_stands_beside_its_field_and_nothing_typed_is_lost(client, officer, town, helper):
    subject = subject_in(town, work_hours=[{"day": at("09:00").isoweekday(), "from": "08:00", "to": "12:00"}])
    booked(officer, helpers=(helper,))
    candidate = helper_in(town, state=HelperState.SUBMITTED)

    answer = client.post(
        reverse("sessions:add"),
        typed(subjects=subject.code, helpers=f"{helper.number}、{candidate.number}", place="青禾广场东门"),
    )

    assert answer.status_code == 422
    for text in ("尚未通过审核", "该时段与“个别谈话", "请说明必要性或改期", "青禾广场东门", candidate.number):
        assert text in answer.text
    assert set(answer.context["form"].errors) == {"helpers", "necessity"}


def test_what_is_wrong_with_a_member_stands_where_members_are_chosen(client, group):
    unchecked = helper_in(group.area, state=HelperState.SUBMITTED)
    group.memberships.create(helper=unchecked, role=MemberRole.HELPER, joined_on=at("09:00").date())

    answer = client.post(
        f"{reverse('sessions:add')}?group={group.pk}",
        typed(subjects=group.subject.code, members=[unchecked.pk]),
    )

    assert set(answer.context["form"].errors) == {"members"}


def test_faults_of_the_form_and_of_the_times_come_back_together(client, officer):
    answer = client.post(reverse("sessions:add"), typed(helpers="V0", ends_at="08:00"))

    assert set(answer.context["form"].errors) == {"helpers", "ends_at"}


@pytest.mark.parametrize("field", ["subjects", "helpers"])
def test_a_foreign_code_is_as_unknown_as_a_missing_one(client, officer, town, field):
    other = AreaFactory(parent=AreaFactory())
    foreign = {"subjects": subject_in(other).code, "helpers": helper_in(other).number}[field]

    answer = client.post(reverse("sessions:add"), typed(**{field: foreign}))

    assert f"没有找到：{foreign}" in answer.text


def test_a_foreign_group_has_no_form(client, officer):
    area = AreaFactory(parent=AreaFactory())
    group = SupervisionGroup.objects.create(subject=subject_in(area), area=area, created_by=officer)

    assert client.get(reverse("sessions:add"), {"group": group.pk}).status_code == 404
    assert client.get(reverse("sessions:add"), {"group": "x"}).status_code == 404


def test_moving_a_session_begins_from_what_is_planned(client, officer, helper):
    session = booked(officer, helpers=(helper,))
    address = reverse("sessions:reschedule", args=[session.pk])
    form = client.get(address).context["form"]
    data = typed(subjects=form["subjects"].value(), helpers=helper.number, starts_at="14:00", ends_at="15:00")

    answer = client.post(address, data)

    session.refresh_from_db()
    assert answer.status_code == 302
    assert session.starts_at == at("14:00")


@pytest.mark.parametrize(("ticked", "chair"), [({}, "stays"), ({"chair": "on"}, "changes")])
def test_a_colleague_who_moves_an_announcement_does_not_take_the_chair_unasked(client, town, ticked, chair):
    judicial = OfficeFactory(areas=[town], kind=OfficeKind.JUDICIAL_OFFICE)
    chairing, colleague = (user_with_role(roles.OFFICER, office=judicial) for _one in range(2))
    session = booked(chairing, kind=SessionKind.ANNOUNCEMENT, helpers=(), chair=chairing)
    login(client, colleague)
    address = reverse("sessions:reschedule", args=[session.pk])
    form = client.get(address).context["form"]
    data = typed(kind=SessionKind.ANNOUNCEMENT, subjects=form["subjects"].value(), **ticked)

    assert client.post(address, {**data, "starts_at": "14:00", "ends_at": "15:00"}).status_code == 302

    session.refresh_from_db()
    assert session.starts_at == at("14:00")
    assert session.chair == (chairing if chair == "stays" else colleague)


def test_a_correction_by_an_officer_keeps_that_the_helper_asks_for_follow_up(client, officer, helper):
    past = {"starts_at": at("09:00", days=-1), "ends_at": at("10:30", days=-1)}
    session = booked(officer, helpers=(helper,), **past)
    booking = session.bookings.get(helper=helper)
    told = {"work_done": "谈心", "no_gifts": True}
    report = Report(came_at=session.starts_at, left_at=session.ends_at, needs_follow_up=True, **told)
    actions.report_attendance(booking, report, by=helper.account)

    answer = client.post(
        reverse("bookings:attendance", args=[booking.pk]),
        {
            "state": AttendanceState.PRESENT,
            "came_at": "09:00",
            "left_at": "10:00",
            "break_minutes": 0,
            "travel_minutes": 0,
            "work_done": "谈心",
            "no_gifts": "on",
        },
    )

    booking.refresh_from_db()
    assert (answer.status_code, booking.service_minutes, booking.needs_follow_up) == (302, 60, True)
    assert Notice.objects.get(kind="follow_up_wanted").account == officer


def test_a_subject_is_not_asked_whether_they_came(client, officer):
    subject = booked(officer).bookings.get(subject__isnull=False)

    answer = client.post(
        reverse("bookings:attendance", args=[subject.pk]),
        {"state": AttendanceState.ABSENT, "break_minutes": 0, "travel_minutes": 0},
    )

    assert answer.status_code == 404
    subject.refresh_from_db()
    assert subject.attendance == AttendanceState.EXPECTED


def test_cancelling_asks_for_a_reason(client, officer):
    session = booked(officer)
    address = reverse("sessions:cancel", args=[session.pk])

    assert client.post(address, {"reason": ""}).status_code == 422
    client.post(address, {"reason": "场地检修"})
    session.refresh_from_db()
    assert session.state == SessionState.CANCELLED


@pytest.mark.parametrize(("days", "offered"), [(-1, True), (1, False)])
def test_the_page_of_a_session_that_began_leads_to_recording_attendance(
    client, officer, helper, days, offered
):
    times = {"starts_at": at("09:00", days=days), "ends_at": at("10:00", days=days)}
    session = booked(officer, helpers=(helper,), **times)
    address = reverse("bookings:attendance", args=[session.bookings.get(helper=helper).pk])

    assert (address in client.get(reverse("sessions:inspect", args=[session.pk])).text) == offered


def test_attendance_is_recorded_and_the_session_closed(client, officer, helper):
    session = booked(officer, helpers=(helper,), starts_at=at("09:00", days=-1), ends_at=at("12:30", days=-1))
    booking = session.bookings.get(helper=helper)
    present = {
        "state": AttendanceState.PRESENT,
        "came_at": "09:00",
        "left_at": "12:30",
        "break_minutes": "15",
        "travel_minutes": "40",
        "work_done": "整理求职材料",
        "no_gifts": "on",
    }

    client.post(reverse("bookings:attendance", args=[booking.pk]), present)
    page = client.get(reverse("sessions:inspect", args=[session.pk])).text
    client.post(reverse("sessions:close", args=[session.pk]))

    session.refresh_from_db()
    assert "3.25" in page
    assert session.state == SessionState.HELD


def test_closing_too_early_says_what_is_missing(client, officer):
    session = booked(officer)

    answer = client.post(reverse("sessions:close", args=[session.pk]))

    assert answer.status_code == 422
    assert "尚未结束" in answer.text


def test_a_room_is_entered_and_offered(client, officer, town):
    client.post(
        reverse("rooms:add"),
        {
            "name": "谈心室",
            "kind": RoomKind.TALK,
            "office": officer.office.pk,
            "area": town.pk,
            "capacity": "4",
            "in_use": "on",
        },
    )

    assert "谈心室" in client.get(reverse("sessions:add")).text
    assert Room.objects.get().area == town


@pytest.mark.parametrize("name", ["sessions", "bookings", "rooms"])
def test_lists_ask_the_same_number_of_questions_however_long_they_are(client, officer, town, name):
    counts = []
    for day in (3, 4, 5, 6):
        booked(
            officer,
            room=RoomFactory(area=town),
            starts_at=at("09:00", days=day),
            ends_at=at("10:00", days=day),
        )
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(f"{name}:index"))
        counts.append(len(captured))

    assert len(set(counts[1:])) == 1
    assert counts[-1] <= 15


ROUTES = ["inspect", "reschedule", "cancel", "close"]


@pytest.mark.parametrize("route", ROUTES)
def test_foreign_sessions_are_not_found(client, officer, route):
    stranger = user_with_role(roles.OFFICER, AreaFactory(parent=AreaFactory()))
    session = booked(stranger)

    assert client.get(reverse(f"sessions:{route}", args=[session.pk])).status_code == 404
    assert client.post(reverse(f"sessions:{route}", args=[session.pk]), {"reason": "x"}).status_code == 404


@pytest.mark.parametrize("route", ["inspect", "attendance"])
def test_foreign_attendance_is_not_found(client, officer, route):
    booking = booked(user_with_role(roles.OFFICER, AreaFactory(parent=AreaFactory()))).bookings.first()

    assert client.get(reverse(f"bookings:{route}", args=[booking.pk])).status_code == 404


def test_an_auditor_reads_and_cannot_act(client, town):
    session = booked(user_with_role(roles.OFFICER, town))
    login(client, user_with_role(roles.AUDITOR, town))

    assert client.get(reverse("sessions:inspect", args=[session.pk])).status_code == 200
    client.post(reverse("sessions:cancel", args=[session.pk]), {"reason": "x"})
    client.post(reverse("sessions:add"), typed())
    session.refresh_from_db()
    assert session.state == SessionState.PLANNED
    assert Session.objects.count() == 1
    assert Booking.objects.active().exists()


def test_a_session_sent_twice_is_booked_once(client, group, helper):
    address = f"{reverse('sessions:add')}?group={group.pk}"
    sent = typed(subjects=group.subject.code, members=[helper.pk])

    first, second = client.post(address, sent), client.post(address, sent)

    assert (first.status_code, second.status_code) == (302, 422)
    assert "该时段与" in second.text
    assert Session.objects.count() == 1


def test_a_session_to_come_cannot_be_closed_and_offers_no_button_for_it(client, officer):
    login(client, officer)
    ahead = booked(officer)
    over = booked(officer, starts_at=at("09:00", days=-1), ends_at=at("10:00", days=-1))

    assert "确认已完成" not in client.get(reverse("sessions:inspect", args=[ahead.pk])).text
    assert "确认已完成" in client.get(reverse("sessions:inspect", args=[over.pk])).text


def test_a_new_room_is_one_of_the_own_office(client, officer):
    login(client, officer)

    form = client.get(reverse("rooms:add")).context["form"]

    assert form["office"].value() == officer.office_id
