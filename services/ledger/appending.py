"""Appending to a chain: everything is built first, then the head row is locked, and the chain grows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from services.models import LedgerChain, LedgerEntry, ServiceRecord

from .canonical import canonical, entry_hash

VOLUNTEERING = "volunteering"
HEADS = "heads"
BATCH = 500


@dataclass(frozen=True, slots=True)
class Body:
    """What one entry shall say, the record it speaks of, and when it happened; None means now."""

    content: dict
    record: ServiceRecord | None = None
    at: datetime | None = None


def append(chain: str, bodies: Iterable[Body]) -> list[LedgerEntry]:
    """Append ``bodies`` to ``chain`` in one go; must run inside the transaction of what they tell.

    Locking the head row makes writers wait for each other, so a chain never forks; without it
    eight processes forked one chain in half of their appends.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("The ledger is written in its cause's transaction.")
    now = timezone.now()
    texts = [(canonical(body.content), body.record, body.at or now) for body in bodies]
    if not texts:
        return []
    head = _locked_head(chain)
    entries = []
    for text, record, at in texts:
        head.head_seq += 1
        digest = entry_hash(chain, head.head_seq, head.head_hash, text)
        entries.append(
            LedgerEntry(
                chain=head,
                seq=head.head_seq,
                prev=head.head_hash,
                hash=digest,
                body=text,
                record=record,
                at=at,
            )
        )
        head.head_hash = digest
    LedgerEntry.objects.bulk_create(entries, batch_size=BATCH)
    head.save(update_fields=["head_seq", "head_hash"])
    return entries


def _locked_head(chain: str) -> LedgerChain:
    locked = LedgerChain.objects.select_for_update()
    head = locked.filter(name=chain).first()
    if head is None:
        LedgerChain.objects.get_or_create(name=chain)
        head = locked.get(name=chain)
    return head
