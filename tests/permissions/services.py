"""The screens of ``services``."""

from portal.roles import (
    AUDITOR,
    FINANCE_CHECKER,
    FINANCE_PAYER,
    HELPER,
    OFFICE_HEAD,
    OFFICER,
    SUPPLIER_MANAGER,
)

from .table import EVERYONE, MONEY, OFFICES, Screen

READERS = (*OFFICES, *MONEY, AUDITOR)


def record_in(area, user):
    from tests.factories.services import ServiceRecordFactory

    return ServiceRecordFactory(area=area)


def helper_in(area, user):
    from tests.factories.services import ServingHelperFactory

    return ServingHelperFactory(area=area)


def supplier_in(area, user):
    from tests.factories.portal import OfficeFactory
    from tests.factories.services import SupplierFactory

    return SupplierFactory(office=OfficeFactory(kind="supplier", areas=[area]))


def contract_in(area, user):
    from tests.factories.services import ContractFactory

    return ContractFactory(area=area, supplier=supplier_in(area, user))


def contract_of(area, user):
    """A contract of the supplier that ``user`` works for."""
    contract = contract_in(area, user)
    user.office = contract.supplier.office
    user.save()
    return contract


def acceptance_in(area, user):
    from datetime import date

    from services.models import Acceptance
    from tests.factories.portal import UserFactory

    return Acceptance.objects.create(
        contract=contract_in(area, user),
        period_from=date(2024, 5, 1),
        period_to=date(2024, 5, 31),
        prepared_by=UserFactory(),
    )


def settlement_in(area, user):
    from datetime import date

    from services.models import Settlement
    from tests.factories.portal import UserFactory

    sheet = acceptance_in(area, user)
    return Settlement.objects.create(
        contract=sheet.contract,
        acceptance=sheet,
        year=sheet.contract.years.first(),
        accepted_minutes=60,
        payable_minutes=60,
        amount_fen=4500,
        due_on=date(2024, 7, 1),
        accepted_by=UserFactory(),
        settled_by=UserFactory(),
    )


def appropriation_in(area, user):
    from datetime import date

    from services.models import Appropriation

    return Appropriation.objects.create(
        area=area,
        year=2026,
        source="county",
        head="work",
        headcount=127,
        amount_fen=1,
        received_on=date(2026, 3, 1),
        recorded_by=user,
    )


def own_record_in(area, user):
    """Hours that ``user`` served and logged themselves."""
    from tests.factories.services import ServiceRecordFactory
    from volunteers.models import Helper

    helper = Helper.objects.filter(account=user).first() or helper_in(area, user)
    return ServiceRecordFactory(area=area, helper=helper, recorded_by=user)


def certificate_in(area, user):
    from datetime import date

    from services.models import Certificate
    from tests.factories.portal import OfficeFactory
    from tests.factories.volunteers import HelperFactory
    from volunteers.models import Helper

    return Certificate.objects.create(
        number=f"ZY-2026-{Certificate.objects.count():05}-2345",
        helper=Helper.objects.filter(account=user).first() or HelperFactory(account=user, area=area),
        office=OfficeFactory(areas=[area]),
        period_from=date(2026, 1, 1),
        period_to=date(2026, 6, 30),
        minutes=60,
        issued_on=date(2026, 7, 1),
    )


EXPORTERS = (OFFICE_HEAD, AUDITOR, *MONEY)


def _viewset(name, make, readers=READERS, exporters=EXPORTERS):
    """The list, the detail page and the export of one viewset."""
    return [
        Screen(f"{name}:export", exporters),
        Screen(f"{name}:index", readers),
        Screen(f"{name}:index_results", readers),
        Screen(f"{name}:inspect", readers, make),
    ]


SCREENS = [
    Screen("services:verify", EVERYONE),
    Screen("services:verify_key", EVERYONE),
    *(Screen(f"services:{name}", [HELPER]) for name in ("hours", "log", "certificates")),
    *(Screen(f"services:{name}", [HELPER], certificate_in) for name in ("certificate", "certificate_pdf")),
    Screen("services:withdraw", [HELPER], own_record_in),
    Screen("services:contracts", [SUPPLIER_MANAGER]),
    *(
        Screen(f"services:{name}", [SUPPLIER_MANAGER], contract_of)
        for name in ("contract", "contract_log", "contract_people")
    ),
    Screen("verification_queue", OFFICES),
    Screen("log_hours", [OFFICER]),
    Screen("log_hours_for", [OFFICER], helper_in),
    Screen("per_capita", READERS),
    Screen("ledger", READERS),
    *(Screen(f"ledger_{name}", (*MONEY, AUDITOR)) for name in ("check", "export")),
    *_viewset("service_records", record_in, exporters=(*EXPORTERS, OFFICER)),
    *(Screen(f"service_records:{name}", OFFICES, record_in) for name in ("verify", "reject")),
    Screen("service_records:reverse", [OFFICE_HEAD], record_in),
    *_viewset("contracts", contract_in),
    *(Screen(f"contracts:{name}", READERS, contract_in) for name in ("records", "people", "ledger")),
    *(
        Screen(f"contracts:{name}", [OFFICE_HEAD], contract_in)
        for name in (
            "sign",
            "item",
            "item-remove",
            "year",
            "year-remove",
            "roster",
            "roster-end",
            "announce",
            "close",
            "edit",
        )
    ),
    Screen("contracts:acceptance", [FINANCE_CHECKER], contract_in),
    Screen("contracts:add", [OFFICE_HEAD]),
    *_viewset("suppliers", supplier_in),
    Screen("suppliers:add", [OFFICE_HEAD]),
    Screen("suppliers:edit", [OFFICE_HEAD], supplier_in),
    Screen("supplier_chooser:choose", READERS),
    Screen("supplier_chooser:choose_results", READERS),
    Screen("supplier_chooser:chosen", READERS, supplier_in),
    Screen("supplier_chooser:chosen_multiple", READERS),
    Screen("supplier_chooser:create"),
    *_viewset("acceptances", acceptance_in),
    *(
        Screen(f"acceptances:{name}", [FINANCE_CHECKER], acceptance_in)
        for name in ("mark", "opinion", "period")
    ),
    Screen("acceptances:sign", [OFFICE_HEAD], acceptance_in),
    Screen("acceptances:settle", [FINANCE_CHECKER], acceptance_in),
    *_viewset("settlements", settlement_in),
    Screen("settlements:pay", [FINANCE_PAYER], settlement_in),
    *_viewset("appropriations", appropriation_in),
    Screen("appropriations:add", [FINANCE_CHECKER]),
    *_viewset("certificates", certificate_in, (*OFFICES, AUDITOR), (OFFICE_HEAD, AUDITOR)),
    Screen("certificates:revoke", [OFFICE_HEAD], certificate_in),
]
