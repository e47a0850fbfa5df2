"""docs/rules.md lists every rule, and says the truth about each."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings

DOCUMENT = Path(settings.BASE_DIR) / "docs" / "rules.md"
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines()
    if re.match(r"\| \d+ ", line)
]
PLACES = [(int(row[0]), place) for row in ROWS for place in re.findall(r"`([^`]+)`", row[2])]


def resolve(place: str):
    """The module, class or function that ``place`` names."""
    parts = place.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found = import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for name in parts[length:]:
            found = getattr(found, name)
        return found
    raise ModuleNotFoundError(place)


def numbers_in(text: str) -> set[int]:
    """Rule numbers a docstring speaks of: “rule 9”, “rules 9 and 83”, “rules 1-5, 9-12”."""
    spoken = re.findall(r"rules? ((?:\d+(?:-\d+)?(?:, | and | to )?)+)", text)
    spans = [span for part in spoken for span in re.findall(r"(\d+)(?:(?:-| to )(\d+))?", part)]
    return {n for first, last in spans for n in range(int(first), int(last or first) + 1)}


def test_every_rule_has_its_row():
    assert [int(row[0]) for row in ROWS] == list(range(1, 86))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_rule_is_enforced_or_says_what_it_waits_for(row):
    assert row[2] or row[3]


@pytest.mark.parametrize(("number", "place"), PLACES)
def test_the_place_exists_and_speaks_of_its_rule(number, place):
    assert number in numbers_in(resolve(place).__doc__)
