"""Reading the tree of areas from a file of statistical codes (docs: formats.md, section 1)."""

import csv
import io
import unicodedata
from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from portal import audit, site_version
from portal.actions import require
from portal.models import Area, AreaLevel

URBAN_TOWNS = range(1, 100)
URBAN_COMMUNITIES = range(1, 200)


class FileRefused(Exception):
    """A file with at least one bad line; ``errors`` says what is wrong and where."""

    def __init__(self, errors: list[str]):
        super().__init__("\n".join(errors))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Line:
    """One area of the file, with the line it stands in."""

    number: int
    code: str
    name: str

    @property
    def level(self) -> str | None:
        """County, town or community by the zeros at the end; None where the code fits none."""
        if len(self.code) != 12 or not (self.code.isascii() and self.code.isdigit()):
            return None
        county, town, community = self.code[:6], self.code[6:9], self.code[9:]
        if county[:2] == "00" or (town == "000" and community != "000"):
            return None
        if town == "000":
            return AreaLevel.COUNTY
        return AreaLevel.TOWN if community == "000" else AreaLevel.COMMUNITY

    @property
    def parent_code(self) -> str:
        """The code one level up; empty for a county."""
        if self.level == AreaLevel.COUNTY:
            return ""
        return self.code[:6] + "0" * 6 if self.level == AreaLevel.TOWN else self.code[:9] + "000"

    @property
    def is_urban(self) -> bool:
        """Sub-districts are numbered below 100, residents' committees below 200; the rest is rural."""
        if self.level == AreaLevel.TOWN:
            return int(self.code[6:9]) in URBAN_TOWNS
        return self.level == AreaLevel.COUNTY or int(self.code[9:]) in URBAN_COMMUNITIES


def decode(content: bytes) -> str:
    """UTF-8, with or without its mark, else the GB18030 of older office programs."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError:
        raise FileRefused([_("The file is neither UTF-8 nor GB18030. Save it as CSV UTF-8.")]) from None


def read(content: bytes) -> list[Line]:
    """The lines of a file in the order of their codes. Raises ``FileRefused`` for a wrong header."""
    reader = csv.reader(io.StringIO(decode(content), newline=""))
    try:
        rows = [(reader.line_num, [_plain(cell) for cell in row]) for row in reader]
    except csv.Error as error:
        raise FileRefused([_("Line %(number)d: no CSV.") % {"number": reader.line_num + 1}]) from error
    if not rows or [cell.lower() for cell in rows[0][1][:2]] != ["code", "name"]:
        raise FileRefused([_("Line 1: the header must read code,name.")])
    lines = [Line(number, *(*cells, "", "")[:2]) for number, cells in rows[1:] if any(cells)]
    return sorted(lines, key=lambda line: (line.code, line.number))


def _plain(cell: str) -> str:
    return unicodedata.normalize("NFKC", cell).strip()


def errors_in(lines: list[Line], known_codes: set[str]) -> list[str]:
    """What is wrong with each bad line, by line number; ``known_codes`` are stored already."""
    known = known_codes | {line.code for line in lines if line.level}
    first_lines: dict[str, int] = {}
    found = []
    for line in sorted(lines, key=lambda line: line.number):
        problem = _problem(line, known, first_lines)
        first_lines.setdefault(line.code, line.number)
        if problem:
            found.append(_("Line %(number)d: %(problem)s") % {"number": line.number, "problem": problem})
    return found


def _problem(line: Line, known: set[str], first_lines: dict[str, int]) -> str:
    if line.level is None:
        return _("“%(code)s” is no 12-digit statistical code.") % {"code": line.code}
    if not line.name:
        return _("The name is empty.")
    if len(line.name) > 60:
        return _("The name is longer than 60 characters.")
    if line.code in first_lines:
        return _("The code %(code)s stands in line %(first)d already.") % {
            "code": line.code,
            "first": first_lines[line.code],
        }
    if line.parent_code and line.parent_code not in known:
        return _("The area above it, %(code)s, is neither in the file nor stored.") % {
            "code": line.parent_code
        }
    return ""


@transaction.atomic
def import_areas(content: bytes, *, by) -> Counter:
    """Bring the tree in line with the file: counts of ``created``, ``renamed`` and ``unchanged``.

    One bad line refuses the file (``FileRefused``). Areas that the file does not name stay.
    """
    if not by.is_system:
        require(by, "portal.add_area")
    lines = read(content)
    stored = {area.code: area for area in Area.objects.all()}
    problems = errors_in(lines, set(stored))
    if problems:
        raise FileRefused(problems)
    renamed = {
        line.code: [stored[line.code].name, line.name]
        for line in lines
        if line.code in stored and stored[line.code].name != line.name
    }
    counts = Counter(created=0, renamed=0, unchanged=0)
    for line in lines:
        counts[_store(line, stored)] += 1
    if counts["created"] or counts["renamed"]:
        audit.record("area.imported", by=by, **counts, names=renamed)
        site_version.raise_on_commit()
    return counts


def _store(line: Line, stored: dict[str, Area]) -> str:
    area = stored.get(line.code)
    if area is not None:
        if area.name == line.name:
            return "unchanged"
        Area.objects.filter(pk=area.pk).update(name=line.name)
        return "renamed"
    fields = {"code": line.code, "name": line.name, "level": line.level, "is_urban": line.is_urban}
    if line.parent_code:
        # Read again: adding a sister has moved the numbers that treebeard keeps on the parent.
        stored[line.code] = Area.objects.get(code=line.parent_code).add_child(**fields)
    else:
        stored[line.code] = Area.add_root(**fields)
    return "created"
