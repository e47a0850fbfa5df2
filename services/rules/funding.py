"""Per-capita funding: what the standard asks of each source, and what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from portal import sources
from portal.rules import Violation
from services.choices import FundSource

from .amounts import yuan


@dataclass(frozen=True, slots=True)
class SourceFunding:
    """One source of a year's funds: what the standard asks and what has come."""

    source: str
    standard_fen: int
    appropriated_fen: int

    @property
    def shortfall_fen(self) -> int:
        return max(0, self.standard_fen - self.appropriated_fen)


def heads_counted(counts: Mapping[str, int]) -> int:
    """How many subjects the standard asks for, each once whatever appropriations name them (rule 52).

    ``counts`` holds the highest number entered for each area, by its path in the tree. An area's number
    contains those of the areas below it, so towns add up where their county entered nothing or less.
    """
    below: dict[str, int] = {}
    total = 0
    for path in sorted(counts, key=len, reverse=True):
        heads = max(counts[path], below.get(path, 0))
        above = [other for other in counts if other != path and path.startswith(other)]
        if above:
            nearest = max(above, key=len)
            below[nearest] = below.get(nearest, 0) + heads
        else:
            total += heads
    return total


def per_capita(
    headcount: int, standards: Mapping[str, int], appropriated: Mapping[str, int]
) -> list[SourceFunding]:
    """Headcount times each source's standard beside what that source appropriated (rule 52)."""
    named = [*standards, *(source for source in appropriated if source not in standards)]
    return [
        SourceFunding(source, headcount * standards.get(source, 0), appropriated.get(source, 0))
        for source in named
    ]


def county_matches_the_standard(funding: SourceFunding) -> Violation | None:
    """A county that gives less than the standard is told by how much (rule 52)."""
    if funding.source != FundSource.COUNTY or not funding.shortfall_fen:
        return None
    return Violation(
        "funding.shortfall",
        _("The county match is %(yuan)s yuan below the standard.") % {"yuan": yuan(funding.shortfall_fen)},
        sources.FUNDING,
    )
