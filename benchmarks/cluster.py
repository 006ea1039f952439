"""A table in parts on a Dask cluster: one worker and two, one thread each, and one process without Dask.

``python -m benchmarks.cluster --parts 12 --rows 100000``. Scheduler and workers are processes of this
machine; the workers are warm (they joined a part before), since a cluster that joins a large table
pays for its start once. The results of all are compared: they must be the same to the byte.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from benchmarks import kept
from geo import areas, cluster, parts

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "cluster"


def scattered(folder: Path, many: int, rows: int) -> Path:
    """Write parts with points over Mali's box, four in ten of them in Mali, and people."""
    folder.mkdir()
    west, south, east, north = areas.load().geometry(0).total_bounds
    for number in range(many):
        seeded = np.random.default_rng(number)
        lon, lat = seeded.uniform(west, east, rows).round(6), seeded.uniform(south, north, rows).round(6)
        people = seeded.integers(1, 50, rows)
        table = pd.DataFrame({"lon": lon, "lat": lat, "Personnes": people, "date": "2026-10-01"})
        table.to_parquet(folder / f"{number:05}.parquet")
    return folder


@contextmanager
def running(what: str, *words: str) -> Iterator[None]:
    """Run a scheduler or a worker; one thread for everything that it computes."""
    one_thread = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "ARROW_NUM_THREADS"), "1")
    command = [sys.executable, "-m", f"distributed.cli.dask_{what}", *words, "--no-dashboard"]
    started = subprocess.Popen(command, stderr=subprocess.DEVNULL, env=os.environ | one_thread)
    try:
        yield
    finally:
        started.terminate()
        started.wait()


class Round(NamedTuple):
    """Seconds on the clock, of this process's and of the busiest worker's processor; the result's digest."""

    clock: float
    here: float
    worker: float
    digest: str


def on_workers(many: int, folder: Path, warm: Path, rounds: int) -> list[Round]:
    """Join on some workers, again and again."""
    with tempfile.TemporaryDirectory() as place, ExitStack() as started:
        about, found = Path(place) / "scheduler.json", []
        words = ("--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(about))
        started.enter_context(running("scheduler", *words))
        while not (about.is_file() and about.read_text().strip().endswith("}")):
            time.sleep(0.05)
        address = json.loads(about.read_text())["address"]
        for _ in range(many):
            words = (address, "--nthreads", "1", "--no-nanny", "--memory-limit", "0")
            started.enter_context(running("worker", *words, "--local-directory", place))
        from distributed import Client

        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(many)
            for number in range(rounds + 1):
                before = client.run(time.process_time)
                output = Path(place) / f"{number}.parquet"
                clock, here, digest = joined(folder if number else warm, output, address)
                after = client.run(time.process_time)
                found.append(Round(clock, here, max(after[at] - before[at] for at in after), digest))
        return found[1:]


def joined(folder: Path, output: Path, address: str) -> tuple[float, float, str]:
    """Join once; return seconds on the clock and of this processor, and the digest of what was written."""
    begun, worked = time.perf_counter(), time.process_time()
    with cluster.workers(address) as engine:
        parts.write(folder, output, engine)
    took, worked = time.perf_counter() - begun, time.process_time() - worked
    content = b"".join(path.read_bytes() for path in sorted(output.iterdir()))
    return took, worked, hashlib.sha256(content).hexdigest()


def alone(folder: Path, output: Path) -> tuple[float, float]:
    """Join in a process without Dask; return its seconds of processor and its memory in MB."""
    code = (
        "import sys; from pathlib import Path; from geo import parts;"
        "parts.write(Path(sys.argv[1]), Path(sys.argv[2]), parts.Here())"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code, str(folder), str(output)], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, after.ru_maxrss / 1000


def table(found: dict[int, list[Round]], everything: int, seconds: float, most: float) -> str:
    """Return the results as Markdown."""
    head = [
        "by", "workers", "s on the clock, median (rounds)", "s of processor: who asks + worker",
        "times one worker: clock, processor", "rows a second of a worker", "most memory",
    ]  # fmt: skip
    lines = [["one process, no Dask", "", "", f"{seconds:.1f}", "", everything / seconds, f"{most:.0f} MB"]]
    base = middle(found[1])
    for many, rounds in found.items():
        clock, here, worker = middle(rounds)
        each = ", ".join(f"{one.clock:.1f}" for one in rounds)
        times = f"{base[0] / clock:.2f}, {sum(base[1:]) / (here + worker):.2f}"
        rate = everything / worker / many
        lines.append(
            ["Dask", str(many), f"{clock:.1f} ({each})", f"{here:.1f} + {worker:.1f}", times, rate, ""]
        )
    return kept.rows(head, lines)


def middle(rounds: list[Round]) -> tuple[float, float, float]:
    """Return the medians of the seconds."""
    clock, here, worker = (statistics.median(values) for values in [*zip(*rounds, strict=True)][:3])
    return clock, here, worker


def main(words: list[str] | None = None) -> None:
    """Measure, print the table and keep it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--parts", type=int, default=12)
    asked.add_argument("--rows", type=int, default=100_000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--folder", type=Path, default=kept.RESULTS)
    given = asked.parse_args(words)
    machine, everything = kept.machine(), given.parts * given.rows
    with tempfile.TemporaryDirectory() as place:
        folder = scattered(Path(place) / "in", given.parts, given.rows)
        warm = scattered(Path(place) / "warm", 4, given.rows)
        seconds, most = alone(folder, Path(place) / "alone.parquet")
        found = {many: on_workers(many, folder, warm, given.rounds) for many in (1, 2)}
    assert len({one.digest for rounds in found.values() for one in rounds}) == 1, "the results differ"
    text = (
        f"# A table in {given.parts} parts of {given.rows:,} points with people\n\nRead, placed and written "
        f"with its areas and sums; the same result to the byte. One thread a worker. {kept.on(machine)} "
        "Where other work had the cores, the seconds of processor, of who asks and of the busiest worker, "
        f"say what a quiet machine would need.\n\n{table(found, everything, seconds, most)}"
    )
    rounds = [{"workers": many} | one._asdict() for many, rounds in found.items() for one in rounds]
    numbers = {"machine": machine, "rows": everything, "alone_s": seconds, "alone_mb": most, "rounds": rounds}
    kept.keep(NAME, text, numbers, folder=given.folder)


if __name__ == "__main__":
    main()
