"""One seat of a plan as a card: who is proposed and why, who else could, or why nobody; what can be done."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from volunteers import explanations, plan_sums, plan_words
from volunteers.choices import PairDecision, PlanSeatState, PositionState
from volunteers.models import PlanDecision
from volunteers.plan_content import PlanContent, PlanSeat

STATE_TONES = {PositionState.INVITED: "info", PositionState.FILLED: "ok"}


class PlanCards:
    """Cards of the seats of one page; names are read once for all of them."""

    def __init__(self, content: PlanContent, seats: list[PlanSeat]):
        self.content = content
        self.people = content.people(seats)
        self.names = content.names([seat.position for seat in seats if seat.position is not None])
        self.policy = content.input["policy"]
        self.locks = content.locks_sent(seats)

    def who(self, number: str) -> str:
        """Name and number, as officers call a helper."""
        return f"{self.people.get(number, '')} {number}".strip()

    def card(self, seat: PlanSeat) -> dict:
        person = self._person(seat)
        return {
            "need": seat.need,
            "anchor": f"seat-{seat.need.rpartition('/')[2]}",
            "title": str(seat.position or seat.need),
            "deadline": seat.position.deadline if seat.position else None,
            "url": self._url(seat),
            "can_act": seat.is_open and self.content.is_newest,
            "settled": self._settled(seat),
            "invited": plan_words.invited(seat.in_force) if seat.in_force else None,
            "person": person,
            "note": self._note(seat, person["number"]) if person else [],
            "elsewhere": self._elsewhere(seat),
            "empty": self._empty(seat),
            "ended": [plan_words.invited(one) for one in seat.ended],
            "lock": seat.lock,
            "lock_faults": [plan_words.lock_fault(code) for code in seat.lock_faults],
            "lost_note": self._lock_note(seat.lock) if seat.lock and seat.lock_faults else [],
            "strikes": [self._strike(one) for one in seat.strikes],
            "others": [self._other(seat, other) for other in seat.others] if seat.is_open else [],
        }

    def _person(self, seat: PlanSeat) -> dict | None:
        """Who is invited or proposed today, with what the plan said about them."""
        if seat.in_force:
            number, name = seat.in_force.helper.number, seat.in_force.helper.name
        elif seat.state == PlanSeatState.PROPOSED:
            number = seat.proposal.helper
            name = self.people.get(number, number)
        else:
            return None
        person = {"number": number, "name": name, "url": self._url(seat, number)}
        person |= {"choice": self._choice(seat, number)}
        entry = self._entry(seat, number)
        if entry is None:
            return person
        person |= {
            "score": entry["score"],
            "parts": explanations.parts(entry, self.policy),
            "load": plan_sums.load_words(self._load(seat, number), self.policy),
        }
        return person | ({"rules": self.content.verdicts(entry, self.names)} if "rules" in entry else {})

    def _url(self, seat: PlanSeat, helper: str = "") -> str:
        query = {"need": seat.need} | ({"helper": helper} if helper else {})
        return reverse("area_plans:seat", args=[self.content.plan.pk]) + "?" + urlencode(query)

    def _settled(self, seat: PlanSeat) -> dict | None:
        """How a seat was settled that nothing of this plan filled."""
        if seat.state != PlanSeatState.SETTLED:
            return None
        state = PositionState(seat.position.state) if seat.position else PositionState.CANCELLED
        return {"text": state.label, "tone": STATE_TONES.get(state, "")}

    @staticmethod
    def _choice(seat: PlanSeat, number: str) -> str:
        """Whether the officer chose or locked this person here; in words, or nothing."""
        locked = seat.lock is not None and seat.lock.helper.number == number
        chosen = seat.in_force is not None and seat.in_force.pk in seat.choices_sent
        if chosen or (locked and seat.lock.loss):
            return _("Chosen by hand")
        return PairDecision.LOCK.label if locked else ""

    @staticmethod
    def _entry(seat: PlanSeat, number: str) -> dict | None:
        """What the engine said about the pair: in the output, or when the officer chose it."""
        known = [one for one in [seat.assignment, *seat.others] if one and one["helper"] == number]
        if known:
            return known[0]
        chosen = seat.lock is not None and seat.lock.helper.number == number
        weighed = seat.lock.loss if chosen else None
        return weighed if weighed and weighed.get("parts") else None

    def _load(self, seat: PlanSeat, number: str) -> dict | None:
        """What the plan gives to its own proposal; a choice against it is not in its sums yet."""
        planned = seat.assignment is not None and seat.assignment["helper"] == number
        return self.content.load.get(number) if planned else None

    def _elsewhere(self, seat: PlanSeat) -> str:
        """Groups to which the plan gives the person whom the officer chose here."""
        if seat.state != PlanSeatState.PROPOSED or not seat.is_changed:
            return ""
        return "、".join(self.content.serves.get(seat.proposal.helper, []))

    def _note(self, seat: PlanSeat, number: str) -> list[str]:
        """Who chose this person, instead of whom and at what cost, and why: also once invited."""
        if seat.lock is not None and seat.lock.helper.number == number:
            return self._lock_note(seat.lock)
        invitation = seat.in_force
        if invitation is None or invitation.pk not in seat.choices_sent:
            return []
        if invitation.pk in self.locks:
            return self._lock_note(self.locks[invitation.pk])
        return [self._instead(seat.choices_sent[invitation.pk]), *_reason(invitation.override_reason)]

    def _lock_note(self, lock: PlanDecision) -> list[str]:
        """Who locked when, instead of whom and at what cost, and why: also in every later plan."""
        instead = [self._instead(lock.loss)] if lock.loss else []
        return [plan_words.decided_by(lock), *instead, *_reason(lock.reason)]

    def _instead(self, loss: dict) -> str:
        before = loss.get("instead_of")
        return plan_words.chosen_instead(self.who(before) if before else "", loss["loss"])

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

    def _empty(self, seat: PlanSeat) -> dict | None:
        """Why nobody is proposed today, and what the plan knows that would help."""
        if seat.state != PlanSeatState.EMPTY:
            return None
        entry = seat.unmet
        if entry is None:
            return {"reason": plan_words.why_empty(seat.ended, seat.strikes)}
        return {
            "reason": plan_words.why_empty(seat.ended, seat.strikes, entry["reason"]),
            "failed": plan_words.failed_words(entry["failed"]),
            "nearest": [
                (self.who(near["helper"]), self._steps(near["changes"])) for near in entry["nearest"]
            ],
            "fixes": [(self.who(fix["helper"]), self._steps([fix["change"]])) for fix in entry["fixes"]],
            "explained": True,
        }

    def _steps(self, changes: list[dict]) -> str:
        return explanations.remedy(changes, self.names)


def _reason(words: str) -> list[str]:
    return [_("Reason: {reason}").format(reason=words)] if words else []


def group_state(group) -> dict | None:
    """The composition of a group in one chip: what it lacks as of today, or that the plan makes it lawful."""
    if group.missing_now:
        return {
            "text": _("Still lacks: {gaps}").format(gaps=plan_words.gap_words(group.missing_now)),
            "tone": "warn",
        }
    if group.missing_before:
        return {
            "text": _("The plan adds: {gaps}").format(gaps=plan_words.gap_words(group.missing_before)),
            "tone": "ok",
        }
    return None
