"""What every way of logging an hour shares: the service as it is told, judged by the rules, and stored."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, Max, Q, Subquery
from django.utils import timezone

from portal import audit, policies, working_days
from portal.actions import refuse_if
from portal.models import Area, Office
from portal.rules import Violation
from services import policies as numbers
from services.choices import Account, ContractState
from services.models import ContractItem, ServiceRecord
from services.rules import amounts, hours, verification
from training.models import Booking
from volunteers.models import Helper


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service as it shall be logged. Without ``contract_item`` it is volunteering.

    ``office`` records volunteering (rule 72); a purchased hour is recorded by the contract's purchaser.
    """

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
    person_times: int = 0
    consent_evidence: str = ""
    reverses: ServiceRecord | None = None

    @property
    def account(self) -> str:
        return Account.PURCHASED if self.contract_item else Account.VOLUNTEER


def recording_units(area: Area):
    """The units entitled to record volunteering in ``area``, the nearest first (rule 72)."""
    paths = area.path_and_above
    nearest = Max("areas__depth", filter=Q(areas__path__in=paths))
    units = Office.objects.filter(may_certify=True, areas__path__in=paths).annotate(nearest=nearest)
    return units.order_by("-nearest", "pk")


def recording_unit(organiser: Office, area: Area) -> Office:
    """Who records: the organiser if entitled, else the nearest entitled unit it works under (rule 72)."""
    return organiser if organiser.may_certify else recording_units(area).first() or organiser


def record_service(
    helper: Helper, service: Service, *, booking: Booking | None = None, on_behalf: bool = False, by
) -> list[ServiceRecord]:
    """Judge and store one service, in the transaction of the action that has asked for permission."""
    helper = _locked(helper, service)
    facts = _facts(helper, service, on_behalf)
    broken = [rule(facts) for rule in hours.LOGGING]
    refuse_if(*broken, _replaces(helper, service), about=helper, by=by)

    parts = hours.parts(facts)
    records = [_store(helper, service, facts, part, booking, by) for part in parts]
    for record in records:
        audit.record("service_record.logged", record, by=by, minutes=record.minutes, account=record.account)
    return records


def _locked(helper: Helper, service: Service) -> Helper:
    """The helper's locked row, with the keys of the county and town served. One query.

    ``unit_is_near``: the unit that records works where the service took place, or where the helper lives.
    """
    area, units = service.area, Office.areas.through.objects.filter(office=service.office)
    around = {path for place in (area, helper.area) if place for path in place.path_and_above}

    def at(steps: int) -> Subquery:
        return Subquery(Area.objects.filter(path=area.path[: steps * Area.steplen]).values("pk"))

    rows = Helper.objects.select_for_update(of=("self",))
    return rows.annotate(
        county_served=at(1), town_served=at(2), unit_is_near=Exists(units.filter(area__path__in=around))
    ).get(pk=helper.pk)


def _replaces(helper: Helper, service: Service) -> Violation | None:
    """What a correction puts right was reversed, is the same helper's, and has no other correction."""
    if service.reverses is None:
        return None
    wrong = ServiceRecord.objects.get(pk=service.reverses.pk)
    corrected = ServiceRecord.objects.filter(reverses=wrong).exists()
    return verification.correction_replaces_a_reversed_record(
        wrong.state, same_helper=wrong.helper_id == helper.pk, corrected=corrected
    )


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
        unit_may_record=service.office.may_certify and helper.unit_is_near,
        no_gifts=service.nil_gift,
        on_behalf=on_behalf,
        consent_evidence=service.consent_evidence,
        contract=_contract_facts(helper, service, day),
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


def _contract_facts(helper: Helper, service: Service, day: date) -> hours.ContractFacts | None:
    item = service.contract_item
    if item is None:
        return None
    contract = item.contract
    return hours.ContractFacts(
        in_force=contract.state == ContractState.IN_FORCE,
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        on_roster=contract.roster.on_day(day).filter(helper=helper).exists(),
        in_area=contract.area.covers(service.area),
        item_help_kind=item.help_kind,
    )


def _store(
    helper: Helper, service: Service, facts: hours.LogFacts, part: hours.Part, booking: Booking | None, by
) -> ServiceRecord:
    item = service.contract_item
    rate = item.rate_fen if item else 0
    first = part.starts_at == facts.starts_at
    return ServiceRecord.objects.create(
        account=service.account,
        helper=helper,
        helper_account_id=helper.account_id,
        booking=booking,
        contract_item=item,
        office_id=item.contract.purchaser_id if item else service.office.pk,
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
