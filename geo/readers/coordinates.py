"""Longitudes and latitudes as people write them, and where they were mixed up.

Degrees, minutes and seconds, decimal commas and letters of the compass (O is Ouest) are read.
What is certain is put right and said: a latitude in the column of longitudes, metres of a UTM zone
that the header names or that alone puts every point in Mali. The rest is left as it is written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geo.readers.table import written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

WEST, SOUTH, EAST, NORTH = -12.3, 10.1, 4.3, 25.1
"""Box round Mali, degrees. Its longitudes and latitudes have no value in common."""

UTM_ZONES = (29, 30, 31)
"""Zones of Mali, north."""

_ZONE = re.compile(r"(?:utm|zone|wgs\s*84)\D{0,8}(29|30|31)\s*n?\b", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?\d{1,8}(?:[.,]\d+)?")
_COMPASS = {
    **dict.fromkeys(("n", "nord", "north", "e", "est", "east"), 1),
    **dict.fromkeys(("s", "sud", "south", "w", "west", "o", "ouest"), -1),
}
_LETTERS = "|".join(sorted(_COMPASS, key=len, reverse=True))
_WRITTEN = re.compile(
    rf"(?P<before>{_LETTERS})?\s*(?P<sign>[-+])?\s*(?P<d>\d{{1,3}}(?:[.,]\d+)?)\s*(?:[°º˚d:]|\s)?\s*"
    r"(?:(?P<m>\d{1,2}(?:[.,]\d+)?)\s*(?:['’‘′m:]|\s)?\s*"
    rf"(?:(?P<s>\d{{1,2}}(?:[.,]\d+)?)\s*(?:[\"”“″s]|''|’’|′′)?)?)?\s*(?P<after>{_LETTERS})?",
    re.IGNORECASE,
)


class Position(NamedTuple):
    """Positions of rows, degrees, and what was done: positions of rows in each case.

    ``zone`` is the UTM zone of `projected`; None where it cannot be told.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    swapped: NDArray[np.intp]
    projected: NDArray[np.intp]
    zone: int | None
    nowhere: NDArray[np.intp]
    zero: NDArray[np.intp]


def in_mali(lon: ArrayLike, lat: ArrayLike) -> NDArray[np.bool_]:
    """Tell which positions are in the box round Mali."""
    x, y = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    found: NDArray[np.bool_] = (x >= WEST) & (x <= EAST) & (y >= SOUTH) & (y <= NORTH)
    return found


def degrees(cell: object) -> float:
    r"""Read one coordinate: degrees, or metres where it is that large.

    Raises
    ------
    ValueError
        ``not_a_position``.

    Examples
    --------
    >>> degrees("14,4975"), degrees("4°30' O"), degrees("N 14 30 00")
    (14.4975, -4.5, 14.5)
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if np.isfinite(cell):
            return float(cell)
        raise ValueError("not_a_position")
    text = written(cell).strip().replace("−", "-").replace("\u00a0", " ").replace("\u202f", " ")
    if _NUMBER.fullmatch(text):
        return float(text.replace(",", "."))
    if (match := _WRITTEN.fullmatch(text)) is None or (match["before"] and match["after"]):
        raise ValueError("not_a_position")
    d, m, s = (float((match[part] or "0").replace(",", ".")) for part in "dms")
    side = _COMPASS.get((match["before"] or match["after"] or "n").casefold(), 1)
    if m >= 60 or s >= 60 or (match["sign"] and side < 0):
        raise ValueError("not_a_position")
    return (d + m / 60 + s / 3600) * (-1 if match["sign"] == "-" else side)


def settle(lon: NDArray[np.float64], lat: NDArray[np.float64], headers: Sequence[str]) -> Position:
    """Put right what was mixed up, where that is certain.

    Parameters
    ----------
    lon, lat : array of float, shape (n,)
        As read; NaN where not given.
    headers : sequence of str
        Headers that may name the zone.
    """
    x, y = lon.copy(), lat.copy()
    zero = np.flatnonzero((x == 0) & (y == 0))
    x[zero] = y[zero] = np.nan
    metres = _metres(x, y) | _metres(y, x)
    turned = (in_mali(y, x) & ~in_mali(x, y)) | (metres & ~_metres(x, y))
    x[turned], y[turned] = y[turned], x[turned]
    projected, zone = np.flatnonzero(metres), None
    if len(projected):
        zone = _zone(x[projected], y[projected], headers)
        x[projected], y[projected] = (
            _unprojected(x[projected], y[projected], zone) if zone else (np.nan, np.nan)
        )
    nowhere = (np.abs(x) > 180) | (np.abs(y) > 90)
    x[nowhere] = y[nowhere] = np.nan
    return Position(x, y, np.flatnonzero(turned), projected, zone, np.flatnonzero(nowhere), zero)


def _metres(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell what can be eastings and northings of a zone of Mali."""
    found: NDArray[np.bool_] = (x > 100_000) & (x < 900_000) & (y > 1_100_000) & (y < 2_800_000)
    return found


def _zone(x: NDArray[np.float64], y: NDArray[np.float64], headers: Sequence[str]) -> int | None:
    """Return the zone that a header names, or the only one that puts every point in Mali."""
    named = {int(match[1]) for header in headers if (match := _ZONE.search(header))}
    if named:
        return named.pop() if len(named) == 1 else None
    import shapely

    from geo import areas

    mali = shapely.union_all(areas.load().geometry(1).geometry.to_numpy())
    shapely.prepare(mali)
    fitting = [zone for zone in UTM_ZONES if shapely.contains_xy(mali, *_unprojected(x, y, zone)).all()]
    return fitting[0] if len(fitting) == 1 else None


def _unprojected(
    x: NDArray[np.float64], y: NDArray[np.float64], zone: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    from pyproj import Transformer

    lon, lat = Transformer.from_crs(f"EPSG:326{zone}", "EPSG:4326", always_xy=True).transform(x, y)
    return np.asarray(lon), np.asarray(lat)
