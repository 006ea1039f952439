"""Briefings kept in the workspace: small text files, ``briefings/<name>.toml``, each replaced in one step.

What is in them is known to `layers.briefing`; whose each is stands in ``<name>.json`` beside it
(`geo.rights`). What was deleted lies in ``deleted/`` for a while. Writers wait for one another on a lock;
readers never wait.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from geo import paths, rights
from geo.durable import clear, write
from geo.errors import GeoError
from geo.rights import OPERATOR, Rights
from geo.spelling import fold
from geo.workspace import NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from geo.rights import Standing

ENDING, BESIDE = ".toml", ".json"
LONGEST = 40
"""Of a name, as addresses allow."""

LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
KEY = 8
"""Letters at the end of the name of an owned briefing: whoever has no link to it cannot guess it."""

DELETED_DAYS, DELETED_MOST = 30, 200
"""How long, and how many, deleted briefings can be brought back."""


def names() -> tuple[str, ...]:
    """Return the names of the briefings that are kept, in order."""
    return _names(_folder())


def standings(reader: str) -> dict[str, Standing]:
    """Return how a reader stands to each briefing that is theirs, shared with them, or nobody's.

    The one that changed last comes first. What a reader may only see is known by its link alone.
    """
    last_first = sorted(names(), key=lambda name: _changed(file_of(name)), reverse=True)
    found = {name: standing(name, reader) for name in last_first}
    return {name: how for name, how in found.items() if how != "seen"}


def standing(name: str, reader: str) -> Standing:
    """Return how a reader stands to a briefing; where its rights cannot be read, it can only be seen."""
    try:
        found = rights_of(name)
    except GeoError:
        return "seen"
    return found.standing(reader) if found else "free"


def rights_of(name: str) -> Rights | None:
    """Return who may change a briefing; None where it is nobody's.

    Raises
    ------
    GeoError
        ``briefing_unknown``; ``briefing_not_yours`` where the file is damaged.
    """
    return rights.of(file_of(name).with_suffix(BESIDE))


def text(name: str) -> str:
    """Return a briefing's file as text.

    Raises
    ------
    GeoError
        ``briefing_unknown``, ``briefing_damaged``.
    """
    try:
        return file_of(name).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise GeoError("briefing_unknown", name=name) from error
    except (OSError, UnicodeDecodeError) as error:
        raise GeoError("briefing_damaged", problem=error) from error


def create(title: str, content: str, *, owner: str = "") -> str:
    """Keep a new briefing; return its name, which is made from its title and is never one that is taken.

    Parameters
    ----------
    owner : str
        Who alone may change it at first; the name then cannot be guessed. Without one it is nobody's.
    """
    with _writing():
        name = _new_name(_stem(title), owned=bool(owner))
        beside = file_of(name).with_suffix(BESIDE)
        if owner:
            write(beside, rights.written(Rights(rights.digest_of(owner))))
        else:
            beside.unlink(missing_ok=True)
        write(file_of(name), content)
    return name


def change(name: str, by: Callable[[str], str], reader: str) -> None:
    """Replace a briefing's file by `by` of it; of two writers at once the second sees what the first wrote.

    Raises
    ------
    GeoError
        ``briefing_unknown``, ``briefing_not_yours``, or ``workspace_not_writable``.
    """
    with _writing():
        now = text(name)
        if reader != OPERATOR and standing(name, reader) not in ("own", "shared"):
            raise GeoError("briefing_not_yours", name=name)
        write(file_of(name), by(now))


def share(name: str, reader: str) -> None:
    """Give a briefing a link to edit, another than before; whoever came by an earlier one edits no more.

    Raises
    ------
    GeoError
        ``briefing_unknown``, or ``briefing_not_yours`` where the reader is not its owner.
    """
    with _writing():
        found = _owned(name, reader)
        _set(name, Rights(found.owner, link=secrets.token_urlsafe(24)))


def withdraw(name: str, reader: str) -> None:
    """Let nobody but its owner change a briefing any more.

    Raises
    ------
    GeoError
        As `share`.
    """
    with _writing():
        _set(name, Rights(_owned(name, reader).owner))


def join(name: str, secret: str, reader: str) -> None:
    """Make a reader who came by the link to edit an editor.

    Raises
    ------
    GeoError
        ``briefing_unknown``, ``briefing_link``, ``briefing_editors``.
    """
    with _writing():
        text(name)
        found = rights_of(name)
        if found is None or not reader or not found.opens(secret):
            raise GeoError("briefing_link", name=name)
        _set(name, found.joined(reader))


def take(name: str, reader: str) -> None:
    """Make a reader the owner of a briefing that is nobody's.

    Raises
    ------
    GeoError
        ``briefing_unknown``, or ``briefing_not_yours`` where somebody was faster.
    """
    with _writing():
        text(name)
        if not reader or rights_of(name) is not None:
            raise GeoError("briefing_not_yours", name=name)
        _set(name, Rights(rights.digest_of(reader)))


def version(name: str) -> str:
    """Return what tells one content of a briefing's file from another."""
    path = file_of(name)
    return hashlib.sha256(path.read_bytes() if path.is_file() else b"").hexdigest()


def remove(name: str, reader: str, seen: str) -> None:
    """Put a briefing away for a while; `bring_back` undoes it.

    Parameters
    ----------
    seen : str
        Its `version` when it was last seen: what somebody has written since is not taken away.

    Raises
    ------
    GeoError
        ``briefing_unknown``, ``briefing_not_yours``, ``briefing_changed``.
    """
    with _writing():
        found = _owned(name, reader)
        if version(name) != seen:
            raise GeoError("briefing_changed", title=name)
        away = _deleted() / file_of(name).name
        away.parent.mkdir(exist_ok=True)
        write(away.with_suffix(BESIDE), rights.written(found))
        file_of(name).replace(away)
        os.utime(away)
        file_of(name).with_suffix(BESIDE).unlink(missing_ok=True)
        _clear()


def deleted(reader: str) -> dict[str, str]:
    """Return the text of each of a reader's briefings that can be brought back, the last deleted first."""
    own = (name for name in _lying() if _lay_of(name, reader))
    return {name: (_deleted() / f"{name}{ENDING}").read_text("utf-8", "replace") for name in own}


def bring_back(name: str, reader: str) -> None:
    """Put a deleted briefing back in its place, under its name.

    Raises
    ------
    GeoError
        ``briefing_unknown`` where the reader deleted no such one, or too long ago.
    """
    with _writing():
        away = _deleted() / file_of(name).name
        found = _lay_of(name, reader)
        if not away.is_file() or found is None or file_of(name).exists():
            raise GeoError("briefing_unknown", name=name)
        _set(name, found)
        away.replace(file_of(name))
        away.with_suffix(BESIDE).unlink(missing_ok=True)


def _owned(name: str, reader: str) -> Rights:
    """Return the rights of a briefing to its owner."""
    if not file_of(name).exists():
        raise GeoError("briefing_unknown", name=name)
    found = rights_of(name)
    if found is None or found.standing(reader) != "own":
        raise GeoError("briefing_not_yours", name=name)
    return found


def _lay_of(name: str, reader: str) -> Rights | None:
    """Return the rights of a deleted briefing to its owner; None to everybody else."""
    try:
        found = rights.of(_deleted() / f"{name}{BESIDE}")
    except GeoError:
        return None
    return found if found and found.standing(reader) == "own" else None


def _lying() -> list[str]:
    """Return the names of what is deleted, the last first."""
    found = {name: _changed(_deleted() / f"{name}{ENDING}") for name in _names(_deleted())}
    return sorted(found, key=lambda name: found[name], reverse=True)


def _clear() -> None:
    """Let go of what was deleted long ago."""
    oldest = time.time() - DELETED_DAYS * 24 * 3600
    for place, name in enumerate(_lying()):
        path = _deleted() / f"{name}{ENDING}"
        if place >= DELETED_MOST or _changed(path) < oldest:
            path.unlink(missing_ok=True)
            path.with_suffix(BESIDE).unlink(missing_ok=True)


def _set(name: str, given: Rights) -> None:
    write(file_of(name).with_suffix(BESIDE), rights.written(given))


def _changed(path: Path) -> float:
    """Return when a file changed last, in seconds since 1970; 0 of one that is just gone."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0


@contextmanager
def _writing() -> Iterator[None]:
    """Have the folder to oneself, and say a disk that refuses in a sentence."""
    from filelock import FileLock

    try:
        _folder().mkdir(parents=True, exist_ok=True)
        with FileLock(_folder() / ".lock"):
            clear(_folder())
            yield
    except OSError as error:
        raise GeoError("workspace_not_writable", folder=_folder(), cause=error.strerror or error) from error


def _new_name(stem: str, *, owned: bool) -> str:
    """Return a name that no briefing has, nor one that may be brought back."""
    taken = {*names(), *_names(_deleted())}
    if owned:
        tries = (_keyed(stem) for _ in iter(int, 1))
    else:
        tries = (_numbered(stem, number) for number in range(1, len(taken) + 2))
    return next(name for name in tries if name not in taken)


def _keyed(stem: str) -> str:
    key = "".join(secrets.choice(LETTERS) for _ in range(KEY))
    return f"{stem[: LONGEST - KEY - 1].strip('-')}-{key}"


def _stem(title: str) -> str:
    words = " ".join(re.findall(r"[a-z0-9]+", " ".join(map(fold, re.split(r"[\W_]+", title)))))
    return words.replace(" ", "-")[:LONGEST].strip("-") or "briefing"


def _numbered(stem: str, number: int) -> str:
    return stem if number == 1 else f"{stem[: LONGEST - 4]}-{number}"


def _names(folder: Path) -> tuple[str, ...]:
    found = (path.stem for path in folder.glob(f"*{ENDING}"))
    return tuple(sorted(name for name in found if NAME.fullmatch(name)))


def file_of(name: str) -> Path:
    """Return the file of a briefing.

    Raises
    ------
    GeoError
        ``briefing_unknown`` for what cannot be a name.
    """
    if not NAME.fullmatch(name):
        raise GeoError("briefing_unknown", name=name)
    return _folder() / f"{name}{ENDING}"


def _deleted() -> Path:
    return _folder() / "deleted"


def _folder() -> Path:
    return paths.workspace() / "briefings"
