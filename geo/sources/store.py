"""What was fetched, kept by its content; and what is needed to ask for it again.

::

    workspace/fetched/
        <digest of the address>.json   address, validators (ETag, Last-Modified), digest, time
        <digest of the content>        the answer, written once
        .<digest of the address>       an answer that is not whole yet, and .json beside it

An answer counts as fetched once its ``.json`` names it, which is replaced in one step. A line that
is cut leaves a part, of which the rest can be asked for; anything else that is left is cleared.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from geo import damage, paths, typed, workspace
from geo.durable import A_DAY, sync, write
from geo.errors import GeoError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import requests


DIGEST = re.compile(r"[0-9a-f]{64}")


class CutError(Exception):
    """The line was cut before the end: what came is kept, and the rest may be asked for."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer on the disk.

    Attributes
    ----------
    address : str
        Where it was asked.
    sha256 : str
        Of the content, which names the file.
    at : str
        UTC time of retrieval.
    etag, modified : str
        What the service said of this version; may be empty.
    type : str
        Content type as sent; the content decides what it is.
    """

    address: str
    sha256: str
    at: str
    etag: str = ""
    modified: str = ""
    type: str = ""

    @property
    def path(self) -> Path:
        """The file."""
        return folder() / self.sha256


def folder() -> Path:
    """Return where answers are kept."""
    return paths.workspace() / "fetched"


def known(address: str) -> Fetched | None:
    """Return the answer in hand for an address, if it is whole."""
    found = damage.read(_note(address), _parsed, None, "fetched")
    return found if found and found.path.is_file() else None


def is_whole(found: Fetched) -> bool:
    """Tell whether the content of an answer in hand is still what came."""
    try:
        with found.path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest() == found.sha256
    except OSError:
        return False


def forget(address: str) -> None:
    """Ask for an address anew next time: what it answered was no good."""
    _note(address).unlink(missing_ok=True)


def conditions(address: str) -> dict[str, str]:
    """Return the headers that ask for what is new alone: a newer version, or the rest of a part."""
    part = Part(address)
    if part.length and part.validator:
        # Compressed on the way, the bytes of a part could not be counted.
        return {"Range": f"bytes={part.length}-", "If-Range": part.validator, "Accept-Encoding": "identity"}
    found = known(address)
    headers = {"If-None-Match": found.etag, "If-Modified-Since": found.modified} if found else {}
    return {name: value for name, value in headers.items() if value}


def clear(kept: set[str]) -> None:
    """Take away answers that nothing needs, parts among them, a day after they came.

    Parameters
    ----------
    kept : set of str
        Addresses of the data in hand.
    """
    names = {f"{_digest(address)}.json" for address in kept}
    named = {str(_read(folder() / name).get("sha256")) for name in names}
    for path in folder().glob("*") if folder().is_dir() else ():
        old = time.time() - path.stat().st_mtime > A_DAY
        if old and path.name not in names | named:  # another refresh may be about to need a newer one
            path.unlink(missing_ok=True)


class Part:
    """An answer on its way to the disk.

    Attributes
    ----------
    address : str
        Where it was asked.
    length : int
        Bytes so far.
    validator : str
        ETag or Last-Modified of the version that it is a part of; empty where there is none to
        rely on, and the answer begins anew then.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self._path = folder() / f".{_digest(address)}"
        self._note = self._path.with_suffix(".json")
        self.validator = str(_read(self._note).get("validator", ""))
        try:
            self.length = self._path.stat().st_size
        except OSError:
            self.length = 0

    def begin(self, answer: requests.Response) -> None:
        """Go on where the service sends the rest, else begin anew."""
        if answer.status_code == 206 and _starts_at(answer) == self.length:
            return
        if answer.status_code == 206:
            self.discard()
            raise CutError("another range")
        self.discard()
        plain = "Content-Encoding" not in answer.headers
        etag = answer.headers.get("ETag", "")
        strong = etag if etag and not etag.startswith("W/") else answer.headers.get("Last-Modified", "")
        self.validator = strong if plain else ""
        with disk():
            folder().mkdir(parents=True, exist_ok=True)
            self._note.write_text(json.dumps({"validator": self.validator}), encoding="utf-8")

    def size_of(self, answer: requests.Response) -> int | None:
        """Return how long the whole will be, where the service says so."""
        length = answer.headers.get("Content-Length", "")
        if "Content-Encoding" in answer.headers or not length.isdigit():
            return None
        return self.length + int(length)

    def open(self) -> IO[bytes]:
        """Open the file to go on writing."""
        with disk():
            return self._path.open("ab", buffering=0)

    def write(self, out: IO[bytes], chunk: bytes) -> None:
        """Write some bytes at the end."""
        with disk():
            out.write(chunk)
        self.length += len(chunk)

    def finish(self, answer: requests.Response) -> Fetched:
        """Give the file its name by content, and note where it came from."""
        with self._path.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        headers = answer.headers
        found = Fetched(
            self.address,
            digest,
            workspace.now(),
            headers.get("ETag", ""),
            headers.get("Last-Modified", ""),
            headers.get("Content-Type", ""),
        )
        with disk():
            sync(self._path)
            self._path.replace(found.path)
            write(_note(self.address), json.dumps(asdict(found)))
            self._note.unlink(missing_ok=True)
        return found

    def discard(self) -> None:
        """Take away what came so far."""
        self._path.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)
        self.length = 0


@contextlib.contextmanager
def disk() -> Iterator[None]:
    """Say in a sentence that the disk is full or may not be written."""
    try:
        yield
    except OSError as error:
        raise GeoError("workspace_not_writable", folder=folder(), cause=error.strerror or error) from error


def _parsed(path: Path) -> Fetched:
    found: Fetched = typed.value(Fetched, json.loads(path.read_text(encoding="utf-8")))
    if not DIGEST.fullmatch(found.sha256):
        raise ValueError(f"no digest: {found.sha256:.70}")
    return found


def _starts_at(answer: requests.Response) -> int:
    said = answer.headers.get("Content-Range", "").removeprefix("bytes ").partition("-")[0]
    return int(said) if said.isdigit() else -1


def _note(address: str) -> Path:
    return folder() / f"{_digest(address)}.json"


def _digest(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()[:32]


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
