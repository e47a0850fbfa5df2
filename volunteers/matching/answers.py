"""Answers "why not her?" exactly: place her there, solve again, and compare with the plan.

Of the equally good plans with her in the seat, one with few moves is shown.
"""

from volunteers.matching import greedy
from volunteers.matching.candidates import Candidates
from volunteers.matching.components import Component
from volunteers.matching.control import Control
from volunteers.matching.explain import PlanView, rules_as_json
from volunteers.matching.groundwork import Groundwork
from volunteers.matching.locks import lawful_start
from volunteers.matching.plan_rules import Levels, Plan, obstacles, seats_by_helper
from volunteers.matching.repair import neighbours, repaired
from volunteers.matching.solver import Part, Search

type Question = tuple[str, str]  # need, helper


def forced_part(
    candidates: Candidates,
    component: Component,
    question: Question,
    control: Control,
    plan: Plan,
    pinned: Plan = greedy.NOTHING,
    ground: Groundwork | None = None,
) -> Part | None:
    """The question's component with that pair put into ``plan``; None if no lawful plan has it.

    ``pinned`` pairs stay, but for another helper in the very seat that is asked about.
    """
    need_id, helper_id = question
    others = {pin: one for pin, one in component.among(pinned) if pin != need_id}
    if _hindered(candidates, others, question):
        return None
    pins = {**others, need_id: helper_id}
    lawful = lawful_start(candidates, pins, control)
    if lawful is None:
        return None
    start = repaired(candidates, component.needs, plan, pins, lawful)
    return Part(candidates, component, start, pinned=sorted(pins.items()), ground=ground)


def _hindered(candidates: Candidates, others: Plan, question: Question) -> bool:
    """Whether a locked seat of her own forbids this one."""
    problem, (need_id, helper_id) = candidates.problem, question
    seats = seats_by_helper(problem, others).get(helper_id, [])
    buffer = problem.policy.buffer_min
    return bool(obstacles(problem.helpers[helper_id], seats, problem.needs[need_id], buffer))


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
                    settled = not self._adopted(question) and settled

    def solve(self) -> None:
        """Solve every question and leave the plan as it is, even where an answer is better."""
        for question in self.search.candidates.problem.why:
            if self._needs_solving(question):
                self._solve(question)

    def proven(self, question: Question) -> bool:
        """Whether the answer is exact; the time may have ended before the best plan with her was found."""
        solved = self.solved.get(question)
        return solved is None or solved[1].proven

    def _needs_solving(self, question: Question) -> bool:
        lawful = question in self.search.candidates.scores
        return lawful and question not in self.solved and self.search.plan.get(question[0]) != question[1]

    def _adopted(self, question: Question) -> bool:
        """True when the answer improved the plan itself."""
        solved = self._solve(question)
        if not solved:
            return False
        part, forced = solved
        before = part.levels
        part.offer(forced.plan)
        return part.levels > before

    def _solve(self, question: Question) -> tuple[Part, Part] | None:
        self.solved[question] = None
        limit = self.control.again()
        part = self.search.part_of(question)
        forced = part and forced_part(
            self.search.candidates,
            part.component,
            question,
            limit,
            part.plan,
            self.search.pinned,
            part.ground,
        )
        if not part or not forced:
            return None
        narrower = part.proven and set(part.pinned) <= set(forced.pinned)  # so no plan with her is better
        if narrower:
            forced.limit_coverage(part.levels.coverage)
        if forced.large:
            moved = {helper_id for _, helper_id in part.plan.items() ^ forced.plan.items()}
            forced.improve_near(neighbours(forced.model, moved), limit)
        forced.improve_coverage(limit, None)
        if narrower and forced.levels.coverage == part.levels.coverage:
            forced.limit_quality(part.levels.quality)
        forced.improve_quality(limit, None)
        forced.stay_close_to(part.plan, limit)
        self.solved[question] = part, forced
        return part, forced

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
