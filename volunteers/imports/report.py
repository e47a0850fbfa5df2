"""The workbook that goes back to the office: every bad line as it was, with the reasons."""

from datetime import date
from typing import BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _

from .judging import Failure
from .workbook import Roster


def write(file: BinaryIO, roster: Roster, failures: list[Failure]) -> None:
    """Write the failed lines of ``roster``; every cell is text: Excel guesses nothing."""
    reasons: dict[int, list[Failure]] = {}
    for failure in failures:
        reasons.setdefault(failure.row, []).append(failure)
    book = xlsxwriter.Workbook(
        file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    text = book.add_format({"num_format": "@", "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    head = book.add_format({"bold": True, "bottom": 1})
    sheet = book.add_worksheet(_("Lines to mend"))
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, 1, 50)
    sheet.set_column(2, 1 + len(roster.columns), 16)
    for place, label in enumerate((_("Row"), _("Reason"), *roster.columns)):
        sheet.write_string(0, place, label, head)
    rows = {row.number: row for row in roster.rows}
    for line, number in enumerate(sorted(reasons), 1):
        sheet.write_number(line, 0, number, wrapped)
        why = "\n".join(f"{failure.column}：{failure.message}" for failure in reasons[number])
        sheet.write_string(line, 1, why, wrapped)
        for place, column in enumerate(roster.columns, 2):
            value = rows[number].cells.get(column)
            shown = value.isoformat() if isinstance(value, date) else rows[number].text(column)
            sheet.write_string(line, place, shown, text)
    book.close()
