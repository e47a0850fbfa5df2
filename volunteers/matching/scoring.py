"""The score of a lawful pair: seven integers that sum. Sex, age and declining never score."""

from volunteers.matching import week
from volunteers.matching.rules import Pair

CLOSENESS = {
    "same": "close_same",
    "served": "close_served",
    "travel": "close_travel",
    "remote": "close_remote",
}


def parts(pair: Pair) -> dict[str, int]:
    """The seven parts of the score; the maximum of each is policy data."""
    most = pair.problem.policy.score
    return {
        "skill": _skill(pair, most["skill"]),
        "closeness": most[CLOSENESS[pair.reach]] if pair.reach else 0,
        "availability": _availability(pair, most["availability"]),
        "language": most["language"] if _speaks(pair) else 0,
        "continuity": most["continuity"] if pair.need.group in pair.helper.past_groups else 0,
        "mix": most["mix"] if _somebody_is_experienced(pair) else 0,
        "stability": most["stability"] if _was_suggested(pair) else 0,
    }


def score(pair: Pair) -> int:
    """The sum of the parts."""
    return sum(parts(pair).values())


def _skill(pair: Pair, most: int) -> int:
    """The share of the preferred tags she has; all points when none is preferred."""
    asked = pair.need.preferred_tags
    matched = sum(tag in pair.helper.tags for tag in asked)
    return most * matched // len(asked) if asked else most


def _availability(pair: Pair, most: int) -> int:
    """Full points when four sessions would fit into the time both have; fixed needs leave no choice."""
    if pair.need.fixed:
        return most
    plenty = 4 * pair.need.session_min
    return most * min(week.minutes_in(pair.common), plenty) // plenty


def _speaks(pair: Pair) -> bool:
    """One of the dialects the subject speaks suffices."""
    asked = pair.need.dialects
    return not asked or not set(asked).isdisjoint(pair.helper.dialects)


def _somebody_is_experienced(pair: Pair) -> bool:
    """Nobody new is left alone."""
    return pair.helper.experienced or pair.group.has_experienced_member


def _was_suggested(pair: Pair) -> bool:
    """Yesterday's suggestion is kept where nothing better appears."""
    return (pair.need.id, pair.helper.id) in pair.problem.previous
