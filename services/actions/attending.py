"""Attendance becomes hours: what was recorded of a booking turns into service records."""

from django.db import transaction
from django.utils import timezone

from portal import audit
from portal.actions import refuse_if, require
from services.choices import DELIVERABLE_OF_SESSION, Account, ContractState, RecordState
from services.models import ContractItem, ServiceRecord
from services.rules import hours, person_times, verification
from training.choices import AttendanceState, SessionKind
from training.models import Booking
from volunteers.choices import NOT_VOLUNTEERING
from volunteers.models import Helper, Subject

from .recording import Service, record_service, recording_unit

HELD_BY_STAFF = frozenset({SessionKind.ANNOUNCEMENT, SessionKind.JOINT_MEETING})


@transaction.atomic
def log_attendance(booking: Booking, *, by) -> list[ServiceRecord]:
    """Turn a recorded attendance into service records; corrected attendance replaces what is not verified.

    Done by the helper themselves, or by whoever may record attendance where the session took place.
    Who is rostered for a matching item of a contract on that day serves under it; all others volunteer.
    Under a contract that was closed since, nothing is logged: that is refused, and never volunteering.
    What is neither (relatives, officers, a course that was attended) leaves no record.
    """
    helper = Helper.objects.select_for_update().get(pk=booking.helper_id)
    if by.pk != helper.account_id:
        require(by, "training.change_booking", booking)
    at_session = list(ServiceRecord.objects.of_session(booking.session_id).select_for_update(of=("self",)))
    standing = [record for record in at_session if record.booking_id == booking.pk]
    states = {record.state for record in standing}
    refuse_if(verification.confirmed_is_final(states), about=helper, by=by)
    for record in standing:
        audit.record("service_record.replaced", record, by=by, minutes=record.minutes, account=record.account)
        record.subjects.clear()
        record.delete()
    service = _service_of(booking, helper)
    records = [] if service is None else record_service(helper, service, booking=booking, by=by)
    count_persons(booking.session_id)
    return records


def _service_of(booking: Booking, helper: Helper) -> Service | None:
    """What the helper did at the session, if they came and it is a service to somebody."""
    if booking.attendance != AttendanceState.PRESENT or booking.service_minutes is None:
        return None
    session, item = booking.session, _item_for(booking)
    no_service = session.kind in hours.ATTENDED_ONLY or session.kind in HELD_BY_STAFF
    if item is None and (no_service or helper.kind in NOT_VOLUNTEERING):
        return None
    return Service(
        area=session.area,
        office=recording_unit(session.office, session.area),
        kind=session.kind,
        help_kind=session.help_kind,
        starts_at=booking.came_at,
        ends_at=booking.left_at,
        break_minutes=booking.break_minutes,
        travel_minutes=booking.travel_minutes,
        content=booking.work_done,
        nil_gift=booking.no_gifts,
        explanation=booking.explanation,
        contract_item=item,
    )


def _item_for(booking: Booking) -> ContractItem | None:
    """The item under which a rostered helper serves at this session, if there is one."""
    session = booking.session
    day = timezone.localdate(booking.came_at)
    items = ContractItem.objects.serving(booking.helper_id, day, session.area)
    wanted = DELIVERABLE_OF_SESSION.get(session.kind)

    def nearness(item: ContractItem):
        return (item.contract.state != ContractState.IN_FORCE, item.kind != wanted, item.pk)

    return min(items.filter(help_kind=session.help_kind), key=nearness, default=None)


def count_persons(session_id: int) -> None:
    """Write who was present at a session into the one record that counts them.

    The caller has locked the records of the session.
    """
    records = {record.pk: record for record in ServiceRecord.objects.of_session(session_id)}
    present = Subject.objects.filter(
        bookings__session=session_id, bookings__active=True, bookings__attendance=AttendanceState.PRESENT
    )
    subjects = list(present)
    for key, number in person_times.of_session(_facts(records.values()), len(subjects)).items():
        record = records[key]
        record.subjects.set(subjects if number else ())
        if record.person_times != number:
            record.person_times = number
            record.save(update_fields=["person_times"])


def _facts(records) -> list[person_times.SessionRecord]:
    return [
        person_times.SessionRecord(
            key=record.pk,
            booking=record.booking_id,
            is_confirmed=record.state == RecordState.VERIFIED,
            is_purchased=record.account == Account.PURCHASED,
            person_times=record.person_times,
        )
        for record in records
    ]
