"""What a terminal shows while it waits: one line on stderr that goes again; nothing where nobody looks."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

ATTENTION, FAILED = 1, 2
"""Exit status: done, but something needs attention; could not be done."""

CLEARED = "\r\x1b[K"
"""Takes away what stands on the line."""


@contextmanager
def progress() -> Iterator[Callable[[float, str], None] | None]:
    """Give what is told how far something is, 0 to 1, and at what; None where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return

    def told(done: float, what: str) -> None:
        print(f"{CLEARED}{done:4.0%} {what}", end="", file=sys.stderr, flush=True)

    try:
        yield told
    finally:
        print(CLEARED, end="", file=sys.stderr, flush=True)


def left(done: int, total: int, seconds: float) -> None:
    """Say how many pages are made, and how many seconds the others will take."""
    print(f"{done}/{total}, {seconds:.0f} s left", file=sys.stderr)
