"""Exporting 100,000 records of one county, against a raw cursor and the bare writer of the format."""

import csv
import json
import os
import sqlite3
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import filled
from tests.benchmarks.measuring import Result, grown, in_a_process, ratio_to

CSV_RATIO, XLSX_RATIO, MEGABYTES = 1.5, 1.3, 30


def measure(folder: Path) -> list[Result]:
    """CPU in turn in one process, memory in processes of their own."""
    results = []
    for kind, budget in (("csv", CSV_RATIO), ("xlsx", XLSX_RATIO)):
        found = in_a_process(__name__, folder, kind, "cpu")
        grown = in_a_process(__name__, folder, kind, "memory")["grown"]
        results.append(
            Result(
                f"{kind.upper()} of {found['rows']:,} records, CPU against the floor",
                f"{found['ratio']:.2f} × ({found['ours']:.2f} s, floor {found['floor']:.2f} s)",
                f"≤ {budget} ×",
                found["ratio"] <= budget,
            )
        )
        results.append(
            Result(
                f"{kind.upper()} of {found['rows']:,} records, memory",
                f"+{grown:.0f} MB",
                f"≤ +{MEGABYTES} MB",
                grown <= MEGABYTES,
            )
        )
    return results


def _view():
    """The export of the record list as an auditor of the first county gets it."""
    from portal.backoffice import background
    from portal.models import ExportFile, User

    auditor = User.objects.get(email=filled.AUDITOR)
    ordered = ExportFile(account=auditor, list_name="service_records", rows=0)
    return background.view_of(ordered)


def _floor(kind: str, sql: str, parameters):
    """A raw cursor of the driver itself, straight into the writer of the format."""
    import xlsxwriter
    from django.db import connection

    raw = sqlite3.connect(connection.settings_dict["NAME"])
    rows = raw.execute(sql.replace("%s", "?"), parameters)
    if kind == "csv":
        with open(os.devnull, "w", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
        return
    with tempfile.TemporaryFile() as file:
        book = xlsxwriter.Workbook(file, {"constant_memory": True})
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        book.close()


def _ours(kind: str, view, rows):
    from portal import spreadsheet

    if kind == "xlsx":
        spreadsheet.xlsx_file(view.export_columns, view.cells(rows)).close()
        return
    with open(os.devnull, "wb") as file:
        for piece in spreadsheet.csv_pieces(view.export_columns, view.cells(rows)):
            file.write(piece.encode())


def main(folder: str, kind: str, what: str) -> None:
    filled.start(Path(folder))
    from django.db import connection
    from django.utils import translation

    with translation.override("zh-hans"):
        view = _view()
        rows = view.get_queryset()
        if what == "memory":
            # Pages of the database file are its cache, not our memory.
            connection.cursor().execute("PRAGMA mmap_size=0")
            _ours(kind, view, rows[:10])
            print(json.dumps({"grown": grown(lambda: _ours(kind, view, rows))}))
            return
        sql, parameters = rows.values_list(*view.list_export).query.sql_with_params()
        ratio, floor, ours = ratio_to(lambda: _floor(kind, sql, parameters), lambda: _ours(kind, view, rows))
        print(json.dumps({"rows": rows.count(), "ratio": ratio, "floor": floor, "ours": ours}))


if __name__ == "__main__":
    main(*sys.argv[1:])
