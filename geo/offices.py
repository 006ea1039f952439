"""Offices and operational bases: points, with the areas that hold them and their distances."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from geo import reference, steady
from geo.paths import DATA

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.areas import Areas, Language

EARTH_RADIUS_KM = 6371.0088
"""Mean radius (IUGG)."""


@dataclass(frozen=True, slots=True)
class Office:
    """A place an organisation works from.

    Attributes
    ----------
    id, org : str
        Its own id and the organisation's code.
    kind, town, note : dict of str to str
        Words by language. The point is the town's, not the street's.
    lon, lat : float
        Degrees, EPSG:4326.
    date, source : str
        Date and code of the source that names it.
    """

    id: str
    org: str
    kind: dict[Language, str]
    town: dict[Language, str]
    note: dict[Language, str]
    lon: float
    lat: float
    date: str
    source: str


@cache
def offices() -> tuple[Office, ...]:
    """Return the offices in hand."""
    return tuple(_office(row) for row in reference.rows(DATA / "sites" / "offices.csv"))


@steady.kept
def commune_of(division: str) -> dict[str, str | None]:
    """Return the finest area that holds each office, by its id: a commune, where the division has them.

    None outside every area.
    """
    from geo import areas, points

    given, within = offices(), areas.load(division)
    found = points.points_to_areas(
        [office.lon for office in given], [office.lat for office in given], within, within.levels[-1]
    )
    return {office.id: area for office, area in zip(given, found, strict=True)}


def inside(given: Iterable[Office], area: str, areas: Areas) -> tuple[Office, ...]:
    """Return those of some offices that lie in an area."""
    communes = commune_of(areas.division)
    return tuple(
        office
        for office in given
        if (commune := communes[office.id]) is not None and areas.holds(area, commune)
    )


def nearest(
    given: Iterable[Office], lon: float, lat: float, count: int = 3
) -> tuple[tuple[Office, float], ...]:
    """Return the nearest of some offices to a point with the distance in km, the nearest first."""
    distances = ((office, distance_km(lon, lat, office.lon, office.lat)) for office in given)
    return tuple(sorted(distances, key=lambda pair: (pair[1], pair[0].id))[:count])


def distance_km(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Return the great-circle distance in km (haversine on a sphere: within 0.5 %).

    Examples
    --------
    >>> round(distance_km(-8.0, 12.65, -4.18, 14.49))
    461
    """
    phi, other_phi = math.radians(lat), math.radians(other_lat)
    half = math.sin((other_phi - phi) / 2) ** 2
    half += math.cos(phi) * math.cos(other_phi) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(half))


def _office(row: reference.Row) -> Office:
    def words(column: str) -> dict[Language, str]:
        return {"fr": row[f"{column}_fr"], "en": row[f"{column}_en"]}

    return Office(
        id=row["id"],
        org=row["org"],
        kind=words("kind"),
        town=words("town"),
        note=words("note"),
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        date=row["date"],
        source=row["source"],
    )
