"""The empty roster that offices fill in: text cells, lists to choose from."""

from typing import BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _

from . import columns as c

LINES = 500


def write(file: BinaryIO) -> None:
    """Write the template; the ID number is text, so that Excel cannot damage it."""
    book = xlsxwriter.Workbook(file)
    text = book.add_format({"num_format": "@"})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "num_format": "@"})
    sheet = book.add_worksheet(_("Roster"))
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(c.COLUMNS) - 1, 18, text)
    for place, column in enumerate(c.COLUMNS):
        sheet.write_string(0, place, f"{column}*" if column in c.REQUIRED else column, head)
    kinds = [names[0] for names in c.KIND_ALIASES.values()]
    lists = book.add_worksheet(_("Lists"))
    lists.write_column(0, 0, kinds)
    place = c.COLUMNS.index(c.KIND)
    sheet.data_validation(
        1, place, LINES, place, {"validate": "list", "source": f"='{lists.get_name()}'!$A$1:$A${len(kinds)}"}
    )
    place = c.COLUMNS.index(c.SEX)
    sheet.data_validation(1, place, LINES, place, {"validate": "list", "source": ["男", "女"]})
    book.close()
