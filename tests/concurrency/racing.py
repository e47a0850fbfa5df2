"""Real processes that race on the test database, each with a connection of its own.

``race(database, 8, "tests.concurrency.test_booking:grab", jobs)`` starts the processes, lets them
load Django, opens the gate for all at once and returns what each call answered: the word of the
function, or the name of the exception that escaped it.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.db import connection

RUNNER = """
import json, sys, time
from importlib import import_module
from pathlib import Path
name, path, gate, number = sys.argv[1:5]
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = name
django.setup()
module, _, function = path.partition(":")
work = getattr(import_module(module), function)
jobs = json.load(sys.stdin)
Path(gate, number).touch()
while not Path(gate, "open").exists():
    time.sleep(0.001)
answers = []
for job in jobs:
    try:
        answers.append(work(**job))
    except Exception as error:
        answers.append(f"{type(error).__name__}: {error}"[:200])
print(json.dumps(answers))
"""


def race(gate: Path, path: str, jobs: list[list[dict]]) -> list[list[str]]:
    """Run ``jobs[i]`` one after the other in process ``i``, all processes at once."""
    connection.close()
    arguments = [sys.executable, "-c", RUNNER, str(connection.settings_dict["NAME"]), path, str(gate)]
    processes = [
        subprocess.Popen(
            [*arguments, str(number)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=settings.BASE_DIR,
        )
        for number in range(len(jobs))
    ]
    for process, own in zip(processes, jobs, strict=True):
        process.stdin.write(json.dumps(own))
        process.stdin.close()
    _wait_until_loaded(gate, processes)
    (gate / "open").touch()
    return [_answers(process) for process in processes]


def _wait_until_loaded(gate: Path, processes) -> None:
    deadline = time.monotonic() + 180
    while len(list(gate.iterdir())) < len(processes):
        dead = [process for process in processes if process.poll() not in (None, 0)]
        assert not dead, dead[0].stderr.read()
        assert time.monotonic() < deadline, "the racing processes did not start"
        time.sleep(0.02)


def _answers(process) -> list[str]:
    output, errors = process.stdout.read(), process.stderr.read()
    assert process.wait() == 0, errors
    return json.loads(output.strip().splitlines()[-1])
