"""The base map: what lies round Mali and the rivers, lakes and towns in it, as one GeoParquet.

Natural Earth's public-domain files (countries 1:50m; rivers, lakes and populated places 1:10m)
become ``basemap.parquet``, EPSG:4326, coordinates on 0.001°:

===========  =========================================================================
``kind``     country (polygon), river (lines), lake (polygon), town (point)
``name_fr``  ``name_en``: names to write on the map
``rank``     country 1; rivers and lakes as Natural Earth's scale rank (3 the Niger, 9 the
             least); towns 1 capitals, 2 chief towns of the regions of 2021, 3 chief towns
             of the further regions of 2023 and large towns abroad, 4 others
``country``  ISO 3166 code of countries and towns; null for rivers and lakes
===========  =========================================================================

Mali is not among the countries, and theirs are cut along its outline of ``cod2021.parquet``.
Natural Earth draws Mali's border up to 13.5 km off the official one: what it gives to Mali and
the official file does not falls to the nearest neighbour, so nothing shows between the two.
The land reaches farther than the rest, so that a wide screen is filled. The sea is what stays
empty: the background of the map.

Natural Earth lacks Lake Faguibine and the reservoirs of Manantali and Sélingué, misspells
Lake Débo, and has no point for Kidal: towns it lacks are placed by OCHA's settlements of 2015.
Which towns and countries are shown, and how names are written, is in `NAMES`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo import reference
from geo.build.boundaries import OUTLINE_GRID, Report, snap, write
from geo.build.checks import CRS, Shapes, raise_findings
from geo.errors import GeoError
from geo.paths import DATA
from geo.readers import offline

WATER_BOX = shapely.box(-14.0, 9.0, 6.0, 26.0)
"""West, south, east, north in degrees: where rivers and lakes are drawn."""

LAND_BOX = shapely.box(-18.0, 5.0, 8.4, 30.0)
"""Where countries are drawn: as far as those at hand leave no other country out."""

SAHARA = shapely.box(-18.0, 20.0, -8.66, 27.667)
"""What of Natural Earth's Morocco is Western Sahara on the maps of the United Nations."""

TOLERANCE, WATER_TOLERANCE = 0.02, 0.005
"""Degrees, for borders among neighbours (that with Mali stays as drawn); for rivers and lakes."""

GROW_STEP, OVERLAP = 0.02, 0.05
"""Degrees by which neighbours grow in turn towards Mali, and how far they reach into it."""

COLUMNS = ["kind", "name_fr", "name_en", "rank", "country", "geometry"]

NAMES = DATA / "reference" / "basemap_names.csv"
"""What to show and how to write it.

==================================  ==================================================
``kind``                            country, river, lake or town
``country``                         ISO code, of countries and towns
``name``                            Natural Earth's, empty for countries
``name_fr``, ``name_en``            to write on the map
``rank``                            of towns, as in the file built
``lon``, ``lat``                    of towns that Natural Earth lacks or misses
``note``                            where a position or a spelling is from
==================================  ==================================================

Every country and town shown has a row; rivers and lakes only where their name differs.
"""


def build(source: Path, out: Path, boundaries: Path | None = None) -> Report:
    """Turn a folder of Natural Earth files into ``<out>/basemap.parquet``.

    Parameters
    ----------
    source : Path
        Folder with ``ne_50m_admin_0_countries*``, ``ne_10m_rivers_lake_centerlines*``,
        ``ne_10m_lakes*`` and ``ne_10m_populated_places*`` as GeoJSON, GeoPackage or shapefile.
    out : Path
        Folder; nothing is written there unless every check passes.
    boundaries : Path, optional
        The division's file that gives Mali's outline; ``<out>/cod2021.parquet`` by default.

    Raises
    ------
    GeoError
        ``basemap_missing`` (a file or a town), ``basemap_invalid`` (all findings).
    """
    mali = _mali(boundaries or out / "cod2021.parquet")
    parts = [
        neighbours(_read(source, "ne_50m_admin_0_countries"), mali),
        rivers(_read(source, "ne_10m_rivers_lake_centerlines")),
        lakes(_read(source, "ne_10m_lakes")),
        towns(_read(source, "ne_10m_populated_places")),
    ]
    basemap = gpd.GeoDataFrame(pd.concat(parts, ignore_index=True)[COLUMNS], crs=CRS)
    basemap["rank"] = basemap["rank"].astype("int8")
    raise_findings(check(basemap, mali), source, key="basemap_invalid")
    path = out / "basemap.parquet"
    write(basemap, path)
    return Report(path, basemap.groupby("kind", sort=False).size().to_dict())


def _mali(boundaries: Path) -> BaseGeometry:
    """Return Mali as it is drawn: the country's outline."""
    if not boundaries.exists():
        raise GeoError("basemap_missing", missing=boundaries)
    areas = gpd.read_parquet(boundaries, columns=["level", "outline"], filters=[("level", "==", 0)])
    outline: BaseGeometry = areas.outline.iloc[0]
    return outline


def _read(source: Path, stem: str) -> gpd.GeoDataFrame:
    suffixes = {".geojson", ".gpkg", ".shp"}
    found = [path for path in sorted(source.rglob(f"{stem}*")) if path.suffix in suffixes]
    if len(found) != 1:
        raise GeoError("basemap_missing", file=source, missing=f"{stem}*", found=len(found))
    frame = offline.read_file(found[0])
    return frame.rename(columns=str.lower).to_crs(CRS)


def neighbours(countries: gpd.GeoDataFrame, mali: BaseGeometry) -> gpd.GeoDataFrame:
    """Return the land round Mali by country, fitting its outline without gap or overlap.

    Parameters
    ----------
    countries : geopandas.GeoDataFrame
        Columns ``iso_a2`` and geometry; Mali among them.
    mali : shapely polygon
        Mali as it is drawn, coordinates on `OUTLINE_GRID`.
    """
    named = {row["country"]: row for row in _rows("country")}
    known = countries[countries.iso_a2.isin([*named, "ML"])]
    land = known.set_index("iso_a2").geometry.intersection(LAND_BOX)
    if {"MA", "EH"} <= set(land.index):  # Natural Earth divides it along the line of control
        land["EH"] = shapely.union(land["EH"], shapely.intersection(land["MA"], SAHARA))
        land["MA"] = shapely.difference(land["MA"], SAHARA)
    shapes = land[~land.is_empty].drop("ML").sort_index()
    # First well over Mali's border, then cut along it: every vertex there is then Mali's own.
    beyond = shapely.difference(land["ML"], shapely.buffer(mali, -OVERLAP))
    fitted = snap(_grow(shapes.to_numpy(), beyond), OUTLINE_GRID)
    drawn = shapely.coverage_simplify(fitted, TOLERANCE, simplify_boundary=False)
    names = pd.DataFrame([named[code] for code in shapes.index])
    frame = names[["name_fr", "name_en"]].assign(kind="country", rank=1, country=shapes.index)
    return gpd.GeoDataFrame(frame, geometry=_cut(drawn, mali), crs=CRS)


def _grow(shapes: Shapes, gap: BaseGeometry) -> Shapes:
    """Share a gap out among the shapes around it, each taking what is nearest to it."""
    shapes, before = shapes.copy(), np.inf
    while gap.area < before:
        before = gap.area
        for number, shape in enumerate(shapes):
            reached = shapely.intersection(gap, shapely.buffer(shape, GROW_STEP))
            shapes[number] = _polygons(shapely.union(shape, reached))
            gap = _polygons(shapely.difference(gap, reached))
    return shapes


def _cut(shapes: Shapes, mali: BaseGeometry) -> Shapes:
    """Cut shapes along Mali's outline; where two of them meet it, they do so at its vertices."""
    corners = shapely.get_coordinates(mali)
    tree = shapely.STRtree(np.array(shapely.points(corners)))

    def settle(points: NDArray[np.float64]) -> NDArray[np.float64]:
        meeting = shapely.distance(shapely.points(points), mali.boundary) < OUTLINE_GRID / 10
        points[meeting] = corners[tree.nearest(shapely.points(points[meeting]))]
        return points.round(3)

    settled = shapely.transform(shapely.difference(shapes, mali), settle)
    # A chip cut off where a border crosses the outline twice may settle to a mere line.
    parts = [shapely.get_parts(shape) for shape in settled]
    kept = [part[shapely.area(part) > 0] for part in parts]
    return np.array([shapely.coverage_union_all(part) for part in kept], dtype=object)


def _polygons(shape: BaseGeometry) -> BaseGeometry:
    """Return only the polygons of a geometry."""
    parts = shapely.get_parts(shape)
    return shapely.union_all(parts[shapely.get_dimensions(parts) == 2])


def rivers(lines: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return one row per river: its stretches, those through lakes too, clipped and simplified.

    Two rivers of one name (Baoulé, to the Bani and to the Bakoy) differ in ``rivernum``.
    """
    clipped = lines.assign(geometry=lines.intersection(WATER_BOX))
    clipped = clipped[~clipped.is_empty & clipped.name.notna()]
    joined = clipped.sort_values("scalerank").dissolve("rivernum", aggfunc="first")
    merged = shapely.line_merge(joined.geometry.to_numpy())
    return _named("river", joined.name, joined.scalerank, _drawn(merged))


def lakes(shapes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the lakes that lie in the box for the most part, simplified."""
    whole = shapes.geometry.to_numpy()
    kept = shapes[shapely.area(shapely.intersection(whole, WATER_BOX)) > 0.5 * shapely.area(whole)]
    return _named("lake", kept.name, kept.scalerank, _drawn(kept.geometry.to_numpy()))


def _drawn(shapes: Shapes) -> Shapes:
    """Simplify, then round without making anything invalid."""
    return shapely.set_precision(shapely.simplify(shapes, WATER_TOLERANCE), OUTLINE_GRID)


def _named(kind: str, names: pd.Series, ranks: pd.Series, shapes: Shapes) -> gpd.GeoDataFrame:
    usual = {row["name"]: (row["name_fr"], row["name_en"]) for row in _rows(kind)}
    both = [usual.get(name, (name, name)) for name in names]
    frame = pd.DataFrame(both, columns=["name_fr", "name_en"])
    frame = frame.assign(kind=kind, rank=ranks.to_numpy(), country=None)
    frame = gpd.GeoDataFrame(frame, geometry=shapes, crs=CRS)
    return frame.sort_values(["rank", "name_en"], ignore_index=True)


def towns(places: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the towns to show, the most important first.

    Parameters
    ----------
    places : geopandas.GeoDataFrame
        Columns ``name``, ``iso_a2`` and point geometry.
    """
    points = places.drop_duplicates(["iso_a2", "name"]).set_index(["iso_a2", "name"]).geometry
    rows = [
        (row["name_fr"], row["name_en"], int(row["rank"]), _position(row, points), row["country"])
        for row in _rows("town")
    ]
    columns = ["name_fr", "name_en", "rank", "geometry", "country"]
    frame = gpd.GeoDataFrame(rows, columns=columns, crs=CRS).assign(kind="town")
    return frame.sort_values(["rank", "country", "name_en"], ignore_index=True)


def _position(town: reference.Row, points: gpd.GeoSeries) -> shapely.Point:
    key = (town["country"], town["name"])
    if town["lon"]:
        return shapely.Point(float(town["lon"]), float(town["lat"]))
    if key not in points.index:
        raise GeoError("basemap_missing", missing=town["name"])
    return shapely.Point(round(points[key].x, 3), round(points[key].y, 3))


@cache
def _rows(kind: str) -> list[reference.Row]:
    return [row for row in reference.rows(NAMES) if row["kind"] == kind]


def check(basemap: gpd.GeoDataFrame, mali: BaseGeometry) -> list[str]:
    """Return what is wrong with a base map: one line a finding, none where it is sound."""
    land = basemap[basemap.kind == "country"]
    cover = np.array([mali, *land.geometry], dtype=object)
    fits = bool(shapely.coverage_is_valid(cover))
    around = shapely.difference(shapely.buffer(mali, OUTLINE_GRID), shapely.union_all(cover))
    town = basemap[basemap.kind == "town"]
    home = shapely.contains(mali, town.geometry.to_numpy())
    rules = {
        "neighbours overlap, or do not fit Mali's outline": fits,
        "a gap shows between Mali and its neighbours": around.is_empty,
        "something is invalid or empty": bool((basemap.is_valid & ~basemap.is_empty).all()),
        "something lies outside the box": bool(basemap.covered_by(LAND_BOX).all()),
        "a name is missing": bool(basemap[["name_fr", "name_en"]].notna().all(axis=None)),
    }
    astray = town.name_en[home != (town.country == "ML")]
    findings = [finding for finding, holds in rules.items() if not holds]
    return findings + [f"{name} lies on the wrong side of Mali's border" for name in astray]
