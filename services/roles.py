"""Who may do what with hours and money; four hands are four roles, and an auditor only reads."""

from portal.roles import (
    AUDITOR,
    FINANCE_CHECKER,
    FINANCE_PAYER,
    OFFICE_HEAD,
    OFFICER,
    SUPPLIER_MANAGER,
    grant,
)

READ = [
    "services.view_acceptance",
    "services.view_appropriation",
    "services.view_contract",
    "services.view_hoursummary",
    "services.view_ledgerchain",
    "services.view_ledgerentry",
    "services.view_ledgerhead",
    "services.view_payment",
    "services.view_servicerecord",
    "services.view_settlement",
    "services.view_supplier",
]

grant(
    ["services.view_contract", "services.add_servicerecord", "services.view_servicerecord"], SUPPLIER_MANAGER
)
grant([*READ, "services.view_certificate"], OFFICER, OFFICE_HEAD, AUDITOR)
grant(READ, FINANCE_CHECKER, FINANCE_PAYER)
grant(["services.add_servicerecord", "services.verify_servicerecord"], OFFICER)
grant(
    [
        "services.verify_servicerecord",
        "services.reverse_servicerecord",
        "services.revoke_certificate",
        "services.sign_acceptance",
        "services.add_contract",
        "services.change_contract",
        "services.sign_contract",
        "services.add_supplier",
        "services.change_supplier",
    ],
    OFFICE_HEAD,
)
# What may be taken away as a file: by those who answer for it, always with a reason (rule 62).
MONEY_LISTS = [
    "services.export_acceptance",
    "services.export_appropriation",
    "services.export_contract",
    "services.export_settlement",
    "services.export_supplier",
]
grant([*MONEY_LISTS, "services.export_servicerecord"], OFFICE_HEAD, AUDITOR, FINANCE_CHECKER, FINANCE_PAYER)
# Officers take away the hours of their own areas, and no list of money.
grant(["services.export_servicerecord"], OFFICER)
grant(["services.export_ledgerentry"], AUDITOR, FINANCE_CHECKER, FINANCE_PAYER)
grant(["services.export_certificate"], OFFICE_HEAD, AUDITOR)
# The sheet is filled in by finance and signed by the head: two persons, two roles (rules 49 and 50).
grant(["services.add_acceptance", "services.add_settlement", "services.add_appropriation"], FINANCE_CHECKER)
grant(["services.add_payment"], FINANCE_PAYER)
