"""Who of the subjects was at a session, and sessions that have lost their helper."""

import pytest
from django.urls import reverse

from portal.models import Notice
from portal.registry import office_tasks
from services.models import ServiceRecord
from tests.factories.portal import login
from tests.factories.training import at, booked, helper_in, subject_in
from training import actions
from training.choices import AttendanceState, SessionKind

pytestmark = pytest.mark.django_db

REPORT = {
    "came_at": "09:00",
    "left_at": "10:00",
    "break_minutes": "0",
    "travel_minutes": "0",
    "work_done": "学习法律知识。",
    "no_gifts": "on",
}


@pytest.fixture
def lecture(officer, town):
    """Yesterday's lecture for three subjects."""
    return booked(
        officer,
        kind=SessionKind.COLLECTIVE_EDUCATION,
        subjects=tuple(subject_in(town) for _number in range(3)),
        starts_at=at("09:00", days=-1),
        ends_at=at("10:00", days=-1),
    )


def attendance(session):
    rows = session.bookings.filter(subject__isnull=False).order_by("subject__code")
    return [row.attendance for row in rows]


def test_everybody_is_ticked_until_the_helper_says_who_did_not_come(client, lecture):
    login(client, lecture.bookings.get(helper__isnull=False).helper.account)
    page = reverse("training:attendance", args=[lecture.pk])
    keys = sorted(lecture.bookings.filter(subject__isnull=False).values_list("subject_id", flat=True))
    assert sorted(client.get(page).context["form"]["subjects_came"].value()) == keys

    client.post(page, {**REPORT, "subjects_came": keys[:2]})

    assert attendance(lecture) == [AttendanceState.PRESENT, AttendanceState.PRESENT, AttendanceState.NO_SHOW]
    assert ServiceRecord.objects.get().subjects.count() == 2


def test_an_officer_records_the_subjects_with_the_helper(client, officer, lecture):
    login(client, officer)
    booking = lecture.bookings.get(helper__isnull=False)
    keys = list(lecture.bookings.filter(subject__isnull=False).values_list("subject_id", flat=True))

    client.post(
        reverse("bookings:attendance", args=[booking.pk]),
        {**REPORT, "state": AttendanceState.PRESENT, "subjects_came": keys},
    )

    assert attendance(lecture) == [AttendanceState.PRESENT] * 3
    assert "到场" in client.get(reverse("sessions:inspect", args=[lecture.pk])).text


def test_persons_at_a_session_are_counted_once_however_many_helpers_were_there(client, officer, town):
    helpers = (helper_in(town), helper_in(town))
    visit = booked(
        officer,
        helpers=helpers,
        subjects=(subject_in(town),),
        starts_at=at("09:00", days=-1),
        ends_at=at("10:00", days=-1),
    )
    subject = visit.bookings.get(subject__isnull=False).subject_id

    for helper in helpers:
        login(client, helper.account)
        client.post(reverse("training:attendance", args=[visit.pk]), {**REPORT, "subjects_came": [subject]})

    assert sorted(ServiceRecord.objects.values_list("person_times", flat=True)) == [0, 1]


def lost(officer):
    return [task for task in office_tasks.tasks_for(officer) if task.kind == "缺人的安排"]


def test_a_session_whose_helper_declines_waits_on_the_officers_first_page(client, officer, town):
    helper = helper_in(town)
    session = booked(officer, helpers=(helper,))
    assert not lost(officer)

    actions.decline(session.bookings.get(helper=helper), by=helper.account)

    assert lost(officer)[0].cases[0].url == reverse("sessions:inspect", args=[session.pk])
    assert Notice.objects.get(kind="helper_cannot_come").url == reverse("sessions:inspect", args=[session.pk])
