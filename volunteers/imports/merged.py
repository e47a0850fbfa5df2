"""Cells merged over several lines: what stands in the first of them is said of every line they cover."""

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

_REFERENCE = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
_CHUNK = 1024 * 1024
_LONGEST_TAG = 200

type Merges = dict[int, dict[int, int]]


def merges_in(part: BinaryIO) -> Merges:
    """By their first line, then by the place of the column: the last line of each cell merged over lines.

    Read from the part itself, because the parser knows merged cells only where it holds a whole
    sheet in memory.
    """
    found: Merges = {}
    tail = b""
    while chunk := part.read(_CHUNK):
        for column, first, last in _REFERENCE.findall(tail + chunk):
            if first != last:
                found.setdefault(int(first), {})[_place(column.decode())] = int(last)
        tail = chunk[-_LONGEST_TAG:]
    return found


def filled(lines: Iterable[tuple[int, tuple]], merges: Merges) -> Iterator[tuple[int, tuple]]:
    """The numbered lines, each with what merged cells say of it; an empty line stays empty."""
    said: dict[int, tuple[object, int]] = {}
    for number, cells in lines:
        said = {place: (value, last) for place, (value, last) in said.items() if number <= last}
        if said and any(cell is not None for cell in cells):
            cells = tuple(
                said[place][0] if cell is None and place in said else cell for place, cell in enumerate(cells)
            )
        for place, last in merges.get(number, {}).items():
            if place < len(cells):
                said[place] = (cells[place], last)
        yield number, cells


def _place(letters: str) -> int:
    """A → 0, Z → 25, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
