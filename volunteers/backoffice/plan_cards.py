"""One seat of a plan as a card: who is proposed and why, who else could, or why nobody; what can be done."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from volunteers import explanations, plan_sums, plan_words
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
            "can_act": seat.is_open and self.content.is_newest,
            "invited": plan_words.invited(seat.invitation) if seat.invitation else None,
            "proposed": self._proposed(seat),
            "replaced": self.who(seat.assignment["helper"]) if seat.is_changed and seat.assignment else "",
            "elsewhere": self._elsewhere(seat),
            "lock": seat.lock,
            "lock_note": self._lock_note(seat),
            "strikes": [self._strike(one) for one in seat.strikes],
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
        proposed |= {
            "score": entry["score"],
            "parts": explanations.parts(entry, self.policy),
            "load": plan_sums.load_words(self._load(seat, number), self.policy),
        }
        return proposed | ({"rules": self.content.verdicts(entry, self.names)} if "rules" in entry else {})

    @staticmethod
    def _entry(seat: PlanSeat, number: str) -> dict | None:
        """What the engine said about the pair: in the output, or when the officer chose it."""
        known = [one for one in [seat.assignment, *seat.others] if one and one["helper"] == number]
        if known:
            return known[0]
        weighed = seat.lock.loss if seat.lock else None
        return weighed if weighed and weighed.get("parts") else None

    def _load(self, seat: PlanSeat, number: str) -> dict | None:
        """What the plan gives to its own proposal; a choice against it is not in its sums yet."""
        return None if seat.is_changed else self.content.load.get(number)

    def _elsewhere(self, seat: PlanSeat) -> str:
        """Groups to which the plan gives the person whom the officer chose here."""
        return "、".join(self.content.serves.get(seat.proposal.helper, [])) if seat.is_changed else ""

    def _lock_note(self, seat: PlanSeat) -> list[str]:
        """Who chose when, instead of whom and at what cost, and why: also in every later plan."""
        lock = seat.lock
        if lock is None:
            return []
        note = [plan_words.decided_by(lock)]
        if lock.loss:
            before = lock.loss.get("instead_of")
            note.append(plan_words.chosen_instead(self.who(before) if before else "", lock.loss["loss"]))
        return [*note, *([_("Reason: {reason}").format(reason=lock.reason)] if lock.reason else [])]

    @staticmethod
    def _strike(strike) -> dict:
        return {
            "helper": strike.helper,
            "name": f"{strike.helper.name} {strike.helper.number}",
            "note": plan_words.decided_by(strike),
            "reason": strike.reason,
        }

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
        return explanations.remedy(changes, self.names)

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
