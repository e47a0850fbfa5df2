"""What ends by itself: closed groups, helpers who stop, certificates that lapse; and courses passed."""

import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from portal.actions import Refused
from portal.models import Notice
from tests.factories.portal import AreaFactory, login
from tests.factories.training import at, booked, helper_in, subject_in
from training import actions
from training.choices import SessionKind, SessionState
from training.models import Booking, Course, CourseCompletion
from volunteers.choices import CredentialKind, CredentialState, GroupState, HelperState, MemberRole
from volunteers.models import Credential, Helper, SupervisionGroup
from volunteers.signals import group_closed, helper_stopped

pytestmark = pytest.mark.django_db


def group_of(subject, helper, officer) -> SupervisionGroup:
    group = SupervisionGroup.objects.create(
        subject=subject, area=subject.area, state=GroupState.ACTIVE, created_by=officer
    )
    group.memberships.create(helper=helper, role=MemberRole.HELPER, joined_on=date(2026, 1, 1))
    return group


def test_closing_a_group_cancels_its_sessions_and_frees_its_subject(officer, town):
    helper, subject = helper_in(town), subject_in(town)
    group = group_of(subject, helper, officer)
    own = booked(officer, helpers=(helper,), subjects=(subject,), group=group)
    times = {"starts_at": at("14:00"), "ends_at": at("15:00")}
    lecture = booked(officer, kind=SessionKind.COLLECTIVE_EDUCATION, subjects=(subject,), **times)

    group_closed.send(sender=SupervisionGroup, group=group, by=officer)

    own.refresh_from_db()
    lecture.refresh_from_db()
    assert (own.state, lecture.state) == (SessionState.CANCELLED, SessionState.PLANNED)
    assert not Booking.objects.active().filter(subject=subject).exists()


def test_what_is_over_stays_when_a_group_closes(officer, town):
    helper, subject = helper_in(town), subject_in(town)
    group = group_of(subject, helper, officer)
    yesterday = {"starts_at": at("09:00", days=-1), "ends_at": at("10:00", days=-1)}
    over = booked(officer, helpers=(helper,), subjects=(subject,), group=group, **yesterday)

    group_closed.send(sender=SupervisionGroup, group=group, by=officer)

    over.refresh_from_db()
    assert over.state == SessionState.PLANNED


def test_a_helper_who_stops_is_free_and_the_officer_is_told(officer, town):
    helper = helper_in(town)
    session = booked(officer, helpers=(helper,))

    helper_stopped.send(sender=Helper, helper=helper, by=officer)

    assert not session.bookings.get(helper=helper).active
    assert Notice.objects.filter(account=officer, kind="helper_cannot_come").exists()


def revalidate(capsys, *options) -> tuple[int, dict]:
    code = 0
    try:
        call_command("revalidate", "--json", *options)
    except SystemExit as stop:
        code = stop.code
    return code, json.loads(capsys.readouterr().out)


def test_revalidation_is_silent_while_everything_is_lawful(officer, capsys):
    booked(officer)

    assert revalidate(capsys) == (0, {"findings": []})


def test_a_certificate_that_lapses_before_the_session_is_found_and_told(officer, town, capsys):
    helper = helper_in(town)
    certificate = Credential.objects.create(
        helper=helper,
        kind=CredentialKind.COUNSELLOR,
        title="心理咨询师",
        state=CredentialState.VERIFIED,
        valid_to=at("09:00").date(),
    )
    session = booked(officer, kind=SessionKind.INDIVIDUAL_COUNSELLING, helpers=(helper,))
    certificate.valid_to -= timedelta(days=1)
    certificate.save()

    code, answer = revalidate(capsys, "--tell")

    (finding,) = answer["findings"]
    assert (code, finding["id"]) == (1, session.pk)
    assert [violation["code"] for violation in finding["violations"]] == ["helper.not_qualified"]
    assert Notice.objects.filter(account=officer, kind="bookings_unlawful").exists()


def test_a_group_without_a_leader_is_found(officer, town, capsys):
    group = group_of(subject_in(town), helper_in(town), officer)

    _code, answer = revalidate(capsys)

    assert [(finding["kind"], finding["id"]) for finding in answer["findings"]] == [("group", group.pk)]


def course(area, **fields) -> Course:
    return Course.objects.create(
        **{"title": "岗前培训", "area": area, "minutes": 240, "is_pre_service": True, **fields}
    )


def test_a_helper_is_trained_once_the_required_hours_are_reached(officer, county, town):
    helper = helper_in(town, trained_on=None)
    today = timezone.localdate()

    actions.complete_course(course(county), helpers=[helper], passed_on=today, by=officer)
    helper.refresh_from_db()
    assert helper.trained_on is None

    actions.complete_course(course(county, title="二"), helpers=[helper], passed_on=today, by=officer)
    helper.refresh_from_db()
    assert helper.trained_on == today


def test_a_course_passed_twice_counts_once(officer, county, town):
    helper, once = helper_in(town), course(county)

    passed = [
        actions.complete_course(once, helpers=[helper], passed_on=timezone.localdate(), by=officer)
        for _time in range(2)
    ]

    assert passed == [1, 0]


def test_an_officer_records_no_foreign_helper(officer, county):
    foreign = helper_in(AreaFactory(parent=county))

    with pytest.raises(PermissionDenied):
        actions.complete_course(course(county), helpers=[foreign], passed_on=timezone.localdate(), by=officer)


def test_a_day_in_the_future_is_refused(officer, county, town):
    with pytest.raises(Refused):
        actions.complete_course(
            course(county),
            helpers=[helper_in(town)],
            passed_on=timezone.localdate() + timedelta(days=1),
            by=officer,
        )


def test_a_helper_reads_a_course_alone_and_is_trained(client, county, town):
    helper = helper_in(town, trained_on=None)
    reading = course(county, minutes=480, self_study=True, content="保密要求")
    login(client, helper.account)

    assert "岗前培训 0 / 8 学时" in client.get(reverse("training:courses")).text
    client.post(reverse("training:course", args=[reading.pk]))

    helper.refresh_from_db()
    assert helper.trained_on == timezone.localdate()
    assert "已通过" in client.get(reverse("training:courses")).text


def test_a_course_with_a_teacher_cannot_be_confirmed_by_the_helper(client, county, town):
    helper = helper_in(town)
    login(client, helper.account)

    answer = client.post(reverse("training:course", args=[course(county).pk]))

    assert answer.status_code == 422
    assert not CourseCompletion.objects.exists()


def test_a_course_of_another_county_is_not_found(client, town):
    helper = helper_in(town)
    login(client, helper.account)

    assert client.get(reverse("training:course", args=[course(AreaFactory()).pk])).status_code == 404


def test_the_first_page_says_what_waits_and_what_comes_next(client, officer, town):
    helper = helper_in(town)
    booked(officer, helpers=(helper,))
    booked(officer, helpers=(helper,), starts_at=at("09:00", days=-1), ends_at=at("10:00", days=-1))
    login(client, helper.account)

    page = client.get("/me/").text

    for words in ("等您答复", "登记服务时长", "接下来的安排", "岗前培训已完成"):
        assert words in page


def test_an_officer_records_a_course_in_the_back_office(client, officer, county, town):
    helper = helper_in(town, state=HelperState.SUBMITTED, trained_on=None)
    whole = course(county, minutes=480)
    login(client, officer)

    client.post(
        reverse("courses:complete", args=[whole.pk]),
        {"others": helper.number, "passed_on": timezone.localdate().isoformat()},
    )

    helper.refresh_from_db()
    assert helper.trained_on == timezone.localdate()
    assert helper.number in client.get(reverse("courses:inspect", args=[whole.pk])).text
