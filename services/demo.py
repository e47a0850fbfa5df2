"""The demo county's purchase contract, its hours from claim to payment, volunteer hours and funds."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from portal.demo import Demo
from portal.models import User
from services.actions import accepting, contracting, paying, proving, publishing
from services.choices import (
    Account,
    BudgetHead,
    ContractState,
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
    Supplier,
)
from services.rules import amounts
from training.choices import SessionKind
from volunteers.choices import HelpKind

YUAN = 100
HOUR = 60
AMOUNT_FEN = 600_000 * YUAN
MIN_MINUTES, MAX_MINUTES = 11_000 * HOUR, 13_200 * HOUR
RATE_FEN = 4545
PER_CAPITA_FEN = 1_200 * YUAN
DAYS_UNVERIFIED = 9
LOGGED_AFTER = timedelta(hours=2)
SIGNED_AFTER, SETTLED_AFTER, PAID_AFTER = timedelta(days=5), timedelta(days=1), timedelta(days=12)
ITEMS = {
    SessionKind.INDIVIDUAL_COUNSELLING: (DeliverableKind.INDIVIDUAL_COUNSELLING, HelpKind.PSYCH_COUNSELLING),
    SessionKind.INDIVIDUAL_TALK: (DeliverableKind.CASE_WORK, HelpKind.FAMILY_RELATIONS),
}


def load(demo: Demo) -> None:
    """The contract, then the records of everything held, then two sheets from acceptance to payment."""
    contract, items = _contract(demo)
    records = _records(demo, items)
    _verify(demo, records)
    _accept_and_pay(demo, contract)
    _funds(demo)
    if demo.is_last:
        publishing.publish_heads(demo.today, by=User.objects.system())
        proving.check_and_keep(by=User.objects.system())


def _contract(demo: Demo) -> tuple[Contract, dict]:
    starts = min(row.session.starts_at for row in demo.made["held"]).date().replace(day=1)
    ends = starts.replace(year=starts.year + 1) - timedelta(days=1)
    office, head = demo.office("同行社会工作服务中心"), demo.made["accounts"]["head"]
    supplier = Supplier.objects.create(
        office=office, kind=SupplierKind.SOCIAL_ORGANISATION, credit_code=f"52{demo.place.number:015}X"
    )
    contract = Contract.objects.create(
        number=f"HT-{starts.year}-{demo.place.number + 1:03}",
        title="社区矫正社会工作与心理服务",
        purchaser=demo.office("司法局"),
        supplier=supplier,
        area=demo.made["county"],
        amount_fen=AMOUNT_FEN,
        min_minutes=MIN_MINUTES,
        max_minutes=MAX_MINUTES,
        starts_on=starts,
        ends_on=ends,
        announced_on=starts + timedelta(days=1),
        catalogue_code="A0712",
        content="个案工作和个别心理咨询，由名册内的社会工作者和心理咨询人员提供。",
        quality="每次服务有到场记录\n服务满意度不低于 90%",
        settlement_terms="按核验并验收的实际工时结算，超过最高工时部分不予结算。",
        breach_terms="未达到最低工时的，按差额比例扣减。",
        created_by=demo.made["accounts"]["head"],
    )
    # Each year holds the share of its months.
    first = AMOUNT_FEN * (13 - starts.month) // 12
    for year, amount in ((starts.year, first), (ends.year, AMOUNT_FEN - first)):
        if amount:
            ContractYear.objects.create(
                contract=contract, year=year, amount_fen=amount, budget_line="社区矫正政府购买服务"
            )
    items = {
        session_kind: ContractItem.objects.create(
            contract=contract, kind=kind, help_kind=help_kind, target=6_000, rate_fen=RATE_FEN
        )
        for session_kind, (kind, help_kind) in ITEMS.items()
    }
    RosterEntry.objects.bulk_create(
        RosterEntry(
            contract=contract, helper=helper, role=helper.get_kind_display(), from_day=starts, to_day=ends
        )
        for helper in demo.made["staff"]
    )
    contracting.sign_contract(contract, signed_on=starts - timedelta(days=1), by=head)
    contract.refresh_from_db()
    assert contract.state == ContractState.IN_FORCE
    return contract, items


def _records(demo: Demo, items: dict) -> list[ServiceRecord]:
    """One record for each helper who was there."""
    association = demo.office("志愿者协会")
    recorder = User.objects.create_user(demo.place.email_of("records"), name="温如玉", office=association)
    staff = {helper.pk for helper in demo.made["staff"]}
    supplier = demo.made["accounts"]["supplier"]
    records = []
    for booking in demo.made["held"]:
        session = booking.session
        purchased = booking.helper_id in staff
        item = items[session.kind] if purchased else None
        day = timezone.localdate(session.starts_at)
        minutes = int((booking.left_at - booking.came_at).total_seconds() // 60)
        records.append(
            ServiceRecord(
                account=Account.PURCHASED if purchased else Account.VOLUNTEER,
                helper=booking.helper,
                helper_account=booking.helper.account,
                booking=booking,
                contract_item=item,
                office=supplier.office if purchased else association,
                area=session.area,
                county=demo.made["county"],
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
                recorded_by=supplier if purchased else recorder,
                recorded_at=booking.left_at + LOGGED_AFTER,
                rate_fen=item.rate_fen if item else 0,
                amount_fen=amounts.value_fen(minutes, item.rate_fen) if item else 0,
            )
        )
    return records


def _verify(demo: Demo, records: list[ServiceRecord]) -> None:
    """Everything older than nine days was verified by the officer of its town and stands in the ledger."""
    newest = demo.today - timedelta(days=DAYS_UNVERIFIED)
    confirmed = [record for record in records if record.served_on < newest]
    for record in confirmed:
        record.state = RecordState.VERIFIED
        record.verified_by = demo.made["officer_of_town"][record.town_id]
        record.verified_at = record.ends_at + timedelta(days=4)
    ServiceRecord.objects.bulk_create(records)
    chains: dict[str, list] = {}
    for record in confirmed:
        chains.setdefault(entries.chain_of(record), []).append(record)
    for chain in sorted(chains):
        append(chain, map(entries.verified, chains[chain]))
    summing.add(confirmed, summing.verified)


def _accept_and_pay(demo: Demo, contract: Contract) -> None:
    """The first four months are accepted, settled and paid; those up to last month are settled and due."""
    fifth, this_month = _month(contract.starts_on, 4), demo.today.replace(day=1)
    paid = _sheet(demo, contract, contract.starts_on, min(fifth, this_month) - timedelta(days=1))
    for number, settlement in enumerate(paid, start=1):
        paying.pay(
            settlement,
            paid_on=min(timezone.localdate(settlement.settled_at) + PAID_AFTER, demo.today),
            voucher=f"{demo.place.name[0]}财付〔{demo.today.year}〕{number:03}号",
            by=demo.made["accounts"]["payer"],
        )
    if fifth < this_month:
        _sheet(demo, contract, fifth, this_month - timedelta(days=1))


def _sheet(demo: Demo, contract: Contract, first: date, last: date):
    """A sheet signed within the agreed days after the period and settled on the next day."""
    head, finance = demo.made["accounts"]["head"], demo.made["accounts"]["finance"]
    sheet = accepting.open_acceptance(contract, period_from=first, period_to=last, by=finance)
    accepting.mark_sheet(sheet, marks={line.pk: (True, "") for line in sheet.lines.all()}, by=finance)
    for score, text in ((5, "说话和气，帮我找到了工作。"), (4, "准时，有耐心。"), (5, "")):
        accepting.add_opinion(sheet, score=score, text=text, by=finance)
    sheet = accepting.sign_acceptance(sheet, by=head)
    sheet.signed_at = min(_afternoon(last + SIGNED_AFTER), timezone.now())
    sheet.save(update_fields=["signed_at"])
    settlements = paying.settle(sheet, by=finance)
    for settlement in settlements:
        settlement.settled_at = min(sheet.signed_at + SETTLED_AFTER, timezone.now())
        settlement.save(update_fields=["settled_at"])
    return settlements


def _afternoon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(15)))


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
