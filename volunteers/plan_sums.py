"""How the two figures of a plan come about: the sums an officer can follow, from the stored content alone."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True)
class PlanSums:
    """The parts of coverage and of quality; each figure of the plan is the sum of its parts."""

    filled: int
    filled_points: int
    lawful: int
    lawful_points: int
    scores: int
    stable: int
    stability_points: int
    load: int


def sums(output: dict, policy: dict) -> PlanSums:
    """Take the figures of a plan apart: coverage = seats + groups made lawful, quality = scores - load."""
    lawful = output["counts"]["groups_made_lawful"]
    lawful_points = lawful * policy["lawful_group_weight"]
    stability = [entry["parts"]["stability"] for entry in output["assignments"]]
    return PlanSums(
        filled=len(output["assignments"]),
        filled_points=output["objective"]["coverage"] - lawful_points,
        lawful=lawful,
        lawful_points=lawful_points,
        scores=sum(entry["score"] for entry in output["assignments"]),
        stable=sum(points > 0 for points in stability),
        stability_points=sum(stability),
        load=sum(entry["points"] for entry in output["load"]),
    )


def explained(output: dict, policy: dict) -> list[dict]:
    """Both figures as a sum, each with what its parts mean."""
    parts, weights = sums(output, policy), policy["priority_weight"]
    return [
        {
            "sum": _coverage(output["objective"]["coverage"], parts),
            "meaning": _(
                "A position counts {urgent} where it is urgent or due within {days} days, {high} with high "
                "priority, otherwise {normal}; a group whose composition becomes lawful counts {group}. "
                "Coverage decides first."
            ).format(**weights, days=policy["urgent_days"], group=policy["lawful_group_weight"]),
        },
        {
            "sum": _quality(output["objective"]["quality"], parts),
            "meaning": _(
                "Each person's points stand beside the name. For each group that somebody already has, "
                "{points} points are taken off when they get one more, so that the work spreads. Quality "
                "decides between plans of the same coverage."
            ).format(points=policy["load_points"]),
        },
        *_stability(parts),
    ]


def _coverage(total: int, parts: PlanSums) -> str:
    seats = _("Coverage {total} = {seats} for {n} filled").format(
        total=total, seats=parts.filled_points, n=_positions(parts.filled)
    )
    lawful = _(" + {lawful} for {groups} made lawful").format(
        lawful=parts.lawful_points, groups=_groups(parts.lawful)
    )
    return seats + lawful if parts.lawful else seats


def _quality(total: int, parts: PlanSums) -> str:
    scores = _("Quality {total} = {scores} points of {pairs}").format(
        total=total, scores=parts.scores, pairs=_pairs(parts.filled)
    )
    load = _(" − {load} for shared load").format(load=parts.load)
    return scores + load if parts.load else scores


def _stability(parts: PlanSums) -> list[dict]:
    """Why a plan made again may have more points than the last one though nobody else is in it."""
    if not parts.stable:
        return []
    said = _("Stability: {points} of these points").format(points=parts.stability_points)
    meaning = _(
        "{pairs} stood in the last plan already and get these points, so that nothing changes without need. "
        "A plan made again can have more quality by this alone."
    ).format(pairs=_pairs(parts.stable))
    return [{"sum": said, "meaning": meaning}]


def _positions(n: int) -> str:
    return ngettext("{n} position", "{n} positions", n).format(n=n)


def _groups(n: int) -> str:
    return ngettext("{n} group", "{n} groups", n).format(n=n)


def _pairs(n: int) -> str:
    return ngettext("{n} proposal", "{n} proposals", n).format(n=n)


def load_words(entry: dict | None, policy: dict) -> str:
    """What one person's seats in the plan take off its quality; nothing where they take nothing off."""
    if entry is None or not entry["points"]:
        return ""
    steps = " + ".join(str(policy["load_points"] * (entry["before"] + k)) for k in range(entry["new"]))
    return _(
        "Load: in {before} until now, {new} more by this plan; {steps} taken off the plan's quality."
    ).format(
        before=_groups(entry["before"]),
        new=entry["new"],
        steps=steps if entry["new"] == 1 else f"{steps} = {entry['points']}",
    )
