"""Briefings kept in the workspace: small text files, ``briefings/<name>.toml``, each replaced in one step.

What is in them is known to `layers.briefing`. Writers wait for one another on a lock; readers never wait.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo import paths
from geo.durable import write
from geo.errors import GeoError
from geo.spelling import fold
from geo.workspace import NAME

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ENDING = ".toml"
LONGEST = 40
"""Of a name, as addresses allow."""


def names() -> tuple[str, ...]:
    """Return the names of the briefings that are kept, in order."""
    found = (path.stem for path in _folder().glob(f"*{ENDING}"))
    return tuple(sorted(name for name in found if NAME.fullmatch(name)))


def text(name: str) -> str:
    """Return a briefing's file as text.

    Raises
    ------
    GeoError
        ``briefing_unknown``, ``briefing_damaged``.
    """
    try:
        return _path(name).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise GeoError("briefing_unknown", name=name) from error
    except (OSError, UnicodeDecodeError) as error:
        raise GeoError("briefing_damaged", problem=error) from error


def create(title: str, content: str) -> str:
    """Keep a new briefing; return its name, which is made from its title and is never one that is taken."""
    from filelock import FileLock

    with _on_disk(), FileLock(_lock()):
        stem, taken = _stem(title), set(names())
        number = next(n for n in range(1, len(taken) + 2) if _numbered(stem, n) not in taken)
        name = _numbered(stem, number)
        write(_path(name), content)
    return name


def change(name: str, by: Callable[[str], str]) -> None:
    """Replace a briefing's file by `by` of it; of two writers at once the second sees what the first wrote.

    Raises
    ------
    GeoError
        ``briefing_unknown``, or ``workspace_not_writable``.
    """
    from filelock import FileLock

    with _on_disk(), FileLock(_lock()):
        write(_path(name), by(text(name)))


def remove(name: str) -> None:
    """Take a briefing away; nothing happens where there is no such one."""
    with _on_disk():
        _path(name).unlink(missing_ok=True)


class _on_disk:  # noqa: N801 -- reads as a statement
    """Have the folder, and say a disk that refuses in a sentence."""

    def __enter__(self) -> None:
        try:
            _folder().mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _refused(error) from error

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, OSError):
            raise _refused(error) from error


def _refused(error: OSError) -> GeoError:
    return GeoError("workspace_not_writable", folder=_folder(), cause=error.strerror or error)


def _stem(title: str) -> str:
    words = " ".join(re.findall(r"[a-z0-9]+", " ".join(map(fold, re.split(r"[\W_]+", title)))))
    return words.replace(" ", "-")[:LONGEST].strip("-") or "briefing"


def _numbered(stem: str, number: int) -> str:
    return stem if number == 1 else f"{stem[: LONGEST - 4]}-{number}"


def _path(name: str) -> Path:
    if not NAME.fullmatch(name):
        raise GeoError("briefing_unknown", name=name)
    return _folder() / f"{name}{ENDING}"


def _lock() -> Path:
    return _folder() / ".lock"


def _folder() -> Path:
    return paths.workspace() / "briefings"
