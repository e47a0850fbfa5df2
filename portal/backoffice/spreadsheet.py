"""Writing rows as CSV or XLSX without holding them in memory, and without letting a cell become a formula."""

import csv
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime

import xlsxwriter
from django.utils import timezone
from django.utils.translation import pgettext

BYTE_ORDER_MARK = "\ufeff"
# Spreadsheet programs take these at the start of a cell for a formula, the full-width ones too.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def plain(value) -> str | int:
    """A value as an office reads it; numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return pgettext("answer", "Yes") if value else pgettext("answer", "No")
    if isinstance(value, int):
        return value
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def formula_safe(value: str | int) -> str | int:
    """Text that would start a formula gets an apostrophe in front (rule 62)."""
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


class _Line:
    """Hands each written line back instead of keeping it."""

    def write(self, value):
        return value


def csv_lines(headings: list[str], rows: Iterable, writers: list[Callable]) -> Iterator[str]:
    """The file line by line, beginning with the mark by which Excel knows UTF-8."""
    writer = csv.writer(_Line())
    yield BYTE_ORDER_MARK + writer.writerow([formula_safe(heading) for heading in headings])
    for row in rows:
        yield writer.writerow([formula_safe(write(value)) for write, value in zip(writers, row, strict=True)])


def xlsx_file(headings: list[str], rows: Iterable, writers: list[Callable]):
    """A temporary file with one worksheet: frozen bold headings, text never read as formula or link."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    workbook = xlsxwriter.Workbook(
        file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = workbook.add_worksheet()
    sheet.freeze_panes(1, 0)
    sheet.set_paper(9)
    for column, heading in enumerate(headings):
        sheet.set_column(column, column, max(12, 2 * len(heading) + 2))
    sheet.write_row(0, 0, headings, workbook.add_format({"bold": True}))
    for number, row in enumerate(rows, 1):
        for column, (write, value) in enumerate(zip(writers, row, strict=True)):
            cell = write(value)
            if isinstance(cell, int):
                sheet.write_number(number, column, cell)
            elif cell:
                sheet.write_string(number, column, cell)
    workbook.close()
    file.seek(0)
    return file
