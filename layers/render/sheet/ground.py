"""The ground of every sheet: shapes in the projection of all flat pages, and which part a view shows.

Shapes are kept as matplotlib paths in metres of the projection, made once for each division and level.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from matplotlib.path import Path

from layers.query import MAP_WIDTH, TILE
from layers.render import assets, flat

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from pyproj import Transformer
    from shapely.geometry.base import BaseGeometry

    from geo.areas import Areas
    from layers.scene import Request

COARSE = 700_000
"""Metres across from which the simplified outlines serve: half a millimetre is more than they differ."""

MARGIN = 0.05
"""Room round the focus, as a share of its longer side."""

SMALLEST = 12_000
"""Metres across of the smallest part that a sheet shows."""

Bounds = tuple[float, float, float, float]
"""West, south, east, north in metres of the projection."""


@dataclass(frozen=True, eq=False)
class Shapes:
    """Areas of one level, or parts of one kind of the base map.

    Attributes
    ----------
    ids : tuple of str
        Of the areas, in the order of the drawn geometry; names' ranks and the like are in `words`.
    geometry : array of shapely geometries
        In metres.
    paths : tuple of Path
        The same, to draw.
    bounds : array of shape (n, 4)
        West, south, east, north of each.
    words : tuple of dict
        What the base map says of each: ``fr``, ``en``, ``rank``.
    """

    ids: tuple[str, ...]
    geometry: NDArray[Any]
    paths: tuple[Path, ...]
    bounds: NDArray[np.float64]
    words: tuple[dict[str, Any], ...] = ()

    def inside(self, frame: Bounds) -> tuple[int, ...]:
        """Return the positions of the shapes that may reach into a frame."""
        west, south, east, north = frame
        low, high = self.bounds[:, :2], self.bounds[:, 2:]
        return tuple(np.flatnonzero((low < (east, north)).all(axis=1) & (high > (west, south)).all(axis=1)))


@cache
def _transformer() -> Transformer:
    from pyproj import Transformer

    return Transformer.from_crs("EPSG:4326", flat.LAEA, always_xy=True)


@lru_cache(maxsize=20_000)
def point(lon: float, lat: float) -> tuple[float, float]:
    """Return one point in metres."""
    x, y = _transformer().transform(lon, lat)
    return float(x), float(y)


def degrees(x: float, y: float) -> tuple[float, float]:
    """Return longitude and latitude of a point in metres."""
    lon, lat = _transformer().transform(x, y, direction="INVERSE")
    return float(lon), float(lat)


@lru_cache(maxsize=16)
def shapes(areas: Areas, level: int, *, simplified: bool) -> Shapes:
    """Return the areas of a level of a division."""
    frame = areas.geometry(level, simplified=simplified)
    return _shapes(tuple(frame["id"]), frame.geometry.array, ())


@cache
def base(kind: str) -> Shapes:
    """Return the sea, the borders, rivers, lakes, towns or countries of the base map, by its kinds."""
    features = [one for one in _base_features() if one["properties"]["kind"] == kind]
    found = shapely.from_geojson([json.dumps(one["geometry"]) for one in features])
    return _shapes((), found, tuple(one["properties"] for one in features))


def over(shapes: Sequence[Mapping[str, Any]]) -> Shapes:
    """Return lines or outlines that stand over the areas, from their GeoJSON geometries in degrees."""
    return _shapes((), shapely.from_geojson([json.dumps(one) for one in shapes]), ())


@cache
def _base_features() -> list[dict[str, Any]]:
    (content,) = assets.base_map().contents.values()
    return list(json.loads(content)["features"])


def _shapes(ids: tuple[str, ...], found: Any, words: tuple[dict[str, Any], ...]) -> Shapes:
    metres = shapely.transform(np.asarray(found, dtype=object), flat.project)
    return Shapes(ids, metres, tuple(_path(one) for one in metres), shapely.bounds(metres), words)


def _path(shape: Any) -> Path:
    """Return a path; holes turn the other way, so that they stay empty by any rule of filling."""
    parts = shapely.get_parts([shape])
    polygons = parts[shapely.get_dimensions(parts) == 2]
    closed = len(polygons) > 0
    if closed:
        parts = shapely.get_rings(shapely.orient_polygons(polygons))
    vertices, of_part = shapely.get_coordinates(parts, return_index=True)
    codes = np.full(len(vertices), Path.LINETO, dtype=Path.code_type)
    starts = np.flatnonzero(np.diff(of_part, prepend=-1))
    codes[starts] = Path.MOVETO
    if closed:
        codes[np.append(starts[1:], len(codes)) - 1] = Path.CLOSEPOLY
    return Path(vertices, codes)


def extent(request: Request) -> Bounds:
    """Return what a view shows: where the reader stood, else its focus with some room round it.

    Never more than the country needs: beyond its neighbours the base map has nothing to show.
    """
    whole = _with_room(shapes(request.areas, 0, simplified=True).geometry[0])
    if not request.view.at:
        return _with_room(focus(request))
    lat, lon, zoom = request.view.at
    half = 360 / 2**zoom * MAP_WIDTH / TILE / 2 * 111_195  # metres of that many degrees of latitude
    x, y = point(lon, lat)
    return (x - half, y - half, x + half, y + half) if 2 * half < whole[3] - whole[1] else whole


def _with_room(shape: BaseGeometry) -> Bounds:
    """Return the bounds of a shape with some room round it, those of a small one with more."""
    west, south, east, north = shape.bounds
    longer = max(east - west, north - south)
    room = max(MARGIN * longer, (SMALLEST - longer) / 2)
    return west - room, south - room, east + room, north + room


def focus(request: Request) -> BaseGeometry:
    """Return the focus of a view, in metres."""
    area = request.areas[request.view.area]
    of_level = shapes(request.areas, area.level, simplified=True)
    found: BaseGeometry = of_level.geometry[of_level.ids.index(area.id)]
    return found


def fill_frame(shown: Bounds, width: float, height: float) -> Bounds:
    """Return the bounds, grown to the proportions of a frame."""
    west, south, east, north = shown
    metres = max((east - west) / width, (north - south) / height)
    x, y = (west + east) / 2, (south + north) / 2
    return (
        x - metres * width / 2, y - metres * height / 2,
        x + metres * width / 2, y + metres * height / 2,
    )  # fmt: skip


def compound(paths: Sequence[Path]) -> Path:
    """Return one path of several."""
    return Path.make_compound_path(*paths)
