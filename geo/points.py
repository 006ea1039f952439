"""Points and shapes → areas; points with their reconciliation: read = placed + outside + unreadable."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from geo.areas import COUNTRY

if TYPE_CHECKING:
    import geopandas as gpd
    import shapely
    from numpy.typing import ArrayLike, NDArray

    from geo.areas import Areas

    Ids = NDArray[np.object_]
    """Area ids, None where there is none."""


def points_to_areas(lon: ArrayLike, lat: ArrayLike, areas: Areas, level: int) -> Ids:
    """Return the area of each point.

    A point on a border belongs to the area with the smallest id among those it touches. A point
    outside every area has none, however near: it is not moved, it is listed (`count_points`).

    Parameters
    ----------
    lon, lat : array of float, shape (n,)
        Degrees, EPSG:4326; NaN where not known.
    areas : Areas
        The division.
    level : int
        Level of the areas wanted.

    Returns
    -------
    array of str or None, shape (n,)
    """
    import shapely

    ids, tree = _tree(areas, level)
    positions = np.column_stack([np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)])
    known = np.flatnonzero(np.isfinite(positions).all(axis=1))
    touched, touching = tree.query(shapely.points(positions[known]), predicate="intersects")
    smallest = np.full(len(positions), len(ids))
    np.minimum.at(smallest, known[touched], touching)
    found: Ids = np.append(ids, [None])[smallest]
    return found


def shapes_to_areas(shapes: gpd.GeoSeries, areas: Areas) -> Ids:
    """Return the smallest area that holds each shape as a whole.

    A shape that crosses a border of Mali is in the country; one that only lies beside it, or that
    is missing or empty, in none.

    Parameters
    ----------
    shapes : geopandas.GeoSeries
        Lines or polygons, EPSG:4326.
    areas : Areas
        The division.

    Returns
    -------
    array of str or None, shape (n,)
    """
    found = np.full(len(shapes), None, dtype=object)
    given = shapes.to_numpy()
    _, tree = _tree(areas, 0)
    found[np.unique(tree.query(given, predicate="intersects")[0])] = COUNTRY
    for level in (level for level in areas.levels if level):
        ids, tree = _tree(areas, level)
        held, holding = tree.query(given, predicate="covered_by")
        found[held] = ids[holding]
    return found


@dataclass(frozen=True, slots=True)
class PointCount:
    """The reconciliation of points: ``read = placed + outside + unreadable``.

    Attributes
    ----------
    read, placed : int
        How many.
    outside, unreadable : tuple of int
        Positions of those outside every area, and of those without coordinates.
    """

    read: int
    placed: int
    outside: tuple[int, ...]
    unreadable: tuple[int, ...]


def count_points(lon: ArrayLike, lat: ArrayLike, found: Ids) -> PointCount:
    """Reconcile the areas that `points_to_areas` found for these points."""
    unreadable = ~(np.isfinite(np.asarray(lon, dtype=float)) & np.isfinite(np.asarray(lat, dtype=float)))
    without = np.array([area is None for area in found], dtype=bool)
    return PointCount(
        read=len(found),
        placed=int((~without).sum()),
        outside=tuple(np.flatnonzero(without & ~unreadable).tolist()),
        unreadable=tuple(np.flatnonzero(unreadable).tolist()),
    )


@cache
def _tree(areas: Areas, level: int) -> tuple[Ids, shapely.STRtree]:
    """Return the ids of a level, the smallest first, and their polygons in the same order."""
    import shapely

    polygons = areas.geometry(level).sort_values("id")
    return polygons["id"].to_numpy(dtype=object), shapely.STRtree(polygons.geometry.to_numpy())
