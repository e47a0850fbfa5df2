"""The demo county's purchase contract, its hours from claim to payment, volunteer hours and funds."""

from datetime import date, timedelta

from django.utils import timezone

from portal.demo import Demo, clock
from portal.models import User
from services.actions import accepting, contracting, paying, proving, publishing
from services.choices import (
    Account,
    BudgetHead,
    DeliverableKind,
    FundSource,
    RecordState,
    SupplierKind,
)
from services.ledger import entries, summing
from services.ledger.appending import append
from services.models import (
    Appropriation,
    Contract,
    ContractItem,
    ContractYear,
    RosterEntry,
    ServiceRecord,
    Settlement,
    Supplier,
)
from services.rules import amounts
from training.choices import AttendanceState, SessionKind
from training.models import Booking
from volunteers.choices import HelpKind

YUAN = 100
HOUR = 60
AMOUNT_FEN = 600_000 * YUAN
MIN_MINUTES, MAX_MINUTES = 11_000 * HOUR, 13_200 * HOUR
RATE_FEN = 4545
PER_CAPITA_FEN = 1_200 * YUAN
DAYS_UNVERIFIED = 9
LOGGED_AFTER = timedelta(hours=2)
VERIFIED_AFTER = timedelta(days=4)
# Counted from the last day of a sheet's period; the payment from its settlement.
FILLED_IN_AFTER, SIGNED_AFTER, SETTLED_AFTER = timedelta(days=5), timedelta(days=6), timedelta(days=7)
PAID_AFTER = timedelta(days=12)
OPINIONS = ((5, "说话和气，帮我找到了工作。"), (4, "准时，有耐心。"), (5, ""))
TERMS = {
    "title": "社区矫正社会工作与心理服务",
    "amount_fen": AMOUNT_FEN,
    "min_minutes": MIN_MINUTES,
    "max_minutes": MAX_MINUTES,
    "catalogue_code": "A0712",
    "content": "个案工作和个别心理咨询，由名册内的社会工作者和心理咨询人员提供。",
    "quality": "每次服务有到场记录\n服务满意度不低于 90%",
    "settlement_terms": "按核验并验收的实际工时结算，超过最高工时部分不予结算。",
    "breach_terms": "未达到最低工时的，按差额比例扣减。",
}
ITEMS = {
    SessionKind.INDIVIDUAL_COUNSELLING: (DeliverableKind.INDIVIDUAL_COUNSELLING, HelpKind.PSYCH_COUNSELLING),
    SessionKind.INDIVIDUAL_TALK: (DeliverableKind.CASE_WORK, HelpKind.FAMILY_RELATIONS),
}


def load(demo: Demo) -> None:
    """The contract, then the records of everything held, each sheet on its way, the rest of the hours."""
    contract = _contract(demo)
    items = _items(contract)
    records = _records(demo, items)
    verified = _verified(demo, records)
    ServiceRecord.objects.bulk_create(records)
    _whom(demo, records)
    _enter_and_accept(demo, contract, verified)
    _funds(demo)
    if demo.is_last:
        publishing.publish_heads(demo.today, by=User.objects.system())
        proving.check_and_keep(by=User.objects.system())


def _contract(demo: Demo) -> Contract:
    """In force since the month of the first session, announced on the next day."""
    contract, head = _draft(demo), demo.made["accounts"]["head"]
    _years(contract)
    _roster(demo, contract)
    _items(contract)
    signed_on, announced_on = contract.starts_on - timedelta(days=1), contract.starts_on
    with clock.at(clock.on(signed_on)):
        contract = contracting.sign_contract(contract, signed_on=signed_on, by=head)
    with clock.at(clock.on(announced_on)):
        return contracting.announce_contract(contract, announced_on=announced_on, by=head)


def _draft(demo: Demo) -> Contract:
    starts = min(row.session.starts_at for row in demo.made["held"]).date().replace(day=1)
    supplier = Supplier.objects.create(
        office=demo.office("同行社会工作服务中心"),
        kind=SupplierKind.SOCIAL_ORGANISATION,
        credit_code=f"52{demo.place.number:015}X",
    )
    return Contract.objects.create(
        number=f"HT-{starts.year}-{demo.place.number + 1:03}",
        purchaser=demo.office("司法局"),
        supplier=supplier,
        area=demo.made["county"],
        starts_on=starts,
        ends_on=starts.replace(year=starts.year + 1) - timedelta(days=1),
        created_by=demo.made["accounts"]["head"],
        **TERMS,
    )


def _years(contract: Contract) -> None:
    """Each year holds the share of its months."""
    first, last = contract.starts_on, contract.ends_on
    share = AMOUNT_FEN * (13 - first.month) // 12
    for year, amount in ((first.year, share), (last.year, AMOUNT_FEN - share)):
        if amount:
            ContractYear.objects.create(
                contract=contract, year=year, amount_fen=amount, budget_line="社区矫正政府购买服务"
            )


def _items(contract: Contract) -> dict[str, ContractItem]:
    """The item under which a session of each form is bought."""
    return {
        session_kind: ContractItem.objects.get_or_create(
            contract=contract, kind=kind, help_kind=help_kind, target=6_000, rate_fen=RATE_FEN
        )[0]
        for session_kind, (kind, help_kind) in ITEMS.items()
    }


def _roster(demo: Demo, contract: Contract) -> None:
    days = {"from_day": contract.starts_on, "to_day": contract.ends_on}
    RosterEntry.objects.bulk_create(
        RosterEntry(contract=contract, helper=helper, role=helper.get_kind_display(), **days)
        for helper in demo.made["staff"]
    )


def _records(demo: Demo, items: dict) -> list[ServiceRecord]:
    """One record for each helper who was there: bought of the supplier, volunteered by all others."""
    association = demo.office("志愿者协会")
    recorder = User.objects.create_user(demo.place.email_of("records"), name="温如玉", office=association)
    volunteered = {
        "account": Account.VOLUNTEER,
        "county": demo.made["county"],
        "office": association,
        "recorded_by": recorder,
    }
    purchased = {
        **volunteered,
        "account": Account.PURCHASED,
        "office": demo.office("司法局"),
        "recorded_by": demo.made["accounts"]["supplier"],
    }
    staff = {helper.pk for helper in demo.made["staff"]}
    return [
        _record(booking, items[booking.session.kind], purchased)
        if booking.helper_id in staff
        else _record(booking, None, volunteered)
        for booking in demo.made["held"]
    ]


def _record(booking, item: ContractItem | None, of_account: dict) -> ServiceRecord:
    """Two hours on their way, as the attendance of ``booking`` tells them."""
    session, day = booking.session, timezone.localdate(booking.session.starts_at)
    minutes = int((booking.left_at - booking.came_at).total_seconds() // 60)
    return ServiceRecord(
        **of_account,
        helper=booking.helper,
        helper_account=booking.helper.account,
        booking=booking,
        contract_item=item,
        area=session.area,
        town=session.area,
        ym=day.year * 100 + day.month,
        kind=session.kind,
        help_kind=session.help_kind,
        served_on=day,
        starts_at=booking.came_at,
        ends_at=booking.left_at,
        travel_minutes=booking.travel_minutes,
        minutes=minutes,
        person_times=1,
        content=booking.work_done,
        nil_gift=True,
        recorded_at=booking.left_at + LOGGED_AFTER,
        rate_fen=item.rate_fen if item else 0,
        amount_fen=amounts.value_fen(minutes, item.rate_fen) if item else 0,
    )


def _whom(demo: Demo, records: list[ServiceRecord]) -> None:
    """Whom each record reached: the subject of its session, by code."""
    record_at = {record.booking.session_id: record for record in records}
    came = Booking.objects.filter(subject__isnull=False, attendance=AttendanceState.PRESENT)
    here = came.filter(session__area__path__startswith=demo.made["county"].path)
    reached = ServiceRecord.subjects.through
    reached.objects.bulk_create(
        reached(servicerecord=record_at[session], subject_id=subject)
        for session, subject in here.values_list("session_id", "subject_id")
        if session in record_at
    )


def _verified(demo: Demo, records: list[ServiceRecord]) -> list[ServiceRecord]:
    """Everything older than nine days, verified by the officer of its town; in order of time."""
    newest = demo.today - timedelta(days=DAYS_UNVERIFIED)
    verified = [record for record in records if record.served_on < newest]
    for record in verified:
        record.state = RecordState.VERIFIED
        record.verified_by = demo.made["officer_of_town"][record.town_id]
        record.verified_at = record.ends_at + VERIFIED_AFTER
    return sorted(verified, key=lambda record: record.ends_at)


def _enter_and_accept(demo: Demo, contract: Contract, waiting: list[ServiceRecord]) -> None:
    """The first four months are accepted, settled and paid; those up to last month are settled and due.

    The ledger grows in the order in which it happened.
    """
    fifth, this_month = _month(contract.starts_on, 4), demo.today.replace(day=1)
    first, begins = True, contract.starts_on
    for next_begins in sorted({min(fifth, this_month), this_month}):
        last = next_begins - timedelta(days=1)
        _enter([record for record in waiting if record.served_on <= last])
        waiting = [record for record in waiting if record.served_on > last]
        settlements = _sheet(demo, contract, begins, last)
        if first:
            _pay(demo, settlements)
        first, begins = False, next_begins
    _enter(waiting)


def _enter(records: list[ServiceRecord]) -> None:
    """Verified hours enter the ledger."""
    chains: dict[str, list] = {}
    for record in records:
        chains.setdefault(entries.chain_of(record), []).append(record)
    for chain in sorted(chains):
        append(chain, map(entries.verified, chains[chain]))
    summing.add(records, summing.verified)


def _sheet(demo: Demo, contract: Contract, first: date, last: date) -> list[Settlement]:
    """A sheet filled in after the period, signed within the agreed days and settled on the next day."""
    head, finance = demo.made["accounts"]["head"], demo.made["accounts"]["finance"]
    with clock.at(clock.on(last + FILLED_IN_AFTER)):
        sheet = accepting.open_acceptance(contract, period_from=first, period_to=last, by=finance)
        accepting.mark_sheet(sheet, marks={line.pk: (True, "") for line in sheet.lines.all()}, by=finance)
        for score, text in OPINIONS:
            accepting.add_opinion(sheet, score=score, text=text, by=finance)
    with clock.at(clock.on(last + SIGNED_AFTER, hour=15)):
        sheet = accepting.sign_acceptance(sheet, by=head)
    with clock.at(clock.on(last + SETTLED_AFTER)):
        return paying.settle(sheet, by=finance)


def _pay(demo: Demo, settlements: list[Settlement]) -> None:
    for number, settlement in enumerate(settlements, start=1):
        with clock.at(settlement.settled_at + PAID_AFTER) as moment:
            paid_on = timezone.localdate(moment)
            paying.pay(
                settlement,
                paid_on=paid_on,
                voucher=f"{demo.place.name[0]}财付〔{paid_on.year}〕{number:03}号",
                by=demo.made["accounts"]["payer"],
            )


def _month(first: date, later: int) -> date:
    year, month = divmod(first.month - 1 + later, 12)
    return date(first.year + year, month + 1, 1)


def _funds(demo: Demo) -> None:
    """127 subjects at 2,400 yuan: 152,400 from above and 152,400 from the county (rule 52)."""
    for number, source in enumerate((FundSource.SUPERIOR, FundSource.COUNTY), start=12):
        Appropriation.objects.create(
            area=demo.made["county"],
            year=demo.today.year,
            source=source,
            head=BudgetHead.WORK,
            headcount=demo.scale.subjects,
            amount_fen=demo.scale.subjects * PER_CAPITA_FEN,
            received_on=date(demo.today.year, 3, 20),
            document=f"{demo.place.name[0]}财行〔{demo.today.year}〕{number}号",
            recorded_by=demo.made["accounts"]["finance"],
        )
