"""Dates as people type them into rosters."""

import re
import unicodedata
from datetime import date, timedelta

_PARTS = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_EXCEL_EPOCH = date(1899, 12, 30)
_LAST_SERIAL = 99_999


def parse(value) -> date | None:
    """The date in a cell: a date, an Excel serial, or text in one of the usual forms."""
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and 1 <= value <= _LAST_SERIAL:
        return _EXCEL_EPOCH + timedelta(days=int(value))
    text = "".join(unicodedata.normalize("NFKC", str(value)).split())
    text = re.sub(r"(?<=\d)(?:\.0|00:00:00)$", "", text)
    found = _PARTS.fullmatch(text) or _COMPACT.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
