"""A workspace with one file of every kind, the ways in which each can be damaged, and a look at all pages."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from geo import aliases, audit, briefings, entries, imports, organisations, settings, sound, steady, workspace
from geo.aliases import Alias
from geo.areas import BOUNDARIES
from geo.entries import Claim
from geo.sources import refresh
from geo.sources.refresh import Health
from layers import briefing, catalogue, changed, damages, holdings, matrix, profiled, ranked, refreshes, scene
from layers.beside import settled
from layers.briefing import Briefing
from layers.render import light
from layers.view import View
from tests.geo.projects import load, row
from tests.geo.sources import boundaries
from tests.loaded_data import PEOPLE, loaded

DATASETS = ("boundaries-reform2023", "counted", "new-regions", "places", "who")
"""Each of another kind; the third is on official areas of 2023."""

OWNER = "browser ana"
VIEWS = (
    "", "theme=data:counted&level=2&audience=partner", "theme=data:places&layers=data:places&audience=partner",
    "theme=coverage&sector=WSH&level=2&audience=partner&area=ML05&pick=ML0506", "division=reform2023&theme=data:new-regions",
)  # fmt: skip


def build(folder: Path) -> None:
    """Fill an empty workspace."""
    (folder / settings.FILE).write_text(
        'organisation = "OCHA"\neditors = ["im@example.org"]\nsmall_count = 20\n'
    )
    boundaries.install()
    counted = {"area": ["ML0501", "ML0506"], "idps": [100, 200], "date": ["2026-10-01"] * 2}
    for title in ("Earlier", "Counted"):
        loaded(counted, name="counted", kind="displacement", title=title, measures=PEOPLE)
    loaded(
        {"area": ["ML1202", "ML12"], "idps": [5, 50]},
        name="new-regions",
        division="reform2023",
        measures=PEOPLE,
    )
    places = {
        "area": ["ML050601"],
        "name": ["Site A"],
        "lon": [-4.2],
        "lat": [14.5],
        "individuals": [300],
        "water": ["yes"],
    }
    loaded(places, name="places", kind="sites", sensitivity="restricted")
    load(row(), row("ONG X", "WSH"), name="who", claims=[Claim(("WSH",), "cod2021", ("ML05",))])
    aliases.remember(Alias("cod2021", 2, ("Mopti",), "Benkady", "ML0502"))
    (folder / "layouts.json").write_text(json.dumps({"abc": {"0": "admin1"}}))
    (folder / "layout_kinds.json").write_text(json.dumps({"abc": "sites"}))
    organisations.merge("COOPI", "IOM")
    refresh._note(
        refresh.FEEDS[0], Health(workspace.now(), workspace.now(), addresses=["https://example.org"])
    )
    slides = Briefing("Meeting", slides=(briefing.slide_of(View()),))
    for name in ("one", "two"):
        (folder / "briefings").mkdir(exist_ok=True)
        (folder / "briefings" / f"{name}.toml").write_text(briefing.write(slides))
        (folder / "briefings" / f"{name}.json").write_text(
            briefings.rights.written(briefings.Rights("a" * 64))
        )
    audit.record("import", "places", "partner", "im@example.org")


def glance() -> set[str]:
    """Compose one scene; return the datasets that are there."""
    view, doubts = View.parse("theme=data:counted")
    scene.compose(view, doubts, lang="fr")
    return {one.name for one in workspace.loaded()}


def look() -> set[str]:
    """Compose a scene of every kind and what the pages list; return the datasets that are there."""
    for query in VIEWS:
        view, doubts = View.parse(query)
        light.page(scene.compose(view, doubts, lang="fr"))
    today = dt.date(2026, 12, 1)
    with workspace.held():
        request, _ = settled(View(level=2, audience="partner"), (), "fr")
        matrix.matrix(request), ranked.overview(request), profiled.organisations_known(request)
        (
            changed.datasets(request, dt.date(2026, 1, 1)),
            catalogue.groups("fr", today),
            refreshes.freshness("fr"),
        )
        for one in workspace.loaded():
            if one.kind == BOUNDARIES:
                refreshes.origin(one, "fr"), refreshes.restored(one, "fr")
            else:
                holdings.entry(one, "fr", today), holdings.versions(one, "fr"), holdings.view_of(one, "fr")
    aliases.known(), imports.remembered(), refresh.due(), organisations.proposals("partner")
    for name in briefings.names():
        briefing.title_of(name), briefings.standing(name, OWNER)
    return {one.name for one in workspace.loaded()}


def forget() -> None:
    """Forget what was read, as a server that starts knows nothing."""
    steady._changes += 1
    settings._last.clear()
    for kept in (settings._parsed, sound._own, entries._table):
        kept.cache_clear()


def named() -> dict[str, str]:
    """Return the files that are said to be damaged, with what can be done; each has a sentence."""
    found = damages.found()
    assert all(damages.line(one, lang) and damages.plain_line(one) for one in found for lang in ("fr", "en"))
    return {one.file: one.remedy for one in found}


def current(name: str) -> str:
    """Return the folder of the current version of a dataset, below the workspace."""
    version = json.loads((entries.paths.workspace() / "index.json").read_text())[name]
    return f"datasets/{name}/{version}"


@contextmanager
def damaged(path: Path, way: Callable[[Path], object]) -> Iterator[None]:
    """Damage a file in a way, and put it back after."""
    sound_file = path.with_name(f".{path.name}.sound")
    shutil.copy2(path, sound_file)
    try:
        way(path)
        yield
    finally:
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        sound_file.rename(path)


Way = Callable[[Path], object]


def written(content: bytes) -> Way:
    """Return the way that puts another content in place."""
    return lambda path: path.write_bytes(content)


def said(change: Callable[[Any], Any]) -> Way:
    """Return the way that changes what a JSON file says."""
    return lambda path: path.write_text(json.dumps(change(json.loads(path.read_text()))))


def with_key(*keys: Any, value: Any) -> Way:
    """Return the way that sets one value in a JSON file, however deep."""

    def change(given: Any) -> Any:
        inner = given
        for key in keys[:-1]:
            inner = inner[key]
        inner[keys[-1]] = value
        return given

    return said(change)


def without(key: str) -> Way:
    """Return the way that takes a key out of a JSON file."""
    return said(lambda given: {name: one for name, one in given.items() if name != key})


def in_table(change: Callable[[pd.DataFrame], pd.DataFrame]) -> Way:
    """Return the way that writes a sound Parquet file which says something else."""
    return lambda path: change(pd.read_parquet(path)).to_parquet(path, index=False)


def a_folder(path: Path) -> None:
    """Put a folder in the file's place."""
    path.unlink()
    path.mkdir()
    (path / "kept").write_text("something")


BYTES: dict[str, Way] = {
    "cut": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "empty": written(b""),
    "rubbish": written(bytes(range(256)) * 8),
    "folder": a_folder,
    "half_a_letter": lambda path: path.write_bytes(path.read_bytes()[:-1] + b'"\xff\xfe'),
}
"""Ways to damage any file."""

VALUES: dict[str, Way] = {
    "utf16": lambda path: path.write_bytes(path.read_text().encode("utf-16")),
    "null": written(b"null"),
    "list_of_lists": written(b"[[1]]"),
    "text": written(b'"text"'),
    "number": written(b"7"),
    "too_deep": written(b"[" * 100_000),
    "too_long_a_number": written(b'{"a": ' + b"9" * 5000 + b"}"),
    "half_of_a_pair": written(b'{"a": "\\ud800", "merged": {"\\ud800": "\\ud800"}, "due": "\\ud800"}'),
}
"""Ways to have a JSON file say something else."""
