"""Loaded data over the areas, places, lines and outlines, and what facts list of it."""

from __future__ import annotations

import json
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo import disclosure, loaded, steady
from geo.areas import COUNTRY, load
from geo.loaded import NOTHING, State
from geo.tables import SERVICES
from layers import points as point_layer
from layers.loaded import DRAWN, called, dated, of_theme, source, unit, words
from layers.parts import Facts, LegendItem, Line, Point, Section, Shape, Shapes
from layers.text import number, say, when
from layers.view import DATA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from geo.areas import Language
    from geo.workspace import Loaded
    from layers.parts import Points
    from layers.scene import Request

PLACES = {"sites": "site", "offices": "office"}
"""Symbol of the kinds whose rows are places."""

LISTED = 12
"""Rows that the facts of an area list by name."""

MEASURED = 6
"""Measures of a dataset that the facts of an area list."""

HEAVIEST = 60_000
"""Characters of a layer's geometry: it travels with every change of the map."""

TOLERANCES = (0.002, 0.01, 0.03, 0.1)
"""Degrees within which lines may be drawn simpler, tried until they are light enough."""

STATES = ("yes", "no", "partial", "unknown")


def layer(name: str, request: Request) -> Points | Shapes:
    """Return a loaded dataset as points, lines or outlines; the view names only those there are."""
    entry = next(one for one in request.loaded if f"{DATA}{one.name}" == name)
    return _places(entry, request) if entry.kind in PLACES else _shapes(entry, request.lang)


def has_place(pick: str, datasets: Iterable[Loaded]) -> bool:
    """Tell whether an id is of a place of loaded datasets that may be picked."""
    return _picked(pick, datasets) is not None


def _picked(pick: str, datasets: Iterable[Loaded]) -> tuple[Loaded, dict[Any, Any]] | None:
    """Find the dataset and the row of a place."""
    name, _, row = pick.removeprefix("data-").rpartition("-")
    for entry in datasets:
        if entry.name == name and entry.kind in PLACES and not entry.counts_only and row.isdecimal():
            table = places(entry)
            found = _records(table[table["row"] == int(row)])
            return (entry, found[0]) if found and pick == place_id(entry, found[0]["row"]) else None
    return None


def place_id(entry: Loaded, row: int) -> str:
    """Return the id of a place by its row."""
    return f"data-{entry.name}-{row}"


@steady.kept
def places(entry: Loaded) -> pd.DataFrame:
    """Return the rows of a dataset that have a position; of what its reader may see of it."""
    table = entry.table()
    return table.dropna(subset=["lon", "lat"]) if {"lon", "lat"} <= {*table} else table.iloc[:0]


def _places(entry: Loaded, request: Request) -> Points:
    table, lang = places(entry), request.lang
    if len(table) > point_layer.MOST:
        return _dense(entry, request)
    note = " · ".join([entry.title, dated(entry, lang)])
    shown = [
        Point(place_id(entry, row["row"]), place_name(row, lang), row["lat"], row["lon"], note)
        for row in _records(table)
    ]
    label, communes = _label(entry, lang), _communes(entry, request.areas.division)
    return point_layer.layer(PLACES[entry.kind], shown, communes, entry.sensitivity, request, label)


def _label(entry: Loaded, lang: Language) -> str:
    without = len(entry.table()) - len(places(entry))
    return say("loaded.no_position", lang, title=entry.title, n=without) if without else entry.title


def _dense(entry: Loaded, request: Request) -> Points:
    """Return places that are too many to draw one by one."""
    level = request.view.level
    if not disclosure.may_show_points(entry.sensitivity, request.view.audience):
        level = disclosure.count_level(request.areas, level, entry.public_level)
        counts = _counts(entry, request.areas.division, level)
        return point_layer.counted(counts, _label(entry, request.lang), request)
    counts = _counts(entry, request.areas.division, level)
    unit = say(f"measure.unit.rows.{entry.kind}", request.lang)
    return point_layer.dense(entry, counts, _label(entry, request.lang), unit, len(places(entry)), request)


@steady.kept
def _counts(entry: Loaded, division: str, level: int) -> Mapping[str, int]:
    """Return how many places each area of a level has."""
    areas, found = load(division), Counter[str]()
    for commune, many in Counter(_communes(entry, division)).items():
        if commune and (area := areas.ancestor(commune, level)):
            found[area.id] += many
    return found


@steady.kept
def _communes(entry: Loaded, division: str) -> tuple[str | None, ...]:
    from geo.points import points_to_areas

    table = places(entry)
    if table.empty:
        return ()
    areas = load(division)
    return tuple(points_to_areas(table["lon"], table["lat"], areas, areas.levels[-1]))


def _shapes(entry: Loaded, lang: Language) -> Shapes:
    kind: Any = {"lines": "line", "areas": "zone"}[entry.kind]
    note = " · ".join([entry.title, dated(entry, lang)])
    shown = tuple(
        Shape(name or say("loaded.no_name", lang), note, geometry) for name, geometry in _drawn(entry)
    )
    return Shapes(kind, shown, (LegendItem(entry.title, symbol=kind),))


@lru_cache(maxsize=32)
def _drawn(entry: Loaded) -> tuple[tuple[str, dict[str, Any]], ...]:
    """Return the name and GeoJSON geometry of each row, simple enough to travel."""
    import shapely

    table: Any = entry.table()
    table = table[table.geometry.notna() & ~table.geometry.is_empty]
    names = table["name"].fillna("").tolist() if "name" in table else [""] * len(table)
    texts: list[str] = []
    for tolerance in TOLERANCES:
        simple = table.geometry.simplify(tolerance).to_numpy()
        texts = shapely.to_geojson(shapely.set_precision(simple, 0.001, mode="pointwise")).tolist()
        if sum(map(len, texts)) <= HEAVIEST:
            break
    return tuple(zip(names, map(json.loads, texts), strict=True))


def sections(area: str, request: Request) -> tuple[tuple[Section, ...], tuple[Section, ...]]:
    """Return what loaded datasets say of an area: that of the theme, open, and the others, folded."""
    theme = of_theme(request)
    found: tuple[list[Section], list[Section]] = ([], [])
    for entry in request.loaded:
        if not loaded.speaks_of(entry, request.areas.division, area):
            continue
        if lines := tuple(_lines(entry, area, request)):
            other = theme is None or theme[0] is not entry
            found[other].append(Section(entry.title, lines, folded=other))
    return tuple(found[0]), tuple(found[1])


def _lines(entry: Loaded, area: str, request: Request) -> Iterator[Line]:
    lang, division = request.lang, request.areas.division
    level = request.areas[area].level
    said = f"{source(entry, lang)} · {dated(entry, lang)}"
    several: list[str] = []
    for one in loaded.measures(entry)[:MEASURED]:
        value = loaded.values(entry, one.name, division, level).get(area, NOTHING)
        if value.state is State.NO_REPORT or (area == COUNTRY and value.state is State.PARTS):
            continue
        several += [one.name] if value.state is State.SEVERAL else []
        known = words(value, entry, lang)
        name = called(entry, one, lang)
        if value.value is None:
            yield Line(name, note=" · ".join([known, said]), tone="soft")
        else:
            figure = number(value.value, lang)
            what = name if unit(entry, one, lang) in ("", name) else f"{name} ({unit(entry, one, lang)})"
            yield Line(what, figure, " · ".join(filter(None, [known, said])), "firm")
    if several or (
        entry.kind in DRAWN and not entry.counts_only
    ):  # who does what is listed with the statements
        yield from _rows(entry, loaded.rows_of(entry, division, area), several, lang)


def _rows(entry: Loaded, rows: pd.DataFrame, measures: list[str], lang: Language) -> Iterator[Line]:
    """List rows by name: those of a list, or the several values of an area."""
    for row in _records(rows.head(LISTED)):
        values = [number(row[one], lang) for one in measures if not pd.isna(row[one])]
        name = place_name(row, lang)
        text = name if entry.kind in DRAWN else say("loaded.row", lang, row=str(row["row"]), name=name)
        yield Line(text, say("list.apart", lang).join(values))
    if len(rows) > LISTED:
        yield Line(say("loaded.more", lang, n=len(rows) - LISTED), tone="soft")


def _records(table: pd.DataFrame) -> list[dict[Any, Any]]:
    return table.drop(columns="geometry", errors="ignore").to_dict("records")


def place_name(row: dict[Any, Any], lang: Language) -> str:
    """Return what a row is called: its own name, who it is about, or its finest area as written."""
    given = [row.get(one) for one in ("name", "org", "activity", "admin3", "admin2", "admin1")]
    known = [str(one) for one in given if isinstance(one, str) and one.strip()]
    return (
        ", ".join(known[:2])
        if isinstance(row.get("org"), str)
        else next(iter(known), say("loaded.no_name", lang))
    )


def facts(pick: str, request: Request) -> Facts | None:
    """Return what a loaded dataset says of one of its places; None where it is no place of theirs."""
    found = _picked(pick, request.loaded)
    return _of_place(pick, found[1], found[0], request) if found else None


def _of_place(pick: str, row: dict[Any, Any], entry: Loaded, request: Request) -> Facts:
    lang = request.lang
    area = row["area"] if entry.division == request.areas.division else None
    chain = [outer.name(lang) for outer in request.areas.chain(area)] if isinstance(area, str) else []
    counts = [
        Line(called(entry, one, lang), number(row[one.name], lang), tone="firm")
        for one in entry.measures
        if not pd.isna(row[one.name])
    ]
    services = [
        Line(say(f"service.{name}", lang), say(f"service.state.{row[name]}", lang))
        for name in SERVICES
        if row.get(name) in STATES
    ]
    date = row.get("date")
    day = when(date, lang) if isinstance(date, str) and date else dated(entry, lang)
    lines = (*counts, *services, Line(source(entry, lang), note=day, tone="soft"))
    return Facts(pick, place_name(row, lang), ", ".join(chain), (Section(entry.title, lines),))


assert {*PLACES, "lines", "areas"} == {*DRAWN}
