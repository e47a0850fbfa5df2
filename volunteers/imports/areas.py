"""Finding the area a roster means: by code, or by a name that is unique where the officer works."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from .columns import plain

_COMMITTEE = re.compile(r"(?:居民委员会|居委会|村民委员会|村委会)$")
_ABOVE_COUNTY = re.compile(r"^(?:.{2,8}?(?:省|自治区))?(?:.{2,10}?(?:市|自治州|地区|盟))?")


class Trouble(Enum):
    """Why no single area was found."""

    UNKNOWN = "area_unknown"
    AMBIGUOUS = "area_ambiguous"
    NOT_YOURS = "area_not_yours"


@dataclass(frozen=True, slots=True)
class Place:
    """One area: key, code, its own name after the names above it, and whether the officer works there."""

    key: int
    code: str
    names: tuple[str, ...]
    mine: bool


@dataclass
class AreaIndex:
    """Every spelling of every area: ``东升街道``, ``双流区东升街道``, with or without 居委会."""

    by_code: dict[str, Place] = field(default_factory=dict)
    by_name: dict[str, set[Place]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, places: Iterable[Place]) -> "AreaIndex":
        """Index ``places``."""
        index = cls()
        for place in places:
            index.by_code[place.code] = place
            for spelling in _spellings(place.names):
                index.by_name[spelling].add(place)
        return index

    def find(self, text: str) -> Place | Trouble:
        """The one area inside the officer's areas that ``text`` names."""
        label = plain(text)
        if len(label) == 12 and label.isdigit():
            place = self.by_code.get(label)
            return Trouble.UNKNOWN if place is None else place if place.mine else Trouble.NOT_YOURS
        for spelling in _tries(label):
            found = self.by_name.get(spelling, set())
            mine = [place for place in found if place.mine]
            if len(mine) == 1:
                return mine[0]
            if found:
                return Trouble.AMBIGUOUS if mine else Trouble.NOT_YOURS
        return Trouble.UNKNOWN


def _spellings(names: tuple[str, ...]) -> set[str]:
    *above, own = (plain(name) for name in names)
    starts = {"", "".join(above), *above, *("".join(above[at:]) for at in range(len(above)))}
    short = _COMMITTEE.sub("", own)
    return {start + end for start in starts for end in (own, short) if end}


def _tries(label: str) -> list[str]:
    county_on = _ABOVE_COUNTY.sub("", label)
    tries = [label, county_on, _COMMITTEE.sub("", label), _COMMITTEE.sub("", county_on)]
    return list(dict.fromkeys(filter(None, tries)))
