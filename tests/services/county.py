"""A county at work: its town, the people of every hand, and a contract in force."""

from datetime import date, timedelta

from portal import roles
from services import actions
from services.actions import Service
from services.choices import RecordState
from services.models import ServiceRecord
from tests.factories.portal import AreaFactory, OfficeFactory, UserFactory, user_with_role
from tests.factories.services import (
    ContractFactory,
    ContractItemFactory,
    RosterEntryFactory,
    ServingHelperFactory,
    SupplierFactory,
    at,
)
from training.choices import SessionKind
from volunteers.choices import HelpKind

DAY = date(2024, 6, 3)
EXPLAINED = "补录历史记录"


class County:
    """A county with a town, the people of every hand, and a contract in force."""

    def __init__(self):
        self.area = AreaFactory()
        self.town = AreaFactory(parent=self.area)
        self.unit = OfficeFactory(areas=[self.area], may_certify=True)
        self.officer = user_with_role(roles.OFFICER, self.town)
        self.head = user_with_role(roles.OFFICE_HEAD, self.area)
        self.checker = user_with_role(roles.FINANCE_CHECKER, self.area)
        self.payer = user_with_role(roles.FINANCE_PAYER, self.area)
        self.supplier = SupplierFactory()
        self.manager = UserFactory(roles=[roles.SUPPLIER_MANAGER], office=self.supplier.office)
        self.contract = ContractFactory(area=self.area, supplier=self.supplier)
        self.item = ContractItemFactory(contract=self.contract)
        self.helper = ServingHelperFactory(area=self.town)
        RosterEntryFactory(contract=self.contract, helper=self.helper)

    def service(self, day=DAY, hour=9, minutes=120, **changes):
        start = at(day, hour)
        return Service(
            **{
                "area": self.town,
                "office": self.unit,
                "kind": SessionKind.HOME_VISIT,
                "help_kind": HelpKind.FAMILY_RELATIONS,
                "starts_at": start,
                "ends_at": start + timedelta(minutes=minutes),
                "content": "一起整理了求职材料",
                "nil_gift": True,
                "explanation": EXPLAINED,
                **changes,
            }
        )

    def volunteer(self, **changes) -> ServiceRecord:
        return actions.log_own(self.helper, self.service(**changes), by=self.helper.account)[0]

    def purchase(self, **changes) -> ServiceRecord:
        service = self.service(contract_item=self.item, **changes)
        return actions.log_for(self.helper, service, by=self.manager)[0]

    def accepted(self, *records):
        for record in records:
            if record.state == RecordState.LOGGED:
                actions.verify(record, by=self.officer)
        sheet = actions.open_acceptance(
            self.contract, period_from=date(2024, 5, 1), period_to=date(2025, 4, 30), by=self.checker
        )
        marks = {line.pk: (True, "") for line in sheet.lines.all()}
        actions.mark_sheet(sheet, marks=marks, by=self.checker)
        actions.add_opinion(sheet, score=5, by=self.checker)
        return actions.sign_acceptance(sheet, by=self.head)
