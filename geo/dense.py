"""Very many points as counts by cell of a grid, for any part and zoom of a web map.

The world in the projection of web maps (EPSG:3857) is a square of cells; each zoom has four times as
many as the one before. Points are sorted once along the curve that visits the cells of every zoom
one after the other (Morton order): those of a cell, and of a tile of cells, are then neighbours, and
what a tile holds is counted in the time of reading it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike, NDArray

    Codes = NDArray[np.uint64]

CELL = 8
"""Pixels of a side of a cell."""

TILE = 1024
"""Pixels of a side of a tile: what a browser asks for at once."""

WORLD = 256
"""Pixels of a side of the world at zoom 0."""

SIDE = (TILE // CELL).bit_length() - 1
"""Cells of a side of a tile, as a power of two."""

WITHIN = 4
"""Steps of a side of a cell, as a power of two, to which the place of a point that is alone is told."""

NEAREST, FARTHEST = 12, 4
"""Zooms that there are: those of the map."""

BITS = NEAREST + (WORLD // CELL).bit_length() - 1 + WITHIN
"""Of a coordinate along the curve."""

LATITUDE = 85.05
"""Where web maps end."""


def across(zoom: int) -> int:
    """Return the cells of a side of the world."""
    return WORLD // CELL << zoom


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Points in the order of the curve.

    Attributes
    ----------
    codes : array of uint64, shape (n,)
        Where on the curve, ascending.
    order : array of int, shape (n,)
        Position of each among the points given.
    """

    codes: Codes
    order: NDArray[np.intp]

    def tile(self, zoom: int, x: int, y: int) -> Mapping[str, NDArray[np.unsignedinteger]]:
        """Return the cells of a tile that hold points.

        Returns
        -------
        mapping
            ``cell``: where in the tile, along the curve; ``count``: points; ``place``: of a point that
            is alone, where in its cell (four bits each, along the curve), 0 for others.
        """
        start, end = self._range(zoom, x, y, SIDE)
        codes = self.codes[start:end]
        cells = codes >> np.uint64(_shift(zoom))
        first = np.flatnonzero(np.diff(cells, prepend=np.uint64(2**63)))
        count = np.diff(first, append=len(cells))
        place = (codes[first] >> np.uint64(_shift(zoom) - 2 * WITHIN)) & np.uint64(4**WITHIN - 1)
        return {
            "cell": (cells[first] & np.uint64(4**SIDE - 1)).astype(np.uint16),
            "count": count.astype(np.uint32),
            "place": np.where(count == 1, place, 0).astype(np.uint8),
        }

    def held(self, zoom: int, x: int, y: int) -> NDArray[np.intp]:
        """Return the positions, among the points given, of those in a cell."""
        start, end = self._range(zoom, x, y, 0)
        return np.sort(self.order[start:end])

    def _range(self, zoom: int, x: int, y: int, side: int) -> tuple[int, int]:
        """Find the part of the curve that lies in a square of ``2**side`` cells."""
        base, shift = int(_along(np.array([x]), np.array([y]))[0]), _shift(zoom) + 2 * side
        start, end = (np.uint64((base + step) << shift) for step in (0, 1))
        return int(np.searchsorted(self.codes, start)), int(np.searchsorted(self.codes, end))


def grid(lon: ArrayLike, lat: ArrayLike) -> Grid:
    """Sort points along the curve.

    Parameters
    ----------
    lon, lat : array of float, shape (n,)
        Degrees, EPSG:4326, all known; what lies beyond 85° is put there, where web maps end.
    """
    east, north = np.asarray(lon, dtype=float), np.radians(np.clip(lat, -LATITUDE, LATITUDE))
    x = (east + 180) / 360
    y = (1 - np.arcsinh(np.tan(north)) / np.pi) / 2
    steps = [np.clip(np.floor(part * 2**BITS), 0, 2**BITS - 1).astype(np.uint64) for part in (x, y)]
    codes = _along(*steps)
    order = np.argsort(codes, kind="stable")
    return Grid(codes[order], order)


def _shift(zoom: int) -> int:
    """Return how many bits of the curve are finer than the cells of a zoom."""
    return 2 * (WITHIN + NEAREST - zoom)


def _along(x: NDArray[np.integer], y: NDArray[np.integer]) -> Codes:
    """Return where on the curve columns and rows lie: their bits in turns, x the lower.

    Examples
    --------
    >>> _along(np.array([3, 0]), np.array([0, 3])).tolist()
    [5, 10]
    """
    codes: Codes = _spread(x) | (_spread(y) << np.uint64(1))
    return codes


def _spread(numbers: NDArray[np.integer]) -> Codes:
    """Put a zero bit before each bit of numbers below 2**32."""
    spread = numbers.astype(np.uint64)
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF), (8, 0x00FF00FF00FF00FF), (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333), (1, 0x5555555555555555),
    ):  # fmt: skip
        spread = (spread | (spread << np.uint64(shift))) & np.uint64(mask)
    return spread
