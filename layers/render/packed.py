"""Geometry for a page that is sent: as short as text can be.

A line is one flat list of whole numbers: the first point in thousandths of a degree, then what each
next one differs. That is a third of the same line as GeoJSON.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from layers.render import assets

if TYPE_CHECKING:
    from collections.abc import Iterable

SCALE = 10**assets.DECIMALS

Steps = list[int]
Shape = list[list[Steps]]
"""Polygons, each a list of rings."""


def steps(points: Iterable[list[float]]) -> Steps:
    """Return a line in its short form.

    Examples
    --------
    >>> steps([[-4.2, 14.5], [-4.1, 14.501]])
    [-4200, 14500, 100, 1]
    """
    found, x, y = [], 0, 0
    for lon, lat in points:
        east, north = round(lon * SCALE), round(lat * SCALE)
        found += [east - x, north - y]
        x, y = east, north
    return found


@cache
def areas(division: str, level: int) -> dict[str, Shape]:
    """Return the drawn areas of a level by id."""
    return {feature["id"]: _shape(feature["geometry"]) for feature in _features(division, level)}


@cache
def borders(division: str, level: int) -> list[Steps]:
    """Return the outlines of the areas of a level, each line between two areas once."""
    import shapely

    shapes = [shapely.from_geojson(json.dumps(one["geometry"])) for one in _features(division, level)]
    merged = shapely.line_merge(shapely.union_all([shape.boundary for shape in shapes]))
    return _lines(json.loads(shapely.to_geojson(merged)))


@cache
def base() -> dict[str, Any]:
    """Return sea, borders of neighbours, rivers, lakes and towns (French and English name, position)."""
    found = json.loads(assets.base_map().contents["base.json"])["features"]
    of: dict[str, list[dict[str, Any]]] = {}
    for feature in found:
        of.setdefault(feature["properties"]["kind"], []).append(feature)
    towns = sorted(of["town"], key=lambda town: town["properties"]["rank"])
    return {
        "sea": [shape for one in of["sea"] for shape in _shape(one["geometry"])],
        "borders": [line for one in of["border"] for line in _lines(one["geometry"])],
        "rivers": [line for one in of["river"] for line in _lines(one["geometry"])],
        "lakes": [_shape(one["geometry"]) for one in of["lake"]],
        "towns": [town["properties"] | {"at": town["geometry"]["coordinates"][::-1]} for town in towns],
    }


def _features(division: str, level: int) -> list[dict[str, Any]]:
    file = assets.outlines(division, level)
    return list(json.loads(file.contents[f"{division}-{level}.json"])["features"])


def _shape(geometry: dict[str, Any]) -> Shape:
    parts = geometry["coordinates"]
    polygons = parts if geometry["type"] == "MultiPolygon" else [parts]
    return [[steps(ring) for ring in rings] for rings in polygons]


def _lines(geometry: dict[str, Any]) -> list[Steps]:
    parts = geometry["coordinates"]
    return [steps(line) for line in (parts if geometry["type"] == "MultiLineString" else [parts])]
