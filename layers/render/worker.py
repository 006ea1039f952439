"""Pages that other processes make, and the one queue of heavy work of the app."""

from __future__ import annotations

import math
import os
from concurrent.futures import Future, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from geo.errors import GeoError
from geo.work_queue import Queue
from layers.render import export
from layers.text import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geo.areas import Language
    from layers.render.export import Options

MODULES = ("layers.received", "layers.render.atlas", "layers.render.sheet")
"""What a process reads before its first work."""

QUEUE = Queue(modules=MODULES)
"""Of everybody who is at this map: files that are read, and files that are made."""


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


def told(error: BaseException, lang: Language) -> str:
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


class Crew:
    """Several processes that make pages; one alone is this very process."""

    def __init__(self, count: int) -> None:
        self._queue = Queue(count, MODULES, longest=math.inf) if count > 1 else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._queue:
            self._queue.close()

    def start(self) -> None:
        """Start all, so that they are there when the first page is asked for."""
        if self._queue:
            self._queue.start(self._queue.most)

    def make(self, tasks: Mapping[int, Task]) -> Iterator[tuple[int, str]]:
        """Make pages; yield each one's place and problem as it is done."""
        if self._queue is None:
            yield from ((place, make(task)) for place, task in tasks.items())
            return
        running: dict[Future[str], int] = {
            self._queue.submit(make, task): place for place, task in tasks.items()
        }
        for work in as_completed(running):
            error = work.exception()
            problem = told(error, tasks[running[work]].lang) if error else work.result()
            yield running[work], problem
