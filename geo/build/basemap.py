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
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.build.boundaries import CRS, OUTLINE_GRID, Report, Shapes, raise_findings, snap, write
from geo.errors import GeoError

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

COUNTRIES = {
    "BF": ("Burkina Faso", "Burkina Faso"),
    "BJ": ("Bénin", "Benin"),
    "CI": ("Côte d'Ivoire", "Côte d'Ivoire"),
    "DZ": ("Algérie", "Algeria"),
    "EH": ("Sahara occidental", "Western Sahara"),
    "GH": ("Ghana", "Ghana"),
    "GM": ("Gambie", "Gambia"),
    "GN": ("Guinée", "Guinea"),
    "GW": ("Guinée-Bissau", "Guinea-Bissau"),
    "LR": ("Libéria", "Liberia"),
    "MA": ("Maroc", "Morocco"),
    "MR": ("Mauritanie", "Mauritania"),
    "NE": ("Niger", "Niger"),
    "NG": ("Nigéria", "Nigeria"),
    "SL": ("Sierra Leone", "Sierra Leone"),
    "SN": ("Sénégal", "Senegal"),
    "TG": ("Togo", "Togo"),
}
"""Names by ISO code, as the United Nations write them."""

WATER_NAMES = {
    "Bandama Blanc": ("Bandama blanc", "White Bandama"),
    "Gambia": ("Gambie", "Gambia"),
    "Gêba": ("Geba", "Geba"),
    "Komoé": ("Comoé", "Comoé"),
    "Mouhoun": ("Mouhoun (Volta noire)", "Mouhoun (Black Volta)"),
    "Nakanbé": ("Nakambé (Volta blanche)", "Nakambé (White Volta)"),
    "Sénégal": ("Sénégal", "Senegal"),
    "Kainji Reservoir": ("Lac de Kainji", "Kainji Lake"),
    "Lake Dbo": ("Lac Débo", "Lake Débo"),
}
"""French and English names by Natural Earth's, where they differ from it."""


class Town(NamedTuple):
    """A town on the map: rank, and position where Natural Earth lacks it (or misses it)."""

    rank: int
    at: tuple[float, float] | None = None


MALI_TOWNS = {
    "Bamako": Town(1),
    **dict.fromkeys(("Gao", "Kayes", "Koulikoro", "Mopti", "Ménaka"), Town(2)),
    **dict.fromkeys(("Sikasso", "Ségou", "Timbuktu"), Town(2)),
    "Kidal": Town(2, (1.402, 18.438)),
    **dict.fromkeys(("Bougouni", "Kita", "Koutiala", "Nara"), Town(3)),
    **dict.fromkeys(("Nioro du Sahel", "San", "Taoudenni"), Town(3)),
    "Bandiagara": Town(3, (-3.608, 14.339)),
    "Dioïla": Town(3, (-6.794, 12.481)),
    "Douentza": Town(3, (-2.951, 14.992)),
    **dict.fromkeys(("Aguelhok", "Araouane", "Bafoulabé", "Banamba", "Bourem", "Djenné"), Town(4)),
    **dict.fromkeys(("Goundam", "Kangaba", "Kati", "Markala", "Tessalit", "Yélimané"), Town(4)),
    "Abeïbara": Town(4, (1.825, 19.288)),
    "Andéramboukane": Town(4, (3.023, 15.424)),
    "Ansongo": Town(4, (0.500, 15.662)),
    "Bankass": Town(4, (-3.515, 14.073)),
    "Bla": Town(4, (-5.761, 12.944)),
    "Diré": Town(4, (-3.400, 16.257)),
    "Diéma": Town(4, (-9.189, 14.539)),
    "Gossi": Town(4, (-1.288, 15.817)),
    "Gourma-Rharous": Town(4, (-1.921, 16.873)),
    "Hombori": Town(4, (-1.700, 15.277)),
    "Kadiolo": Town(4, (-5.762, 10.552)),
    "Kolokani": Town(4, (-8.035, 13.571)),
    "Koro": Town(4, (-3.077, 14.059)),
    "Kéniéba": Town(4, (-11.239, 12.840)),
    "Léré": Town(4, (-4.910, 15.707)),
    "Niafunké": Town(4, (-3.994, 15.927)),
    "Niono": Town(4, (-5.993, 14.244)),
    "Tin-Essako": Town(4, (2.493, 18.444)),
    "Tominian": Town(4, (-4.593, 13.284)),
    "Ténenkou": Town(4, (-4.922, 14.448)),
    "Yanfolila": Town(4, (-8.152, 11.175)),
    "Youwarou": Town(4, (-4.263, 15.366)),
}
"""Towns of Mali by Natural Earth's name; with a position: from OCHA's settlements of 2015."""

TOWNS_ABROAD = {
    **dict.fromkeys(("Conakry", "Freetown", "Niamey", "Ouagadougou"), Town(1)),
    **dict.fromkeys(("Bobo Dioulasso", "Kankan", "Korhogo", "Nema", "Sokoto"), Town(3)),
    **dict.fromkeys(("Tahoua", "Tamanrasset", "Tambacounda"), Town(3)),
    **dict.fromkeys(("Ayorou", "Ayoun el Atrous", "Djibo", "Dori", "Dosso", "Gaya"), Town(4)),
    **dict.fromkeys(("Kandi", "Kiffa", "Kédougou", "Labé", "Odienné", "Ouahigouya"), Town(4)),
    **dict.fromkeys(("Siguiri", "Sélibaby", "Tidjikdja", "Tillabéri"), Town(4)),
}
"""Towns of other countries by Natural Earth's name."""

TOWN_NAMES = {
    "Ayoun el Atrous": ("Aïoun el-Atrouss", "Ayoun el-Atrous"),
    "Bobo Dioulasso": ("Bobo-Dioulasso", "Bobo-Dioulasso"),
    "Nema": ("Néma", "Néma"),
    "Nioro du Sahel": ("Nioro", "Nioro"),
    "Taoudenni": ("Taoudénit", "Taoudénit"),
    "Timbuktu": ("Tombouctou", "Timbuktu"),
}
"""French and English names of towns, where they differ from Natural Earth's."""


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
    frame = gpd.read_file(found[0])
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
    known = countries[countries.iso_a2.isin([*COUNTRIES, "ML"])]
    land = known.set_index("iso_a2").geometry.intersection(LAND_BOX)
    if {"MA", "EH"} <= set(land.index):  # Natural Earth divides it along the line of control
        land["EH"] = shapely.union(land["EH"], shapely.intersection(land["MA"], SAHARA))
        land["MA"] = shapely.difference(land["MA"], SAHARA)
    shapes = land[~land.is_empty].drop("ML").sort_index()
    # First well over Mali's border, then cut along it: every vertex there is then Mali's own.
    beyond = shapely.difference(land["ML"], shapely.buffer(mali, -OVERLAP))
    fitted = snap(_grow(shapes.to_numpy(), beyond), OUTLINE_GRID)
    drawn = shapely.coverage_simplify(fitted, TOLERANCE, simplify_boundary=False)
    names = pd.DataFrame([COUNTRIES[code] for code in shapes.index], columns=["name_fr", "name_en"])
    frame = names.assign(kind="country", rank=1, country=shapes.index)
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
    both = [WATER_NAMES.get(name, (name, name)) for name in names]
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
    mali = places[places.iso_a2 == "ML"].set_index("name").geometry
    abroad = places[places.iso_a2 != "ML"].drop_duplicates("name").set_index("name")
    codes, points = abroad.iso_a2, abroad.geometry
    rows = [(*_town(name, town, mali), "ML") for name, town in MALI_TOWNS.items()]
    rows += [(*_town(name, town, points), codes[name]) for name, town in TOWNS_ABROAD.items()]
    columns = ["name_fr", "name_en", "rank", "geometry", "country"]
    frame = gpd.GeoDataFrame(rows, columns=columns, crs=CRS).assign(kind="town")
    return frame.sort_values(["rank", "country", "name_en"], ignore_index=True)


def _town(name: str, town: Town, points: gpd.GeoSeries) -> tuple[str, str, int, shapely.Point]:
    if town.at is None and name not in points.index:
        raise GeoError("basemap_missing", missing=name)
    lon, lat = town.at or (points[name].x, points[name].y)
    french, english = TOWN_NAMES.get(name, (name, name))
    return french, english, town.rank, shapely.Point(round(lon, 3), round(lat, 3))


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
