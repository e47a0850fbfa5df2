"""Writing rows as CSV or XLSX without holding them in memory, and without letting a cell become a formula."""

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import batched

import xlsxwriter
from django.utils import timezone

from portal.lists import yes_or_no

BYTE_ORDER_MARK = "\ufeff"
# Spreadsheet programs take these at the start of a cell for a formula, the full-width ones too.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# A blank in front does not help: programs strip it.
SUSPICIOUS = frozenset({*FORMULA_STARTS, " "})
# Rows written at once: one piece of the answer instead of one for each line.
ROWS_A_PIECE = 500


def plain(value) -> str | int | Decimal:
    """A value as an office reads it; numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, (int, Decimal)):
        return value
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def formula_safe(value):
    """Text that would start a formula gets an apostrophe in front (rule 62); numbers pass."""
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


class Words(dict):
    """Stored values and the words an office reads for them; an unknown value is written as it is."""

    def __missing__(self, value):
        return formula_safe(plain(value))


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file: its heading, and how a stored value becomes a cell.

    ``write`` is None where the value is written as it is: whole numbers, and text where ``is_text``.
    Text is made safe in a CSV file; in a workbook it is text and nothing else.
    """

    heading: str
    write: Callable | None = plain
    is_text: bool = True

    def in_csv(self, values: Iterable) -> Iterable:
        """The cells of a CSV file for ``values``, a whole column at a time, in C where possible."""
        cells = values if self.write is None else list(map(self.write, values))
        # Most columns repeat a few values, none of which is suspicious: then there is nothing to do.
        if not self.is_text or not any(str(cell)[:1] in SUSPICIOUS for cell in set(cells)):
            return cells
        return [formula_safe(cell) for cell in cells]


def csv_pieces(columns: list[Column], rows: Iterable) -> Iterator[str]:
    """The file piece by piece, beginning with the mark by which Excel knows UTF-8."""
    piece = io.StringIO()
    writer = csv.writer(piece)
    piece.write(BYTE_ORDER_MARK)
    writer.writerow([formula_safe(column.heading) for column in columns])
    for batch in batched(rows, ROWS_A_PIECE, strict=False):
        values = zip(*batch, strict=True)
        cells = [column.in_csv(row) for column, row in zip(columns, values, strict=True)]
        writer.writerows(zip(*cells, strict=True))
        yield piece.getvalue()
        piece.seek(0)
        piece.truncate()
    yield piece.getvalue()


def xlsx_file(columns: list[Column], rows: Iterable):
    """A temporary file with one worksheet: frozen bold headings, text never read as formula or link."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    workbook = xlsxwriter.Workbook(
        file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = workbook.add_worksheet()
    sheet.freeze_panes(1, 0)
    sheet.set_paper(9)
    for number, column in enumerate(columns):
        sheet.set_column(number, number, max(12, 2 * len(column.heading) + 2))
    headings = [column.heading for column in columns]
    sheet.write_row(0, 0, headings, workbook.add_format({"bold": True}))
    _write_cells(sheet, [column.write for column in columns], rows)
    workbook.close()
    file.seek(0)
    return file


def _write_cells(sheet, writers: list[Callable | None], rows: Iterable) -> None:
    number, string = sheet.write_number, sheet.write_string
    for line, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            write = writers[place]
            if write is not None:
                cell = write(cell)
            if isinstance(cell, str):
                if cell:
                    string(line, place, cell)
            elif cell is not None:
                number(line, place, cell)
