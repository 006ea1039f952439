"""Who did what, and when: lines that are only ever added to ``audit.jsonl`` in the workspace.

One JSON object a line: ``at`` (UTC), ``action``, ``what``, ``audience``, ``by``. Of a person it
holds the account's name and nothing else. Several servers may share the file: a line is written
by one call, at the end, whoever else writes.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Literal

from geo import paths, workspace
from geo.errors import GeoError

if TYPE_CHECKING:
    from geo.disclosure import Audience

Action = Literal["import", "refresh", "export", "restore", "remove", "settings"]

FILE = "audit.jsonl"

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
    line = {"at": workspace.now(), "action": action, "what": what[:LONGEST], "audience": audience, "by": by}
    written = (json.dumps(line, ensure_ascii=False) + "\n").encode()
    folder = paths.workspace()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _append(os.open(folder / FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), written)
    except OSError as error:
        raise GeoError("audit_not_writable", file=folder / FILE, cause=error.strerror or error) from error


def _append(handle: int, line: bytes) -> None:
    try:
        if os.write(handle, line) != len(line):  # a disk that is full takes a part
            raise OSError("the line was cut")
        os.fsync(handle)
    finally:
        os.close(handle)
