"""Files made for the public, given again to whoever asks for the same.

What they are kept under holds what they show, the version of the data and the day, which a page names. They
lie in a folder of this process, and those longest not asked for go when they are too many.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
import tempfile
import threading
import weakref
from collections import OrderedDict
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo import paths, steady

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_BYTES = 400 * 1024 * 1024
"""Of the files that are kept."""


def key(*shown: object) -> str:
    """Return what files are kept under: a digest of what they show, of the data, and of the day."""
    whole = (shown, steady.stamp(), dt.datetime.now(tz=dt.UTC).date())
    return hashlib.sha256(repr(whole).encode()).hexdigest()[:32]


class Kept:
    """A folder for each thing that was made, and what is known of it.

    Parameters
    ----------
    most : int
        Bytes of all; the last one asked for stays whatever its size.
    """

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._known: OrderedDict[str, tuple[int, Any]] = OrderedDict()
        self._alone = threading.Lock()

    @cached_property
    def _root(self) -> Path:
        folder = Path(tempfile.mkdtemp(prefix=paths.TEMPORARY))
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        return folder

    def folder(self, key: str) -> Path:
        """Return the folder for what is made under a key; it need not exist yet."""
        return self._root / key

    def keep(self, key: str, about: Any) -> None:
        """Keep what was made in the folder of a key, with what is to be known of it."""
        size = sum(path.stat().st_size for path in self.folder(key).iterdir())
        with self._alone:
            self._known[key] = (size, about)
            self._known.move_to_end(key)
            while len(self._known) > 1 and sum(one for one, _ in self._known.values()) > self._most:
                oldest, _ = self._known.popitem(last=False)
                shutil.rmtree(self.folder(oldest), ignore_errors=True)

    def take(self, key: str, into: Path) -> Any:
        """Give the files of a key to somebody, who has them as long as they like; they lie once on the disk.

        Returns
        -------
        object
            What is known of them; None where nothing is kept.
        """
        with self._alone:
            if not self._has(key):
                return None
            for path in self.folder(key).glob("[!.]*"):
                (into / path.name).unlink(missing_ok=True)
                (into / path.name).hardlink_to(path)
            return self._known[key][1]

    def content(self, key: str, make: Callable[[], bytes]) -> bytes:
        """Return the one file of a key; it is made where it is not kept."""
        path = self.folder(key) / "file"
        with self._alone:
            if self._has(key):
                return path.read_bytes()
        content = make()
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{threading.get_ident()}")
        unfinished.write_bytes(content)
        unfinished.replace(path)
        self.keep(key, about=True)
        return content

    def _has(self, key: str) -> bool:
        """Tell whether files are kept, and were not cleared by the system; note that they were asked for."""
        if not [*self.folder(key).glob("[!.]*")]:
            self._known.pop(key, None)
        if key not in self._known:
            return False
        self._known.move_to_end(key)
        return True
