"""Matching: which helper serves which supervision group. Exact, explained, and free of Django.

Four questions can be asked of a parsed input file (``matching.schema.json`` describes it):
``plan`` finds the best whole plan, ``rank`` lists everybody for one seat, ``explain_pair`` says
everything about one pair, ``why`` compares a plan with the best one that has a certain pair. A plan
only proposes invitations; the officer decides, the helper consents.
"""

from volunteers.matching.explain import pair_as_json
from volunteers.matching.held import settle
from volunteers.matching.planning import plan, why
from volunteers.matching.rules import Pair
from volunteers.matching.schema import InvalidInput, digest, read

__all__ = ["InvalidInput", "digest", "explain_pair", "plan", "rank", "why"]


def explain_pair(data: dict, need: str, helper: str) -> dict:
    """The seventeen verdicts, the score and the nearest miss of one pair, after the held pairs."""
    problem, _ = settle(read(data))
    return pair_as_json(Pair(problem.needs[need], problem.helpers[helper], problem))


def rank(data: dict, need: str) -> dict:
    """Everybody for one seat: lawful helpers by score, the others by the effort that would mend them.

    Those whom no change can make lawful come last; each entry names the rules it fails.
    """
    problem, _ = settle(read(data))
    seat = problem.needs[need]
    entries = [pair_as_json(Pair(seat, helper, problem)) for helper in problem.helpers.values()]
    lawful = [entry for entry in entries if entry["lawful"]]
    out = [entry for entry in entries if not entry["lawful"]]
    return {
        "need": need,
        "open": problem.is_open(seat),
        "missing": list(problem.groups[seat.group].missing),
        "candidates": sorted(lawful, key=lambda entry: (-entry["score"], entry["helper"])),
        "out": sorted(out, key=lambda entry: (not entry["changes"], entry["effort"], entry["helper"])),
    }
