"""When accounts signed out: what they signed in with before counts no more, on any instance of the map.

::

    workspace/sign-outs/<digest of the account>    an empty file; its time is that of the sign-out

A file for each account: to ask for one takes as long as to look for its name, and a damaged one cannot be.
"""

from __future__ import annotations

import math
import os
from typing import TYPE_CHECKING

from geo import durable, paths, roles, settings
from geo.rights import digest_of

if TYPE_CHECKING:
    from pathlib import Path


def record(account: str, at: float) -> None:
    """Keep that an account signed out, and forget whoever did so before any sign-in that still counts.

    Parameters
    ----------
    account : str
        What tells it from every other.
    at : float
        Seconds since 1970, UTC.

    Raises
    ------
    OSError
        Where the workspace cannot be written.
    """
    from filelock import FileLock

    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    oldest = at - settings.load().sign_in_hours * 3600 - roles.CLOCKS_DIFFER
    with FileLock(folder / ".lock"):
        file = folder / digest_of(account)
        file.touch()
        os.utime(file, (at, at))
        for other in folder.glob("[!.]*"):
            if other.stat().st_mtime < oldest:
                other.unlink()
    durable.sync(folder)


def last(account: str) -> float:
    """Return when an account last signed out, 0 where it did not; in doubt nobody's sign-in counts."""
    try:
        return (_folder() / digest_of(account)).stat().st_mtime
    except FileNotFoundError:
        return 0.0
    except OSError:
        return math.inf


def _folder() -> Path:
    return paths.workspace() / "sign-outs"
