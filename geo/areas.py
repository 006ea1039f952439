"""Divisions and their areas: parents, children, names, geometry.

A *division* is a set of administrative boundaries valid together; a code has no meaning
outside its division, and a division need not have every level: ``reform2023`` has no cercles.
One GeoParquet per division in ``data/boundaries`` holds its levels: ``geometry`` (full, for
joins) and ``outline`` (simplified, for drawing), both EPSG:4326.

Official areas that were fetched (see `geo.build.official`) stand in the workspace as the dataset
``boundaries-<division>``, and replace those of ``data/``. Ids of before go on meaning the areas of
their names.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pyarrow.parquet as pq

from geo import reference, steady, typed, workspace
from geo.entries import REPORT, TABLE, report_of
from geo.errors import GeoError
from geo.paths import DATA

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import geopandas as gpd

    from geo.entries import Loaded

Language = Literal["fr", "en"]

COUNTRY = "ML"
DIVISIONS = ("cod2021", "reform2023")
"""Divisions in hand, the default first."""

DERIVED = "r23-"
"""How ids begin of areas that this project derived itself, for want of official ones."""

BOUNDARIES = "boundaries"
"""Kind of the dataset with a division's official areas."""

_SHAPES_OF = {("reform2023", 3): "cod2021"}
"""Division whose file has the shapes of a level: both have the same communes, stored once."""

LEVELS = {"country": 0, "region": 1, "cercle": 2, "commune": 3}
"""Words of the command line for the levels."""

_ATTRIBUTES = [
    "id", "level", "parent", "name_fr", "name_en", "name_source",
    "label_lon", "label_lat", "west", "south", "east", "north", "area_km2",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Area:
    """One administrative unit of one division.

    Attributes
    ----------
    id : str
        Code in the division's scheme, ``ML0506`` or ``r23-mopti``; the country is ``ML``.
    level : int
        0 country, 1 region, 2 cercle, 3 commune.
    parent : str or None
        Id of the area that holds it; None for the country.
    name_fr, name_en, name_source : str
        Usual spellings, and the one of the boundaries' publisher.
    label : tuple of float
        Longitude and latitude of a point inside the area.
    bounds : tuple of float
        West, south, east, north in degrees.
    km2 : float
        Area in square kilometres.
    """

    id: str
    level: int
    parent: str | None
    name_fr: str
    name_en: str
    name_source: str
    label: tuple[float, float]
    bounds: tuple[float, float, float, float]
    km2: float

    def name(self, lang: Language) -> str:
        """Return the usual spelling in a language."""
        return self.name_fr if lang == "fr" else self.name_en


class Areas:
    """The areas of one division, by id.

    Parameters
    ----------
    division : str
        Its id, one of `DIVISIONS`.
    areas : list of Area
        All levels; parents before children.
    official : Loaded or None
        The dataset of the workspace that they are from; None where they are the project's.
    aliases : mapping of str to str
        Ids of before, which go on meaning an area of now.
    """

    def __init__(
        self,
        division: str,
        areas: list[Area],
        official: Loaded | None = None,
        aliases: Mapping[str, str] | None = None,
    ) -> None:
        self.division = division
        self.official = official
        self._by_id = {area.id: area for area in areas}
        self.aliases = {old: new for old, new in (aliases or {}).items() if old not in self._by_id}

    @property
    def path(self) -> Path:
        """The table that they are from."""
        return self.official.folder / TABLE if self.official else Path(_path(self.division))

    def __getitem__(self, area_id: str) -> Area:
        return self._by_id[self.aliases.get(area_id, area_id)]

    def __contains__(self, area_id: object) -> bool:
        return area_id in self._by_id or area_id in self.aliases

    def has_code(self, code: str) -> bool:
        """Tell whether a code is an id of an official area of now."""
        return self.official is not None and code in self._by_id

    def __iter__(self) -> Iterator[Area]:
        return iter(self._by_id.values())

    @cached_property
    def levels(self) -> tuple[int, ...]:
        """The levels this division has, coarsest first."""
        return tuple(sorted({area.level for area in self}))

    def at_most(self, level: int) -> int:
        """Return a level if this division has it, else the next coarser one: never a finer."""
        return max(known for known in self.levels if known <= level)

    @property
    def derived(self) -> bool:
        """Whether this project derived the boundaries itself: approximate, and to be called so."""
        return self.official is None and any(area.id.startswith(DERIVED) for area in self.at(1))

    @cached_property
    def _at(self) -> dict[int, tuple[Area, ...]]:
        return {n: tuple(area for area in self if area.level == n) for n in self.levels}

    def at(self, level: int) -> tuple[Area, ...]:
        """Return every area of a level, in the order of the drawn geometry; none at a level it lacks."""
        return self._at.get(level, ())

    def chain(self, area_id: str) -> tuple[Area, ...]:
        """Return the area and what holds it, finest first, the country last."""
        chain = [self[area_id]]
        while chain[-1].parent is not None:
            chain.append(self[chain[-1].parent])
        return tuple(chain)

    def ancestor(self, area_id: str, level: int) -> Area | None:
        """Return the area of `level` that holds (or is) `area_id`; None where there is no such one."""
        return next((area for area in self.chain(area_id) if area.level == level), None)

    def holds(self, outer: str, inner: str) -> bool:
        """Tell whether `inner` lies in (or is) `outer`."""
        holding = self[outer].id if outer in self else outer
        return any(area.id == holding for area in self.chain(inner))

    @cached_property
    def _inside(self) -> dict[tuple[str, int], list[Area]]:
        found: dict[tuple[str, int], list[Area]] = {}
        for area in self:
            for outer in self.chain(area.id):
                found.setdefault((outer.id, area.level), []).append(area)
        return found

    def within(self, focus: str, level: int) -> tuple[Area, ...]:
        """Return the areas of `level` inside (or the same as) `focus`; none where `focus` is finer."""
        return tuple(self._inside.get((self[focus].id, level), ())) if focus in self else ()

    def geometry(self, level: int, *, simplified: bool = False) -> gpd.GeoDataFrame:
        """Read the polygons of a level.

        Returns
        -------
        geopandas.GeoDataFrame
            Column ``id`` and the geometry, EPSG:4326, in the order of `at`.
        """
        file = _SHAPES_OF.get((self.division, level), self.division)
        path = self.official.folder / TABLE if self.official else _path(file)
        return _geometry(str(path), level, simplified=simplified)


@steady.kept
def load(division: str = DIVISIONS[0]) -> Areas:
    """Return the areas of a division.

    Raises
    ------
    GeoError
        ``division_unknown`` when there is no such division in hand.
    """
    if division not in DIVISIONS:
        raise GeoError("division_unknown", given=division, known=", ".join(DIVISIONS))
    official = workspace.find(dataset(division))
    if official and official.kind != BOUNDARIES:  # somebody's file of that name
        official = None
    return read(division, official)


def read(division: str, official: Loaded | None) -> Areas:
    """Return the areas of a division as a version of its official ones has them, else as the project's.

    Raises
    ------
    ValueError, KeyError
        Where a file of the version is damaged.
    """
    path = official.folder / TABLE if official else _path(division)
    aliases = reported(official).aliases if official else {}
    rows = pq.read_table(path, columns=_ATTRIBUTES).to_pylist()
    found = Areas(division, [_area(row) for row in rows], official, aliases)
    if official:
        _check(found)
    return found


@dataclass(frozen=True, slots=True)
class Reported:
    """What the report of a version of official areas says: see `geo.build.official.build`."""

    aliases: dict[str, str]
    cuts: tuple[tuple[str, str], ...]


def reported(official: Loaded) -> Reported:
    """Return what was found out when official areas were fetched.

    Raises
    ------
    OSError, ValueError
        Where the file is damaged.
    """
    found: Reported = typed.value(Reported, report_of(official.folder / REPORT))
    return found


def _check(found: Areas) -> None:
    """Refuse official areas that do not hold together."""
    for area in found:
        holding = LEVELS["country"] - 1 if area.parent is None else found[area.parent].level
        if area.level not in LEVELS.values() or not holding < area.level or (holding < 0) is (area.level > 0):
            raise ValueError(f"{area.id}: level {area.level}")
    for level in found.levels:
        if [*found.geometry(level, simplified=True)["id"]] != [area.id for area in found.at(level)]:
            raise ValueError(f"shapes of level {level}")
    pq.read_table(found.path)


def dataset(division: str) -> str:
    """Return the name in the workspace of a division's official areas."""
    return f"boundaries-{division}"


@steady.kept
def spellings(division: str) -> dict[str, tuple[str, ...]]:
    """Return the spellings in ``data/boundaries/names.csv`` by area of a division.

    Those of the division of 2023 are by the ids of its derived areas: a code there is one of 2021.
    """
    areas, found = load(division), dict[str, tuple[str, ...]]()
    derived = division != DIVISIONS[0]
    for row in reference.rows(DATA / "boundaries" / "names.csv"):
        country = row["area"] == COUNTRY
        if row["area"] in areas and (country or row["area"].startswith(DERIVED) is derived):
            area = areas[row["area"]].id
            found[area] = (*found.get(area, ()), row["name"])
    return found


def _area(row: dict[str, object]) -> Area:
    def number(*names: str) -> tuple[float, ...]:
        return tuple(float(str(row[name])) for name in names)

    west, south, east, north = number("west", "south", "east", "north")
    lon, lat = number("label_lon", "label_lat")
    return Area(
        id=str(row["id"]),
        level=int(str(row["level"])),
        parent=str(row["parent"]) if row["parent"] else None,
        name_fr=str(row["name_fr"]),
        name_en=str(row["name_en"]),
        name_source=str(row["name_source"]),
        label=(lon, lat),
        bounds=(west, south, east, north),
        km2=number("area_km2")[0],
    )


@lru_cache(maxsize=32)
def _geometry(path: str, level: int, *, simplified: bool) -> gpd.GeoDataFrame:
    import geopandas as gpd

    column = "outline" if simplified else "geometry"
    frame = gpd.read_parquet(path, columns=["id", column], filters=[("level", "==", level)])
    frame = frame.set_geometry(column)
    return frame if column == "geometry" else frame.rename_geometry("geometry")


def _path(division: str) -> str:
    return str(DATA / "boundaries" / f"{division}.parquet")
