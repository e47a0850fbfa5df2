"""Several hands reach for the same hours and sums at once: each step is done once, and everything adds up."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db.models import F, Sum
from django.utils import timezone

from portal import roles
from services import actions
from services.choices import AcceptanceState, RecordState
from services.ledger import summing
from services.ledger.checking import check_ledger
from services.models import Acceptance, Contract, LedgerEntry, Payment, ServiceRecord, Settlement
from tests.concurrency.racing import race
from tests.factories.portal import user_with_role
from tests.factories.services import ContractFactory, ContractItemFactory, RosterEntryFactory
from tests.factories.training import at, booked, helper_in, subject_in
from tests.services.county import DAY, County
from training.choices import SessionKind

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

ROUNDS = 8
ACT = "tests.concurrency.test_money:act"


def act(what: str, by: int, about: int) -> str:
    """One of the acts below: "done", or the code of the first refusal."""
    from portal.actions import Refused
    from portal.models import User

    try:
        ACTS[what](about, User.objects.select_related("office").get(pk=by))
    except Refused as refused:
        return refused.violations[0].code
    return "done"


def _report(booking: int, by) -> None:
    from training import actions as training
    from training.actions.attendance import Report
    from training.models import Booking

    found = Booking.objects.select_related("session").get(pk=booking)
    came = tuple(found.session.bookings.filter(subject__isnull=False).values_list("subject_id", flat=True))
    times = {"came_at": found.session.starts_at, "left_at": found.session.ends_at}
    told = Report(**times, work_done="学习法律知识", no_gifts=True, subjects_came=came)
    training.report_attendance(found, told, by=by)


def _reject_what_waits(session: int, by) -> None:
    for record in ServiceRecord.objects.of_session(session).filter(state=RecordState.LOGGED):
        actions.reject(record, reason="时间与签到不符", by=by)


def _check(_about: int, _by) -> None:
    fault = check_ledger().fault
    assert fault is None, str(fault)


ACTS = {
    "check": _check,
    "pay": lambda key, by: actions.pay(
        Settlement.objects.get(pk=key), paid_on=timezone.localdate(), voucher=f"PZ-{key}-{by.pk}", by=by
    ),
    "pay by one voucher": lambda key, by: actions.pay(
        Settlement.objects.get(pk=key), paid_on=timezone.localdate(), voucher="PZ", by=by
    ),
    "publish": lambda key, by: actions.publish_heads(DAY + timedelta(days=key), by=by),
    "reject": _reject_what_waits,
    "report": _report,
    "reverse": lambda key, by: actions.reverse(ServiceRecord.objects.get(pk=key), reason="有误", by=by),
    "settle": lambda key, by: actions.settle(Acceptance.objects.get(pk=key), by=by),
    "sign": lambda key, by: actions.sign_acceptance(Acceptance.objects.get(pk=key), by=by),
    "verify": lambda key, by: actions.verify(ServiceRecord.objects.get(pk=key), by=by),
}


def jobs(what: str, by, about) -> list[dict]:
    return [{"what": what, "by": by.pk, "about": thing.pk} for thing in about]


@pytest.fixture
def county():
    return County()


def contracts(county):
    """The county's contract and more like it, each with the helper on its roster."""
    yield county.item
    for _number in range(ROUNDS - 1):
        item = ContractItemFactory(contract=ContractFactory(area=county.area, supplier=county.supplier))
        RosterEntryFactory(contract=item.contract, helper=county.helper)
        yield item


def purchased(county, item, day: int, **changes) -> ServiceRecord:
    service = county.service(day=DAY + timedelta(days=day), contract_item=item, **changes)
    return actions.log_for(county.helper, service, by=county.manager)[0]


def filled_in(county, contract) -> Acceptance:
    """A sheet that only lacks its signature."""
    period = {"period_from": date(2024, 5, 1), "period_to": date(2025, 4, 30)}
    sheet = actions.open_acceptance(contract, **period, by=county.checker)
    actions.mark_sheet(sheet, marks={line.pk: (True, "") for line in sheet.lines.all()}, by=county.checker)
    actions.add_opinion(sheet, score=5, by=county.checker)
    return sheet


def sheets_and_records(county):
    """For each contract a sheet to sign and two verified records."""
    sheets, records = [], []
    for number, item in enumerate(contracts(county)):
        records.append([purchased(county, item, 2 * number + n) for n in range(2)])
        for record in records[-1]:
            actions.verify(record, by=county.officer)
        sheets.append(filled_in(county, item.contract))
    return sheets, records


def everything_adds_up():
    assert summing.differences() == []
    assert check_ledger().fault is None
    for sheet in Acceptance.objects.filter(state=AcceptanceState.SIGNED):
        sums = sheet.records.aggregate(minutes=Sum("minutes", default=0), fen=Sum("amount_fen", default=0))
        assert (sums["minutes"], sums["fen"]) == (sheet.minutes, sheet.amount_fen)
        settled = sheet.settlements.aggregate(
            minutes=Sum("accepted_minutes", default=0), fen=Sum("amount_fen", default=0)
        )
        unsettled = sheet.records.unsettled().aggregate(
            minutes=Sum("minutes", default=0), fen=Sum("amount_fen", default=0)
        )
        assert settled["minutes"] + unsettled["minutes"] == sheet.minutes
        assert settled["fen"] + unsettled["fen"] == sheet.amount_fen
    assert not ServiceRecord.objects.filter(acceptance__isnull=False).exclude(state=RecordState.VERIFIED)
    assert Payment.objects.exclude(amount_fen=F("settlement__amount_fen")).count() == 0


def test_a_record_is_reversed_or_accepted_and_never_both(county, tmp_path):
    sheets, records = sheets_and_records(county)
    other_head = user_with_role(roles.OFFICE_HEAD, county.area)

    signed, reversed_ = race(
        tmp_path,
        ACT,
        [jobs("sign", county.head, sheets), jobs("reverse", other_head, [pair[0] for pair in records])],
    )

    assert set(signed) == {"done"}
    assert set(reversed_) <= {"done", "record.accepted_already"}
    for answer, sheet in zip(reversed_, sheets, strict=True):
        assert sheet.records.count() == (1 if answer == "done" else 2)
    everything_adds_up()


def test_what_is_verified_while_a_sheet_is_signed_is_in_it_or_waits(county, tmp_path):
    sheets, _records = sheets_and_records(county)
    items = [sheet.contract.items.get() for sheet in sheets]
    late = [purchased(county, item, 100 + number) for number, item in enumerate(items)]

    answers = race(tmp_path, ACT, [jobs("sign", county.head, sheets), jobs("verify", county.officer, late)])

    assert Counter(word for own in answers for word in own) == {"done": 2 * ROUNDS}
    everything_adds_up()


def test_a_sheet_is_signed_once_and_settled_once_whoever_is_at_it(county, tmp_path):
    sheets, _records = sheets_and_records(county)
    heads = [county.head, user_with_role(roles.OFFICE_HEAD, county.area)]
    checkers = [user_with_role(roles.FINANCE_CHECKER, county.area) for _number in range(3)]

    signed = race(_gate(tmp_path, "sign"), ACT, [jobs("sign", head, sheets) for head in heads])
    settled = race(_gate(tmp_path, "settle"), ACT, [jobs("settle", one, sheets) for one in checkers])

    for words in zip(*signed, strict=True):
        assert Counter(words) == {"done": 1, "state.not_possible": 1}
    for words in zip(*settled, strict=True):
        assert Counter(words) == {"done": 1, "settlement.done": 2}
    assert Settlement.objects.count() == len(sheets)
    everything_adds_up()


def test_a_settlement_is_paid_once(county, tmp_path):
    sheets, _records = sheets_and_records(county)
    settlements = []
    for sheet in sheets:
        settlements += actions.settle(actions.sign_acceptance(sheet, by=county.head), by=county.checker)
    payers = [county.payer, *(user_with_role(roles.FINANCE_PAYER, county.area) for _number in range(2))]

    paid = race(tmp_path, ACT, [jobs("pay", payer, settlements) for payer in payers])

    for words in zip(*paid, strict=True):
        assert Counter(words) == {"done": 1, "state.not_possible": 2}
    assert Payment.objects.count() == len(settlements)
    everything_adds_up()


def test_one_voucher_pays_one_contract_of_a_purchaser(county, tmp_path):
    sheets, _records = sheets_and_records(county)
    Contract.objects.update(purchaser=county.contract.purchaser)
    settlements = []
    for sheet in sheets:
        settlements += actions.settle(actions.sign_acceptance(sheet, by=county.head), by=county.checker)
    payers = [user_with_role(roles.FINANCE_PAYER, county.area) for _number in range(4)]

    one_each = [
        jobs("pay by one voucher", payer, [due])
        for payer, due in zip(payers, settlements[: len(payers)], strict=True)
    ]
    answers = race(tmp_path, ACT, one_each)

    assert Counter(word for own in answers for word in own)["done"] == 1
    assert Payment.objects.count() == 1


def test_the_ledger_is_whole_whenever_it_is_checked_though_it_grows(county, tmp_path):
    records = [county.volunteer(day=DAY + timedelta(days=number)) for number in range(40)]
    days = [{"what": "publish", "by": county.checker.pk, "about": number} for number in range(10)]
    checks = [{"what": "check", "by": county.checker.pk, "about": 0}] * 60

    answers = race(
        tmp_path,
        ACT,
        [
            jobs("verify", county.officer, records[:20]),
            jobs("verify", county.head, records[20:]),
            days,
            checks,
        ],
    )

    assert Counter(word for own in answers for word in own) == {"done": 40 + 10 + 60}
    assert LedgerEntry.objects.filter(chain__name="volunteering").count() == len(records)
    everything_adds_up()


def test_persons_are_counted_once_while_all_report_and_an_officer_refuses(county, tmp_path):
    town, planner = county.town, user_with_role(roles.OFFICER, county.town)
    sessions = [
        booked(
            planner,
            kind=SessionKind.COLLECTIVE_EDUCATION,
            helpers=tuple(helper_in(town) for _number in range(3)),
            subjects=tuple(subject_in(town) for _number in range(2)),
            starts_at=at("09:00", days=-1 - number),
            ends_at=at("10:00", days=-1 - number),
        )
        for number in range(4)
    ]
    seats = [list(session.bookings.serving().select_related("helper__account")) for session in sessions]
    reports = [
        [job for bookings in seats for job in jobs("report", bookings[n].helper.account, [bookings[n]])]
        for n in range(3)
    ]

    answers = race(
        tmp_path, ACT, [*(own * 3 for own in reports), jobs("reject", county.officer, sessions) * 3]
    )

    assert {word for own in answers for word in own} <= {"done", "state.not_possible"}
    for session in sessions:
        standing = ServiceRecord.objects.of_session(session.pk)
        times = [record.person_times for record in standing]
        assert sorted(times)[-1:] in ([], [2])
        assert sum(times) in (0, 2)


def _gate(folder, name: str):
    gate = folder / name
    gate.mkdir()
    return gate
