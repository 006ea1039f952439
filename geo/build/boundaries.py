"""Official boundaries in, one GeoParquet file per division out.

The download (OCHA COD-AB: shapefiles ``*admbnda_adm{0..3}_*.shp``, one per level) becomes
``<division>.parquet``: every level, sorted by level and id.

==============================  ========================================================
``id``, ``level``, ``parent``   p-code, 0 to 3 (int8), id of the area above (country: null)
``name_fr``, ``name_en``        usual spellings, from ``data/boundaries/names.csv``
``name_source``                 as the publisher spells it
``label_lon``, ``label_lat``    the point of the largest part farthest from its border
``west`` … ``north``            bounds, degrees
``area_km2``                    geodesic, WGS84
``geometry``                    full, EPSG:4326, coordinates on 1e-6° (0.1 m): for joins
``outline``                     simplified, EPSG:4326, on 0.001° (110 m): for drawing
==============================  ========================================================

Three decisions hold it together:

* Only the communes' shapes are taken from the download, the other levels are dissolved from
  them: borders coincide exactly on every level, and a point in a commune lies in its cercle.
  The official shapes of the other levels serve as a check.
* Coordinates are snapped *before* simplifying. Simplifying only leaves vertices out, so
  outlines stay on the grid and valid; rounding afterwards would cross narrow necks.
* One simplification for all levels costs 4 % more than a tolerance per level. Small areas
  (Bamako's communes, towns) get a finer one, or little but triangles would be left of them.
"""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataSourceError
from shapely.geometry.base import BaseGeometry

from geo.areas import DERIVED
from geo.build.checks import (
    CHECKS,
    CRS,
    LEVELS,
    Shapes,
    every_finding,
    geodesic_km2,
    raise_findings,
    run,
    unknown_names,
)
from geo.errors import GeoError
from geo.paths import DATA
from geo.readers import offline

NAMES = DATA / "boundaries" / "names.csv"

GRID = 1e-6
"""Degrees between coordinates of the full geometry, 0.1 m."""

OUTLINE_GRID = 1e-3
"""Degrees between coordinates of the outlines, 110 m: three decimals in GeoJSON."""

TOLERANCE, FINE_TOLERANCE = 0.0095, 0.003
"""Degrees; triangles smaller than its square are cut off. 53 cercles then weigh 26 KB gzipped."""

SMALL_KM2 = 150.0
"""Areas below this are simplified with `FINE_TOLERANCE`."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a build has made.

    Attributes
    ----------
    path : Path
        The file.
    counts : dict
        Number of rows by level or kind.
    """

    path: Path
    counts: dict[str, int]

    def __str__(self) -> str:
        listed = ", ".join(f"{name}: {count}" for name, count in self.counts.items())
        return f"{self.path.name}: {listed} ({self.path.stat().st_size / 1000:,.0f} kB)"


def build(source: Path, out: Path, division: str = "cod2021", names: Path = NAMES) -> Report:
    """Turn an official download into ``<out>/<division>.parquet``.

    Parameters
    ----------
    source : Path
        Folder or zip with one polygon shapefile per level, 0 to 3.
    out : Path
        Folder; nothing is written there unless every check passes.
    division : str
        Id of the division, which names the file.
    names : Path
        Table ``area,lang,name,note`` of usual spellings.

    Raises
    ------
    GeoError
        ``boundaries_missing`` (a level's file or column), ``boundaries_invalid`` (all findings).
    """
    official = read(source)
    usual = pd.read_csv(names, dtype=str)
    own_names = usual[~usual.area.str.startswith(DERIVED, na=False)]
    raise_findings(run(CHECKS, official) + unknown_names(own_names, official), source)
    areas = describe(add_outlines(rebuild(official)), usual)
    raise_findings(every_finding(areas), source)
    path = out / f"{division}.parquet"
    write(areas, path)
    return report(path, areas)


def report(path: Path, areas: gpd.GeoDataFrame) -> Report:
    """Count what was written, by level."""
    counts = areas.groupby("level").size()
    return Report(path, {f"level {level}": int(count) for level, count in counts.items()})


def read(source: Path) -> gpd.GeoDataFrame:
    """Read every level of a download, in EPSG:4326, sorted by level and id.

    Returns
    -------
    geopandas.GeoDataFrame
        Columns ``id``, ``level``, ``parent``, ``name_source``, ``geometry``.
    """
    levels = [_read_level(source, level) for level in LEVELS]
    areas = pd.concat(levels).sort_values(["level", "id"], ignore_index=True)
    return gpd.GeoDataFrame(areas, geometry="geometry", crs=CRS)


def _read_level(source: Path, level: int) -> gpd.GeoDataFrame:
    try:
        offline.cut_off()
        frame = gpd.read_file(_layer(source, level))
    except DataSourceError as error:
        raise GeoError("boundaries_missing", file=source, level=level, missing=str(error)) from error
    wanted = {f"ADM{level}_PCODE": "id", f"ADM{level}_FR": "name_source"}
    if level:
        wanted[f"ADM{level - 1}_PCODE"] = "parent"
    missing = sorted(set(wanted) - set(frame.columns))
    if missing or frame.crs is None:
        what = missing or "coordinate reference system"
        raise GeoError("boundaries_missing", file=source, level=level, missing=what)
    frame = frame.rename(columns=wanted).to_crs(CRS)
    frame["parent"] = frame["parent"] if level else None
    frame["level"] = np.int8(level)
    return frame[["id", "level", "parent", "name_source", "geometry"]]


def _layer(source: Path, level: int) -> str:
    """Return the address of a level's polygons inside a folder or a zip."""
    pattern = f"*admbnda_adm{level}_*.shp"
    if source.is_dir():
        found = [str(path) for path in sorted(source.rglob(pattern))]
    else:
        try:
            inside = [Path(name) for name in ZipFile(source).namelist()]
        except (OSError, BadZipFile) as error:
            raise GeoError("boundaries_missing", file=source, missing=str(error)) from error
        found = [f"zip://{source}!{path.as_posix()}" for path in inside if path.match(pattern)]
    if len(found) != 1:
        raise GeoError("boundaries_missing", file=source, missing=pattern, found=len(found))
    return found[0]


def rebuild(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Snap the finest level to `GRID` and dissolve the other levels from them."""
    finest = areas[areas.level == areas.level.max()]
    return areas.set_geometry(dissolve(areas, snap(finest.geometry.to_numpy(), GRID)), crs=CRS)


def add_outlines(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Add the column ``outline``: the finest level simplified, the other levels dissolved."""
    finest = areas[areas.level == areas.level.max()]
    snapped = snap(finest.geometry.to_numpy(), OUTLINE_GRID)
    outlines = dissolve(areas, simplify(snapped, small=geodesic_km2(finest) < SMALL_KM2))
    return areas.assign(outline=gpd.GeoSeries(outlines, index=areas.index, crs=CRS))


def dissolve(areas: gpd.GeoDataFrame, finest: Shapes) -> Shapes:
    """Dissolve the finest level's shapes upward, by parent; shapes in the order of `areas`."""
    there = sorted(areas.level.unique(), reverse=True)
    shapes = dict(zip(areas.loc[areas.level == there[0], "id"], finest, strict=True))
    for level in there[:-1]:
        for parent, children in areas[areas.level == level].groupby("parent").id:
            shapes[parent] = shapely.coverage_union_all([shapes[child] for child in children])
    return np.array([shapes[area] for area in areas.id], dtype=object)


def snap(shapes: Shapes, grid: float) -> Shapes:
    """Put a coverage on a grid so that it stays a coverage.

    Every border is noded on the grid at once, and the faces between them given back to their
    areas. Rounding each polygon by itself would leave slivers and crossings.

    Parameters
    ----------
    shapes : array of shapely polygons
        Areas that neither overlap nor leave gaps.
    grid : float
        Distance between coordinates, in the unit of the shapes.

    Returns
    -------
    array of shapely polygons
        In the same order; an area smaller than the grid comes back empty.
    """
    borders = shapely.union_all(shapely.boundary(shapes), grid_size=grid)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(borders)))
    inside = shapely.point_on_surface(faces)
    # An inlet narrower than the grid closes to a face of nobody: the nearest area takes it.
    face, owner = shapely.STRtree(shapes).query_nearest(inside, max_distance=grid, all_matches=False)
    parts = [faces[face[owner == number]] for number in range(len(shapes))]
    snapped = [shapely.coverage_union_all(part) if part.size else shapely.Polygon() for part in parts]
    return np.array(snapped, dtype=object)


def simplify(shapes: Shapes, *, small: NDArray[np.bool_]) -> Shapes:
    """Simplify a coverage, its `small` areas less; vertices are only left out, never moved."""
    fine = shapely.coverage_simplify(shapes, FINE_TOLERANCE)
    # What lies around the country takes part as one more area, so that its border is
    # simplified as an inner one, while the border to the small areas is kept as the outer one.
    land = shapely.coverage_union_all(fine)
    frame = shapely.difference(shapely.box(*shapely.buffer(land, 1.0).bounds), land)
    rest = np.array([*fine[~small], frame], dtype=object)
    fine[~small] = shapely.coverage_simplify(rest, TOLERANCE, simplify_boundary=False)[:-1]
    return fine


def describe(areas: gpd.GeoDataFrame, usual: pd.DataFrame) -> gpd.GeoDataFrame:
    """Add names, label points, bounds and sizes, in the order of the file's columns."""
    spelt = usual[usual.lang.isin(["fr", "en"])].pivot(index="area", columns="lang", values="name")
    spelt = spelt.reindex(index=areas.id, columns=["fr", "en"]).reset_index(drop=True)
    french = spelt.fr.fillna(areas.name_source)
    labels = [label_point(outline) for outline in areas.outline]
    described = areas.assign(
        name_fr=french,
        name_en=spelt.en.fillna(french),
        label_lon=[lon for lon, _ in labels],
        label_lat=[lat for _, lat in labels],
        **areas.geometry.bounds.set_axis(["west", "south", "east", "north"], axis=1),
        area_km2=geodesic_km2(areas).round(2),
    )
    facts = ["id", "level", "parent", "name_fr", "name_en", "name_source", "label_lon", "label_lat"]
    sizes = ["west", "south", "east", "north", "area_km2"]
    return described[[*facts, *sizes, "geometry", "outline"]]


def label_point(shape: BaseGeometry) -> tuple[float, float]:
    """Return the point (lon, lat) of the largest part that is farthest from its border."""
    if shape.is_empty:  # a check says so later, with everything else that is wrong
        return math.nan, math.nan
    largest = max(shapely.get_parts(shape), key=shapely.area)
    lon, lat = shapely.get_coordinates(shapely.maximum_inscribed_circle(largest))[0]
    return round(float(lon), 4), round(float(lat), 4)


def write(frame: gpd.GeoDataFrame, path: Path) -> None:
    """Write a GeoParquet file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        frame.to_parquet(partial, index=False, compression="zstd", compression_level=19)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
