"""What can be worked out of small counts from all that the app and its files show."""

from __future__ import annotations

import csv
import io
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pptx
import pytest

from geo import areas, disclosure, workspace
from geo.crosswalk import Share, split
from geo.workspace import Loaded, Measure
from layers import scene as scenes
from layers.render import export, panel, screen
from layers.scene import Scene
from layers.view import View
from tests.geo import attack
from tests.loaded_data import loaded

THRESHOLD = 10
LEVELS = [(name, level) for name in areas.DIVISIONS for level in areas.load(name).levels if level]

PEOPLE = {
    "ML0501": 4, "ML0502": 300, "ML0503": 70, "ML0504": 0, "ML0506": 1500, "ML0401": 8, "ML0402": 9, "ML0405": 26000,
    "ML0701": 900, "ML0702": 3, "ML0101": 2, "ML0201": 12,
}  # fmt: skip
TWIN = PEOPLE | {"ML0501": 7, "ML0502": 297, "ML0401": 9, "ML0402": 8}
"""The same for whoever has only what is shown: where something is hidden, hidden counts are exchanged."""

Cell = frozenset[str]


def saved(people: dict[str, int]) -> Loaded:
    rows: dict[str, list[Any]] = {"area": [*people], "women": [*people.values()]}
    loaded(
        rows, name="counts", kind="figures", title="Counts", sensitivity="internal", public_level=2,
        measures=(Measure("women", "Women", "people"),),
    )  # fmt: skip
    (found,) = disclosure.loaded_for("public", workspace.loaded())
    return found


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MALI_MAP_WORKSPACE", str(tmp_path))


def composed(division: str, level: int, area: str) -> Scene:
    query = (
        f"theme=data:counts&division={division}&level={level}&area={area}&pick={area}&layers=circles,labels"
    )
    return scenes.compose(View.parse(query)[0], lang="en")


def figures(text: str) -> list[int]:
    """Return the numbers that a text gives, as people write them."""
    return [
        int(found.replace(",", ""))
        for found in re.findall(r"(?<![\w.])\d{1,3}(?:,\d{3})+|\d+(?![\w.])", text)
    ]


@cache
def shares(parts: tuple[str, ...], given: str, division: str, level: int) -> dict[str, Share]:
    return split(dict.fromkeys(parts, 0), given, division, level)


def held(entry: Loaded, division: str, level: int, area: str) -> tuple[Cell, Cell]:
    share = shares(tuple(entry.counted()["area"]), entry.division, division, level).get(area)
    return (frozenset(share.exact), frozenset(share.shared)) if share else (frozenset(), frozenset())


def noted(note: str, state: str) -> int | None:
    """Return the figure of what an area shares with others, or of what holds it, from its note."""
    patterns = {"at_least": r"up to ([\d,]+)", "whole": r": ([\d,]+) for"}
    found = re.search(patterns[state], note) if state in patterns else None
    return int(found[1].replace(",", "")) if found else None


def rows_of(scene: Scene) -> list[dict[str, str]]:
    text = export.make((scene,), "csv").decode()
    return list(csv.DictReader(line for line in io.StringIO(text) if not line.startswith("#")))


def told(entry: Loaded) -> tuple[dict[Cell, int], set[Cell]]:
    """Return each sum of cercles that anything says, and those that are said to be hidden."""
    known: dict[Cell, int] = {}
    hidden: set[Cell] = set()

    def learn(cell: Cell, figure: int) -> None:
        assert known.setdefault(cell, figure) == figure, "two sums of the same areas are the same"

    for division, level in LEVELS:
        for row in rows_of(composed(division, level, "ML")):
            exact, shared = held(entry, division, level, row["area_id"])
            if row["state"] == "hidden":
                hidden |= {cell for cell in (exact, shared) if cell}
            if row["value"]:
                learn(exact, int(float(row["value"])))
            if (more := noted(row["note"], row["state"])) is not None:
                learn(shared, more)
    for division in areas.DIVISIONS:
        for area in areas.load(division):
            exact, shared = held(entry, division, area.level, area.id)
            if area.level < 3 and (exact or shared):
                scene = composed(division, max(area.level, 1), area.id)
                for value in (scene.stats[0].value, *_of_facts(scene)):
                    if found := figures(value):
                        learn(exact, found[0])
                if more := re.search(r"up to ([\d,]+)", scene.stats[0].note):
                    learn(shared, figures(more[1])[0])
    return known, hidden - known.keys()


def _of_facts(scene: Scene) -> list[str]:
    lines = [line for part in scene.facts.sections if part.title == "Counts" for line in part.lines]
    return [line.value for line in lines if line.text.startswith("Women")]


@pytest.mark.parametrize(
    "people",
    [
        PEOPLE,
        dict.fromkeys(PEOPLE, 1),
        {area: 1 + place % 2 for place, area in enumerate(PEOPLE)},
        dict.fromkeys(["ML0501", "ML0502", "ML0503"], 1) | {"ML0701": 2, "ML0702": 900, "ML0201": 0},
    ],
    ids=["people", "ones", "ones and twos", "three of one"],
)
def test_no_small_count_can_be_worked_out_from_what_is_shown_and_exported(people: dict[str, int]) -> None:
    entry = saved(people)
    known, hidden = told(entry)
    parts = sorted(entry.counted()["area"])
    small = {frozenset([area]) for area, count in people.items() if 0 < count < THRESHOLD}
    assert small <= hidden
    sums = [*known, *hidden]
    held = np.array([[part in cell for part in parts] for cell in sums], float)
    low = [*known.values(), *(1 for _ in hidden)]  # zero is shown
    high = [*known.values(), *(np.inf for _ in hidden)]
    for place in range(len(known), len(sums)):
        least, most = attack.ranged(held, low, high, held[place])
        assert most - least >= THRESHOLD, (sorted(sums[place]), least, most)
        assert most >= THRESHOLD


def test_most_of_a_table_is_shown() -> None:
    known, _ = told(saved(PEOPLE))
    assert sum(known[cell] for cell in known if len(cell) == 1) > 10_000


def shown(scene: Scene) -> str:
    """All that is sent and made of a scene, without what tells the version of the data."""
    book = openpyxl.load_workbook(io.BytesIO(export.make((scene,), "xlsx")))
    show = pptx.Presentation(io.BytesIO(export.make((scene,), "pptx")))
    slides = [
        (shape.name, shape.left, shape.width, shape.has_text_frame and shape.text_frame.text,
         shape.has_table and [[cell.text for cell in row.cells] for row in shape.table.rows])
        for slide in show.slides for shape in slide.shapes
    ]  # fmt: skip
    texts = (
        json.dumps(screen.payload(scene)),
        panel.title(scene) + panel.headline(scene) + panel.facts(scene.facts),
        repr((scene.title, scene.alt, scene.credit, scene.caveats, scene.stats, scene.fill, scene.layers)),
        repr([cell.value for sheet in book for row in sheet.iter_rows() for cell in row]),
        repr(slides),
        *(export.make((scene,), ending).decode() for ending in ("csv", "geojson", "html")),
    )
    from layers.render.said import fingerprint

    return "\n".join(texts).replace(fingerprint(scene), "fingerprint")


def test_nothing_that_is_shown_depends_on_what_is_hidden() -> None:
    """Titles, legends and their bounds, circles, captions, rankings, tables of every format."""
    views = [("cod2021", 1, "ML"), ("cod2021", 2, "ML"), ("cod2021", 2, "ML05"), ("cod2021", 3, "ML0501"),
             ("reform2023", 1, "ML"), ("reform2023", 3, "r23-mopti")]  # fmt: skip
    pages = []
    for people in (PEOPLE, TWIN):
        saved(people)
        pages.append([shown(composed(*view)) for view in views])
    for view, one, other in zip(views, *pages, strict=True):
        assert one == other, view


def test_the_twin_would_be_seen_by_a_partner() -> None:
    pages = []
    for people in (PEOPLE, TWIN):
        saved(people)
        view = View.parse("theme=data:counts&level=2&audience=partner")[0]
        pages.append(shown(scenes.compose(view, lang="en")))
    assert pages[0] != pages[1]
