"""How benchmarks measure: floor and subject in turn, CPU seconds, peak memory of a process of its own."""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROUNDS = 5
MEGABYTE = 1024  # of the kilobytes in which Linux reports memory


@dataclass(frozen=True)
class Result:
    """One line of the table: what was measured, against which budget, and whether it held."""

    work: str
    measured: str
    budget: str
    holds: bool

    def line(self) -> str:
        return f"| {self.work} | {self.measured} | {self.budget} | {'yes' if self.holds else '**no**'} |"


HEADING = "| work | measured | budget | held |\n|---|---|---|---|"


def cpu(work: Callable) -> float:
    """CPU seconds of this process while it works."""
    started = time.process_time()
    work()
    return time.process_time() - started


def ratio_to(floor: Callable, subject: Callable) -> tuple[float, float, float]:
    """Median of the ratios of each round, and the medians of floor and subject in CPU seconds."""
    floor(), subject()
    pairs = [(cpu(floor), cpu(subject)) for _round in range(ROUNDS)]
    floors, subjects = zip(*pairs, strict=True)
    ratios = [ours / theirs for theirs, ours in pairs]
    return statistics.median(ratios), statistics.median(floors), statistics.median(subjects)


def grown(work: Callable) -> float:
    """How many MB this process holds more at the peak of the work than before it.

    The peak is set back first: that of the start, when everything is imported, would hide the work's own.
    """
    Path("/proc/self/clear_refs").write_text("5")
    before = _held("VmRSS")
    work()
    return _held("VmHWM") - before


def _held(what: str) -> float:
    """A line of this process's status in MB; ``ru_maxrss`` would inherit the peak of its parent."""
    lines = Path("/proc/self/status").read_text().splitlines()
    [line] = (text for text in lines if text.startswith(f"{what}:"))
    return int(line.split()[1]) / MEGABYTE


def in_a_process(module: str, folder: Path, *arguments) -> dict:
    """Run ``python -m module folder arguments…`` and read the JSON of its last line."""
    done = subprocess.run(
        [sys.executable, "-m", module, str(folder), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{module} {arguments} could not run:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])
