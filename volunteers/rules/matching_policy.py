"""What the numbers of a matching policy must be: within bounds, in order, and a full score at most 100.

A value is the table that the engine reads (``matching.schema.json``); figures are its numbers by path.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from portal.rules import LOCAL_POLICY, Violation
from portal.rules import violations as broken
from portal.sources import RECORD_CHECK
from volunteers.rules.credentials import RECORD_CHECK_DAYS

FULL_SCORE = 100
RULES_WITH_EFFORT = (
    "ACCEPTING",
    "PLEDGED",
    "TRAINED",
    "RECORD_CHECK",
    "INSURED",
    "VETTED",
    "AREA",
    "TIME",
    "HOURS",
    "CASELOAD",
    "CREDENTIAL",
    "HELP_KIND",
    "TAGS",
)


class Figure(NamedTuple):
    """One number of the table: where it stands, and its bounds."""

    path: tuple[str, ...]
    low: int
    high: int
    step: int = 1

    @property
    def name(self) -> str:
        """The name of its form field."""
        return "_".join(self.path)

    def of(self, value: dict) -> Any:
        """What stands there in ``value``."""
        for key in self.path:
            value = value[key]
        return value


WEIGHTS = [Figure(("priority_weight", priority), 1, 100) for priority in ("urgent", "high", "normal")]
LIMITS = [
    Figure(("lawful_group_weight",), 0, 100),
    Figure(("urgent_days",), 0, 90),
    Figure(("record_check_days",), 1, RECORD_CHECK_DAYS),
    Figure(("buffer_min",), 0, 240, 15),
    Figure(("load_points",), 0, 20),
]
CLOSENESS = ("close_same", "close_served", "close_travel", "close_remote")
SCORE = [
    Figure(("score", part), 0, FULL_SCORE)
    for part in ("skill", *CLOSENESS, "availability", "language", "continuity", "mix", "stability")
]
EFFORT = [Figure(("effort", code), 1, 20) for code in RULES_WITH_EFFORT]
FIGURES = [*WEIGHTS, *LIMITS, *SCORE, *EFFORT]


def figures(value: dict) -> dict[str, int]:
    """Every number of a table by the name of its field."""
    return {figure.name: figure.of(value) for figure in FIGURES}


def table(figures_by_name: dict[str, int], effective: str) -> dict:
    """The table for the numbers of a form, in force from the day ``effective``."""
    value: dict = {"effective": effective}
    for figure in FIGURES:
        place = value
        for key in figure.path[:-1]:
            place = place.setdefault(key, {})
        place[figure.path[-1]] = figures_by_name[figure.name]
    return value


def differences(before: dict, after: dict) -> list[tuple[Figure, int, int]]:
    """The numbers that differ between two tables."""
    return [
        (figure, figure.of(before), figure.of(after))
        for figure in FIGURES
        if figure.of(before) != figure.of(after)
    ]


def violations(value: dict) -> list[Violation]:
    """Everything that is wrong with a table of the right shape, each beside its field."""
    bounds = broken(out_of_bounds(figure, figure.of(value)) for figure in FIGURES)
    return [*bounds, *_priorities(value), *_closeness(value), *_full_score(value)]


def out_of_bounds(figure: Figure, number: int) -> Violation | None:
    """A number keeps to its bounds; how long a record check counts is bounded by the law."""
    if not figure.low <= number <= figure.high:
        yearly = figure.name == "record_check_days"
        message = _("Enter a whole number from {low} to {high}.")
        return Violation(
            "matching_policy.bounds",
            str(message).format(low=figure.low, high=figure.high),
            RECORD_CHECK if yearly else LOCAL_POLICY,
            figure.name,
        )
    if number % figure.step:
        message = _("Matching counts in quarter hours. Enter a multiple of 15.")
        return Violation("matching_policy.step", message, LOCAL_POLICY, figure.name)
    return None


def _priorities(value: dict) -> Iterator[Violation]:
    weights = [figure.of(value) for figure in WEIGHTS]
    if weights != sorted(weights, reverse=True):
        message = _("Urgent seats must weigh at least as much as high ones, and high ones as normal ones.")
        yield Violation("matching_policy.priorities", message, LOCAL_POLICY, "priority_weight_urgent")


def _closeness(value: dict) -> Iterator[Violation]:
    points = [value["score"][part] for part in CLOSENESS]
    if points != sorted(points, reverse=True):
        message = _("Nearer must not score less: own area, served area, by travel, by video.")
        yield Violation("matching_policy.closeness", message, LOCAL_POLICY, "score_close_same")


def _full_score(value: dict) -> Iterator[Violation]:
    full = full_score(value)
    if full > FULL_SCORE:
        message = _("The parts of a full score sum to {full}. Lower them to at most 100.")
        yield Violation(
            "matching_policy.full_score", str(message).format(full=full), LOCAL_POLICY, "score_skill"
        )


def full_score(value: dict) -> int:
    """What the best pair can score: the parts that can be had together."""
    return sum(points for part, points in value["score"].items() if part not in CLOSENESS[1:])
