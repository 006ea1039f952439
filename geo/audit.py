"""Who did what, and when: lines that are only ever added to ``audit.jsonl`` in the workspace.

One JSON object a line: ``at`` (UTC), ``action``, ``what``, ``audience``, ``by``. Of a person it
holds the account's name and nothing else. Several servers may share the file: a line is written
by one call, at the end, one after the other.

The line stands there before the action is done, so that nothing is done without one. Where the action
then fails, a second line says so: the same, with ``failed``.
"""

from __future__ import annotations

import json
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Literal

from geo import damage, paths, workspace
from geo.errors import GeoError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.disclosure import Audience

Action = Literal["import", "refresh", "export", "restore", "remove", "settings"]

FILE = "audit.jsonl"
LOCK = ".audit.lock"

LONGEST = 2000
"""Characters of `what` that are kept."""


def record(action: Action, what: str, audience: Audience, by: str) -> None:
    """Add a line, and have it on the disk before the action is done.

    Parameters
    ----------
    action : str
        What is done.
    what : str
        The dataset's name, or for an export its format and the view's query.
    audience : {"public", "partner"}
        For whom; of an import, who may see what was imported.
    by : str
        The account; empty where nobody is signed in.

    Raises
    ------
    GeoError
        ``audit_not_writable``: the action must not be done then.
    """
    _write({"action": action, "what": what[:LONGEST], "audience": audience, "by": by})


@contextmanager
def recorded(action: Action, what: str, audience: Audience, by: str) -> Iterator[None]:
    """Add a line as `record` does, then have the action done inside; where that fails, add that it did.

    Raises
    ------
    GeoError
        As `record`, and whatever the action raises.
    """
    record(action, what, audience, by)
    try:
        yield
    except Exception as error:
        kind = error.key if isinstance(error, GeoError) else type(error).__name__
        said = {"action": action, "what": what[:LONGEST], "audience": audience, "by": by, "failed": kind}
        with suppress(GeoError):  # on a full disk; why the action failed is what must be told
            _write(said)
        raise


def _write(said: dict[str, str]) -> None:
    from filelock import FileLock

    line = (json.dumps({"at": workspace.now()} | said, ensure_ascii=False) + "\n").encode()
    folder = paths.workspace()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / LOCK):  # else the half of a line that another writes would seem to be cut
            before = b"" if _ends_whole(folder / FILE) else b"\n"
            _append(os.open(folder / FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), before + line)
    except OSError as error:
        raise GeoError("audit_not_writable", file=folder / FILE, cause=error.strerror or error) from error


def check() -> None:
    """Have it noted as damage where the last line was cut, or the file is none (`geo.damage`)."""
    damage.read(paths.workspace() / FILE, _checked, None, "audit")


def _checked(path: Path) -> None:
    if not _ends_whole(path):
        raise ValueError("the last line was cut")


def _ends_whole(path: Path) -> bool:
    """Tell whether the last line has its end: a disk that was full took a part of it."""
    if not path.exists() or not path.stat().st_size:
        return True
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def _append(handle: int, line: bytes) -> None:
    try:
        if os.write(handle, line) != len(line):  # a disk that is full takes a part
            raise OSError("the line was cut")
        os.fsync(handle)
    finally:
        os.close(handle)
