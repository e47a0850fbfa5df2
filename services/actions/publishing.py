"""Publishing the heads of all chains, so that nobody can rewrite what stood before."""

from datetime import date

from django.db import transaction

from portal import audit
from portal.actions import require
from services.ledger.appending import HEADS, Body, append
from services.models import LedgerChain, LedgerHead
from services.signals import figures_changed

from .proving import EXPORT


@transaction.atomic
def publish_heads(day: date, *, by) -> LedgerChain | None:
    """Publish every chain's head for ``day``, once; the hash of the entry stands for all of them.

    Run daily by the operator's clock, or by whoever may export the ledger; a day that is published
    already, or an empty ledger, adds nothing.
    Returns the chain of published heads with that entry as its head, ``None`` where nothing was added.
    """
    if not by.is_system:
        require(by, EXPORT)
    chains = list(LedgerChain.objects.select_for_update().exclude(name=HEADS).filter(head_seq__gt=0))
    if not chains or LedgerHead.objects.filter(day=day).exists():
        return None
    LedgerHead.objects.bulk_create(
        [LedgerHead(day=day, chain=chain, seq=chain.head_seq, hash=chain.head_hash) for chain in chains]
    )
    heads = [{"chain": chain.name, "hash": chain.head_hash, "seq": chain.head_seq} for chain in chains]
    published = append(HEADS, [Body({"type": "heads.published", "day": day.isoformat(), "heads": heads})])
    audit.record("ledger.heads_published", published, by=by, chains=len(chains))
    figures_changed.send(LedgerHead)
    return published
