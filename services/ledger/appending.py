"""Appending to a chain: everything is built first, then the head row is locked, and the chain grows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from services.models import LedgerChain, ServiceRecord

from .canonical import canonical, entry_hash

VOLUNTEERING = "volunteering"
HEADS = "heads"
SELECT_HEAD = "SELECT id, name, head_seq, head_hash FROM services_ledgerchain WHERE name = %s"
LOCK_HEAD = f"{SELECT_HEAD} FOR UPDATE"
INSERT = (
    "INSERT INTO services_ledgerentry (chain_id, seq, prev, hash, body, record_id, at)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s)"
)
MOVE_HEAD = "UPDATE services_ledgerchain SET head_seq = %s, head_hash = %s WHERE id = %s"


@dataclass(frozen=True, slots=True)
class Body:
    """What one entry shall say, the record it speaks of, and when it happened; None means now."""

    content: dict
    record: ServiceRecord | None = None
    at: datetime | None = None


def append(chain: str, bodies: Iterable[Body]) -> LedgerChain | None:
    """Append ``bodies`` to ``chain`` in one go; must run inside the transaction of what they tell.

    Returns the chain with its new head, ``None`` where there was nothing to append. Locking the
    head row makes writers wait for each other, so a chain never forks; without it eight processes
    forked one chain in half of their appends. Everybody waits for this lock, so the three
    statements under it are written out: composing them anew took longer than running them.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("The ledger is written in its cause's transaction.")
    now, stored = timezone.now(), connection.ops.adapt_datetimefield_value
    texts = [
        (canonical(body.content), body.record and body.record.pk, stored(body.at or now)) for body in bodies
    ]
    if not texts:
        return None
    with connection.cursor() as cursor:
        head = _locked_head(cursor, chain)
        cursor.executemany(INSERT, list(_chained(head, texts)))
        cursor.execute(MOVE_HEAD, [head.head_seq, head.head_hash, head.pk])
    return head


def _chained(head: LedgerChain, texts: Iterable[tuple]) -> Iterator[tuple]:
    """The rows of the entries, each bound to the one before; ``head`` moves along."""
    for text, record, at in texts:
        prev, head.head_seq = head.head_hash, head.head_seq + 1
        head.head_hash = entry_hash(head.name, head.head_seq, prev, text)
        yield head.pk, head.head_seq, prev, head.head_hash, text, record, at


def _locked_head(cursor, chain: str) -> LedgerChain:
    lock = LOCK_HEAD if connection.features.has_select_for_update else SELECT_HEAD
    cursor.execute(lock, [chain])
    row = cursor.fetchone()
    if row is None:
        LedgerChain.objects.get_or_create(name=chain)
        cursor.execute(lock, [chain])
        row = cursor.fetchone()
    return LedgerChain(*row)
