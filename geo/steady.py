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
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

P = ParamSpec("P")
R = TypeVar("R")

INDEX = "index.json"
"""File of the workspace that names the current version of each dataset; replaced in one step."""

MERGES = "organisations.json"
"""File of the workspace that says which organisations are one: `geo.organisations`."""

Written = tuple[int, int, int]
"""What tells one content of a file from another."""

Stamp = tuple[Written, ...]
"""What tells one state of the workspace from another."""

_held: ContextVar[Stamp | None] = ContextVar("held", default=None)
_watched: dict[Path, Written] = {}
_changes = 0


def stamp() -> Stamp:
    """Return what changes whenever a dataset, a setting or a merge of organisations was saved.

    And whenever `watch` found another content in a file that nobody may change.
    """
    if (seen := _held.get()) is not None:
        return seen
    files = (written(paths.workspace() / name) for name in (INDEX, settings.FILE, MERGES))
    return (*files, (_changes, 0, 0))


def written(path: Path) -> Written:
    """Return what tells this content of a file from another; zeros where there is no file."""
    try:
        found = path.stat()
    except OSError:
        return (0, 0, 0)
    return (found.st_ino, found.st_mtime_ns, found.st_size)


def watch(files: Iterable[Path]) -> None:
    """Notice which files were damaged or mended since they were watched last; not while a state is held."""
    global _changes
    if _held.get() is not None:
        return
    for path in files:
        now = written(path)
        if _watched.setdefault(path, now) != now:
            _watched[path] = now
            _changes += 1


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
