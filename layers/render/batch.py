"""Many files at once: only what is missing or changed is made, by as many processes as are given.

Beside the files lies ``manifest.json``: for each page what it was made from, and its figures, so that the
next time can say what changed.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo import durable
from geo.errors import GeoError
from layers.render import export, tables
from layers.render.said import said
from layers.text import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.areas import Language
    from layers.render.export import Options
    from layers.scene import Scene

MANIFEST = "manifest.json"

Progress = Callable[[int, int, float], None]
"""Told how many pages are done, of how many, and how many seconds are left."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page to make.

    Attributes
    ----------
    query : str
        Of its view.
    formats : tuple of str
        Endings of the files to make of it.
    options : Options
        How they are made.
    """

    query: str
    formats: tuple[str, ...]
    options: Options

    @property
    def id(self) -> str:
        """What tells it from other pages in the manifest: all but the data."""
        return f"{self.query} {' '.join(self.formats)} {replace(self.options, made=None)}"


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that is not what it was when the page was last made; None is no figure.

    `before` and `after` are in words.
    """

    area: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a page.

    Attributes
    ----------
    title : str
        Of the page, with its area.
    files : tuple of str
        Names in the folder.
    made : bool
        Whether it was made now; a page that is neither made nor a problem was as it should be.
    problem : str
        Why it could not be made; empty where it is there.
    doubts : tuple of str
        What of its query was not understood.
    changes : tuple of Change
        Since it was last made.
    """

    title: str
    files: tuple[str, ...]
    made: bool = False
    problem: str = ""
    doubts: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class _Ready:
    """A page that was composed: what it would be made from, and what it was made from the last time."""

    page: Page
    outcome: Outcome
    entry: dict[str, Any]
    stale: bool


def run(
    pages: Sequence[Page],
    folder: Path,
    lang: Language = "fr",
    *,
    workers: int | None = None,
    progress: Progress | None = None,
) -> list[Outcome]:
    """Make pages in a folder; one that fails does not keep the others.

    Parameters
    ----------
    pages : sequence of Page
        In the order of the outcomes.
    folder : Path
        Made where it is not there.
    lang : {"fr", "en"}
        Of pages whose query names none, and of problems.
    workers : int or None
        Processes; None is one per core. With one, everything is made in this process.
    progress : callable
        See `Progress`.

    Raises
    ------
    GeoError
        ``format_unknown``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = _manifest(folder)
    names: set[str] = set()
    ready = [_compose(page, folder, before.get(page.id, {}), names, lang) for page in pages]
    stale = [place for place, one in enumerate(ready) if one.stale]
    outcomes = [one.outcome for one in ready]
    started = time.monotonic()
    for done, (place, problem) in enumerate(_made(ready, stale, folder, lang, workers), start=1):
        outcomes[place] = replace(outcomes[place], made=not problem, problem=problem)
        if not problem:
            before[ready[place].page.id] = ready[place].entry
            durable.write(folder / MANIFEST, json.dumps(before, ensure_ascii=False, indent=1, sort_keys=True))
        if progress:
            progress(done, len(stale), (time.monotonic() - started) / done * (len(stale) - done))
    return outcomes


def _manifest(folder: Path) -> dict[str, dict[str, Any]]:
    """Return what is known of the pages made before; one that cannot be read is as none."""
    try:
        return dict(json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _compose(page: Page, folder: Path, before: dict[str, Any], names: set[str], lang: Language) -> _Ready:
    scene = export.composed(page.query, lang)
    facts = said(scene, page.options.made)
    files = tuple(_free(export.file_name(scene, ending, page.options), names) for ending in page.formats)
    values = {row.id: row.value for row in tables.areas(scene)}
    entry = {
        "key": _key(scene, page),
        "files": list(files),
        "fingerprint": facts.fingerprint,
        "values": values,
    }
    same = before.get("key") == entry["key"] and before.get("files") == entry["files"]
    outcome = Outcome(
        title=f"{facts.title}, {facts.subtitle}",
        files=files,
        doubts=scene.doubts,
        changes=tuple(_changes(scene, before.get("values"))),
    )
    return _Ready(page, outcome, entry, not (same and all((folder / name).exists() for name in files)))


def _key(scene: Scene, page: Page) -> str:
    """Return a digest of all that a page is made from; the day it is made is none of it."""
    facts = said(scene, page.options.made)
    words = (replace(facts, made=facts.made.min), scene.fill, scene.layers)
    return hashlib.sha256(repr((words, replace(page.options, made=None))).encode()).hexdigest()[:16]


def _free(name: str, taken: set[str]) -> str:
    """Return a name that no other page of the folder has."""
    stem, _, ending = name.rpartition(".")
    count = 1
    while name in taken:
        count += 1
        name = f"{stem}-{count}.{ending}"
    taken.add(name)
    return name


def _changes(scene: Scene, before: dict[str, float | None] | None) -> Iterator[Change]:
    if before is None:
        return
    lang = scene.request.lang
    for row in tables.areas(scene):
        then = before.get(row.id)
        if then != row.value:
            yield Change(row.name, tables.figure(then, scene.fill, lang), row.figure)


def _made(
    ready: Sequence[_Ready], stale: Sequence[int], folder: Path, lang: Language, workers: int | None
) -> Iterator[tuple[int, str]]:
    """Make the stale pages; yield each one's place and problem as it is done."""
    count = min(workers or os.cpu_count() or 1, len(stale))
    tasks = {place: (ready[place].page, ready[place].outcome.files, folder, lang) for place in stale}
    if count < 2:
        for place, task in tasks.items():
            yield place, _make(*task)
        return
    # A process of its own from the start: a copy of one that has threads may wait for them for ever.
    with ProcessPoolExecutor(count, multiprocessing.get_context("spawn")) as pool:
        running = {pool.submit(_make, *task): place for place, task in tasks.items()}
        for future in as_completed(running):
            error = future.exception()
            yield running[future], f"{type(error).__name__}: {error}" if error else future.result()


def _make(page: Page, files: tuple[str, ...], folder: Path, lang: Language) -> str:
    """Write the files of a page; return why it could not be done, or nothing."""
    try:
        scene = export.composed(page.query, lang)
        for name, ending in zip(files, page.formats, strict=True):
            _write(folder / name, export.make(scene, ending, page.options))
    except GeoError as error:
        return sentence(error, lang)
    except Exception as error:  # one page of many: whatever it is, the others are made
        return f"{type(error).__name__}: {error}"
    return ""


def _write(path: Path, content: bytes) -> None:
    """Have the file there whole or not at all."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
