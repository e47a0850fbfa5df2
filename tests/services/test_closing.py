"""A contract ends once its hours are paid for, and what was served under it never becomes volunteering."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.actions import Refused
from portal.models import AuditEntry
from services import actions
from services.choices import Account, ContractState
from services.models import Contract, ServiceRecord
from tests.factories.services import ContractFactory, ContractItemFactory, RosterEntryFactory
from tests.factories.training import at, booked, subject_in
from tests.services.county import County
from training import actions as training
from training.actions.attendance import Report
from training.choices import SessionKind
from volunteers.choices import HelpKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return County()


def codes(refused) -> list[str]:
    return [violation.code for violation in refused.value.violations]


def close(county):
    return actions.close_contract(county.contract, by=county.head)


class TestWhatIsLeftOpen:
    def test_hours_that_nobody_verified_keep_a_contract_open(self, county):
        county.purchase()

        with pytest.raises(Refused) as refused:
            close(county)

        assert codes(refused) == ["contract.left_open"]

    def test_verified_hours_that_nobody_accepted_keep_it_open(self, county):
        actions.verify(county.purchase(), by=county.officer)

        with pytest.raises(Refused) as refused:
            close(county)

        assert "1 条待验收" in str(refused.value.violations[0].message)

    def test_an_open_sheet_keeps_it_open(self, county):
        term = {"period_from": county.contract.starts_on, "period_to": county.contract.ends_on}
        actions.open_acceptance(county.contract, **term, by=county.checker)

        with pytest.raises(Refused):
            close(county)

    def test_accepted_hours_do_not(self, county):
        county.accepted(county.purchase())

        assert close(county).closed_on == timezone.localdate()

    def test_hours_left_by_an_earlier_version_can_still_be_accepted(self, county):
        record = county.purchase()
        Contract.objects.update(state=ContractState.CLOSED)

        county.accepted(record)

        record.refresh_from_db()
        assert record.acceptance is not None


@pytest.fixture
def attended(county):
    """Somebody on the roster of a contract of this year comes and tells of it: ``attended(days)``."""
    today = timezone.localdate()
    contract = ContractFactory(
        area=county.area,
        starts_on=today - timedelta(days=100),
        ends_on=today + timedelta(days=200),
        years={today.year: 300_000_000},
    )
    ContractItemFactory(contract=contract)
    RosterEntryFactory(contract=contract, helper=county.helper, from_day=contract.starts_on)
    county.contract = contract
    county.helper.trained_on = county.helper.pledged_on = contract.starts_on
    county.helper.save()

    def attend(clock: str):
        session = booked(
            county.officer,
            kind=SessionKind.INDIVIDUAL_TALK,
            help_kind=HelpKind.FAMILY_RELATIONS,
            helpers=(county.helper,),
            subjects=(subject_in(county.town),),
            starts_at=at(clock, days=-1),
            ends_at=at(clock, days=-1) + timedelta(hours=1),
        )
        booking = session.bookings.get(helper=county.helper)
        times = {"came_at": session.starts_at, "left_at": session.ends_at}
        report = Report(**times, work_done="谈心", no_gifts=True)
        return training.report_attendance(booking, report, by=county.helper.account)

    return attend


def test_a_corrected_attendance_says_which_record_it_replaces(county, attended):
    booking = attended("09:00")
    wrong = ServiceRecord.objects.get()
    times = {"came_at": booking.came_at, "left_at": booking.left_at - timedelta(minutes=30)}
    report = Report(**times, work_done="谈心", no_gifts=True)

    training.report_attendance(booking, report, by=county.helper.account)

    assert ServiceRecord.objects.get().minutes == 30
    assert AuditEntry.objects.get(action="service_record.replaced").object_id == str(wrong.pk)


def test_once_the_hours_are_verified_the_helper_is_told_so_and_no_longer_corrects(client, county, attended):
    session = attended("09:00").session
    client.force_login(county.helper.account)
    before = client.get(f"/me/sessions/{session.pk}/").text

    actions.verify(ServiceRecord.objects.get(), by=county.officer)

    after = client.get(f"/me/sessions/{session.pk}/").text
    assert ("修改登记" in before, "修改登记" in after) == (True, False)
    assert "时长已核验" in after
    assert "已核验" in client.get("/me/calendar/past/").text
    assert client.get(f"/me/sessions/{session.pk}/attendance/").url == f"/me/sessions/{session.pk}/"


class TestServedBeforeTheEnd:
    def test_while_it_is_in_force_the_hour_is_bought(self, attended):
        attended("09:00")

        assert ServiceRecord.objects.get().account == Account.PURCHASED

    def test_told_after_the_end_it_is_refused_and_not_volunteering(self, county, attended):
        close(county)

        with pytest.raises(Refused) as refused:
            attended("11:00")

        assert codes(refused) == ["record.outside_contract"]

    def test_who_serves_after_the_end_volunteers(self, county, attended):
        close(county)
        Contract.objects.filter(pk=county.contract.pk).update(closed_on=at("09:00", days=-2))

        attended("11:00")

        assert ServiceRecord.objects.get().account == Account.VOLUNTEER


def test_a_contract_is_not_signed_tomorrow(county):
    Contract.objects.filter(pk=county.contract.pk).update(state=ContractState.DRAFT)

    with pytest.raises(Refused) as refused:
        actions.sign_contract(
            county.contract, signed_on=timezone.localdate() + timedelta(days=1), by=county.head
        )

    assert "contract.signed_day" in codes(refused)
