"""Everybody for one seat, ranked and explained: what the officer's list shows and what ``invite`` asks.

The engine judges the seventeen pair rules. A seat kept for a woman (rule 14) adds one more: while the
group lacks a female member, only a woman fills it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.models import Area, User, visible_area_ids
from portal.rules import Verdict, Violation
from portal.sources import GROUP_MEMBERSHIP
from volunteers import explanations, matching
from volunteers.choices import MINOR_SPECIALIST
from volunteers.explanations import Names
from volunteers.matching_input import input_for_pair, input_for_position, tags
from volunteers.models import Helper, Invitation, Position

FEMALE_MEMBER = "female_member"


def names_for(data: dict, position: Position) -> Names:
    """The words for the codes that an input and its explanations use."""
    codes = [area["code"] for area in data["areas"]]
    areas = dict(Area.objects.filter(code__in=codes).values_list("code", "name"))
    return Names(areas=areas, tags=spoken_tags([position]))


def spoken_tags(positions: Iterable[Position]) -> dict[str, str]:
    """The words that officers wrote, by the tags that the engine reads."""
    words = [word for one in positions for word in [*one.required_tags, *one.preferred_tags]]
    spoken = {tags([word])[0]: word for word in words if tags([word])}
    return {**spoken, MINOR_SPECIALIST: str(_("familiar with minors"))}


@dataclass
class Candidate:
    """One helper seen from one seat: the engine's answer, its words, and the person."""

    helper: Helper
    entry: dict
    seat: "Seat"

    @property
    def is_lawful(self) -> bool:
        return self.entry["lawful"] and self.seat_for_a_woman is None

    @cached_property
    def seat_for_a_woman(self) -> Violation | None:
        """Why a man cannot take a seat that closes the group's gap (rule 14)."""
        if not self.seat.waits_for_a_woman or self.closes_gap:
            return None
        return Violation(
            code="pair.seat_for_a_woman",
            message=_(
                "This position adds the female member the group lacks. Invite a woman, or open "
                "another position."
            ),
            source=GROUP_MEMBERSHIP,
        )

    @property
    def closes_gap(self) -> bool:
        return FEMALE_MEMBER in self.entry["closes"]

    @property
    def verdicts(self) -> list[Verdict]:
        return [*self.gap_verdicts, *explanations.verdicts(self.entry, self.seat.names)]

    @property
    def gap_verdicts(self) -> list[Verdict]:
        if not self.seat.waits_for_a_woman:
            return []
        said = (
            _("A woman: the group gets its female member")
            if self.closes_gap
            else _("Does not add the female member the group lacks")
        )
        return [Verdict(title=said, source=GROUP_MEMBERSHIP, violation=self.seat_for_a_woman)]

    @property
    def failures(self) -> list[Verdict]:
        return [verdict for verdict in self.verdicts if verdict.violation is not None]

    @property
    def violations(self) -> list[Violation]:
        return [verdict.violation for verdict in self.failures]

    @property
    def policy(self) -> dict:
        """The weights by which the score was given."""
        return self.seat.data["policy"]

    @property
    def parts(self) -> list[dict]:
        return explanations.parts(self.entry, self.policy)

    @property
    def remedy(self) -> str:
        """What would have to be done before they can be invited; empty where nothing is known to help."""
        if self.seat_for_a_woman is not None:
            return str(self.seat_for_a_woman.message)
        return explanations.remedy(self.entry["changes"], self.seat.names)

    @property
    def is_one_step_away(self) -> bool:
        """Exactly one rule fails, and a step that mends it can be named."""
        failed = self.entry["failed"]
        return len(failed) == 1 and bool(self.entry["changes"]) and self.seat_for_a_woman is None


@dataclass
class Seat:
    """An open position with everybody who may be shown for it."""

    position: Position
    data: dict
    ranking: dict
    names: Names
    helpers: dict[str, Helper]

    @property
    def waits_for_a_woman(self) -> bool:
        return self.position.wants_female and FEMALE_MEMBER in self.ranking["missing"]

    @cached_property
    def everybody(self) -> list[Candidate]:
        entries = [*self.ranking["candidates"], *self.ranking["out"]]
        return [
            Candidate(self.helpers[entry["helper"]], entry, self)
            for entry in entries
            if entry["helper"] in self.helpers
        ]

    @cached_property
    def lawful(self) -> list[Candidate]:
        """Who may be invited, best first."""
        return [candidate for candidate in self.everybody if candidate.is_lawful]

    @cached_property
    def one_step_away(self) -> list[Candidate]:
        """Who would pass after one named step, least effort first."""
        return [candidate for candidate in self.everybody if candidate.is_one_step_away]

    @cached_property
    def out(self) -> list[Candidate]:
        """Everybody else."""
        near = {candidate.helper.pk for candidate in self.one_step_away}
        return [c for c in self.everybody if not c.is_lawful and c.helper.pk not in near]

    def place(self, helper: Helper) -> int | None:
        """The place among those who may be invited; who has as many points shares it. None for the others."""
        points = {candidate.helper.pk: candidate.entry["score"] for candidate in self.lawful}
        own = points.get(helper.pk)
        return None if own is None else 1 + sum(other > own for other in points.values())

    def candidate(self, helper: Helper) -> Candidate | None:
        return next((c for c in self.everybody if c.helper.pk == helper.pk), None)


def rank(position: Position, *, viewer: User) -> Seat:
    """Everybody ``viewer`` may see for the seat: lawful helpers by score, then the others."""
    data = input_for_position(position, area_ids=visible_area_ids(viewer))
    return Seat(
        position=position,
        data=data,
        ranking=matching.rank(data, position.need_id),
        names=names_for(data, position),
        helpers={helper.number: helper for helper in _named(data)},
    )


def _named(data: dict):
    numbers = [helper["id"] for helper in data["helpers"]]
    return Helper.objects.filter(number__in=numbers).select_related("area", "account")


def pair(position: Position, helper: Helper, *, leave_out: Invitation | None = None) -> Candidate:
    """One helper for one seat, judged on today's data."""
    data = input_for_pair(position, helper, leave_out=leave_out)
    entry = matching.explain_pair(data, position.need_id, helper.number)
    ranking = {"missing": matching.rank(data, position.need_id)["missing"], "candidates": [], "out": [entry]}
    seat = Seat(position, data, ranking, names_for(data, position), {helper.number: helper})
    return Candidate(helper, entry, seat)
