"""Sites of displaced people: where, how many, with which services, and how many by area.

The only list in hand, ``data/sites/example_sites.csv``, is invented to show how sites look: every
site in it is named EXAMPLE and `Site.example` says so. Sites are counted in no indicator. Their
points are restricted: pass them through `geo.disclosure` before anything is drawn or listed.

What is published of real sites is their number, in ``data/sites/published_counts.csv``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, cast

from geo import reference, steady
from geo.areas import DIVISIONS, load
from geo.crosswalk import Relation, relation
from geo.paths import DATA
from geo.tables import SERVICES

if TYPE_CHECKING:
    from geo.areas import Language
    from geo.disclosure import Sensitivity

DIVISION = DIVISIONS[0]
"""Division of the areas that sites without coordinates name."""

ServiceState = Literal["yes", "no", "partial", "unknown"]


@dataclass(frozen=True, slots=True)
class Site:
    """A place where displaced people live together.

    Attributes
    ----------
    id, name : str
        Its own id and its name.
    area : str
        Id in `DIVISION`; empty where the site has coordinates only.
    lon, lat : float or None
        Degrees, EPSG:4326; None where only the area is known.
    date : str
        ISO date, month or year of the counts.
    individuals, households : int or None
        People and households; None where not given.
    services : dict of str to str
        By service of `geo.tables.SERVICES`: yes, no, partial or unknown. Not given is unknown.
    source : str
        Code in ``data/reference/sources.csv``.
    sensitivity : {"public", "internal", "restricted"}
        See `geo.disclosure`.
    example : bool
        Whether it is invented.
    """

    id: str
    name: str
    area: str
    lon: float | None
    lat: float | None
    date: str
    individuals: int | None
    households: int | None
    services: dict[str, ServiceState]
    source: str
    sensitivity: Sensitivity
    example: bool


@dataclass(frozen=True, slots=True)
class PublishedCount:
    """How many sites a publication speaks of, without naming them.

    Attributes
    ----------
    date : str
        ISO month.
    sites : int
        How many.
    what, where : dict of str to str
        What was counted and in which regions, by language.
    source, kind : str
        Who says so, in words, and how good that is: one of `geo.tables.ORIGINS`.
    """

    date: str
    sites: int
    what: dict[Language, str]
    where: dict[Language, str]
    source: str
    kind: str


@cache
def sites() -> tuple[Site, ...]:
    """Return every site in hand: the examples."""
    rows = reference.rows(DATA / "sites" / "example_sites.csv")
    return tuple(_site(row, example=True) for row in rows)


@steady.kept
def area_of(division: str, level: int) -> dict[str, str | None]:
    """Return the area of a level that each site lies in, by the site's id.

    A site is placed by its coordinates, else by the area it names; None where it lies outside
    every area, or where the area that it names is larger than those of the level.
    """
    from geo import points

    pointed = [site for site in sites() if site.lon is not None and site.lat is not None]
    found = points.points_to_areas(
        [cast("float", site.lon) for site in pointed],
        [cast("float", site.lat) for site in pointed],
        load(division),
        level,
    )
    placed = {site.id: area for site, area in zip(pointed, found, strict=True)}
    return {site.id: placed.get(site.id) or _named(site, division, level) for site in sites()}


@steady.kept
def counts(division: str, level: int) -> dict[str, int]:
    """Return how many sites lie in each area of a level; areas without one are left out.

    Examples
    --------
    >>> sum(counts("cod2021", 1).values()) == sum(counts("reform2023", 3).values()) == len(sites())
    True
    """
    found = Counter(area for area in area_of(division, level).values() if area is not None)
    return {area.id: found[area.id] for area in load(division).at(level) if found[area.id]}


@cache
def published_counts() -> tuple[PublishedCount, ...]:
    """Return the published numbers of sites, oldest first."""
    return tuple(
        PublishedCount(
            date=row["date"],
            sites=int(row["sites"]),
            what={"fr": row["what_fr"], "en": row["what_en"]},
            where={"fr": row["where_fr"], "en": row["where_en"]},
            source=row["source"],
            kind=row["kind"],
        )
        for row in reference.rows(DATA / "sites" / "published_counts.csv")
    )


def _named(site: Site, division: str, level: int) -> str | None:
    """Return the area of a level that is, or holds, the one that a site names."""
    if not site.area:
        return None
    near = (Relation.SAME, Relation.INSIDE)
    holding = (
        area.id
        for area in load(division).at(level)
        if relation(DIVISION, site.area, division, area.id) in near
    )
    return next(holding, None)


def _site(row: reference.Row, *, example: bool) -> Site:
    def whole(column: str) -> int | None:
        return int(row[column]) if row[column] else None

    def degrees(column: str) -> float | None:
        return float(row[column]) if row[column] else None

    return Site(
        id=row["id"],
        name=row["name"],
        area=row["area"],
        lon=degrees("lon"),
        lat=degrees("lat"),
        date=row["date"],
        individuals=whole("individuals"),
        households=whole("households"),
        services={service: cast("ServiceState", row[service] or "unknown") for service in SERVICES},
        source=row["source"],
        sensitivity=cast("Sensitivity", row["sensitivity"]),
        example=example,
    )
