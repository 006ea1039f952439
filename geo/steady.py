"""What is worked out from the workspace is kept until its data or settings change, and no longer.

`kept` is to functions of loaded or refreshed data what `functools.cache` is to those of the
project's own files. `held` has a stretch of work see one state of the workspace from its first
line to its last, although another process may switch a version meanwhile.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from geo import paths, settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

P = ParamSpec("P")
R = TypeVar("R")

INDEX = "index.json"
"""File of the workspace that names the current version of each dataset; replaced in one step."""

MERGES = "organisations.json"
"""File of the workspace that says which organisations are one: `geo.organisations`."""

Stamp = tuple[tuple[int, int], ...]
"""What tells one state of the workspace from another."""

_held: ContextVar[Stamp | None] = ContextVar("held", default=None)


def stamp() -> Stamp:
    """Return what changes whenever a dataset, a setting or a merge of organisations was saved."""
    if (seen := _held.get()) is not None:
        return seen
    return tuple(_written(name) for name in (INDEX, settings.FILE, MERGES))


def _written(name: str) -> tuple[int, int]:
    try:
        found = (paths.workspace() / name).stat()
    except FileNotFoundError:
        return (0, 0)
    return (found.st_ino, found.st_mtime_ns)


@contextmanager
def held() -> Iterator[None]:
    """Keep `stamp` as it is now, in this thread."""
    token = _held.set(stamp())
    try:
        yield
    finally:
        _held.reset(token)


def kept(function: Callable[P, R]) -> Callable[P, R]:
    """Keep the answers of a function until the workspace changes."""
    return latest(None)(function)


def latest(most: int | None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep the answers of a function last asked for, at most so many, until the workspace changes."""

    def keeping(function: Callable[P, R]) -> Callable[P, R]:
        of_state: dict[Stamp, Callable[..., R]] = {}

        @wraps(function)
        def asked(*args: P.args, **kwargs: P.kwargs) -> R:
            now = stamp()
            known = of_state.get(now)
            if known is None:
                known = lru_cache(most)(function)
                of_state.clear()
                of_state[now] = known
            return known(*args, **kwargs)  # type: ignore[arg-type]

        return asked

    return keeping
