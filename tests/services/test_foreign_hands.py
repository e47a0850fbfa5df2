"""Every act on hours and money asks who acts: neither the same role elsewhere nor a colleague without it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from portal import roles
from portal.actions import Refused
from services import actions
from services.choices import Account, BudgetHead, ContractState, FundSource, SupplierKind
from tests.factories.portal import AreaFactory, OfficeFactory, UserFactory, user_with_role
from tests.factories.services import ContractFactory
from tests.factories.training import at, booked, helper_in
from tests.services.county import DAY, County
from training.choices import AttendanceState
from training.models import Booking

pytestmark = pytest.mark.django_db

DAYS = {"period_from": date(2024, 5, 1), "period_to": date(2024, 6, 30)}
ITEM = {"kind": "group_work", "help_kind": "psych_counselling", "rate_fen": 1}


@pytest.fixture
def county():
    return County()


def draft(county):
    return ContractFactory(
        area=county.area, supplier=county.supplier, state=ContractState.DRAFT, signed_on=None
    )


def parties(county):
    return {"purchaser": county.head.office, "area": county.area, "supplier": county.supplier}


def terms():
    days = {"starts_on": date(2026, 5, 1), "ends_on": date(2027, 4, 30)}
    return {"number": "HT-9", "title": "服务", "amount_fen": 1, "max_minutes": 60, **days}


def sheet(county):
    return actions.open_acceptance(county.contract, **DAYS, by=county.checker)


def verified(county):
    return actions.verify(county.volunteer(), by=county.officer)


def settlement(county):
    return actions.settle(county.accepted(county.purchase()), by=county.checker)[0]


def certificate(county):
    verified(county)
    return actions.issue_certificate(
        county.helper, office=county.unit, period_from=DAY, period_to=DAY, by=county.helper.account
    )


def booking(county) -> Booking:
    session = booked(
        user_with_role(roles.OFFICER, county.town),
        helpers=(helper_in(county.town),),
        starts_at=at("09:00", days=-1),
        ends_at=at("10:00", days=-1),
    )
    return session.bookings.get(helper__isnull=False)


HEAD, CHECKER = roles.OFFICE_HEAD, roles.FINANCE_CHECKER
# Who does it by right, and the act with everything of the county's.
ACTS = {
    "add_item": (HEAD, lambda c, by: actions.add_item(draft(c), **ITEM, by=by)),
    "add_opinion": (CHECKER, lambda c, by: actions.add_opinion(sheet(c), score=5, by=by)),
    "add_to_roster": (
        HEAD,
        lambda c, by: actions.add_to_roster(
            draft(c), helper=helper_in(c.town), role="", from_day=date(2024, 5, 1), by=by
        ),
    ),
    "add_year": (
        HEAD,
        lambda c, by: actions.add_year(draft(c), year=2026, amount_fen=1, budget_line="一", by=by),
    ),
    "announce_contract": (
        HEAD,
        lambda c, by: actions.announce_contract(c.contract, announced_on=date(2024, 4, 29), by=by),
    ),
    "change_draft": (HEAD, lambda c, by: actions.change_draft(draft(c), **parties(c), **terms(), by=by)),
    "change_period": (
        CHECKER,
        lambda c, by: actions.change_period(sheet(c), period_to=date(2024, 6, 1), by=by),
    ),
    "change_supplier": (
        HEAD,
        lambda c, by: actions.change_supplier(c.supplier, kind=SupplierKind.ENTERPRISE, by=by),
    ),
    "close_contract": (HEAD, lambda c, by: actions.close_contract(c.contract, by=by)),
    "draft_contract": (HEAD, lambda c, by: actions.draft_contract(**parties(c), **terms(), by=by)),
    "end_on_roster": (
        HEAD,
        lambda c, by: actions.end_on_roster(
            c.contract, entry=c.contract.roster.get(), to_day=date(2024, 6, 1), by=by
        ),
    ),
    "issue_certificate": (
        roles.HELPER,
        lambda c, by: actions.issue_certificate(
            c.helper, office=c.unit, period_from=DAY, period_to=DAY, by=by
        ),
    ),
    "log_attendance": (roles.OFFICER, lambda c, by: actions.log_attendance(booking(c), by=by)),
    "log_for": (
        roles.OFFICER,
        lambda c, by: actions.log_for(c.helper, c.service(consent_evidence="卷"), by=by),
    ),
    "log_own": (roles.HELPER, lambda c, by: actions.log_own(c.helper, c.service(), by=by)),
    "mark_sheet": (CHECKER, lambda c, by: actions.mark_sheet(sheet(c), marks={}, by=by)),
    "open_acceptance": (CHECKER, lambda c, by: actions.open_acceptance(c.contract, **DAYS, by=by)),
    "pay": (
        roles.FINANCE_PAYER,
        lambda c, by: actions.pay(settlement(c), paid_on=date(2026, 1, 1), voucher="一", by=by),
    ),
    "record_appropriation": (
        CHECKER,
        lambda c, by: actions.record_appropriation(
            year=2026,
            area=c.area,
            source=FundSource.COUNTY,
            head=BudgetHead.WORK,
            headcount=1,
            amount_fen=1,
            received_on=DAY,
            by=by,
        ),
    ),
    "register_supplier": (
        HEAD,
        lambda c, by: actions.register_supplier(
            office=OfficeFactory(kind="supplier", areas=[c.area]), kind=SupplierKind.ENTERPRISE, by=by
        ),
    ),
    "reject": (roles.OFFICER, lambda c, by: actions.reject(c.volunteer(), reason="不符", by=by)),
    "remove_item": (HEAD, lambda c, by: actions.remove_item(c.contract, item=c.item, by=by)),
    "remove_year": (
        HEAD,
        lambda c, by: actions.remove_year(c.contract, budget_year=c.contract.years.first(), by=by),
    ),
    "reverse": (HEAD, lambda c, by: actions.reverse(verified(c), reason="有误", by=by)),
    "revoke_certificate": (
        HEAD,
        lambda c, by: actions.revoke_certificate(certificate(c), reason="不实", by=by),
    ),
    "settle": (CHECKER, lambda c, by: actions.settle(c.accepted(c.purchase()), by=by)),
    "sign_acceptance": (HEAD, lambda c, by: actions.sign_acceptance(sheet(c), by=by)),
    "sign_contract": (HEAD, lambda c, by: actions.sign_contract(draft(c), signed_on=DAY, by=by)),
    "verify": (roles.OFFICER, lambda c, by: actions.verify(c.volunteer(), by=by)),
    "withdraw": (roles.SUPPLIER_MANAGER, lambda c, by: actions.withdraw(c.purchase(), by=by)),
}
# What belongs to no area, what is only read, and many records, of which foreign ones do not exist.
NOWHERE = {"Service", "announcement_due", "publish_heads", "verify_many"}


def test_the_table_names_every_action():
    assert set(ACTS) | NOWHERE == set(actions.__all__)


@pytest.mark.parametrize("name", ACTS)
def test_the_same_role_in_another_county_may_not(county, name):
    role, act = ACTS[name]

    with pytest.raises(PermissionDenied):
        act(county, user_with_role(role, AreaFactory()))


@pytest.mark.parametrize("name", ACTS)
def test_a_colleague_without_the_role_may_not(county, name):
    _role, act = ACTS[name]

    with pytest.raises(PermissionDenied):
        act(county, UserFactory(office=county.head.office))


def test_only_the_clock_and_those_who_export_publish_heads(county):
    with pytest.raises(PermissionDenied):
        actions.publish_heads(DAY, by=county.officer)

    assert actions.publish_heads(DAY, by=county.checker) is None


def test_records_of_another_county_do_not_exist_for_whoever_verifies_many(county):
    record = county.volunteer()
    stranger = user_with_role(roles.OFFICER, AreaFactory())

    assert actions.verify_many([record], by=stranger) == ([], [])


def test_an_officer_logs_only_what_took_place_in_their_areas(county):
    next_town = AreaFactory(parent=county.area)
    service = county.service(area=next_town, consent_evidence="签到表")

    with pytest.raises(PermissionDenied):
        actions.log_for(county.helper, service, by=county.officer)

    everywhere = user_with_role(roles.OFFICER, county.area)
    assert actions.log_for(county.helper, service, by=everywhere)[0].area == next_town


def test_a_helper_logs_only_where_they_belong(county):
    with pytest.raises(PermissionDenied):
        county.volunteer(area=AreaFactory(parent=county.area))


def test_a_helper_logs_no_purchased_hours_for_themselves(county):
    with pytest.raises(PermissionDenied):
        county.volunteer(contract_item=county.item)


def test_a_unit_of_another_county_records_nothing_here(county):
    foreign = OfficeFactory(areas=[AreaFactory()], may_certify=True)

    with pytest.raises(Refused) as refused:
        county.volunteer(office=foreign)
    assert [violation.code for violation in refused.value.violations] == ["record.unit_not_entitled"]


def test_nothing_outside_the_area_of_a_contract_is_bought_under_it(county):
    with pytest.raises(Refused) as refused:
        county.purchase(area=AreaFactory())
    assert [violation.code for violation in refused.value.violations] == ["record.outside_contract"]


def test_who_serves_in_another_county_volunteers_there(county):
    elsewhere = AreaFactory(parent=AreaFactory())
    county.helper.area, county.helper.trained_on = elsewhere, DAY
    county.helper.pledged_on = DAY
    county.helper.save()
    session = booked(
        user_with_role(roles.OFFICER, elsewhere),
        helpers=(county.helper,),
        help_kind=county.item.help_kind,
        starts_at=at("09:00", days=-1),
        ends_at=at("10:00", days=-1),
    )
    attended = session.bookings.get(helper=county.helper)
    attended.attendance, attended.no_gifts = AttendanceState.PRESENT, True
    attended.came_at, attended.left_at = session.starts_at, session.ends_at
    county.contract.ends_on = at("09:00", days=300).date()
    county.contract.save()

    [record] = actions.log_attendance(attended, by=county.helper.account)

    assert (record.account, record.area) == (Account.VOLUNTEER, elsewhere)
