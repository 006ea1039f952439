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

    Numbers = NDArray[np.float64]
    Places = NDArray[np.int32]
    """Positions of areas among the ids of a level; the number of ids where there is none."""

CHUNK = 1_000_000
"""Points that are looked up at once: what bounds the memory."""

MANY = 500_000
"""Points from which a grid of cells repays the second of a processor that it takes to make, once."""

CELL = 0.02
"""Degrees of a side of a cell, about 2 km: of the communes' surface, most lies in cells wholly inside one."""

MARGIN = 1e-9
"""Degrees by which a cell is tried larger than it is, so that no rounding puts a point in a wrong one."""


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
    ids, tree = _tree(areas, level)
    east, north = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    cells = _cells(areas, level) if len(east) >= MANY else None
    at = np.empty(len(east), dtype=np.int32)
    for start in range(0, len(east), CHUNK):
        part = slice(start, start + CHUNK)
        at[part] = _looked_up(east[part], north[part], tree, cells)
    found: Ids = np.append(ids, [None])[at]
    return found


def _looked_up(lon: Numbers, lat: Numbers, tree: shapely.STRtree, cells: Cells | None) -> Places:
    """Return where each point lies: by its cell where that decides it, else by the polygons."""
    import shapely

    nowhere = len(tree.geometries)
    found = cells.holding(lon, lat) if cells else np.full(len(lon), UNDECIDED, dtype=np.int32)
    found[~(np.isfinite(lon) & np.isfinite(lat))] = nowhere
    open_ = np.flatnonzero(found == UNDECIDED)
    found[open_] = nowhere
    touched, touching = tree.query(shapely.points(lon[open_], lat[open_]), predicate="intersects")
    np.minimum.at(found, open_[touched], touching.astype(np.int32))
    return found


UNDECIDED = -1
"""In place of an area: the polygons have to be asked."""


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """A grid over the areas of a level, and the area of each cell that lies wholly inside one.

    Attributes
    ----------
    west, south : float
        Its corner, in degrees.
    inside : array of int, shape (rows, columns)
        Position of the area by cell, south first; `UNDECIDED` where a border is near.
    """

    west: float
    south: float
    inside: Places

    def holding(self, lon: Numbers, lat: Numbers) -> Places:
        """Return the area whose cell holds each point; `UNDECIDED` where no cell tells."""
        rows, columns = self.inside.shape
        with np.errstate(invalid="ignore"):
            column, row = np.floor((lon - self.west) / CELL), np.floor((lat - self.south) / CELL)
            within = (column >= 0) & (row >= 0) & (column < columns) & (row < rows)
        found = np.full(len(lon), UNDECIDED, dtype=np.int32)
        found[within] = self.inside[row[within].astype(np.intp), column[within].astype(np.intp)]
        return found


@cache
def _cells(areas: Areas, level: int) -> Cells:
    """Find the cells that lie inside one area, none of its border touched, and no other area."""
    import shapely

    _, tree = _tree(areas, level)
    west, south, east, north = shapely.total_bounds(tree.geometries)
    x, y = np.arange(west, east, CELL), np.arange(south, north, CELL)
    corners = [corner.ravel() for corner in np.meshgrid(x, y)]
    boxes = shapely.box(
        corners[0] - MARGIN, corners[1] - MARGIN, corners[0] + CELL + MARGIN, corners[1] + CELL + MARGIN
    )
    inside = np.full(len(boxes), UNDECIDED, dtype=np.int32)
    holding, held = shapely.STRtree(boxes).query(tree.geometries, predicate="contains_properly")
    inside[held] = holding
    return Cells(float(west), float(south), inside.reshape(len(y), len(x)))


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
