"""Who is present at a session counts once, whoever reports first and whatever becomes of the records."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import roles
from services import actions, figures
from services.choices import Account
from services.models import ServiceRecord
from services.rules import person_times
from services.rules.person_times import SessionRecord
from tests.factories.portal import user_with_role
from tests.factories.training import at, booked, helper_in, subject_in
from tests.services.county import County
from training import actions as training
from training.actions.attendance import Report
from training.choices import SessionKind

BOUGHT = SessionRecord(key=1, booking=9, is_purchased=True)
GIVEN = SessionRecord(key=2, booking=3)


def test_a_purchased_record_counts_the_persons_before_a_volunteered_one():
    assert person_times.of_session([GIVEN, BOUGHT], 8) == {1: 8, 2: 0}


def test_among_equals_the_first_booking_counts():
    later = SessionRecord(key=4, booking=5)

    assert person_times.of_session([later, GIVEN], 8) == {2: 8, 4: 0}


def test_a_confirmed_record_that_counts_keeps_what_it_counted():
    confirmed = SessionRecord(key=4, booking=5, is_confirmed=True, person_times=7)

    assert person_times.of_session([confirmed, BOUGHT], 8) == {1: 0}


records = st.builds(
    SessionRecord,
    key=st.integers(1, 50),
    booking=st.integers(1, 5),
    is_confirmed=st.booleans(),
    is_purchased=st.booleans(),
    person_times=st.just(0),
)


@given(st.lists(records, min_size=1, max_size=6, unique_by=lambda record: record.key), st.integers(0, 20))
def test_nobody_is_counted_twice_and_the_order_of_reporting_does_not_matter(found, present):
    counted = person_times.of_session(found, present)

    assert sum(counted.values()) == (0 if all(record.is_confirmed for record in found) else present)
    assert counted == person_times.of_session(found[::-1], present)


@pytest.fixture
def county(db):
    """A contract of today for which somebody is on the roster."""
    county = County()
    county.contract.ends_on = at("09:00", days=300).date()
    county.contract.save()
    county.helper.trained_on = county.helper.pledged_on = date(2020, 1, 1)
    county.helper.save()
    return county


def held(county, subjects, days=-1):
    """A lecture by a volunteer and by somebody on the roster."""
    session = booked(
        user_with_role(roles.OFFICER, county.town),
        kind=SessionKind.COLLECTIVE_EDUCATION,
        help_kind=county.item.help_kind,
        helpers=(helper_in(county.town), county.helper),
        subjects=tuple(subjects),
        starts_at=at("09:00", days=days),
        ends_at=at("11:00", days=days),
    )
    volunteer = session.bookings.filter(helper__isnull=False).exclude(helper=county.helper).get()
    return session, (volunteer, session.bookings.get(helper=county.helper))


def report(booking, subjects):
    told = Report(
        came_at=booking.session.starts_at,
        left_at=booking.session.ends_at,
        work_done="学习法律知识",
        no_gifts=True,
        subjects_came=tuple(subject.pk for subject in subjects),
    )
    training.report_attendance(booking, told, by=booking.helper.account)


def counted():
    return dict(ServiceRecord.objects.claiming().values_list("account", "person_times"))


def test_the_contract_counts_the_persons_though_a_volunteer_reported_first(county):
    subjects = [subject_in(county.town) for _number in range(3)]
    _session, (volunteer, bought) = held(county, subjects)

    report(volunteer, subjects)
    assert counted() == {Account.VOLUNTEER: 3}
    report(bought, subjects[:2])

    assert counted() == {Account.VOLUNTEER: 0, Account.PURCHASED: 2}
    assert ServiceRecord.objects.get(account=Account.PURCHASED).subjects.count() == 2


def test_whoever_is_left_counts_the_persons_when_a_record_is_not_verified(county):
    subjects = [subject_in(county.town) for _number in range(3)]
    _session, (volunteer, bought) = held(county, subjects)
    report(volunteer, subjects)
    report(bought, subjects)

    record = ServiceRecord.objects.get(account=Account.PURCHASED)
    actions.reject(record, reason="时间与签到不符", by=county.officer)

    assert counted() == {Account.VOLUNTEER: 3}


def test_what_was_verified_stays_and_is_not_counted_again(county):
    subjects = [subject_in(county.town) for _number in range(3)]
    _session, (volunteer, bought) = held(county, subjects)
    report(volunteer, subjects)
    actions.verify(ServiceRecord.objects.get(), by=county.officer)

    report(bought, subjects)

    assert counted() == {Account.VOLUNTEER: 3, Account.PURCHASED: 0}


def test_two_lectures_reach_fifteen_person_times_and_nine_persons(county):
    """The worked example: eight people, then seven of whom six came before."""
    people = [subject_in(county.town) for _number in range(9)]
    for days, came in ((-2, people[:8]), (-1, people[2:])):
        _session, (_volunteer, bought) = held(county, came, days)
        report(bought, came)
    actions.verify_many(ServiceRecord.objects.all(), by=county.officer)

    [row] = figures.deliveries(county.contract)

    assert (row.item, row.sessions, row.person_times, row.persons) == (county.item, 2, 15, 9)
    assert figures.total(figures.by_item(county.contract)).verified == 240
