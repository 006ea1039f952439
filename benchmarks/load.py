"""Many people at once: real sessions over websockets, each with a change every so many seconds.

``python -m benchmarks.load --people 1 10 50 --every 2 --seconds 60``. A change is what the browser
sends when a reader picks another theme or round: the part of the page that holds the map runs
again. The time is from the request to the end of that run.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks import kept
from tests.browser.conftest import free_port, mali_map, serving

MOMENTS = 100
VIEWS = [
    f"level={level}&lang={lang}{more}"
    for level in (1, 2, 3)
    for lang in ("fr", "en")
    for more in ("", "&theme=returnees", "&theme=share", "&theme=presence", "&round=2019-12", "&area=ML05")
]


@dataclass
class Seen:
    """What the sessions of one measurement saw: seconds of each change, errors, memory over the time."""

    opened: list[float] = field(default_factory=list)
    changes: list[float] = field(default_factory=list)
    held: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


async def run(socket: Any, query: str, fragment: str) -> tuple[float, str]:
    """Ask for a run of the page or of its part; return seconds, and the id of the part that was sent."""
    asked = BackMsg()
    asked.rerun_script.query_string = query
    asked.rerun_script.fragment_id = fragment
    begun = time.perf_counter()
    await socket.send(asked.SerializeToString())
    part = fragment
    while True:
        told = ForwardMsg()
        told.ParseFromString(await socket.recv())
        kind = told.WhichOneof("type")
        if kind == "delta":
            part = told.delta.fragment_id or part
            if told.delta.new_element.WhichOneof("type") == "exception":
                raise RuntimeError(told.delta.new_element.exception.message)
        if kind == "script_finished":
            return time.perf_counter() - begun, part


async def person(home: str, every: float, until: float, seed: int, seen: Seen) -> None:
    """Open the map, then change it until the time is over."""
    chosen = random.Random(seed)
    address = home.replace("http", "ws", 1) + "/_stcore/stream"
    try:
        async with websockets.connect(
            address, subprotocols=["streamlit"], origin=home, max_size=None
        ) as socket:
            took, part = await run(socket, chosen.choice(VIEWS), "")
            seen.opened.append(took)
            while time.monotonic() < until:
                await asyncio.sleep(chosen.uniform(0.5, 1.5) * every)
                seen.changes.append((await run(socket, chosen.choice(VIEWS), part))[0])
    except (OSError, RuntimeError, websockets.WebSocketException) as error:
        seen.errors.append(f"{type(error).__name__}: {error}")


async def watch(process: int, until: float, seen: Seen) -> None:
    """Note the memory of the server, a hundred times in all."""
    step = (until - time.monotonic()) / MOMENTS
    while time.monotonic() < until:
        seen.held.append(memory(process))
        await asyncio.sleep(step)


async def people(home: str, many: int, every: float, seconds: float, process: int) -> Seen:
    """Let many people in, a few a second, and have each change the map."""
    seen = Seen()
    enter = min(many / 5, 20)
    until = time.monotonic() + enter + seconds
    tasks = [asyncio.create_task(watch(process, until, seen))]
    for number in range(many):
        tasks.append(asyncio.create_task(person(home, every, until, number, seen)))
        await asyncio.sleep(enter / many)
    await asyncio.gather(*tasks)
    return seen


def memory(process: int) -> float:
    """Return the megabytes of memory that a process holds."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1000 for line in lines if line.startswith("VmRSS"))


def processor(process: int) -> float:
    """Return the seconds of processor that a process took."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def listening(port: int) -> int:
    """Return the process that was told to listen on a port."""
    for folder in Path("/proc").glob("[0-9]*"):
        words = (folder / "cmdline").read_bytes().split(b"\0") if (folder / "cmdline").exists() else []
        if b"serve" in words and str(port).encode() in words:
            return int(folder.name)
    raise LookupError(port)


def measure(many: int, every: float, seconds: float) -> dict[str, Any]:
    """Measure a server of its own; return its numbers."""
    port = free_port()
    with ExitStack() as stack:
        home = stack.enter_context(serving(lambda _: [*mali_map(), "serve", "--port", str(port)], port=port))
        process = listening(port)
        asyncio.run(people(home, 1, 0.1, min(6, seconds), process))  # warms the server
        held, worked = memory(process), processor(process)
        seen = asyncio.run(people(home, many, every, seconds, process))
        grown, worked = memory(process) - held, processor(process) - worked
    changes = sorted(seen.changes) or [float("nan")]
    return {
        "people": many,
        "every": every,
        "changes": len(seen.changes),
        "median_ms": median(changes) * 1000,
        "worst_ms": changes[int(0.95 * (len(changes) - 1))] * 1000,
        "run_ms": worked / max(len(seen.changes) + len(seen.opened), 1) * 1000,
        "before_mb": held,
        "session_mb": grown / many,
        "later_mb": seen.held[-1] - seen.held[len(seen.held) // 2],
        "held_mb": [round(value) for value in seen.held],
        "errors": len(seen.errors),
    }


HEAD = {
    "people": "people", "every": "a change every s", "changes": "changes", "median_ms": "median ms",
    "worst_ms": "95 % within ms", "run_ms": "ms of processor a run", "before_mb": "MB before",
    "session_mb": "MB a session", "later_mb": "MB more in the second half", "errors": "errors",
}  # fmt: skip


def main(words: list[str] | None = None) -> None:
    """Measure, print the table and keep it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, nargs="+", default=[1, 10, 50, 100])
    asked.add_argument("--every", type=float, nargs="+", default=[2.0, 10.0])
    asked.add_argument("--seconds", type=float, default=600)
    asked.add_argument("--name", default="load", help="what the results are called")
    asked.add_argument("--folder", type=Path, default=kept.RESULTS)
    given = asked.parse_args(words)
    machine = kept.machine()
    rows = [measure(many, every, given.seconds) for every in given.every for many in given.people]
    lines = [
        [f"{row[key]:.1f}" if key in ("session_mb", "later_mb") else row[key] for key in HEAD] for row in rows
    ]
    text = (
        f"# Many people at once\n\n{kept.on(machine)} {given.seconds:g} s each; the sessions share the cores "
        f"with the server.\n\n{kept.rows([*HEAD.values()], lines)}"
    )
    kept.keep(given.name, text, {"machine": machine, "rows": rows}, folder=given.folder)


if __name__ == "__main__":
    main()
