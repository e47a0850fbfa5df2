"""Every state change of hours and money, one file a topic; each is one transaction in five beats."""

from .accepting import add_opinion, mark_sheet, open_acceptance, sign_acceptance
from .certifying import issue_certificate, revoke_certificate
from .contracting import add_item, add_year, close_contract, sign_contract
from .funding import record_appropriation
from .logging import Service, log_attendance, log_for, log_own
from .paying import pay, settle
from .publishing import publish_heads
from .verifying import reject, reverse, verify, verify_many

__all__ = [
    "Service",
    "add_item",
    "add_opinion",
    "add_year",
    "close_contract",
    "issue_certificate",
    "log_attendance",
    "log_for",
    "log_own",
    "mark_sheet",
    "open_acceptance",
    "pay",
    "publish_heads",
    "record_appropriation",
    "reject",
    "reverse",
    "revoke_certificate",
    "settle",
    "sign_acceptance",
    "sign_contract",
    "verify",
    "verify_many",
]
