"""Checking the whole ledger and keeping the result; taking an export away for those who may."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from django.db import transaction

from portal import audit
from portal.actions import require
from services.ledger.checking import check_ledger, export_ledger, export_lines
from services.ledger.verifier import Report
from services.models import LedgerChain, LedgerCheck
from services.signals import ledger_check_ordered

EXPORT = "services.export_ledgerentry"


def check_and_keep(*, by, heads=()) -> Report:
    """Verify every chain and write down when it was, over how much, and the first fault.

    For the operator's clock and for those who may export: the result says nothing about anybody.
    """
    if not by.is_system:
        require(by, EXPORT)
    report = check_ledger(heads)
    keep(report, by=by)
    return report


@transaction.atomic
def order_check(*, by) -> None:
    """Have every chain checked in the background: a big ledger takes minutes."""
    require(by, EXPORT)
    transaction.on_commit(partial(ledger_check_ordered.send, LedgerCheck, account=by.pk))


@transaction.atomic
def keep(report: Report, *, by) -> LedgerCheck:
    """Write the result of a verification down, once."""
    fault = report.fault
    check = LedgerCheck.objects.create(
        entries=report.entries,
        chains=len(report.heads),
        fault_chain=fault.chain if fault else "",
        fault_seq=fault.seq if fault else 0,
        fault_reason=fault.reason[:120] if fault else "",
    )
    audit.record("ledger.checked", by=by, entries=check.entries, passed=check.passed)
    return check


@transaction.atomic
def export_for(*, reason: str, by) -> Iterator[bytes]:
    """The lines of the chains that ``by`` may take away; the export is in the audit log first (rule 62)."""
    require(by, EXPORT)
    chains = LedgerChain.objects.exported_to(by)
    audit.record(
        "ledger.exported",
        by=by,
        reason=reason,
        rows=sum(chains.values_list("head_seq", flat=True)),
        file_format="jsonl",
    )
    return export_lines(chains)


def export_to_file(path: str, *, by) -> int:
    """Write every chain into a file of the operator's, and how many entries into the audit log (rule 62)."""
    rows = export_ledger(path)
    audit.record("ledger.exported", by=by, rows=rows, file_format="jsonl", file=Path(path).name)
    return rows
