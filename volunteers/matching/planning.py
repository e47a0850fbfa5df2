"""From input file to output file: read, settle, find candidates, solve, explain."""

from time import perf_counter

from volunteers.matching import candidates, greedy, highs, plan_rules, scoring
from volunteers.matching.answers import Answers
from volunteers.matching.control import Control
from volunteers.matching.explain import PlanView
from volunteers.matching.held import settle
from volunteers.matching.locks import settle_locks
from volunteers.matching.rules import Pair
from volunteers.matching.schema import digest, read
from volunteers.matching.solver import Search
from volunteers.matching.unmet import Unmet

RULES_VERSION = 1  # raise it when a rule, the score or the objective changes its meaning


def plan(data: dict, *, seconds: float = 60, on_progress=None, should_stop=None) -> dict:
    """The best lawful plan for the area of a parsed input, proven and explained.

    ``on_progress`` hears of every better plan and bound; ``should_stop`` may end the solving
    early, with the best plan so far. Raises ``InvalidInput`` when nothing can be planned.
    """
    clock = _Clock()
    control = Control(seconds, on_progress, should_stop)
    problem, held = settle(read(data))
    found = candidates.find(problem)
    clock.lap("candidates")
    locked = settle_locks(found, control)
    start = greedy.fill(found, set(found.helpers_of), locked.start)
    search = Search(found, control, start, pinned=locked.pairs)
    search.run()
    answers = Answers(search, control)
    answers.improve()
    clock.lap("solve")
    view = PlanView(found, search.plan)
    explained = {
        "assignments": view.assignments(),
        "held": held,
        **({"locked": locked.report} if "locked" in data else {}),
        "load": view.load(),
        "groups": view.groups(),
        "unmet": Unmet(view).as_json(),
        "answers": answers.as_json(view),
    }
    clock.lap("explain")
    return _heading(data, search) | {
        "seconds": clock.seconds(),
        "counts": _counts(search, explained),
        **explained,
    }


def why(data: dict, planned: dict, *, need: str, helper: str, seconds: float = 10) -> dict:
    """Why not this helper in this seat: the answer about one pair against a plan made of the same input.

    The fields are those of ``answers`` in the output, the ``parts`` of the score, and ``proven``: when
    false, the time ended before the best plan with the pair was found, and its loss is at most the one
    given. ``BETTER`` is a verdict of its own: a plan with the pair surpasses the plan, which was
    unfinished or made with the pair struck.
    """
    control = Control(seconds)
    question = {"need": need, "helper": helper}
    struck = [pair for pair in data.get("struck", ()) if pair != question]  # asked about, so weighed
    problem, _ = settle(read({**data, "struck": struck, "why": [question]}))
    found = candidates.find(problem)
    plan = {entry["need"]: entry["helper"] for entry in planned["assignments"]}
    locks = {seat: one for seat, one in problem.locked if plan.get(seat) == one}
    search = Search(found, control, plan, pinned=locks)
    if planned["status"] == "optimal" and question not in data.get("struck", ()):
        search.declare_optimal()
    answers = Answers(search, control)
    answers.solve()
    [answer] = answers.as_json(PlanView(found, search.plan))
    lost = answer["loss"]
    if lost is not None and (lost["coverage"], lost["quality"]) < (0, 0):
        answer["verdict"] = "BETTER"
    parts = scoring.parts(Pair(problem.needs[need], problem.helpers[helper], problem))
    return answer | {"parts": parts, "proven": answers.proven((need, helper))}


def _heading(data: dict, search: Search) -> dict:
    """Which input was solved by what, how good the plan is and how good any plan could be."""
    objective, bound = search.levels.as_json(), search.bound
    return {
        "schema": "xieshou-match-output/1",
        "input_sha256": digest(data),
        "solver": f"HiGHS {highs.version()} (threads 1, seed {highs.SEED}), rules {RULES_VERSION}",
        "status": "optimal" if bound == objective else "feasible",
        "objective": objective,
        "bound": bound,
        "gap": {level: _gap(objective[level], bound[level]) for level in objective},
    }


def _gap(objective: int, bound: int | None) -> float | None:
    return None if bound is None else (bound - objective) / max(1, abs(bound))


def _counts(search: Search, explained: dict) -> dict:
    problem = search.candidates.problem
    return {
        "needs": len(problem.needs),
        "helpers": len(problem.helpers),
        "groups": len(problem.groups),
        "pairs": len(search.candidates.scores),
        "filled": len(explained["assignments"]),
        "unmet": len(explained["unmet"]),
        "groups_made_lawful": len(plan_rules.made_lawful(problem, search.plan)),
    }


class _Clock:
    """Seconds spent on each step of the run."""

    def __init__(self):
        self.began = self.last = perf_counter()
        self.laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        now = perf_counter()
        self.laps[name], self.last = round(now - self.last, 3), now

    def seconds(self) -> dict[str, float]:
        return self.laps | {"total": round(perf_counter() - self.began, 3)}
