"""Files of the workspace that cannot be read: each is set aside and named, and everything else goes on.

Files of the workspace are read through `read` alone. It gives what a file says; where the file is
damaged it logs that, once, and gives what stands in its place. Reading moves and mends nothing. Who
writes such a file anew puts the damaged one away first (`put_away`), so that nothing is ever lost.
"""

from __future__ import annotations

import datetime as dt
import errno
import logging
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

from geo import paths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

T = TypeVar("T")

Remedy = Literal[
    "index", "version", "areas", "older", "report",
    "answers", "settings", "briefing", "rights", "audit", "fetched",
]  # fmt: skip
"""What can be done, which depends on what the file is; worded under ``damaged.`` in `layers/words`."""

FOLDER = "damaged"
"""Of the workspace: where damaged files go that were written anew."""

PASSING = (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN, errno.EINTR)
"""Refusals that say nothing of the file: the computer is short of something for a moment."""


@dataclass(frozen=True, slots=True)
class Damage:
    """One file of the workspace that cannot be read, or does not say what it must.

    Attributes
    ----------
    file : str
        Below the workspace: ``datasets/sites-gao/20261124T061500000000/table.parquet``.
    problem : str
        What was wrong with it; it may quote the file.
    kind : str
        Kind of error, which quotes nothing.
    remedy : str
        What can be done.
    """

    file: str
    problem: str
    kind: str
    remedy: Remedy

    @property
    def dataset(self) -> str:
        """Name of the dataset that the file is of; empty where it is of none."""
        parts = self.file.split("/")
        return parts[1] if parts[0] == "datasets" else ""


_noted: ContextVar[list[Damage] | None] = ContextVar("noted", default=None)
_logged: set[tuple[Damage, float]] = set()


@contextmanager
def noted() -> Iterator[list[Damage]]:
    """Collect the damages that are met inside, in this thread; those of before go on being collected too."""
    found, outer = list[Damage](), _noted.get()
    token = _noted.set(found)
    try:
        yield found
    finally:
        _noted.reset(token)
        if outer is not None:
            outer.extend(found)


def read(path: Path, parse: Callable[[Path], T], otherwise: T, remedy: Remedy, *, needed: bool = False) -> T:
    """Return what a file of the workspace says, or `otherwise` where it is damaged or not there.

    Parameters
    ----------
    path : Path
        The file.
    parse : callable
        Reads it, and raises whatever it wants where it does not say what it must.
    otherwise : object
        What stands in its place.
    remedy : str
        What can be done.
    needed : bool
        Whether a file that is not there is damage too.

    Raises
    ------
    OSError
        Only where the computer is short of something for a moment.
    """
    try:
        return parse(path)
    except Exception as error:  # a damaged file has its reader raise nearly anything
        if isinstance(error, OSError) and error.errno in PASSING:
            raise
        if needed or not isinstance(error, FileNotFoundError):
            _note(path, error, remedy)
        return otherwise


def note(damage: Damage) -> None:
    """Have a damage collected that was met before, and what came of it kept."""
    if (found := _noted.get()) is not None and damage not in found:
        found.append(damage)


def put_away(path: Path) -> None:
    """Move a damaged file or folder out of the way of its next content; the caller has the lock."""
    name = f"{dt.datetime.now(tz=dt.UTC):%Y%m%dT%H%M%S%f}-{below(path).replace('/', '-')}"
    away = paths.workspace() / FOLDER
    away.mkdir(exist_ok=True)
    path.rename(away / name)


def below(path: Path) -> str:
    """Return a path as people know it: below the workspace."""
    return path.relative_to(paths.workspace()).as_posix()


def _note(path: Path, error: Exception, remedy: Remedy) -> None:
    problem = " ".join(str(error).split())[:200]
    damage = Damage(below(path), problem, type(error).__name__, remedy)
    note(damage)
    try:
        since = path.lstat().st_mtime
    except OSError:
        since = 0.0
    if (damage, since) not in _logged:
        _logged.add((damage, since))
        said = "damaged and set aside: %s (%s)"
        logging.getLogger(__name__).error(said, damage.file, damage.kind, extra={"damage": damage})
