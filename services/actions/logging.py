"""Logging an hour: by the helper, by an officer or supplier for a helper, or from an attendance."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Q, Subquery
from django.utils import timezone

from portal import audit, notifications, policies, working_days
from portal.actions import refuse_if, require, require_self
from portal.models import Area, Office
from services import choices
from services import policies as numbers
from services.choices import Account, ContractState
from services.models import ContractItem, ServiceRecord
from services.models.suppliers import supplier_office_id
from services.rules import amounts, hours, verification
from training.choices import AttendanceState, SessionKind
from training.models import Booking
from volunteers.choices import NOT_VOLUNTEERING
from volunteers.models import Helper, Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service as it shall be logged. Without ``contract_item`` it is volunteering."""

    area: Area
    office: Office
    kind: str
    help_kind: str
    starts_at: datetime
    ends_at: datetime
    content: str
    nil_gift: bool
    break_minutes: int = 0
    travel_minutes: int = 0
    explanation: str = ""
    contract_item: ContractItem | None = None
    booking: Booking | None = None
    subjects: tuple[Subject, ...] = ()
    person_times: int = 0
    consent_evidence: str = ""
    reverses: ServiceRecord | None = None

    @property
    def account(self) -> str:
        return Account.PURCHASED if self.contract_item else Account.VOLUNTEER


@transaction.atomic
def log_own(helper: Helper, service: Service, *, by) -> list[ServiceRecord]:
    """A helper logs their own service."""
    require_self(by, helper.account, helper)
    return _log(helper, service, by)


@transaction.atomic
def log_for(helper: Helper, service: Service, *, by) -> list[ServiceRecord]:
    """An officer logs for a helper of their areas, a supplier for somebody on the roster of its contract.

    Volunteering entered by somebody else needs the helper's consent on file (rule 76); the helper is told
    and checks it.
    """
    require(by, "services.add_servicerecord", service.contract_item and service.contract_item.contract)
    if supplier_office_id(by) is None:
        require(by, "services.add_servicerecord", helper)
    elif service.contract_item is None:
        require(by, "services.verify_servicerecord", helper)
    refuse_if(_replaces(helper, service), about=helper, by=by)
    records = _log(helper, service, by, on_behalf=by.pk != helper.account_id)
    if helper.account_id and helper.account_id != by.pk:
        day = records[0].served_on
        notifications.notify(
            [helper.account], "service_record_entered", about=records[0], url="/me/hours/", day=day
        )
    return records


def _replaces(helper: Helper, service: Service):
    """What a correction puts right was reversed, is the same helper's, and has no other correction."""
    wrong = service.reverses
    if wrong is None:
        return None
    corrected = ServiceRecord.objects.filter(reverses=wrong).exists()
    return verification.correction_replaces_a_reversed_record(
        wrong.state, same_helper=wrong.helper_id == helper.pk, corrected=corrected
    )


@transaction.atomic
def log_attendance(booking: Booking, *, by) -> list[ServiceRecord]:
    """Turn a recorded attendance into service records; corrected attendance replaces what is not verified.

    Who is rostered for a matching item of a contract on that day serves under it; all others volunteer.
    Under a contract that was closed since, nothing is logged: that is refused, and never volunteering.
    What is neither (relatives, officers, a course that was attended) leaves no record.
    """
    helper = Helper.objects.select_for_update().get(pk=booking.helper_id)
    standing = list(booking.service_records.select_for_update().claiming())
    states = {record.state for record in standing}
    refuse_if(verification.confirmed_is_final(states), about=helper, by=by)
    for record in standing:
        audit.record("service_record.replaced", record, by=by, minutes=record.minutes, account=record.account)
        record.subjects.clear()
        record.delete()
    if booking.attendance != AttendanceState.PRESENT or booking.service_minutes is None:
        return []
    service = _service_of(booking)
    session = booking.session
    if service.account == Account.VOLUNTEER and (
        helper.kind in NOT_VOLUNTEERING or session.kind in hours.ATTENDED_ONLY or session.kind in _BY_STAFF
    ):
        return []
    return _log(helper, service, by)


_BY_STAFF = frozenset({SessionKind.ANNOUNCEMENT, SessionKind.JOINT_MEETING})


def _service_of(booking: Booking) -> Service:
    session = booking.session
    present = Subject.objects.filter(
        bookings__session=session, bookings__active=True, bookings__attendance=AttendanceState.PRESENT
    )
    subjects = tuple(present)
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
        contract_item=_item_for(booking),
        booking=booking,
        subjects=subjects,
        person_times=0 if not subjects or _persons_counted(booking) else len(subjects),
    )


def _persons_counted(booking: Booking) -> bool:
    """Whether a record of another helper at the same session counts the persons: nobody comes twice."""
    beside = ServiceRecord.objects.claiming().filter(booking__session=booking.session_id)
    return beside.exclude(booking=booking).filter(person_times__gt=0).exists()


def _item_for(booking: Booking) -> ContractItem | None:
    """The item under which a rostered helper serves at this session, if there is one."""
    items = ContractItem.objects.serving(booking.helper_id, timezone.localdate(booking.came_at))
    wanted = choices.DELIVERABLE_OF_SESSION.get(booking.session.kind)

    def nearness(item: ContractItem):
        return (item.contract.state != ContractState.IN_FORCE, item.kind != wanted, item.pk)

    return min(items.filter(help_kind=booking.session.help_kind), key=nearness, default=None)


def recording_units(area: Area):
    """The units entitled to record volunteering in ``area``, the nearest first (rule 72)."""
    paths = [area.path[:end] for end in range(Area.steplen, len(area.path) + 1, Area.steplen)]
    nearest = Max("areas__depth", filter=Q(areas__path__in=paths))
    units = Office.objects.filter(may_certify=True, areas__path__in=paths).annotate(nearest=nearest)
    return units.order_by("-nearest", "pk")


def recording_unit(organiser: Office, area: Area) -> Office:
    """Who records: the organiser if entitled, else the nearest entitled unit it works under (rule 72)."""
    return organiser if organiser.may_certify else recording_units(area).first() or organiser


def _log(helper: Helper, service: Service, by, *, on_behalf: bool = False) -> list[ServiceRecord]:
    helper = _locked(helper, service.area)
    facts = _facts(helper, service, on_behalf)
    refuse_if(*(rule(facts) for rule in hours.LOGGING), about=helper, by=by)

    records = [_store(helper, service, facts, part, by) for part in hours.parts(facts)]
    for record in records:
        audit.record("service_record.logged", record, by=by, minutes=record.minutes, account=record.account)
    return records


def _locked(helper: Helper, area: Area) -> Helper:
    """The helper's locked row, together with the keys of the county and town of ``area``. One query."""

    def at(steps: int) -> Subquery:
        return Subquery(Area.objects.filter(path=area.path[: steps * Area.steplen]).values("pk"))

    rows = Helper.objects.select_for_update(of=("self",))
    return rows.annotate(county_served=at(1), town_served=at(2)).get(pk=helper.pk)


def _facts(helper: Helper, service: Service, on_behalf: bool) -> hours.LogFacts:
    starts_at, ends_at = timezone.localtime(service.starts_at), timezone.localtime(service.ends_at)
    day = starts_at.date()
    minutes_that_day, held = _claimed(helper, day, starts_at, ends_at)
    return hours.LogFacts(
        account=service.account,
        kind=service.kind,
        help_kind=service.help_kind,
        helper_kind=helper.kind,
        helper_state=helper.state,
        starts_at=starts_at,
        ends_at=ends_at,
        break_minutes=service.break_minutes,
        now=timezone.localtime(),
        minutes_that_day=minutes_that_day,
        daily_limit=policies.value(numbers.DAILY_MINUTES, day),
        explanation=service.explanation,
        record_days=policies.value(numbers.RECORD_DAYS, timezone.localdate(service.ends_at)),
        deadline=record_deadline(timezone.localdate(service.ends_at)),
        held=held,
        unit_may_record=service.office.may_certify,
        no_gifts=service.nil_gift,
        on_behalf=on_behalf,
        consent_evidence=service.consent_evidence,
        contract=_contract_facts(helper, service.contract_item, day),
    )


def _claimed(helper: Helper, day: date, starts_at: datetime, ends_at: datetime):
    """The minutes that count on ``day`` already, and the time held by other records. One query."""
    own = ServiceRecord.objects.claiming().filter(helper=helper)
    near = own.filter(Q(served_on=day) | Q(starts_at__lt=ends_at, ends_at__gt=starts_at)).order_by()
    rows = list(near.values_list("served_on", "minutes", "account", "starts_at", "ends_at"))
    held = tuple(
        hours.Held(account, timezone.localtime(start), timezone.localtime(end))
        for _day, _minutes, account, start, end in rows
        if start < ends_at and end > starts_at
    )
    return sum(minutes for served_on, minutes, *_rest in rows if served_on == day), held


def record_deadline(day: date) -> date:
    """The last day to log a service that ended on ``day`` (rules 29 and 84)."""
    entered = working_days.entered_calendars(policies.value(working_days.CALENDAR, day))
    return working_days.after_working_days(day, policies.value(numbers.RECORD_DAYS, day), entered).day


def _contract_facts(helper: Helper, item: ContractItem | None, day: date) -> hours.ContractFacts | None:
    if item is None:
        return None
    contract = item.contract
    return hours.ContractFacts(
        in_force=contract.state == ContractState.IN_FORCE,
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        on_roster=contract.roster.on_day(day).filter(helper=helper).exists(),
        item_help_kind=item.help_kind,
    )


def _store(helper: Helper, service: Service, facts: hours.LogFacts, part: hours.Part, by) -> ServiceRecord:
    item = service.contract_item
    rate = item.rate_fen if item else 0
    first = part.starts_at == facts.starts_at
    record = ServiceRecord.objects.create(
        account=service.account,
        helper=helper,
        helper_account_id=helper.account_id,
        booking=service.booking,
        contract_item=item,
        office=service.office,
        kind=service.kind,
        help_kind=service.help_kind,
        served_on=facts.day,
        starts_at=part.starts_at,
        ends_at=part.ends_at,
        break_minutes=part.break_minutes,
        travel_minutes=service.travel_minutes if first else 0,
        minutes=part.minutes,
        is_excess=part.is_excess,
        excess_reason=service.explanation if part.is_excess else "",
        is_late=facts.is_late,
        late_reason=service.explanation if facts.is_late else "",
        person_times=service.person_times if first else 0,
        content=service.content,
        nil_gift=service.nil_gift,
        consent_evidence=service.consent_evidence,
        recorded_by=by,
        reverses=service.reverses if first else None,
        rate_fen=rate,
        amount_fen=amounts.value_fen(part.minutes, rate),
        area=service.area,
        county_id=helper.county_served,
        town_id=helper.town_served,
        ym=facts.day.year * 100 + facts.day.month,
    )
    if first and service.subjects:
        record.subjects.set(service.subjects)
    return record
