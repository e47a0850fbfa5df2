"""Suppliers, contracts and service records for tests; the defaults are lawful and dull."""

from datetime import date, datetime, time, timedelta

import factory
from django.utils import timezone
from factory import SubFactory
from factory.django import DjangoModelFactory

from portal.models import AreaLevel, OfficeKind
from services.choices import Account, ContractState, DeliverableKind, SupplierKind
from services.models import (
    Contract,
    ContractItem,
    ContractYear,
    HourSummary,
    RosterEntry,
    ServiceRecord,
    Supplier,
)
from tests.factories.portal import AreaFactory, OfficeFactory, UserFactory
from training.choices import SessionKind
from volunteers.choices import HelperKind, HelperState, HelpKind
from volunteers.models import Helper

HOUR = 60


class ServingHelperFactory(DjangoModelFactory):
    """An approved volunteer with an account of their own."""

    class Meta:
        model = Helper

    account = SubFactory(UserFactory)
    number = factory.Sequence(lambda n: f"V-{n:05}")
    name = factory.Sequence(lambda n: f"志愿者{n}")
    state = HelperState.APPROVED
    kind = HelperKind.VOLUNTEER
    area = SubFactory(AreaFactory)


class SupplierFactory(DjangoModelFactory):
    class Meta:
        model = Supplier

    office = SubFactory(
        OfficeFactory, kind=OfficeKind.SUPPLIER, name=factory.Sequence(lambda n: f"社工中心{n}")
    )
    kind = SupplierKind.SOCIAL_ORGANISATION


class ContractFactory(DjangoModelFactory):
    """A contract in force: 3,000,000 yuan for 60,000 to 66,000 hours from May 2024, over two budget years."""

    class Meta:
        model = Contract
        skip_postgeneration_save = True

    number = factory.Sequence(lambda n: f"HT-2024-{n:03}")
    title = "社会工作服务项目"
    area = SubFactory(AreaFactory)
    purchaser = SubFactory(OfficeFactory, kind=OfficeKind.JUSTICE_BUREAU)
    supplier = SubFactory(SupplierFactory)
    state = ContractState.IN_FORCE
    amount_fen = 300_000_000
    min_minutes = 60_000 * HOUR
    max_minutes = 66_000 * HOUR
    starts_on = date(2024, 5, 1)
    ends_on = date(2025, 4, 30)
    signed_on = date(2024, 4, 28)
    content = quality = settlement_terms = breach_terms = "按合同附件执行"
    catalogue_code = "A1302"
    created_by = SubFactory(UserFactory)

    @factory.post_generation
    def years(contract, create, years, **kwargs):
        for year, amount in (years or {2024: 165_000_000, 2025: 135_000_000}).items():
            ContractYear.objects.create(
                contract=contract, year=year, amount_fen=amount, budget_line=f"{year}-司法-购买服务"
            )


class ContractItemFactory(DjangoModelFactory):
    """Home visits at 45 yuan an hour."""

    class Meta:
        model = ContractItem

    contract = SubFactory(ContractFactory)
    kind = DeliverableKind.HOME_VISIT
    help_kind = HelpKind.FAMILY_RELATIONS
    rate_fen = 4500


class RosterEntryFactory(DjangoModelFactory):
    class Meta:
        model = RosterEntry

    contract = SubFactory(ContractFactory)
    helper = SubFactory(ServingHelperFactory, kind=HelperKind.SOCIAL_WORKER)
    role = "社会工作者"
    from_day = date(2024, 5, 1)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of ``day`` in local time."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


class ServiceRecordFactory(DjangoModelFactory):
    """A volunteer's two hours, logged and waiting. ``contract_item=…`` makes them purchased hours."""

    class Meta:
        model = ServiceRecord

    account = factory.LazyAttribute(lambda o: Account.PURCHASED if o.contract_item else Account.VOLUNTEER)
    helper = SubFactory(ServingHelperFactory)
    helper_account = factory.SelfAttribute("helper.account")
    contract_item = None
    office = SubFactory(OfficeFactory, may_certify=True)
    area = SubFactory(AreaFactory)
    county = factory.LazyAttribute(lambda o: o.area.county)
    town = factory.LazyAttribute(lambda o: o.area.town or o.area)
    served_on = factory.Sequence(lambda n: date(2024, 6, 3) + timedelta(days=n % 300))
    ym = factory.LazyAttribute(lambda o: o.served_on.year * 100 + o.served_on.month)
    starts_at = factory.LazyAttribute(lambda o: at(o.served_on, 9))
    ends_at = factory.LazyAttribute(lambda o: o.starts_at + timedelta(minutes=o.minutes))
    kind = SessionKind.HOME_VISIT
    help_kind = HelpKind.FAMILY_RELATIONS
    minutes = 120
    rate_fen = factory.LazyAttribute(lambda o: o.contract_item.rate_fen if o.contract_item else 0)
    amount_fen = factory.LazyAttribute(lambda o: o.rate_fen * o.minutes // 60)
    content = "一起整理了求职材料"
    nil_gift = True
    recorded_by = SubFactory(UserFactory)


class HourSummaryFactory(DjangoModelFactory):
    """A month of ten volunteer hours in one town, with nine people served."""

    class Meta:
        model = HourSummary

    town = SubFactory(AreaFactory, parent=SubFactory(AreaFactory))
    county = factory.LazyAttribute(lambda o: o.town.county)
    ym = 202610
    account = Account.VOLUNTEER
    kind = SessionKind.HOME_VISIT
    minutes = 600
    person_times = 9
    records = factory.SelfAttribute("person_times")


def county_office(county, **fields):
    """A certifying office that covers the whole of ``county``."""
    assert county.level == AreaLevel.COUNTY
    return OfficeFactory(areas=[county], may_certify=True, **fields)
