"""Appending from eight processes at once, and proving and exporting a hundred thousand entries (SQLite)."""

import hashlib
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks import filled
from tests.benchmarks.measuring import Result, cpu, grown, in_a_process

PROCESSES, ROUNDS, SECONDS, BATCH = 8, 3, 3, 50
KINDS = ("plain", "single", "batch")
ENTRIES = 100_000
APPEND_RATIO, BATCH_RATIO, ROWS_A_SECOND, MEGABYTES = 0.4, 5, 100_000, 10
PLAIN = (
    "CREATE TABLE IF NOT EXISTS plain_entry "
    "(id INTEGER PRIMARY KEY, chain_id, seq, prev, hash UNIQUE, body, at)"
)
INSERT = "INSERT INTO plain_entry (chain_id, seq, prev, hash, body, at) VALUES (%s, %s, %s, %s, %s, %s)"


def measure(folder: Path) -> list[Result]:
    """Eight writers, the kinds in turn; then the whole ledger in one process."""
    rates = _rates(folder)
    ratio, batched = rates["single"] / rates["plain"], rates["batch"] / rates["single"]
    return [
        Result(
            f"ledger append, {PROCESSES} processes, against a plain INSERT",
            f"{ratio:.2f} × ({rates['single']:.0f}/s, floor {rates['plain']:.0f}/s)",
            f"≥ {APPEND_RATIO} ×",
            ratio >= APPEND_RATIO,
        ),
        Result(
            f"{BATCH} entries in one transaction against one at a time",
            f"{batched:.1f} × ({rates['batch']:.0f}/s)",
            f"≥ {BATCH_RATIO} ×",
            batched >= BATCH_RATIO,
        ),
        *_whole(in_a_process(__name__, folder, "whole")),
    ]


def _rates(folder: Path) -> dict[str, float]:
    """Entries a second of all processes together, by kind; the best of the rounds, which alternate."""
    command = [sys.executable, "-m", __name__, str(folder), "append"]
    workers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _number in range(PROCESSES)]
    rates = dict.fromkeys(KINDS, 0.0)
    for phase, kind in enumerate(KINDS * ROUNDS):
        for worker in workers:
            assert worker.stdout.readline() == "ready\n"
        _go(folder, phase).touch()
        rates[kind] = max(rates[kind], sum(int(worker.stdout.readline()) for worker in workers) / SECONDS)
    assert not any(worker.wait() for worker in workers)
    return rates


def _go(folder: Path, phase: int) -> Path:
    """The file that lets every process begin one phase at the same moment."""
    return folder / f"go-{phase}"


def _whole(found: dict) -> list[Result]:
    return [
        Result(
            f"{what}, {found['entries']:,} entries",
            f"{found['entries'] / found[key]:,.0f} rows a CPU second",
            f"≥ {ROWS_A_SECOND:,}",
            found["entries"] / found[key] >= ROWS_A_SECOND,
        )
        for what, key in (
            ("verifying the database", "verify"),
            ("exporting", "export"),
            ("verifying the export, standard library alone", "offline"),
        )
    ] + [
        Result(
            "memory of verifying and exporting the database",
            f"+{found['grown']:.1f} MB",
            f"≤ +{MEGABYTES} MB",
            found["grown"] <= MEGABYTES,
        )
    ]


def _body(number: int) -> dict:
    """An entry as long as that of a verified hour."""
    return {
        "type": "record.verified",
        "at": "2026-11-24T21:36:00+08:00",
        "account": "purchased",
        "amount_fen": 9000,
        "area": "520100000000",
        "booking": number,
        "contract_item": 3,
        "excess": False,
        "help_kind": "family_relations",
        "helper": number % 300,
        "kind": "home_visit",
        "late": False,
        "minutes": 120,
        "office": 4,
        "person_times": 1,
        "record": number,
        "recorded_by": 12,
        "served_on": "2026-11-14",
        "verified_by": 9,
    }


def _append(folder: Path) -> None:
    """One of the eight: in each phase append until the time is over, and print how many entries that were."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(PLAIN)
    for phase, kind in enumerate(KINDS * ROUNDS):
        print("ready", flush=True)
        while not _go(folder, phase).exists():
            time.sleep(0.01)
        until, number = time.monotonic() + SECONDS, 0
        while time.monotonic() < until:
            number += _one(kind, phase, number)
        print(number, flush=True)


def _one(kind: str, phase: int, number: int) -> int:
    """One transaction of a kind; returns how many entries it held."""
    from django.db import connection, transaction

    from services.ledger.appending import Body, append
    from services.ledger.canonical import canonical

    size = BATCH if kind == "batch" else 1
    with transaction.atomic():
        if kind != "plain":
            append("contract:bench", (Body(_body(number + n)) for n in range(size)))
            return size
        text = canonical(_body(number))
        digest = hashlib.sha256(f"{os.getpid()} {phase} {number} {text}".encode()).hexdigest()
        with connection.cursor() as cursor:
            cursor.execute(INSERT, [1, number, digest, digest, text, "2026-11-24 13:36:00"])
    return size


def _prove(folder: Path) -> None:
    """Fill the ledger up, then verify and export it once, in CPU seconds and memory."""
    from django.db import connection, transaction

    from services.ledger import verifier
    from services.ledger.appending import Body, append
    from services.ledger.checking import check_ledger, export_ledger
    from services.models import LedgerEntry

    while (held := LedgerEntry.objects.count()) < ENTRIES:
        with transaction.atomic():
            append("contract:bench", (Body(_body(held + number)) for number in range(5000)))
    # Pages of the database file are its cache, not our memory: none mapped, and few kept.
    connection.cursor().execute("PRAGMA mmap_size=0")
    connection.cursor().execute("PRAGMA cache_size=-1000")
    export, reports = folder / "ledger.jsonl", []
    more = max(grown(check_ledger), grown(lambda: export_ledger(str(export))))
    verify = cpu(lambda: reports.append(check_ledger()))
    written = cpu(lambda: export_ledger(str(export)))
    spent = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run([sys.executable, verifier.__file__, str(export)], check=True, capture_output=True)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    [report] = reports
    assert report.fault is None, report.fault
    print(
        json.dumps(
            {
                "entries": report.entries,
                "verify": verify,
                "export": written,
                "offline": children.ru_utime - spent,
                "grown": more,
            }
        )
    )


def main(folder: str, what: str) -> None:
    filled.start(Path(folder))
    if what == "append":
        _append(Path(folder))
    else:
        _prove(Path(folder))


if __name__ == "__main__":
    main(*sys.argv[1:])
