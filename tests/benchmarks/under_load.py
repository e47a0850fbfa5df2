"""Requests a second of a kept public page beside a bare view of the same bytes and middleware, under wrk.

One worker of the server that the demo uses, over the data directory that ``quickstart`` filled:

    uv run manage.py quickstart --no-serve && uv run python -m tests.benchmarks.under_load
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

ADDRESS, PORT = "127.0.0.1", 8077
ROUNDS, SECONDS, CONNECTIONS = 5, 4, 8
BUDGET = 1.0
BARE = "/bare-view-for-measuring/"


def serve() -> subprocess.Popen:
    """Start one worker and wait until it answers."""
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--blocking-threads", "4"),
            *("--host", ADDRESS, "--port", str(PORT), "--log-level", "warning"),
            "tests.benchmarks.loaded_site:application",
        ],
        env={"DJANGO_SETTINGS_MODULE": "portal.settings.main"} | os.environ,
    )
    for _attempt in range(60):
        try:
            urlopen(f"http://{ADDRESS}:{PORT}/").close()
            return server
        except URLError:
            time.sleep(0.5)
    server.terminate()
    raise RuntimeError("The server did not answer within 30 s.")


def requests_a_second(path: str) -> float:
    """What ``wrk`` reaches on ``path``; an answer that is no 200 stops the measurement."""
    done = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", f"http://{ADDRESS}:{PORT}{path}"],
        capture_output=True,
        text=True,
        check=True,
    )
    if "Non-2xx" in done.stdout:
        raise RuntimeError(done.stdout)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)[1])


def main() -> None:
    if not shutil.which("wrk"):
        raise SystemExit("Install wrk first (Debian: apt-get install wrk).")
    server = serve()
    try:
        requests_a_second("/"), requests_a_second(BARE)
        pairs = [(requests_a_second(BARE), requests_a_second("/")) for _round in range(ROUNDS)]
    finally:
        server.terminate()
        server.wait()
    ratios = [kept / bare for bare, kept in pairs]
    bare, kept = (statistics.median(values) for values in zip(*pairs, strict=True))
    print(
        "| bare view, requests/s | kept page, requests/s | ratio (least, most) | budget |\n|---|---|---|---|"
    )
    print(
        f"| {bare:.0f} | {kept:.0f} | {statistics.median(ratios):.2f} ({min(ratios):.2f}, {max(ratios):.2f})"
        f" | ≥ {BUDGET} |"
    )
    if statistics.median(ratios) < BUDGET:
        raise SystemExit("The kept page is slower than the bare view.")


if __name__ == "__main__":
    main()
