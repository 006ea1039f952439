"""Many files at once: only what is missing or changed is made, by as many processes as are given.

Beside the files lies ``manifest.json``: for each page what it was made from, and its figures, so that the
next time can say what changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from geo import durable
from layers.render import export, tables, worker
from layers.render.said import said
from layers.render.worker import Crew, Task

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from geo.areas import Language
    from layers.render.export import Options
    from layers.render.pair import Scenes
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
    durable.clear(folder)
    before = _manifest(folder)
    with Crew(min(workers or os.cpu_count() or 1, len(pages))) as crew:
        if any(page.id not in before for page in pages):
            crew.start()  # they come to life while the pages are composed
        names: set[str] = set()
        ready = [_compose(page, folder, before.get(page.id, {}), names, lang) for page in pages]
        return _make(ready, crew, folder, lang, before, progress)


def _make(
    ready: Sequence[_Ready],
    crew: Crew,
    folder: Path,
    lang: Language,
    manifest: dict[str, dict[str, Any]],
    progress: Progress | None,
) -> list[Outcome]:
    """Make what is missing or changed, and write each page into the manifest as it is done."""
    outcomes = [one.outcome for one in ready]
    tasks = {place: _task(one, folder, lang) for place, one in enumerate(ready) if one.stale}
    started = time.monotonic()
    for done, (place, problem) in enumerate(crew.make(tasks), start=1):
        outcomes[place] = replace(outcomes[place], made=not problem, problem=problem)
        if not problem:
            manifest[ready[place].page.id] = ready[place].entry
            durable.write(
                folder / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
            )
        if progress:
            progress(done, len(tasks), (time.monotonic() - started) / done * (len(tasks) - done))
    return outcomes


def _task(ready: _Ready, folder: Path, lang: Language) -> Task:
    page = ready.page
    paths = (str((folder / name).resolve()) for name in ready.outcome.files)
    return Task(page.query, dict(zip(paths, page.formats, strict=True)), page.options, lang)


def _manifest(folder: Path) -> dict[str, dict[str, Any]]:
    """Return what is known of the pages made before; one that cannot be read is as none."""
    try:
        return dict(json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _compose(page: Page, folder: Path, before: dict[str, Any], names: set[str], lang: Language) -> _Ready:
    """Find what a page would be made from; one that cannot be composed is a problem of its own."""
    try:
        return _ready(page, folder, before, names, lang)
    except Exception as error:  # one page of many: whatever it is, the others are made
        return _Ready(page, Outcome(page.query, (), problem=worker.told(error, lang)), {}, stale=False)


def _ready(page: Page, folder: Path, before: dict[str, Any], names: set[str], lang: Language) -> _Ready:
    scenes = export.all_composed(page.query, lang)
    scene, beside = scenes[0], len(scenes) > 1
    facts = said(scene, page.options.made)
    files = tuple(
        _free(export.file_name(scene, ending, page.options, beside=beside), names) for ending in page.formats
    )
    values = {row.id: row.value for row in tables.areas(scene)}
    entry = {
        "key": _key(scenes, page),
        "files": list(files),
        "fingerprint": facts.fingerprint,
        "values": values,
    }
    same = before.get("key") == entry["key"] and before.get("files") == entry["files"]
    outcome = Outcome(
        title=f"{facts.title}, {facts.subtitle}",
        files=files,
        doubts=tuple(dict.fromkeys(doubt for one in scenes for doubt in one.doubts)),
        changes=tuple(_changes(scene, before.get("values"))),
    )
    return _Ready(page, outcome, entry, not (same and all((folder / name).exists() for name in files)))


def _key(scenes: Scenes, page: Page) -> str:
    """Return a digest of all that a page is made from; the day it is made is none of it."""
    facts = [said(scene, page.options.made) for scene in scenes]
    words = [
        (replace(one, made=one.made.min), scene.fill, scene.layers)
        for one, scene in zip(facts, scenes, strict=True)
    ]
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
