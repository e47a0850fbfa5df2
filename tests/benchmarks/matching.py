"""``python -m tests.benchmarks.matching``: plans generated counties, prints a table with greedy beside it.

CPU seconds of one thread, each county in a process of its own. A county gets ``--cpu`` seconds and is then
stopped by the same button that the officer has, so a busy machine changes nothing but the clock on the
wall. ``--city`` plans ten counties on two processes instead, as a city would.
"""

import argparse
import resource
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from time import perf_counter, process_time

from tests.benchmarks.matching_county import county
from volunteers.matching import candidates, greedy, plan, plan_rules
from volunteers.matching.held import settle
from volunteers.matching.schema import read

COUNTIES = {
    "seed 1": {"seed": 1},
    "seed 2": {"seed": 2},
    "seed 3": {"seed": 3},
    "seed 1, hours never bind": {"seed": 1, "hours": False},
}
CITY = {f"seed {seed}": {"seed": seed} for seed in range(1, 11)}
HEADINGS = (
    "county",
    "needs",
    "lawful pairs",
    "candidates, s",
    "greedy coverage, quality",
    "coverage",
    "bound",
    "first plan with bound, s",
    "coverage proven, s",
    "quality",
    "bound",
    "quality gap after 10 s, 30 s",
    "both proven, s",
    "all, s",
    "peak MB",
)


class Heard:
    """The progress of one run, each step at its CPU second."""

    def __init__(self):
        self.began, self.steps = process_time(), []

    def __call__(self, step: dict) -> None:
        self.steps.append((process_time() - self.began, step["objective"], step["bound"]))

    @property
    def seconds(self) -> float:
        return process_time() - self.began

    def first(self, reached) -> str:
        return next((f"{at:.1f}" for at, *levels in self.steps if reached(*levels)), "no")

    def gap(self, second: float) -> str:
        """How far the quality may have been from its optimum at one second."""
        objective, bound = [levels for at, *levels in self.steps if at <= second][-1]
        if bound["quality"] is None or objective["coverage"] != bound["coverage"]:
            return "–"
        return f"{1 - objective['quality'] / bound['quality']:.2%}"


def measure(name: str, options: dict, cpu: float) -> tuple[list[str], float]:
    """One row of the table, and its CPU seconds."""
    data = county(**options)
    problem, _ = settle(read(data))
    began = process_time()
    found = candidates.find(problem)
    candidate_seconds = process_time() - began
    baseline = plan_rules.levels(problem, greedy.fill(found, set(found.helpers_of)))
    heard = Heard()
    output = plan(data, seconds=3600, on_progress=heard, should_stop=lambda: heard.seconds > cpu)
    seconds = heard.seconds
    objective, bound, counts = output["objective"], output["bound"], output["counts"]
    share = counts["pairs"] / (counts["needs"] * counts["helpers"])
    return [
        name,
        str(counts["needs"]),
        f"{counts['pairs']} ({share:.1%})",
        f"{candidate_seconds:.2f}",
        f"{baseline.coverage} (−{1 - baseline.coverage / objective['coverage']:.1%}), {baseline.quality}",
        str(objective["coverage"]),
        str(bound["coverage"]),
        heard.first(lambda objective, bound: True),
        heard.first(lambda objective, bound: objective["coverage"] == bound["coverage"]),
        str(objective["quality"]),
        str(bound["quality"]),
        f"{heard.gap(10)}, {heard.gap(30)}",
        heard.first(lambda objective, bound: objective == bound),
        f"{seconds:.1f}",
        str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024),
    ], seconds


def table(counties: dict[str, dict], cpu: float, processes: int) -> float:
    """Print a row for every county and return the CPU seconds of them all."""
    print("| " + " | ".join(HEADINGS) + " |")
    print("|" + "---|" * len(HEADINGS))
    with ProcessPoolExecutor(processes, get_context("spawn"), max_tasks_per_child=1) as pool:
        rows: Iterable = pool.map(measure, counties, counties.values(), [cpu] * len(counties))
        total = 0.0
        for row, seconds in rows:
            print("| " + " | ".join(row) + " |", flush=True)
            total += seconds
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cpu", type=float, default=60, help="CPU seconds for each county (default: 60)")
    parser.add_argument("--city", action="store_true", help="ten counties on two processes")
    options = parser.parse_args()
    began = perf_counter()
    total = table(CITY if options.city else COUNTIES, options.cpu, 2 if options.city else 1)
    print(f"\n{total:.0f} CPU seconds in all, {perf_counter() - began:.0f} on the clock")


if __name__ == "__main__":
    main()
