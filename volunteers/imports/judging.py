"""Judging one line of a roster: every fault by column, or the person it describes. Pure."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from portal import identity, phones
from portal.identity import Identity, age_on

from . import columns as c
from . import dates
from .areas import AreaIndex, Trouble
from .workbook import Row

_SEPARATORS = re.compile(r"[;；、]")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+", re.ASCII)
_LATIN_NAME = re.compile(r"[A-Za-z]")
_SEXES = {"女": True, "女性": True, "男": False, "男性": False}


@dataclass(frozen=True, slots=True)
class Failure:
    """One fault of one line."""

    row: int
    column: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """One certificate as the roster states it."""

    title: str
    number: str = ""
    issued_on: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A line without a fault."""

    row: int
    name: str
    identity: Identity
    phone: str
    kind: str
    area: int
    email: str = ""
    work_unit: str = ""
    expertise: str = ""
    remarks: str = ""
    availability: str = ""
    certificates: tuple[Certificate, ...] = ()


@dataclass
class Judge:
    """What a line is judged by; remembers the numbers it has seen in this file."""

    areas: AreaIndex
    today: date
    minimum_age: int
    fictional: bool
    seen: dict[str, int] = field(default_factory=dict)

    def judge(self, row: Row) -> Person | list[Failure]:
        """The person on this line, or everything that is wrong with it."""
        line = _Line(row)
        name = _name(line)
        person = self._identity(line)
        phone = _phone(line)
        kind = _kind(line)
        area = self._area(line)
        _agrees(line, person)
        email = _email(line)
        certificates = _certificates(line)
        if line.failures:
            return line.failures
        assert person is not None, "its lack has been noted as a failure"
        assert area is not None, "its lack has been noted as a failure"
        return Person(
            row=row.number,
            name=name,
            identity=person,
            phone=phone,
            kind=kind,
            area=area,
            email=email,
            work_unit=row.text(c.WORK_UNIT)[:100],
            expertise=row.text(c.EXPERTISE)[:200],
            remarks=row.text(c.REMARKS)[:300],
            availability=row.text(c.AVAILABILITY)[:200],
            certificates=certificates,
        )

    def _identity(self, line: "_Line") -> Identity | None:
        value = line.row.cells.get(c.ID_NUMBER)
        if not line.required(c.ID_NUMBER):
            return None
        if isinstance(value, int | float) or _SCIENTIFIC.fullmatch(str(value)):
            return line.fault(
                c.ID_NUMBER,
                "id_damaged",
                _("Row %(row)d: Excel has damaged the ID number. Format the column as text, type it again.")
                % {"row": line.row.number},
            )
        person = identity.parse(str(value), fictional=self.fictional)
        if person is None:
            return line.fault(
                c.ID_NUMBER,
                "id_invalid",
                _("The ID number does not check out. Compare it with the card and enter it again."),
            )
        first = self.seen.setdefault(person.number, line.row.number)
        if first != line.row.number:
            message = _("The same ID number stands in row %(first)d. Keep one of the two.") % {"first": first}
            return line.fault(c.ID_NUMBER, "id_duplicate_in_file", message)
        if age_on(person.birth_date, self.today) < self.minimum_age:
            message = _("Volunteers in community corrections must be %(age)d years old.")
            return line.fault(c.ID_NUMBER, "too_young", message % {"age": self.minimum_age})
        return person

    def _area(self, line: "_Line") -> int | None:
        if not line.required(c.AREA):
            return None
        text = line.row.text(c.AREA)
        found = self.areas.find(text)
        if not isinstance(found, Trouble):
            return found.key
        messages = {
            Trouble.UNKNOWN: _("No area is called “%(area)s”. Enter its full name or 12-digit code."),
            Trouble.AMBIGUOUS: _(
                "Several areas are called “%(area)s”. Write the town before it, or the code."
            ),
            Trouble.NOT_YOURS: _("“%(area)s” lies outside your area. Leave this line to the office there."),
        }
        return line.fault(c.AREA, found.value, messages[found] % {"area": text[:30]})


@dataclass
class _Line:
    """One line and the faults found so far."""

    row: Row
    failures: list[Failure] = field(default_factory=list)

    def fault(self, column: str, code: str, message: str) -> None:
        self.failures.append(Failure(self.row.number, column, code, message))

    def required(self, column: str) -> bool:
        if self.row.text(column):
            return True
        self.fault(column, "required", _("“%(column)s” is empty. Fill it in.") % {"column": column})
        return False


def _name(line: _Line) -> str:
    if not line.required(c.NAME):
        return ""
    name = unicodedata.normalize("NFKC", line.row.text(c.NAME))
    separator = " " if _LATIN_NAME.search(name) else ""
    return separator.join(name.split())[:60]


def _phone(line: _Line) -> str:
    if not line.required(c.PHONE):
        return ""
    number = phones.parse(line.row.text(c.PHONE))
    if number is None:
        line.fault(c.PHONE, "phone_invalid", _("This is no mobile number. Enter one of 11 digits."))
    return number or ""


def _kind(line: _Line) -> str:
    if not line.required(c.KIND):
        return ""
    text = line.row.text(c.KIND)
    kind = c.kind_of(text)
    if kind is None:
        message = _("“%(kind)s” is no kind of helper. Use one of the template's list.") % {"kind": text[:20]}
        line.fault(c.KIND, "kind_unknown", message)
    return kind or ""


def _agrees(line: _Line, person: Identity | None) -> None:
    """Sex and birth date, where given, say what the ID number says."""
    sex = line.row.text(c.SEX)
    if person and sex and _SEXES.get(c.plain(sex)) is not person.is_female:
        line.fault(c.SEX, "contradiction", _("The sex does not agree with the ID number. Compare both."))
    value = line.row.cells.get(c.BIRTH_DATE)
    born = _date(line, c.BIRTH_DATE, value) if value not in (None, "") else None
    if person and born and born != person.birth_date:
        message = _("The date of birth does not agree with the ID number. Compare both.")
        line.fault(c.BIRTH_DATE, "contradiction", message)


def _date(line: _Line, column: str, value) -> date | None:
    day = dates.parse(value)
    if day is None:
        message = _("“%(date)s” is no date. Write it like 2024-03-01.") % {"date": str(value)[:20]}
        line.fault(column, "date_invalid", message)
    return day


def _email(line: _Line) -> str:
    """An address that cannot be right is left out: it is optional, and the helper adds it later."""
    address = c.plain(line.row.text(c.EMAIL)).lower()
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address


def _certificates(line: _Line) -> tuple[Certificate, ...]:
    titles = _parts(line.row.cells.get(c.CREDENTIAL))
    numbers = _parts(line.row.cells.get(c.CREDENTIAL_NUMBER))
    issued = [_optional_date(line, c.ISSUED_ON, part) for part in _parts(line.row.cells.get(c.ISSUED_ON))]
    valid_to = [_optional_date(line, c.VALID_TO, part) for part in _parts(line.row.cells.get(c.VALID_TO))]
    if not any(titles) and any(numbers):
        line.fault(
            c.CREDENTIAL, "required", _("“%(column)s” is empty. Fill it in.") % {"column": c.CREDENTIAL}
        )
    found = []
    for at, title in enumerate(titles):
        if title:
            entry = Certificate(
                str(title)[:60], str(_at(numbers, at) or "")[:60], _at(issued, at), _at(valid_to, at)
            )
            found.append(entry)
            if entry.issued_on and entry.valid_to and entry.valid_to < entry.issued_on:
                line.fault(
                    c.VALID_TO, "date_invalid", _("The certificate ends before it was issued. Compare both.")
                )
    return tuple(found)


def _parts(value) -> list:
    """A cell that may hold several values; dates and numbers are one."""
    if value is None or value == "":
        return []
    if isinstance(value, str):
        return [part.strip() for part in _SEPARATORS.split(value)]
    return [value]


def _at(values: list, place: int):
    return values[place] if place < len(values) else None


def _optional_date(line: _Line, column: str, part) -> date | None:
    return _date(line, column, part) if part not in (None, "", "-", "长期", "长期有效", "无") else None
