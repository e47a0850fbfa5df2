"""Sums over a million records: the comparison of every month with raw SQL, and what the screens show."""

import json
import sys
from pathlib import Path

from tests.benchmarks import filled
from tests.benchmarks.measuring import Result, cpu, in_a_process, ratio_to

GROUP_RATIO, MILLISECONDS, DEPTH_RATIO = 1.3, 300, 1.5


def measure(folder: Path) -> list[Result]:
    """Everything in one process, on one connection."""
    found = in_a_process(__name__, folder, "all")
    results = [
        Result(
            f"area × month × kind over {found['records']:,} records, against raw SQL",
            f"{found['ratio']:.2f} × (floor {found['floor']:.2f} s)",
            f"≤ {GROUP_RATIO} ×",
            found["ratio"] <= GROUP_RATIO,
        ),
        Result("kept monthly sums against the records", found["differences"], "none differs", found["same"]),
        Result(
            f"records, page at {found['depth']:,} rows against page 1",
            f"{found['deep']:.2f} × ({found['page_ms']:.1f} ms)",
            f"≤ {DEPTH_RATIO} ×",
            found["deep"] <= DEPTH_RATIO,
        ),
    ]
    results += [
        Result(
            f"{what}, CPU, database included",
            f"{spent:.0f} ms",
            f"≤ {MILLISECONDS} ms",
            spent <= MILLISECONDS,
        )
        for what, spent in found["screens"].items()
    ]
    return results


RAW = (
    "SELECT county_id, town_id, ym, account, kind, COUNT(id), SUM(minutes), SUM(person_times), "
    "SUM(amount_fen), COALESCE(SUM(CASE WHEN acceptance_id IS NOT NULL THEN minutes END), 0), "
    "SUM(payable_fen), COALESCE(SUM(CASE WHEN payment_id IS NOT NULL THEN payable_fen END), 0) "
    "FROM services_servicerecord WHERE state = 'verified' GROUP BY 1, 2, 3, 4, 5"
)


def _grouping() -> dict:
    from django.db import connection

    from services.ledger import summing

    def raw():
        with connection.cursor() as cursor:
            cursor.execute(RAW)
            return cursor.fetchall()

    ratio, floor, _ours = ratio_to(raw, summing.recomputed)
    return {"ratio": ratio, "floor": floor}


def _keep_sums() -> None:
    """The monthly sums as the actions keep them, record by record in the ledger's own function."""
    from services.ledger import summing
    from services.models import HourSummary, ServiceRecord

    if HourSummary.objects.exists():
        return
    columns = (*summing.KEY, "minutes", "person_times", "amount_fen")
    rows = ServiceRecord.objects.order_by().values_list(*columns, named=True)
    summing.add(rows.iterator(chunk_size=5000), summing.verified)


def _cost(work) -> float:
    """CPU milliseconds the second time round: SQLite, which works inside this process, and ours on top."""
    work()
    return cpu(work) * 1000


def _screens() -> dict:
    from services import figures, open_figures
    from services.actions.accepting import records_of_sheet, sheet_totals
    from services.models import Acceptance, Contract, ServiceRecord

    contract = Contract.objects.order_by("pk").first()
    helper = ServiceRecord.objects.first().helper
    sheet = Acceptance(contract=contract, period_to=contract.ends_on)
    year = open_figures.years()[0]
    assert records_of_sheet(sheet).exists()
    return {
        "five columns of a contract of 50,000 records": _cost(lambda: figures.by_item(contract)),
        "an acceptance sheet": _cost(lambda: sheet_totals(sheet)),
        "one helper's hours": _cost(lambda: figures.of_helper(helper)),
        "the public figures of a year": _cost(lambda: open_figures.publication(year).figures()),
    }


def _paging() -> dict:
    from portal.backoffice.keyset import page
    from portal.models import User
    from services.models import ServiceRecord

    order = ("-served_on", "-pk")
    rows = ServiceRecord.objects.visible_to(User.objects.get(email=filled.AUDITOR)).order_by(*order)
    depth = rows.count() * 9 // 10
    last = rows[depth]
    key = f"{last.served_on.isoformat()},{last.pk}"
    first = min(_cost(lambda: page(rows, order, 50)) for _round in range(20))
    deep = min(_cost(lambda: page(rows, order, 50, after=key)) for _round in range(20))
    return {"depth": depth, "deep": deep / first, "page_ms": deep}


def main(folder: str, _what: str) -> None:
    filled.start(Path(folder))
    from services.ledger import summing
    from services.models import ServiceRecord

    _keep_sums()
    different = summing.differences()
    print(
        json.dumps(
            {
                "records": ServiceRecord.objects.count(),
                **_grouping(),
                "differences": f"{len(different)} of {len(summing.recomputed()):,} sums differ",
                "same": not different,
                "screens": _screens(),
                **_paging(),
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
