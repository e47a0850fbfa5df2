"""Publishing the heads of all chains, so that nobody can rewrite what stood before."""

from datetime import date

from django.db import transaction

from portal import audit
from services.ledger.appending import HEADS, Body, append
from services.models import LedgerChain, LedgerEntry, LedgerHead
from services.signals import figures_changed


@transaction.atomic
def publish_heads(day: date, *, by) -> LedgerEntry | None:
    """Publish every chain's head for ``day``, once; the entry's own hash stands for all of them.

    Run daily by the operator's clock; a day that is published already, or an empty ledger, adds nothing.
    """
    chains = list(LedgerChain.objects.select_for_update().exclude(name=HEADS).filter(head_seq__gt=0))
    if not chains or LedgerHead.objects.filter(day=day).exists():
        return None
    LedgerHead.objects.bulk_create(
        [LedgerHead(day=day, chain=chain, seq=chain.head_seq, hash=chain.head_hash) for chain in chains]
    )
    heads = [{"chain": chain.name, "hash": chain.head_hash, "seq": chain.head_seq} for chain in chains]
    [entry] = append(HEADS, [Body({"type": "heads.published", "day": day.isoformat(), "heads": heads})])
    audit.record("ledger.heads_published", entry.chain, by=by, chains=len(chains))
    figures_changed.send(LedgerHead)
    return entry
