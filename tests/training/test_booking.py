"""Booking a session through the action: who may, what is refused, what follows."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal import roles
from portal.actions import Refused
from portal.models import AuditEntry, Notice, PolicyVersion
from tests.factories.portal import AreaFactory, user_with_role
from tests.factories.training import RoomFactory, at, booked, helper_in, plan_for, replace, subject_in
from tests.factories.volunteers import RecordCheckFactory
from training import actions, planning
from training.choices import AttendanceState, SessionKind, SessionState
from training.models import Booking, CalendarEvent, Session
from training.policies import HELPER_BUFFER
from volunteers.choices import GroupState, HelperState
from volunteers.models import NoContact, SupervisionGroup

pytestmark = pytest.mark.django_db


def codes(refused) -> list[str]:
    return [violation.code for violation in refused.value.violations]


def test_an_officer_books_a_talk_and_the_helper_is_asked(officer, town):
    helper = helper_in(town)

    session = booked(officer, helpers=(helper,))

    assert session.state == SessionState.PLANNED
    assert Notice.objects.get(account=helper.account).kind == "session_asked"
    assert "STATUS:TENTATIVE" in CalendarEvent.objects.get(account=helper.account).text
    assert AuditEntry.objects.get(action="session.booked").object_id == str(session.pk)


def test_nobody_meets_a_minor_after_a_record_check_that_found_something(officer, town):
    helper, minor = helper_in(town), subject_in(town, is_minor=True)
    today = timezone.localdate()
    RecordCheckFactory(helper=helper, checked_on=today - timedelta(days=9))
    RecordCheckFactory(helper=helper, checked_on=today - timedelta(days=1), clear=False)

    with pytest.raises(Refused) as refused:
        booked(officer, helpers=(helper,), subjects=(minor,), guardian_notified=True)

    assert "helper.record_check" in codes(refused)


def test_the_travel_buffer_is_kept_free_after_a_session(officer, town):
    booking = booked(officer).bookings.get(helper__isnull=False)

    assert booking.held_to - booking.session.ends_at == timedelta(minutes=30)


@pytest.mark.parametrize(
    ("begins", "fits"), [("10:30", False), ("10:45", False), ("11:00", True), ("08:00", False)]
)
def test_one_helper_is_in_one_place_at_a_time(officer, town, begins, fits):
    helper = helper_in(town)
    booked(officer, helpers=(helper,))
    starts_at = at(begins)
    plan = plan_for(officer, helpers=(helper,), starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))

    if fits:
        actions.book(plan, by=officer)
    else:
        with pytest.raises(Refused) as refused:
            actions.book(plan, by=officer)
        assert codes(refused) == ["session.overlap_helpers"]


def test_every_conflict_is_told_at_once(officer, town):
    helper, subject, room = helper_in(town), subject_in(town), RoomFactory(area=town)
    booked(officer, helpers=(helper,), subjects=(subject,), room=room)
    candidate = helper_in(town, state=HelperState.SUBMITTED)

    with pytest.raises(Refused) as refused:
        booked(officer, helpers=(helper, candidate), subjects=(subject,), room=room)

    assert codes(refused) == [
        "helper.not_vetted",
        "session.overlap_room",
        "session.overlap_helpers",
        "session.overlap_subjects",
    ]


def test_a_foreign_session_is_named_without_its_kind(officer, county, town):
    helper = helper_in(town)
    neighbour = user_with_role(roles.OFFICER, county)
    other = AreaFactory(parent=county)
    elsewhere = plan_for(neighbour, helpers=(helper,), area=other, subjects=(subject_in(other),))
    actions.book(elsewhere, by=neighbour)

    with pytest.raises(Refused) as refused:
        booked(officer, helpers=(helper,))

    assert "服务安排" in str(refused.value.violations[0])


def test_people_kept_apart_are_not_in_one_lecture(officer, town):
    one, other = subject_in(town), subject_in(town)
    NoContact.objects.create(subject=one, other_subject=other, reason="同案", recorded_by=officer)

    with pytest.raises(Refused) as refused:
        booked(officer, kind=SessionKind.COLLECTIVE_EDUCATION, subjects=(one, other))

    assert codes(refused) == ["no_contact.in_force"]


@pytest.mark.parametrize("foreign", ["area", "helper", "subject", "room"])
def test_nothing_foreign_can_be_planned_with(officer, county, foreign):
    other = AreaFactory(parent=county)
    plan = plan_for(officer)
    changes = {
        "area": {"area": other},
        "helper": {"helpers": (helper_in(other),)},
        "subject": {"subjects": (subject_in(other),)},
        "room": {"room": RoomFactory(area=other)},
    }

    with pytest.raises(PermissionDenied):
        actions.book(replace(plan, **changes[foreign]), by=officer)
    assert not Session.objects.exists()


def test_the_towns_share_the_rooms_of_the_county(officer, county):
    booked(officer, room=RoomFactory(area=county))


def test_a_helper_cannot_book(town):
    with pytest.raises(PermissionDenied):
        actions.book(plan_for(user_with_role(roles.AUDITOR, town)), by=helper_in(town).account)


@pytest.mark.parametrize("resource", ["helper", "room", "subject"])
def test_the_database_refuses_a_double_booking_too(officer, town, resource):
    room = RoomFactory(area=town)
    session = booked(officer, room=room)
    held = session.bookings.get(**{f"{resource}__isnull": False})
    later = booked(officer, starts_at=at("15:00"), ends_at=at("16:00"))

    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.create(
            session=later,
            held_from=held.held_from,
            held_to=held.held_to,
            **{resource: getattr(held, resource)},
        )
    Booking.objects.create(
        session=later, held_from=held.held_to, held_to=at("23:00"), **{resource: getattr(held, resource)}
    )


def test_the_database_refuses_moving_a_booking_onto_another(officer, town):
    helper = helper_in(town)
    booked(officer, helpers=(helper,))
    later = booked(officer, helpers=(helper,), starts_at=at("15:00"), ends_at=at("16:00"))

    with pytest.raises(IntegrityError), transaction.atomic():
        later.bookings.filter(helper=helper).update(held_from=at("09:30"))


def test_moving_a_session_frees_its_old_time_and_raises_the_sequence(officer, town):
    helper = helper_in(town)
    session = booked(officer, helpers=(helper,))
    plan = plan_for(officer, helpers=(helper,), starts_at=at("14:00"), ends_at=at("15:00"))

    session = actions.reschedule(session, plan, by=officer)

    assert (session.starts_at, session.sequence) == (at("14:00"), 1)
    assert "SEQUENCE:1" in CalendarEvent.objects.get(account=helper.account).text
    booked(officer, helpers=(helper,))


def test_a_helper_who_is_replaced_sees_the_appointment_cancelled(officer, town):
    first, second = helper_in(town), helper_in(town)
    session = booked(officer, helpers=(first,))

    actions.reschedule(session, plan_for(officer, helpers=(second,)), by=officer)

    assert "STATUS:CANCELLED" in CalendarEvent.objects.get(account=first.account).text
    assert "STATUS:TENTATIVE" in CalendarEvent.objects.get(account=second.account).text


def test_a_helper_who_is_replaced_is_told_when_not_to_come(officer, town):
    first, second = helper_in(town), helper_in(town)
    session = booked(officer, helpers=(first,))
    was = session.when
    moved = plan_for(officer, helpers=(second,), starts_at=at("14:00"), ends_at=at("15:00"))

    actions.reschedule(session, moved, by=officer)

    told = Notice.objects.get(account=first.account, kind="session_without_you")
    assert was in told.body
    assert not Notice.objects.filter(account=second.account, kind="session_without_you").exists()


def test_where_somebody_has_checked_in_nothing_is_moved_or_cancelled(officer, town):
    soon = timezone.now().replace(second=0, microsecond=0) + timedelta(minutes=30)
    times = {"starts_at": soon, "ends_at": soon + timedelta(hours=1), "necessity": "对象要求"}
    helper = helper_in(town)
    session = booked(officer, helpers=(helper,), **times)
    booking = session.bookings.get(helper=helper)
    actions.check_in(booking, by=helper.account)

    for act in (
        lambda: actions.reschedule(session, plan_for(officer, helpers=(helper,)), by=officer),
        lambda: actions.cancel(session, reason="场地检修", by=officer),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused) == ["session.attended"]

    actions.record_attendance(booking, AttendanceState.ABSENT, by=officer)
    actions.cancel(session, reason="误点签到", by=officer)


def test_who_arrived_and_then_declines_has_not_come_when_asked_again(officer, town):
    helper = helper_in(town)
    soon = timezone.now() + timedelta(minutes=30)
    times = {"starts_at": soon, "ends_at": soon + timedelta(hours=1), "necessity": "对象要求"}
    session = booked(officer, helpers=(helper,), **times)
    booking = session.bookings.get(helper=helper)
    actions.check_in(booking, by=helper.account)
    actions.decline(booking, by=helper.account)

    actions.reschedule(session, plan_for(officer, helpers=(helper,)), by=officer)

    booking.refresh_from_db()
    assert (booking.active, booking.came_at, booking.agreed_at) == (True, None, None)


def test_the_travel_buffer_is_that_of_the_local_day(officer):
    """Early on the day a policy begins it is still the day before in UTC."""
    early = at("07:00")
    PolicyVersion.objects.create(key=HELPER_BUFFER.key, effective_from=timezone.localdate(early), value=45)

    held = booked(officer, starts_at=early, ends_at=at("07:30")).bookings.get(helper__isnull=False)

    plan = planning.plan_of(Session.objects.get(pk=held.session_id))
    assert planning.helper_buffer(plan) == 45


def test_cancelling_frees_everybody_and_tells_the_helper(officer, town):
    helper = helper_in(town)
    session = booked(officer, helpers=(helper,))

    actions.cancel(session, reason="场地检修", by=officer)

    assert "STATUS:CANCELLED" in CalendarEvent.objects.get(account=helper.account).text
    assert Notice.objects.filter(account=helper.account, kind="session_cancelled").exists()
    booked(officer, helpers=(helper,))


def test_cancelling_needs_a_reason(officer):
    with pytest.raises(Refused):
        actions.cancel(booked(officer), reason=" ", by=officer)


def test_an_officer_elsewhere_changes_nothing(officer, county):
    session = booked(officer)
    stranger = user_with_role(roles.OFFICER, AreaFactory(parent=county))

    with pytest.raises(PermissionDenied):
        actions.cancel(session, reason="x", by=stranger)
    with pytest.raises(PermissionDenied):
        actions.reschedule(session, plan_for(officer), by=stranger)


def test_the_helper_agrees(officer, town):
    helper = helper_in(town)
    booking = booked(officer, helpers=(helper,)).bookings.get(helper=helper)

    actions.agree(booking, by=helper.account)

    assert "STATUS:CONFIRMED" in CalendarEvent.objects.get(account=helper.account).text


def test_nobody_agrees_to_a_time_they_have_not_read(officer, town):
    helper = helper_in(town)
    session = booked(officer, helpers=(helper,))
    read, booking = session.terms, session.bookings.get(helper=helper)
    moved = plan_for(officer, helpers=(helper,), starts_at=at("14:00"), ends_at=at("15:00"))
    session = actions.reschedule(session, moved, by=officer)

    with pytest.raises(Refused) as refused:
        actions.agree(booking, terms=read, by=helper.account)

    assert codes(refused) == ["session.moved"]
    actions.agree(booking, terms=session.terms, by=helper.account)
    assert "SEQUENCE:2" in CalendarEvent.objects.get(account=helper.account).text


def test_nobody_agrees_for_a_helper(officer, town):
    booking = booked(officer).bookings.get(helper__isnull=False)

    with pytest.raises(PermissionDenied):
        actions.agree(booking, by=officer)


def test_a_helper_who_cannot_come_is_free_and_the_officer_is_told(officer, town):
    helper = helper_in(town)
    booking = booked(officer, helpers=(helper,)).bookings.get(helper=helper)

    actions.decline(booking, by=helper.account)

    booking.refresh_from_db()
    assert (booking.active, booking.attendance) == (False, AttendanceState.ABSENT)
    assert Notice.objects.filter(account=officer, kind="helper_cannot_come").exists()


def test_a_group_that_closed_while_the_form_was_open_gets_no_session(officer, town):
    subject = subject_in(town)
    group = SupervisionGroup.objects.create(
        subject=subject, area=town, state=GroupState.ACTIVE, created_by=officer
    )
    plan = plan_for(officer, subjects=(subject,), group=SupervisionGroup.objects.get(pk=group.pk))
    SupervisionGroup.objects.filter(pk=group.pk).update(state=GroupState.CLOSED)

    with pytest.raises(Refused) as refused:
        actions.book(plan, by=officer)

    assert codes(refused) == ["session.group_not_active"]


def test_a_booking_asks_the_same_number_of_questions_however_many_take_part(officer, town):
    counts = []
    for day, number in ((8, 1), (9, 5)):
        people = {
            "helpers": tuple(helper_in(town) for _one in range(number)),
            "subjects": tuple(subject_in(town) for _one in range(number)),
        }
        times = {"starts_at": at("09:00", days=day), "ends_at": at("10:00", days=day)}
        plan = plan_for(officer, kind=SessionKind.COLLECTIVE_EDUCATION, **people, **times)
        with CaptureQueriesContext(connection) as captured:
            planning.facts_of(plan, viewer=officer)
        counts.append(len(captured))

    assert counts[1] <= counts[0] <= 15


def test_a_session_entered_afterwards_asks_nobody_whether_they_come(officer):
    past = {"starts_at": at("09:00", days=-2), "ends_at": at("10:00", days=-2)}
    session = booked(officer, **past)

    helper = session.bookings.get(helper__isnull=False)
    assert helper.agreed_at is not None
    assert Notice.objects.get(account=helper.helper.account).kind == "session_entered"
