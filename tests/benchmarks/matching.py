"""``python -m tests.benchmarks.matching``: plans generated counties, prints a table with greedy beside it.

CPU seconds of one thread. Each county gets ``--cpu`` seconds and is then stopped by the same button
that the officer has, so a busy machine changes nothing but the clock on the wall.
"""

import argparse
import resource
from time import process_time

from tests.benchmarks.matching_county import county
from volunteers.matching import candidates, greedy, plan, plan_rules
from volunteers.matching.held import settle
from volunteers.matching.schema import read

COUNTIES = {
    "county, seed 1": {"seed": 1},
    "county, seed 2": {"seed": 2},
    "county, seed 3": {"seed": 3},
    "county, seed 1, hours never bind": {"seed": 1, "hours": False},
}
HEADINGS = (
    "instance",
    "needs",
    "lawful pairs",
    "candidates, s",
    "greedy coverage",
    "coverage",
    "coverage bound",
    "proven after, s",
    "greedy quality",
    "quality",
    "quality bound",
    "gap",
    "all, s",
    "peak MB",
)


def measure(name: str, options: dict, cpu: float) -> list[str]:
    """One row of the table."""
    data = county(**options)
    problem, _ = settle(read(data))
    began = process_time()
    found = candidates.find(problem)
    candidate_seconds = process_time() - began
    baseline = plan_rules.levels(problem, greedy.fill(found, set(found.helpers_of)))
    output, proven_after, total = _timed_plan(data, cpu)
    objective, bound, counts = output["objective"], output["bound"], output["counts"]
    share = counts["pairs"] / (counts["needs"] * counts["helpers"])
    return [
        name,
        str(counts["needs"]),
        f"{counts['pairs']} ({share:.1%})",
        f"{candidate_seconds:.2f}",
        f"{baseline.coverage} (−{1 - baseline.coverage / objective['coverage']:.1%})",
        str(objective["coverage"]),
        str(bound["coverage"]),
        "no" if proven_after is None else f"{proven_after:.1f}",
        str(baseline.quality),
        str(objective["quality"]),
        str(bound["quality"]),
        "–" if output["gap"]["quality"] is None else f"{output['gap']['quality']:.2%}",
        f"{total:.1f} ({output['status']})",
        str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024),
    ]


def _timed_plan(data: dict, cpu: float) -> tuple[dict, float | None, float]:
    """The plan, when its coverage was proven, and how long everything took."""
    began, proven = process_time(), []

    def hear(step: dict) -> None:
        if step["objective"]["coverage"] == step["bound"]["coverage"]:
            proven.append(process_time() - began)

    output = plan(data, seconds=3600, on_progress=hear, should_stop=lambda: process_time() - began > cpu)
    return output, proven[0] if proven else None, process_time() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cpu", type=float, default=30, help="CPU seconds for each county (default: 30)")
    cpu = parser.parse_args().cpu
    print("| " + " | ".join(HEADINGS) + " |")
    print("|" + "---|" * len(HEADINGS))
    for name, options in COUNTIES.items():
        print("| " + " | ".join(measure(name, options, cpu)) + " |", flush=True)


if __name__ == "__main__":
    main()
