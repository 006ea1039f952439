"""Files that are whole on the disk: written beside, then put in place in one step."""

from __future__ import annotations

import os
import re
import shutil
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

UNFINISHED = re.compile(r"\..+\.\d+")
"""Names of files that are being written: ``.index.json.4711``, with the number of the process."""

LIVING = 3600.0
"""Seconds after which no living writer can have a file unfinished."""

A_DAY = 86_400.0


def write(path: Path, content: str | bytes) -> None:
    """Replace a file in one step: whoever reads it has the old or the new content."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        unfinished.write_bytes(content.encode() if isinstance(content, str) else content)
        sync(unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    sync(path.parent)


def clear(folder: Path) -> None:
    """Take away the unfinished files of a folder whose writers were killed."""
    for path in folder.glob(".*"):
        if UNFINISHED.fullmatch(path.name) and is_old(path):
            path.unlink(missing_ok=True)


def clear_folders(folder: Path, begins: str, older: float = LIVING) -> None:
    """Take away the unfinished folders whose name begins so and whose writers were killed."""
    for path in folder.iterdir():
        if path.name.startswith(begins) and path.is_dir() and is_old(path, older):
            shutil.rmtree(path, ignore_errors=True)


def is_old(path: Path, older: float = LIVING) -> bool:
    """Tell whether what is being written was left by a writer that was killed."""
    try:
        return time.time() - path.stat().st_mtime > older
    except OSError:  # its writer has just put it in place
        return False


def sync(path: Path) -> None:
    """Have a file or folder on the disk before anything names it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
