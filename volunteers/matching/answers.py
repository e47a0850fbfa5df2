"""Answers "why not her?" exactly: place her there, solve again, and compare with the plan.

Of the equally good plans with her in the seat, one with few moves is shown.
"""

from volunteers.matching import greedy
from volunteers.matching.candidates import Candidates
from volunteers.matching.components import Component
from volunteers.matching.control import Control
from volunteers.matching.explain import PlanView, rules_as_json
from volunteers.matching.plan_rules import Levels
from volunteers.matching.solver import Part, Search

type Question = tuple[str, str]  # need, helper


def forced_part(candidates: Candidates, component: Component, question: Question) -> Part | None:
    """The question's component with that pair in place, not yet solved; None if no lawful plan has it."""
    start = _lawful_start(candidates, question)
    if start is None:
        return None
    filled = greedy.fill(candidates, component.needs, start)
    return Part(candidates, component, filled, pinned=[question])


def _lawful_start(candidates: Candidates, question: Question) -> dict[str, str] | None:
    """The pair alone with, in a group with gaps, the fewest others who make the group lawful."""
    need_id, helper_id = question
    need = candidates.problem.needs[need_id]
    others = [one for one in candidates.open_needs_of[need.group] if one.id != need_id]
    closing = candidates.closing(candidates.problem.groups[need.group], others, seated=(helper_id,))
    return None if closing is None else {need_id: helper_id, **closing}


class Answers:
    """The questions of the input against one search, each re-solved at most once."""

    def __init__(self, search: Search, control: Control):
        self.search, self.control = search, control
        self.solved: dict[Question, tuple[Part, Part] | None] = {}  # as planned, and with the pair forced

    def improve(self) -> None:
        """Solve every question; if one finds a better plan than an unfinished search, adopt it."""
        settled = False
        while not settled:
            settled = True
            for question in self.search.candidates.problem.why:
                if self._needs_solving(question):
                    settled = not self._solve(question) and settled

    def _needs_solving(self, question: Question) -> bool:
        lawful = question in self.search.candidates.scores
        return lawful and question not in self.solved and self.search.plan.get(question[0]) != question[1]

    def _solve(self, question: Question) -> bool:
        """True when the answer improved the plan itself."""
        self.solved[question] = None
        part = self.search.part_of(question)
        forced = part and forced_part(self.search.candidates, part.component, question)
        if not part or not forced:
            return False
        limit = self.control.again()
        forced.improve_coverage(limit, None)
        forced.improve_quality(limit, None)
        forced.stay_close_to(part.plan, limit)
        self.solved[question] = part, forced
        before = part.levels
        part.offer(forced.plan)
        return part.levels > before

    def as_json(self, view: PlanView) -> list[dict]:
        return [self._answer(question, view) for question in view.problem.why]

    def _answer(self, question: Question, view: PlanView) -> dict:
        need_id, helper_id = question
        answer = {
            "need": need_id,
            "helper": helper_id,
            "verdict": "RULE",
            "rules": rules_as_json(view.pair(need_id, helper_id)),
            "score": view.candidates.scores.get(question),
            "objective": None,
            "loss": None,
            "moves": [],
        }
        if question not in view.candidates.scores:
            return answer
        if view.plan.get(need_id) == helper_id:
            whole = self.search.levels.as_json()
            return answer | {"verdict": "CHOSEN", "objective": whole, "loss": Levels(0, 0).as_json()}
        solved = self.solved[question]
        return answer | (self._comparison(*solved) if solved else {"verdict": "GATE"})

    def _comparison(self, part: Part, forced: Part) -> dict:
        """The best plan with her there, what it loses, and which seats change hands."""
        loss = Levels(*(ours - theirs for ours, theirs in zip(part.levels, forced.levels, strict=True)))
        total = Levels(*(ours - less for ours, less in zip(self.search.levels, loss, strict=True)))
        return {
            "verdict": "WORSE" if any(loss) else "EQUAL",
            "objective": total.as_json(),
            "loss": loss.as_json(),
            "moves": [
                {"need": need_id, "from": part.plan.get(need_id), "to": forced.plan.get(need_id)}
                for need_id in sorted(part.component.needs)
                if part.plan.get(need_id) != forced.plan.get(need_id)
            ],
        }
