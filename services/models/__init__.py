"""Hours and money: one file per noun."""

from .acceptances import Acceptance, AcceptanceLine, Opinion
from .certificates import Certificate
from .contracts import Contract, ContractItem, ContractYear, RosterEntry
from .funding import Appropriation
from .ledger import LedgerChain, LedgerCheck, LedgerEntry, LedgerHead
from .records import ServiceRecord
from .settlements import Payment, Settlement
from .summaries import HourSummary
from .suppliers import Supplier

__all__ = [
    "Acceptance",
    "AcceptanceLine",
    "Appropriation",
    "Certificate",
    "Contract",
    "ContractItem",
    "ContractYear",
    "HourSummary",
    "LedgerChain",
    "LedgerCheck",
    "LedgerEntry",
    "LedgerHead",
    "Opinion",
    "Payment",
    "RosterEntry",
    "ServiceRecord",
    "Settlement",
    "Supplier",
]
