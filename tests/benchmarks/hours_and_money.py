"""Exports, ledger and figures at full size; writes the table of docs/performance.md.

uv run python -m tests.benchmarks.hours_and_money          # measure, and write the table
"""

import re
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import exports, figures, filled, ledger
from tests.benchmarks.measuring import HEADING, Result

RECORDS = 1_000_000
DOCUMENT = Path(__file__).parents[2] / "docs" / "performance.md"
BEGIN, END = "<!-- hours and money: begin -->", "<!-- hours and money: end -->"
PARTS = {"exports": exports, "figures": figures, "ledger": ledger}


def measure(folder: Path, *names: str) -> list[Result]:
    """The parts one after the other, so that none disturbs another."""
    filled.start(folder)
    if not (folder / "filled.sqlite3").exists():
        filled.fill(RECORDS)
    return [result for name in names or PARTS for result in PARTS[name].measure(folder)]


def main(folder: str | None) -> None:
    with tempfile.TemporaryDirectory() as fresh:
        results = measure(Path(folder or fresh))
    table = "\n".join([HEADING, *(result.line() for result in results)])
    print(table)
    text = DOCUMENT.read_text(encoding="utf-8")
    kept = re.sub(f"{BEGIN}.*?{END}", lambda _found: f"{BEGIN}\n{table}\n{END}", text, flags=re.DOTALL)
    DOCUMENT.write_text(kept, encoding="utf-8")
    if not all(result.holds for result in results):
        raise SystemExit("Some budgets do not hold.")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
