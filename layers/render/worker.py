"""A process that makes pages: a task per line comes in, and why it could not be done goes out.

It is started as a command of its own, not as a copy of this process: the web server has threads that a
copy would wait for, and a main module that only Streamlit can run.
"""

from __future__ import annotations

import datetime as dt
import importlib
import json
import os
import subprocess  # nosec B404
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Self

from geo.errors import GeoError
from geo.paths import ROOT
from layers.render import export
from layers.render.export import Options
from layers.text import say, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geo.areas import Language


@dataclass(frozen=True, slots=True)
class Task:
    """A page to make.

    Attributes
    ----------
    query : str
        Of its view.
    files : dict of str to str
        Ending of each file by its whole path.
    options : Options
        How they are made.
    lang : {"fr", "en"}
        Of a view that names none, and of problems.
    """

    query: str
    files: dict[str, str]
    options: Options
    lang: Language


def make(task: Task) -> str:
    """Write the files of a page; return why it could not be done, or nothing."""
    try:
        scenes = export.all_composed(task.query, task.lang)
        for path, ending in task.files.items():
            _write(Path(path), export.make(scenes, ending, task.options))
    except Exception as error:  # one page of many: whatever it is, the others are made
        return told(error, task.lang)
    return ""


def told(error: Exception, lang: Language) -> str:
    """Say in one line what went wrong."""
    return sentence(error, lang) if isinstance(error, GeoError) else f"{type(error).__name__}: {error}"


def _write(path: Path, content: bytes) -> None:
    """Have the file there whole or not at all."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


class Worker:
    """A process that makes one page after another; one that dies is followed by another."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> subprocess.Popen[str]:
        """Start the process, where it does not run."""
        if self._process is None:
            self._process = _started()
        return self._process

    def make(self, task: Task) -> str:
        """Have a page made; see `make`."""
        process = self.start()
        assert process.stdin
        assert process.stdout
        try:
            process.stdin.write(f"{_line(task)}\n")
            process.stdin.flush()
            answer = process.stdout.readline()
        except OSError:
            answer = ""
        if not answer:
            self.stop()
            return say("export.stopped", task.lang)
        return str(json.loads(answer))

    def stop(self) -> None:
        """End the process; a page that it is at is left."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


class Crew:
    """Several workers; one alone is this very process."""

    def __init__(self, count: int) -> None:
        self._workers = [Worker() for _ in range(count if count > 1 else 0)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        for worker in self._workers:
            worker.stop()

    def start(self) -> None:
        """Start all, so that they are there when the first page is asked for."""
        for worker in self._workers:
            worker.start()

    def make(self, tasks: Mapping[int, Task]) -> Iterator[tuple[int, str]]:
        """Make pages; yield each one's place and problem as it is done."""
        if not self._workers:
            yield from ((place, make(task)) for place, task in tasks.items())
            return
        free: SimpleQueue[Worker] = SimpleQueue()
        for worker in self._workers:
            free.put(worker)

        def have_made(task: Task) -> str:
            worker = free.get()
            try:
                return worker.make(task)
            finally:
                free.put(worker)

        threads = ThreadPoolExecutor(len(self._workers))
        try:
            running = {threads.submit(have_made, task): place for place, task in tasks.items()}
            for future in as_completed(running):
                yield running[future], future.result()
        finally:  # whoever asked may have gone: what has not begun is left
            threads.shutdown(cancel_futures=True)


def _started() -> subprocess.Popen[str]:
    return subprocess.Popen(  # nosec B603 -- this program itself, and no shell
        [sys.executable, "-m", "layers.render.worker"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip


def _line(task: Task) -> str:
    given = asdict(task)
    given["options"]["made"] = task.options.made and task.options.made.isoformat()
    return json.dumps(given)


def _read(line: str) -> Task:
    given: dict[str, Any] = json.loads(line)
    options = given.pop("options")
    made = options.pop("made")
    day = dt.date.fromisoformat(made) if made else None
    return Task(**given, options=Options(**options | {"without": tuple(options["without"]), "made": day}))


def main() -> None:
    """Make what standard input asks for, until it ends."""
    answers, sys.stdout = sys.stdout, sys.stderr  # what a library may print is no answer
    importlib.import_module("layers.render.sheet")  # there is time before the first
    for line in sys.stdin:
        print(json.dumps(make(_read(line))), file=answers, flush=True)


if __name__ == "__main__":
    main()
