"""One queue of heavy work for all: done by few processes, within limits, beside whoever looks at the map.

::

    submit ─▶ the line ─▶ a thread for each process ─▶ geo.work_process ─▶ the result

What is sent either way is small: paths and what is shown, no tables. There are at most as many processes
as processors, and no more than the memory holds. Long work never takes the last one, so that what a
person waits for at a press begins at once. A process that dies or goes beyond a limit is told in a
sentence and followed by another.
"""

from __future__ import annotations

import atexit
import os
import subprocess  # nosec B404
import sys
import threading
import time
from concurrent.futures import Future
from contextlib import suppress
from multiprocessing import Pipe
from pathlib import Path
from signal import SIGXCPU
from typing import TYPE_CHECKING, Any, TypeVar

from geo import paths
from geo.errors import GeoError
from geo.work_process import BROKEN, DONE, FAILED, LAST, MOST_MEMORY, TOLD

if TYPE_CHECKING:
    from collections.abc import Callable

R = TypeVar("R")

SECONDS = 60.0
"""Of a processor, that a piece of work may take where nothing else is said."""

MOST_SECONDS = 900.0
"""On the clock, after which a piece of work is ended."""

MOST_WAITING = 100
"""Pieces of work in the line of a server, which refuses more."""

IDLE = 60.0
"""Seconds after which a process that nobody needs ends; one stays."""

_LOOKED = 0.1
"""Seconds between looks at whether a piece of work is still wanted."""

_START = "from geo.work_process import main; main()"


class Work(Future[R]):
    """A piece of work: `result` waits for it and raises what it raised, a `GeoError` where it was ended."""

    def __init__(self, queue: Queue, asked: tuple[Any, ...], person: str, *, long: bool) -> None:
        super().__init__()
        self._queue, self.asked, self.person, self.long = queue, asked, person, long
        self.told: tuple[float, Any] = (0.0, "")
        self.wanted, self.begun = True, False

    @property
    def place(self) -> int:
        """How many are in the line up to this one; 0 where it has begun or is done."""
        return self._queue.place(self)

    def stop(self) -> None:
        """End it: nobody wants it any more."""
        self.wanted = False
        self._queue.forget(self)

    def fail(self, error: Exception) -> None:
        """Say why there will be no result."""
        if not self.done():
            self.set_exception(error)


class Queue:
    """Processes that do one piece of work after another, for all who ask.

    Parameters
    ----------
    most : int, optional
        Processes at once; as many as processors and memory allow where not given.
    modules : tuple of str
        What a process reads before its first work.
    longest : float
        Pieces of work in the line; more are refused.
    """

    def __init__(
        self, most: int | None = None, modules: tuple[str, ...] = (), *, longest: float = MOST_WAITING
    ) -> None:
        self.most, self._longest = most or most_processes(), longest
        self._modules = modules
        self._line: list[Work[Any]] = []
        self._begun: list[Work[Any]] = []
        self._changed = threading.Condition(threading.RLock())
        self._threads: list[threading.Thread] = []
        self._free = 0
        self._closed = False
        atexit.register(self.close)

    def submit(
        self,
        function: Callable[..., R],
        *given: object,
        seconds: float = SECONDS,
        long: bool = False,
        person: str = "",
    ) -> Work[R]:
        """Put a piece of work in the line.

        Parameters
        ----------
        function : callable
            Of a module; in the process that runs it, `geo.work_process.tell` says how far it is.
        *given : object
            What it is given; small.
        seconds : float
            Of a processor that it may take.
        long : bool
            Whether nobody waits for it at once: it goes after what is not, and leaves a process free.
        person : str
            Who asks, where one person may have one such piece of work at a time.

        Raises
        ------
        GeoError
            ``work_one_at_a_time``, ``work_line_full``.
        """
        places = {"MALI_MAP_WORKSPACE": str(paths.workspace())}
        work: Work[R] = Work(self, (function, given, seconds, places), person, long=long)
        with self._changed:
            if person and any(one.person == person and not one.done() for one in (*self._line, *self._begun)):
                raise GeoError("work_one_at_a_time")
            if len(self._line) >= self._longest:
                raise GeoError("work_line_full", n=len(self._line))
            self._line.append(work)
            self._line.sort(key=lambda one: one.long)
            if self._free < len(self._line):
                self._add_process()
            self._changed.notify_all()
        return work

    def run(self, function: Callable[..., R], *given: object, seconds: float = SECONDS) -> R:
        """Have something done and wait for it."""
        return self.submit(function, *given, seconds=seconds).result()

    def start(self, count: int = 1) -> None:
        """Have processes ready before the first work."""
        with self._changed:
            for _ in range(min(count, self.most) - len(self._threads)):
                self._add_process()

    def place(self, work: Work[Any]) -> int:
        """Return the place of a piece of work in the line, from 1; 0 where it is not in it."""
        with self._changed:
            return self._line.index(work) + 1 if work in self._line else 0

    def forget(self, work: Work[Any]) -> None:
        """Take a piece of work that nobody wants out of the line; one that has begun is ended."""
        with self._changed:
            if work in self._line:
                self._line.remove(work)
                work.fail(GeoError("work_unwanted"))

    def close(self) -> None:
        """End all processes and what they are at."""
        atexit.unregister(self.close)
        with self._changed:
            self._closed = True
            for work in (*self._line, *self._begun):
                work.stop()
            self._changed.notify_all()
        for thread in self._threads.copy():
            thread.join()

    def _add_process(self) -> None:
        """Start a thread with a process; the caller holds the lock."""
        if len(self._threads) < self.most and not self._closed:
            thread = threading.Thread(target=self._serve, daemon=True)
            self._threads.append(thread)
            self._free += 1
            thread.start()

    def _serve(self) -> None:
        """Do one piece of work after another by a process that is replaced when it goes."""
        process = self._ready(None)
        while work := self._next():
            for _ in range(2):  # one that died before it began is not the work's fault
                if not work.done() and (process := self._ready(process)):
                    process.do(work)
            work.fail(GeoError("work_died"))
            with self._changed:
                self._begun.remove(work)
                self._free += 1
                self._changed.notify_all()  # long work may begin
            process = process if self._closed else self._ready(process)  # before it is needed
        if process:
            process.stop()

    def _ready(self, process: Process | None) -> Process | None:
        """Return this process, or another where it has gone; None where none can be started."""
        if process and process.runs:
            return process
        if process:
            process.stop()
        with suppress(OSError):
            return Process(self._modules)
        return None

    def _next(self) -> Work[Any] | None:
        """Wait for the next piece of work; None where this process is not needed any more."""
        until = time.monotonic() + IDLE
        with self._changed:
            while not self._closed:
                if work := self._first():
                    self._free -= 1
                    return work
                if self._changed.wait(until - time.monotonic()):
                    continue
                if len(self._threads) > 1:
                    break
                until = time.monotonic() + IDLE
            self._threads.remove(threading.current_thread())
            self._free -= 1
        return None

    def _first(self) -> Work[Any] | None:
        """Take what may begin now out of the line."""
        may_be_long = sum(one.long for one in self._begun) < max(1, self.most - 1)
        work = next((one for one in self._line if may_be_long or not one.long), None)
        if work:
            self._line.remove(work)
            self._begun.append(work)
        return work


class Process:
    """A process that does work; see `geo.work_process`."""

    def __init__(self, modules: tuple[str, ...] = ()) -> None:
        self._ours, theirs = Pipe()
        self.process = subprocess.Popen(  # nosec B603 -- this program itself, and no shell
            [sys.executable, "-c", _START, str(theirs.fileno()), *modules],
            cwd=paths.ROOT, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()],
        )  # fmt: skip
        theirs.close()

    @property
    def runs(self) -> bool:
        """Whether it can be asked."""
        return self.process.poll() is None

    def do(self, work: Work[Any]) -> None:
        """Have a piece of work done, and keep what comes of it: nothing where the process died before it."""
        until = time.monotonic() + MOST_SECONDS
        try:
            self._ours.send(work.asked)
            while not self._ours.poll(_LOOKED) or not self._heard(work):
                if not work.wanted or time.monotonic() > until:
                    self.stop()
                    work.fail(GeoError("work_too_long") if work.wanted else GeoError("work_unwanted"))
                    return
        except (EOFError, OSError):
            self.stop()
            if self.process.returncode == -SIGXCPU:
                work.fail(GeoError("work_too_long"))
            elif work.begun:
                work.fail(GeoError("work_died"))

    def _heard(self, work: Work[Any]) -> bool:
        """Take what the process says; tell whether it is the end of the work."""
        kind, value = self._ours.recv()
        work.begun = True
        if kind == TOLD:
            work.told = value
        elif kind in (DONE, LAST):
            if kind == LAST:
                self.stop()
            work.set_result(value)
        elif kind == FAILED:
            work.fail(value)
        elif kind == BROKEN:
            work.fail(RuntimeError(value))
        return bool(kind != TOLD)

    def stop(self) -> None:
        """End the process and whatever it is at."""
        with suppress(OSError):
            self.process.kill()
        self.process.wait()
        self._ours.close()


def most_processes() -> int:
    """Return how many processes this machine may have for heavy work: by processors and by memory."""
    return max(1, min(os.cpu_count() or 1, memory() // MOST_MEMORY))


def memory() -> int:
    """Return the bytes of memory that this program may have: the machine's, or its container's."""
    whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    try:
        return min(whole, int(Path("/sys/fs/cgroup/memory.max").read_text(encoding="ascii")))
    except (OSError, ValueError):  # no container, or one without a bound
        return whole
