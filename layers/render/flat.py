"""The shapes of a map on a flat page whose parts stay shapes: projected, in the page's own units."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from geo import areas as divisions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from geo.areas import Areas
    from layers.view import View

Ring = list[tuple[int, int]]
"""Whole units of the page, x to the right, y down."""

CENTRE = (-4, 17.3)
"""Longitude and latitude of the middle of Mali."""

LAEA = f"+proj=laea +lon_0={CENTRE[0]} +lat_0={CENTRE[1]} +datum=WGS84 +units=m"
"""The one projection of all flat pages: Lambert's azimuthal equal-area. Over Mali lengths differ from
true by less than half a per cent."""


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the page: left, top, width, height, in its units."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Fit:
    """Puts metres of the projection on the page, so that a view's focus fills a box.

    Attributes
    ----------
    west, north : float
        Metres at the box's left and top edge.
    scale : float
        Units of the page per metre.
    box : Box
        Where the map lies.
    """

    west: float
    north: float
    scale: float
    box: Box

    def place(self, metres: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return points of the page."""
        x = self.box.left + (metres[:, 0] - self.west) * self.scale
        y = self.box.top + (self.north - metres[:, 1]) * self.scale
        return np.rint(np.column_stack([x, y])).astype(np.int64)

    def point(self, lon: float, lat: float) -> tuple[int, int]:
        """Return where a place lies on the page."""
        ((x, y),) = self.place(project(np.array([[lon, lat]], dtype=np.float64)))
        return int(x), int(y)

    def under(self, box: Box) -> BaseGeometry:
        """Return what of the projection lies under a box of the page, in metres."""
        import shapely

        west = self.west + (box.left - self.box.left) / self.scale
        north = self.north - (box.top - self.box.top) / self.scale
        return shapely.box(west, north - box.height / self.scale, west + box.width / self.scale, north)

    def seen(self, geometry: Mapping[str, Any]) -> BaseGeometry:
        """Return what of the lines, or outlines, of a GeoJSON geometry in degrees lies in the box."""
        import shapely

        shape = shapely.transform(shapely.from_geojson(json.dumps(geometry)), project)
        shape = shape.boundary if shape.area else shape  # a cut is no outline
        return shapely.clip_by_rect(shape, *self.under(self.box).bounds)

    def rings(self, shape: BaseGeometry) -> list[Ring]:
        """Return the outlines of a projected polygon, its holes included."""
        import shapely

        parts = shapely.get_rings(shape) if shape.area else shapely.get_parts(shape)
        placed = (self.place(shapely.get_coordinates(part)) for part in parts)
        kept = (ring[np.any(np.diff(ring, axis=0, prepend=ring[:1] - 1) != 0, axis=1)] for ring in placed)
        least = 3 if shape.area else 2
        return [list(map(tuple, ring.tolist())) for ring in kept if len(ring) >= least]


def fit(view: View, areas: Areas, box: Box) -> Fit:
    """Return how the focus of a view fills a box, in its middle."""
    west, south, east, north = areas_of(view.division, areas[view.area].level)[view.area].bounds
    scale = min(box.width / (east - west), box.height / (north - south))
    over = box.width / scale - (east - west), box.height / scale - (north - south)
    return Fit(west - over[0] / 2, north + over[1] / 2, scale, box)


@cache
def _transformer() -> Any:
    from pyproj import Transformer

    return Transformer.from_crs("EPSG:4326", LAEA, always_xy=True)


def project(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return degrees (rows of longitude and latitude) as metres of the projection."""
    return np.column_stack(_transformer().transform(lonlat[:, 0], lonlat[:, 1]))


@cache
def areas_of(division: str, level: int) -> dict[str, BaseGeometry]:
    """Return the drawn areas of a level by id, projected."""
    import shapely

    frame = divisions.load(division).geometry(level, simplified=True)
    shapes = shapely.transform(frame.geometry.array, project)
    return dict(zip(frame["id"], shapes, strict=True))
