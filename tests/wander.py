"""Walk the app in any order for some minutes: ``python -m tests.wander MINUTES``.

Walks without a browser and walks in a browser run beside one another, each drawn anew. A walk that fails
ends the run with what repeats it.
"""

from __future__ import annotations

import os
import re
import secrets
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

EXAMPLES, STEPS = 25, 150
"""Examples of a run without a browser; steps in one in a browser."""

AWAY, KEPT = "0,5,5,20,90,300", "120"
"""Seconds for which the network of a browser is away, and for which the server waits for it, as in earnest."""


def main(minutes: float) -> int:
    """Walk until the time is over or something fails; print how many steps there were."""
    end = time.monotonic() + minutes * 60
    with ThreadPoolExecutor(2) as both:
        walks = [both.submit(_walks, kind, end) for kind in ("ui", "browser")]
        counts = [walk.result() for walk in walks]
    print(f"{counts[0]} steps without a browser, {counts[1]} in one")
    return 0


def _walks(kind: str, end: float) -> int:
    steps = 0
    while time.monotonic() < end:
        steps += _walk(kind)
    return steps


def _walk(kind: str) -> int:
    seed = str(secrets.randbelow(10**6))
    drawn = {
        "ui": {"WANDER_EXAMPLES": str(EXAMPLES)},
        "browser": {
            "WANDER_SEED": seed,
            "WANDER_STEPS": str(STEPS),
            "WANDER_AWAY": AWAY,
            "WANDER_KEPT": KEPT,
        },
    }
    ran = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-s",
            "--tb=short",
            "--show-capture=no",
            f"tests/{kind}/test_any_order.py",
        ],
        env=os.environ | drawn[kind],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if ran.returncode:
        print(ran.stdout[-20_000:])
        os._exit(1)  # the other walk as well
    return sum(map(int, re.findall(r"(\d+) steps", ran.stdout)))


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1])))
