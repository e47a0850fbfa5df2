"""Verifying and exporting the ledger of this database, with memory that does not grow with it."""

import os
import tempfile
from collections.abc import Collection, Iterator

import orjson
from django.db.models import Exists, OuterRef, Q, QuerySet

from services.models import LedgerChain, LedgerEntry, LedgerHead

from .verifier import Fault, Report, verify_lines, verify_rows

CHUNK = 1000


def check_ledger(heads: Collection[str] = ()) -> Report:
    """Verify every chain, and that each head published earlier (ours and ``heads``) is still in it.

    The ledger may grow meanwhile: each chain is read to where it ends by then.
    """
    published = set(LedgerHead.objects.values_list("hash", flat=True))
    report = verify_rows(_rows(), published | set(heads), _is_canonical)
    if report.fault is None:
        report.fault = _cut_tail()
    return report


def _cut_tail() -> Fault | None:
    """A chain that does not end where its head row says. One statement, so nothing is appended in between."""
    entries = LedgerEntry.objects.filter(chain=OuterRef("pk"))
    last = entries.filter(seq=OuterRef("head_seq"), hash=OuterRef("head_hash"))
    beyond = entries.filter(seq__gt=OuterRef("head_seq"))
    elsewhere = Exists(beyond) | (Q(head_seq__gt=0) & ~Exists(last))
    chain = LedgerChain.objects.filter(elsewhere).order_by("name").first()
    return Fault(chain.name, chain.head_seq, "missing_head") if chain else None


def check_export(path: str, heads: Collection[str] = ()) -> Report:
    """Verify an exported file, exactly as the offline verifier does."""
    with open(path, "rb") as lines:
        return verify_lines(lines, heads)


def continues(path: str) -> bool:
    """Whether this ledger still holds all of the export at ``path``: only that may a newer one replace."""
    report = check_export(path)
    return report.fault is None and all(
        LedgerEntry.objects.filter(chain__name=name, seq=seq, hash=digest).exists()
        for name, (seq, digest) in report.heads.items()
    )


def export_ledger(path: str) -> int:
    """Write the ledger as JSON lines in chain order; the file appears whole or not at all."""
    folder = os.path.dirname(os.path.abspath(path))
    written = 0
    with tempfile.NamedTemporaryFile("wb", dir=folder, delete=False) as file:
        for line in export_lines():
            file.write(line)
            written += 1
    os.replace(file.name, path)
    return written


def export_lines(chains: QuerySet[LedgerChain] | None = None) -> Iterator[bytes]:
    """The export line by line, of all chains or of some; each chain is whole and proves itself."""
    for chain, seq, prev, body, digest in _rows(chains):
        name = orjson.dumps(chain).decode()
        line = f'{{"body":{body},"chain":{name},"hash":"{digest}","prev":"{prev}","seq":{seq}}}\n'
        yield line.encode()


def _rows(chains: QuerySet[LedgerChain] | None = None) -> Iterator[tuple[str, int, str, str, str]]:
    """``(chain, seq, prev, body, hash)`` in chain order, read in chunks by key."""
    for chain in (LedgerChain.objects.all() if chains is None else chains).order_by("name"):
        entries = LedgerEntry.objects.filter(chain=chain).order_by("seq")
        seen = 0
        while True:
            rows = list(entries.filter(seq__gt=seen).values_list("seq", "prev", "body", "hash")[:CHUNK])
            for seq, prev, body, digest in rows:
                yield chain.name, seq, prev, body, digest
            if len(rows) < CHUNK:
                break
            seen = rows[-1][0]


def _is_canonical(body: str) -> bool:
    try:
        return orjson.dumps(orjson.loads(body), option=orjson.OPT_SORT_KEYS) == body.encode()
    except orjson.JSONDecodeError:
        return False
