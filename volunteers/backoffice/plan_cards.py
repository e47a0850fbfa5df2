"""One seat of a plan as a card: who is proposed and why, who else could, or why nobody; what can be done."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from volunteers import explanations, plan_words
from volunteers.choices import PositionState
from volunteers.plan_content import PlanContent, PlanSeat

STATE_TONES = {PositionState.INVITED: "info", PositionState.FILLED: "ok"}


class PlanCards:
    """Cards of the seats of one page; names are read once for all of them."""

    def __init__(self, content: PlanContent, seats: list[PlanSeat]):
        self.content = content
        self.people = content.people(seats)
        self.names = content.names([seat.position for seat in seats if seat.position is not None])
        self.policy = content.input["policy"]

    def who(self, number: str) -> str:
        """Name and number, as officers call a helper."""
        return f"{self.people.get(number, '')} {number}".strip()

    def card(self, seat: PlanSeat) -> dict:
        return {
            "need": seat.need,
            "anchor": f"seat-{seat.need.rpartition('/')[2]}",
            "title": str(seat.position or seat.need),
            "deadline": seat.position.deadline if seat.position else None,
            "url": self._url(seat),
            "state": self._state(seat),
            "can_act": seat.is_open,
            "proposed": self._proposed(seat),
            "replaced": self.who(seat.assignment["helper"]) if seat.is_changed and seat.assignment else "",
            "elsewhere": self._elsewhere(seat),
            "lock": seat.lock,
            "loss": self._loss(seat),
            "strikes": [(one.helper, self.who(one.helper.number)) for one in seat.strikes],
            "lock_faults": [plan_words.lock_fault(code) for code in seat.lock_faults],
            "others": [self._other(seat, other) for other in seat.others],
            "unmet": self._unmet(seat),
            "held_by": self.who(seat.held_by) if seat.held_by else "",
        }

    def _url(self, seat: PlanSeat, helper: str = "") -> str:
        query = {"need": seat.need} | ({"helper": helper} if helper else {})
        return reverse("area_plans:seat", args=[self.content.plan.pk]) + "?" + urlencode(query)

    def _state(self, seat: PlanSeat) -> dict | None:
        """The present state of a seat that was open when the plan was made."""
        if seat.position is None or seat.position.state == PositionState.OPEN:
            return None
        state = PositionState(seat.position.state)
        return {"text": state.label, "tone": STATE_TONES.get(state, "")}

    def _proposed(self, seat: PlanSeat) -> dict | None:
        if seat.proposal is None:
            return None
        number = seat.proposal.helper
        entry = self._entry(seat, number)
        name = self.people.get(number, number)
        proposed = {"number": number, "name": name, "url": self._url(seat, number)}
        if entry is None:
            return proposed
        proposed |= {"score": entry["score"], "parts": explanations.parts(entry, self.policy)}
        return proposed | ({"rules": self.content.verdicts(entry, self.names)} if "rules" in entry else {})

    @staticmethod
    def _entry(seat: PlanSeat, number: str) -> dict | None:
        """What the engine said about the pair, if the stored output holds it."""
        known = [one for one in [seat.assignment, *seat.others] if one and one["helper"] == number]
        return known[0] if known else None

    def _elsewhere(self, seat: PlanSeat) -> str:
        """Groups to which the plan gives the person whom the officer chose here."""
        return "、".join(self.content.serves.get(seat.proposal.helper, [])) if seat.is_changed else ""

    @staticmethod
    def _loss(seat: PlanSeat) -> str:
        lock = seat.lock
        return plan_words.loss_words(lock.loss["loss"]) if lock and lock.loss else ""

    def _other(self, seat: PlanSeat, other: dict) -> dict:
        elsewhere = [self.content.group_of[need] for need in other["serves"]]
        return {
            "number": other["helper"],
            "name": self.people.get(other["helper"], other["helper"]),
            "score": other["score"],
            "parts": explanations.parts(other, self.policy),
            "serves": "、".join(elsewhere),
            "url": self._url(seat, other["helper"]),
        }

    def _unmet(self, seat: PlanSeat) -> dict | None:
        entry = seat.unmet
        if entry is None:
            return None
        return {
            "reason": plan_words.REASONS[entry["reason"]],
            "failed": plan_words.failed_words(entry["failed"]),
            "nearest": [
                (self.who(near["helper"]), self._steps(near["changes"])) for near in entry["nearest"]
            ],
            "fixes": [(self.who(fix["helper"]), self._steps([fix["change"]])) for fix in entry["fixes"]],
            "struck": self._struck(seat),
        }

    def _steps(self, changes: list[dict]) -> str:
        return "；".join(str(explanations.remedy(change, self.names)) for change in changes)

    @staticmethod
    def _struck(seat: PlanSeat) -> str:
        number = len(seat.strikes)
        if not number:
            return ""
        text = ngettext("You struck {n} person here.", "You struck {n} people here.", number)
        return text.format(n=number)


def group_state(group) -> dict | None:
    """The composition of a group in one chip: what it lacks, or that the plan makes it lawful."""
    if group.missing_after:
        return {
            "text": _("Still lacks: {gaps}").format(gaps=plan_words.gap_words(group.missing_after)),
            "tone": "warn",
        }
    if group.missing_before:
        return {
            "text": _("The plan adds: {gaps}").format(gaps=plan_words.gap_words(group.missing_before)),
            "tone": "ok",
        }
    return None
