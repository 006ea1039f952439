"""The process that does heavy work for `geo.work_queue`: one piece after another, within limits.

It is started as a command of its own, not as a copy of whoever asks: the web server has threads that a
copy would wait for, and a main module that only Streamlit can run. It ends when nobody is left to ask,
and after a piece of work that took much memory, which Python would not give back.
"""

from __future__ import annotations

import gc
import importlib
import os
import resource
import signal
import sys
import traceback
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import GeoError

if TYPE_CHECKING:
    from collections.abc import Callable

MEBIBYTE = 1024 * 1024

MOST_MEMORY = 1536 * MEBIBYTE
"""Bytes that a piece of work may take more than the process that does it."""

HEAVY = 100 * MEBIBYTE
"""Bytes that a process may hold more than when it began; one that holds more ends after its work."""

NICE = 5
"""How far whoever looks at the map goes before this process."""

TOLD, DONE, LAST, FAILED, BROKEN = "told", "done", "last", "failed", "broken"
"""What is answered: how far it is; the result; the result of a process that ends now; what a person can
act on; a mistake of this program."""

_asked: Connection | None = None


def main() -> None:
    """Do what is asked for through the handle that the first word names, until nobody asks any more."""
    global _asked
    _asked = Connection(int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asks ends it
    os.nice(NICE)
    for module in sys.argv[2:]:  # there is time before the first
        importlib.import_module(module)
    before = _kilobytes("VmRSS") * 1024
    if data := _kilobytes("VmData") * 1024:
        resource.setrlimit(resource.RLIMIT_DATA, (data + MOST_MEMORY, resource.RLIM_INFINITY))
    with suppress(EOFError, OSError):
        while True:
            asked = _asked.recv()
            tell(0.0, "")  # it has begun
            kind, value = _answer(*asked)
            gc.collect()
            if kind == DONE and _kilobytes("VmRSS") * 1024 > before + HEAVY:
                kind = LAST
            _asked.send((kind, value))
            if kind == LAST:
                return


def tell(done: float, what: object) -> None:
    """Tell whoever waits how far the work at hand is, 0 to 1, and at what."""
    if _asked is not None:
        _asked.send((TOLD, (done, what)))


def may_take(seconds: float) -> None:
    """Let the work at hand take so many seconds of a processor from now on; then its process is ended."""
    if _asked is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


def _answer(
    function: Callable[..., Any], given: tuple[Any, ...], seconds: float, places: dict[str, str]
) -> tuple[str, Any]:
    """Do a piece of work; return what to answer."""
    os.environ.update(places)
    may_take(seconds)
    try:
        return DONE, function(*given)
    except Exception as error:
        if _is_memory(error):
            return FAILED, GeoError("work_too_large")
        return (FAILED, error) if isinstance(error, GeoError) else (BROKEN, traceback.format_exc())


def _is_memory(error: BaseException | None) -> bool:
    """Tell whether an error is one of memory, whatever a reader made of it."""
    while error is not None:
        if isinstance(error, MemoryError):
            return True
        error = error.__cause__
    return False


def _kilobytes(name: str) -> int:
    """Return what the system says of this process's memory; 0 where it does not say."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name}:")), 0)
