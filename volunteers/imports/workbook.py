"""Opening a workbook safely, and finding the roster in it.

Everything that can hurt is refused before a parser sees it: what is no workbook, unpacks to too
much, has too many rows, macros, links to other files, or an XML document type.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from django.utils.translation import gettext as _

from . import merged
from .columns import COLUMNS, ID_NUMBER, NAME, column_of, plain

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 50 * 1024 * 1024
MOST_PARTS = 2000
MOST_ROWS = 20_000
MOST_COLUMNS = 60
HEADER_WITHIN = 40
TOTALS = frozenset({"合计", "总计", "共计"})

_CHUNK = 1024 * 1024
_DOCUMENT_TYPE = re.compile(rb"<(?:\x00)?!(?:\x00)?(?:D|E)(?:\x00)?(?:O|N)")
_FORBIDDEN_PARTS = ("vbaproject.bin", "externallinks/", "xl/macrosheets", "activex/", "embeddings/")


class RefusedFile(Exception):
    """The file cannot be read at all; the message is one sentence for whoever sent it."""


type Cell = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the roster: its number in the worksheet, and the cells by column."""

    number: int
    cells: dict[str, Cell]

    def text(self, column: str) -> str:
        """The cell as text; a whole number without its ``.0``."""
        value = self.cells.get(column)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None else str(value).strip()


@dataclass(frozen=True, slots=True)
class Roster:
    """The lines of the first worksheet with a recognisable header."""

    columns: tuple[str, ...]
    ignored_columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read(file: BinaryIO) -> Roster:
    """The roster in a workbook. Raises ``RefusedFile`` where there is none, or the file is dangerous."""
    # Importing the parser costs a quarter of a second; most processes never read a workbook.
    from openpyxl import load_workbook

    _inspect(file)
    file.seek(0)
    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            if roster := _roster_in(sheet):
                return roster
    except RefusedFile:
        raise
    except Exception as error:  # a broken part can fail anywhere inside the parser
        raise RefusedFile(
            _("This file is damaged. Open it, save it again as an .xlsx workbook and send that.")
        ) from error
    raise RefusedFile(
        _("No worksheet has the header of a roster. One row must name the columns 姓名, 证件号码 and so on.")
    )


def _inspect(file: BinaryIO) -> None:
    file.seek(0, 2)
    if file.tell() > MOST_BYTES:
        raise RefusedFile(_("This file is larger than 10 MB. Split the roster."))
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            _inspect_parts(archive)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise RefusedFile(_("This is no .xlsx workbook. Save the roster as an .xlsx workbook.")) from error


def _inspect_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = [part.filename.lower() for part in parts]
    if "xl/workbook.xml" not in names:
        raise zipfile.BadZipFile("no workbook part")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise RefusedFile(_("This file unpacks to more than 50 MB. Keep only the roster in it."))
    if any(forbidden in name for name in names for forbidden in _FORBIDDEN_PARTS):
        raise RefusedFile(
            _("This file carries macros, embedded objects or links to other files. Save it without them.")
        )
    for part in parts:
        _inspect_part(archive, part)


def _inspect_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Unpack one part in small pieces: sizes that lie, document types and endless sheets show up here."""
    is_sheet = part.filename.lower().startswith("xl/worksheets/")
    rows, tail = 0, b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            if part.filename.lower().endswith((".xml", ".rels")) and _DOCUMENT_TYPE.search(tail + chunk):
                raise RefusedFile(
                    _("This file contains an XML document type, which no office program writes.")
                )
            rows += chunk.count(b"<row") if is_sheet else 0
            tail = chunk[-16:]
    if rows > MOST_ROWS:
        raise RefusedFile(_("A worksheet has more than 20,000 rows. Split the roster."))


def _numbered(sheet) -> Iterator[tuple[int, tuple]]:
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1):
        if number > MOST_ROWS:
            raise RefusedFile(_("A worksheet has more than 20,000 rows. Split the roster."))
        yield number, cells


def _roster_in(sheet) -> Roster | None:
    lines = _numbered(sheet)
    for number, cells in lines:
        columns = [column_of(cell) for cell in cells]
        if NAME in columns and len({*columns} - {None}) >= 3:
            with sheet._get_source() as part:
                merges = merged.merges_in(part)
            return _below(merged.filled(lines, merges), cells, columns)
        if number >= HEADER_WITHIN:
            return None
    return None


def _below(lines: Iterator[tuple[int, tuple]], header: tuple, columns: list[str | None]) -> Roster:
    places, ignored = {}, []
    for place, (column, cell) in enumerate(zip(columns, header, strict=True)):
        if column is not None and column not in places:
            places[column] = place
        elif cell is not None and plain(str(cell)):
            ignored.append(plain(str(cell)))
    rows = []
    for number, cells in lines:
        known = {
            column: _cell(cells[place]) if place < len(cells) else None for column, place in places.items()
        }
        if any(value not in (None, "") for value in known.values()) and not _is_total(cells, known):
            rows.append(Row(number, known))
    return Roster(
        columns=tuple(column for column in COLUMNS if column in places),
        ignored_columns=tuple(ignored),
        rows=tuple(rows),
    )


def _is_total(cells: tuple, known: dict[str, Cell]) -> bool:
    """The line under a roster that counts it is nobody."""
    return not known.get(ID_NUMBER) and any(plain(cell) in TOTALS for cell in cells if isinstance(cell, str))


def _cell(value) -> Cell:
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, bool | int | float | date):
        return value
    return str(value).strip()
