"""Every state change of hours and money, one file a topic; each is one transaction in five beats."""

from .accepting import add_opinion, change_period, mark_sheet, open_acceptance, sign_acceptance
from .attending import log_attendance
from .certifying import issue_certificate, revoke_certificate
from .contracting import announce_contract, announcement_due, close_contract, sign_contract
from .drafting import (
    add_item,
    add_to_roster,
    add_year,
    change_draft,
    draft_contract,
    end_on_roster,
    remove_item,
    remove_year,
)
from .funding import record_appropriation
from .logging import log_for, log_own, withdraw
from .paying import pay, settle
from .publishing import publish_heads
from .recording import Service
from .suppliers import change_supplier, register_supplier
from .verifying import reject, reverse, verify, verify_many

__all__ = [
    "Service",
    "add_item",
    "add_opinion",
    "add_to_roster",
    "add_year",
    "announce_contract",
    "announcement_due",
    "change_draft",
    "change_period",
    "change_supplier",
    "close_contract",
    "draft_contract",
    "end_on_roster",
    "issue_certificate",
    "log_attendance",
    "log_for",
    "log_own",
    "mark_sheet",
    "open_acceptance",
    "pay",
    "publish_heads",
    "record_appropriation",
    "register_supplier",
    "reject",
    "remove_item",
    "remove_year",
    "reverse",
    "revoke_certificate",
    "settle",
    "sign_acceptance",
    "sign_contract",
    "verify",
    "verify_many",
    "withdraw",
]
