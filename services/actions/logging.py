"""Logging an hour that was on no appointment: by the helper, or by an officer or supplier for a helper."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from portal import audit, notifications
from portal.actions import refuse_if, require, require_self
from services.models import ServiceRecord
from services.models.suppliers import supplier_office_id
from services.rules import verification
from volunteers.models import Helper

from .recording import Service, record_service

MAY_LOG = "services.add_servicerecord"


@transaction.atomic
def log_own(helper: Helper, service: Service, *, by) -> list[ServiceRecord]:
    """A helper logs their own volunteering, in the area they belong to."""
    require_self(by, helper.account, helper)
    if service.contract_item or service.area.pk != helper.area_id:
        _deny(service.area, by)
    return record_service(helper, service, by=by)


@transaction.atomic
def log_for(helper: Helper, service: Service, *, by) -> list[ServiceRecord]:
    """An officer logs for a helper of their areas, a supplier for somebody on the roster of its contract.

    An officer logs what took place in their areas, a supplier what took place in the contract's (rule 47).
    Volunteering entered by somebody else needs the helper's consent on file (rule 76); the helper is told
    and checks it.
    """
    require(by, MAY_LOG, service.contract_item and service.contract_item.contract)
    if supplier_office_id(by) is None:
        require(by, MAY_LOG, helper)
        require(by, MAY_LOG, service.area)
    elif service.contract_item is None:
        _deny(helper, by)
    records = record_service(helper, service, on_behalf=by.pk != helper.account_id, by=by)
    if helper.account_id and helper.account_id != by.pk:
        day = records[0].served_on
        notifications.notify(
            [helper.account], "service_record_entered", about=records[0], url="/me/hours/", day=day
        )
    return records


@transaction.atomic
def withdraw(record: ServiceRecord, *, by) -> None:
    """Whoever logged hours takes them away again while nobody has judged them; the audit log keeps them.

    Raises ``PermissionDenied`` for anybody else, ``Refused`` once the record was judged or is attendance.
    """
    record = ServiceRecord.objects.select_for_update(of=("self",)).get(pk=record.pk)
    require_self(by, record.recorded_by, record)
    refuse_if(
        verification.only_what_waits_is_withdrawn(record.state, of_session=record.booking_id is not None),
        about=record,
        by=by,
    )
    audit.record("service_record.withdrawn", record, by=by, minutes=record.minutes, account=record.account)
    record.subjects.clear()
    record.delete()


def _deny(about, by) -> None:
    audit.note_attempt(MAY_LOG, about, by=by, result=audit.DENIED)
    raise PermissionDenied(MAY_LOG)
