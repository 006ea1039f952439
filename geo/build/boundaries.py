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
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataSourceError
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

from geo.errors import GeoError
from geo.paths import DATA

Shapes = NDArray[np.object_]
"""An array of shapely geometries."""

Check = Callable[[gpd.GeoDataFrame], list[str]]
"""Areas (``id``, ``level``, ``parent`` and the geometry to check) to what is wrong with them."""

LEVELS = (0, 1, 2, 3)
NAMES = DATA / "boundaries" / "names.csv"
CRS = "EPSG:4326"

GRID = 1e-6
"""Degrees between coordinates of the full geometry, 0.1 m."""

OUTLINE_GRID = 1e-3
"""Degrees between coordinates of the outlines, 110 m: three decimals in GeoJSON."""

TOLERANCE, FINE_TOLERANCE = 0.0095, 0.003
"""Degrees; triangles smaller than its square are cut off. 53 cercles then weigh 26 KB gzipped."""

SMALL_KM2 = 150.0
"""Areas below this are simplified with `FINE_TOLERANCE`."""

GAP_WIDTH = 1e-4
"""Degrees, 11 m. Wider "gaps" of the official file are true necks between two communes."""

TOTALS_SHARE = 1e-3
"""How far the sum of a level's areas may be from the country's."""

OUTSIDE_SHARE = 1e-4
"""Share of an area that may lie outside its parent."""

ALIKE_SHARE = 0.9
"""Least part that an outline and its full geometry have in common (intersection over union)."""

_FINDINGS_SHOWN = 30
_EARTH = Geod(ellps="WGS84")


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
    raise_findings(run(CHECKS, official) + unknown_names(usual, official), source)
    areas = describe(add_outlines(rebuild(official)), usual)
    outlines = areas.set_geometry("outline")
    raise_findings(run(CHECKS, areas) + run(CHECKS, outlines) + run(DRAWING_CHECKS, areas), source)
    path = out / f"{division}.parquet"
    write(areas, path)
    counts = {f"level {level}": int((areas.level == level).sum()) for level in LEVELS}
    return Report(path, counts)


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
    """Snap the communes to `GRID` and dissolve the other levels from them."""
    finest = areas[areas.level == max(LEVELS)]
    return areas.set_geometry(_all_levels(areas, snap(finest.geometry.to_numpy(), GRID)), crs=CRS)


def add_outlines(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Add the column ``outline``: the communes simplified, the other levels dissolved."""
    finest = areas[areas.level == max(LEVELS)]
    snapped = snap(finest.geometry.to_numpy(), OUTLINE_GRID)
    outlines = _all_levels(areas, simplify(snapped, small=geodesic_km2(finest) < SMALL_KM2))
    return areas.assign(outline=gpd.GeoSeries(outlines, index=areas.index, crs=CRS))


def _all_levels(areas: gpd.GeoDataFrame, finest: Shapes) -> Shapes:
    """Dissolve the finest level's shapes upward; shapes in the order of `areas`."""
    shapes = dict(zip(areas.loc[areas.level == max(LEVELS), "id"], finest, strict=True))
    for level in sorted(LEVELS, reverse=True)[:-1]:
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


def geodesic_km2(areas: gpd.GeoDataFrame) -> NDArray[np.float64]:
    """Return the size of each area in km² on the WGS84 ellipsoid."""
    sizes = [abs(_EARTH.geometry_area_perimeter(shape)[0]) for shape in areas.geometry]
    return np.array(sizes) / 1e6


def write(frame: gpd.GeoDataFrame, path: Path) -> None:
    """Write a GeoParquet file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        frame.to_parquet(partial, index=False, compression="zstd", compression_level=19)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def run(checks: list[Check], areas: gpd.GeoDataFrame) -> list[str]:
    """Return the findings of every check, each with the column it is about."""
    column = areas.geometry.name
    return [f"{column}: {finding}" for check in checks for finding in check(areas)]


def raise_findings(findings: list[str], source: Path, key: str = "boundaries_invalid") -> None:
    """Raise one error that lists all findings; return where there are none."""
    if findings:
        shown = "; ".join(findings[:_FINDINGS_SHOWN])
        raise GeoError(key, file=source, count=len(findings), findings=shown)


def unique_ids(areas: gpd.GeoDataFrame) -> list[str]:
    """Every id stands once."""
    return [f"{area} stands more than once" for area in areas.id[areas.id.duplicated()].unique()]


def known_parents(areas: gpd.GeoDataFrame) -> list[str]:
    """Every area but the country has a parent one level up."""
    levels = dict(zip(areas.id, areas.level, strict=True))
    below = areas[areas.level > 0]
    rows = zip(below.id, below.parent, below.level, strict=True)
    return [f"{a} has no parent {p!r} one level up" for a, p, n in rows if levels.get(p) != n - 1]


def valid_polygons(areas: gpd.GeoDataFrame) -> list[str]:
    """Every shape is a valid polygon with an inside."""
    findings = []
    for area, shape in zip(areas.id, areas.geometry, strict=True):
        if shape is None or shape.is_empty or "Polygon" not in shape.geom_type:
            findings.append(f"{area} has no polygon")
        elif not shape.is_valid:
            findings.append(f"{area} is invalid ({shapely.is_valid_reason(shape)})")
    return findings


def no_overlaps(areas: gpd.GeoDataFrame) -> list[str]:
    """Areas of a level do not overlap, and share every vertex of a common border."""
    return [f"{area} overlaps or misses a neighbour" for area in _unmatched(areas, gap_width=0.0)]


def no_gaps(areas: gpd.GeoDataFrame) -> list[str]:
    """Areas of a level leave neither gaps narrower than `GAP_WIDTH` nor holes in the country."""
    crossed = _unmatched(areas, gap_width=0.0)
    gaps = [area for area in _unmatched(areas, gap_width=GAP_WIDTH) if area not in crossed]
    findings = [f"{area} borders a gap" for area in gaps]
    country = shapely.union_all(_sound(areas[areas.level == 0]))
    for level, members in areas.groupby("level"):
        parts = shapely.get_parts(shapely.union_all(_sound(members)))
        rings = [ring for part in parts for ring in part.interiors]
        points = [shapely.point_on_surface(shapely.Polygon(ring)) for ring in rings]
        holes = [point for point in points if shapely.contains(country, point)]
        findings += [f"level {level} has a hole at {hole.x:.3f}, {hole.y:.3f}" for hole in holes]
    return findings


def inside_parents(areas: gpd.GeoDataFrame) -> list[str]:
    """No more than `OUTSIDE_SHARE` of an area lies outside its parent."""
    shapes = _by_id(areas)
    below = areas[areas.parent.isin(shapes.index)].drop_duplicates("id")
    children, parents = shapes[below.id].to_numpy(), shapes[below.parent].to_numpy()
    outside = shapely.area(shapely.difference(children, parents))
    astray = below.id[outside > OUTSIDE_SHARE * shapely.area(children)]
    return [f"{area} reaches outside its parent" for area in astray]


def filled_parents(areas: gpd.GeoDataFrame) -> list[str]:
    """No more than `OUTSIDE_SHARE` of an area lies outside the areas it holds."""
    shapes, findings = _by_id(areas), []
    children = areas.drop_duplicates("id").groupby("parent").id
    held = {parent: shapely.union_all(shapes[ids].to_numpy()) for parent, ids in children}
    for area in areas.id[areas.level < max(LEVELS)].unique():
        empty = shapely.difference(shapes[area], held.get(area, shapely.Polygon()))
        if shapely.area(empty) > OUTSIDE_SHARE * shapely.area(shapes[area]):
            findings.append(f"{area} is not filled by the areas it holds")
    return findings


def level_totals(areas: gpd.GeoDataFrame) -> list[str]:
    """Areas of each level add up to the country's, within `TOTALS_SHARE`."""
    sound = gpd.GeoSeries(_sound(areas), crs=CRS)
    totals = pd.Series(geodesic_km2(sound.to_frame("geometry"))).groupby(areas.level.to_numpy()).sum()
    country = totals.get(0, 0.0)
    off = totals[(totals - country).abs() > TOTALS_SHARE * country]
    return [f"level {n} covers {km2:,.0f} of {country:,.0f} km²" for n, km2 in off.items()]


def labels_inside(areas: gpd.GeoDataFrame) -> list[str]:
    """Label points lie in the full geometry and in the outline."""
    points = shapely.points(areas.label_lon, areas.label_lat)
    inside = shapely.contains(areas.geometry, points) & shapely.contains(areas.outline, points)
    return [f"{area} has its label outside" for area in areas.id[~inside]]


def outlines_alike(areas: gpd.GeoDataFrame) -> list[str]:
    """Outlines keep the shape of their areas, see `ALIKE_SHARE`."""
    full, drawn = areas.geometry.to_numpy(), areas.outline.to_numpy()
    both, either = shapely.intersection(full, drawn), shapely.union(full, drawn)
    unlike = areas.id[shapely.area(both) < ALIKE_SHARE * shapely.area(either)]
    return [f"{area} is not recognisable in outline" for area in unlike]


def outlines_on_grid(areas: gpd.GeoDataFrame) -> list[str]:
    """Outlines have no more decimals than `OUTLINE_GRID`, so that GeoJSON stays small and valid."""
    off = [
        not np.array_equal(points, points.round(3)) for points in map(shapely.get_coordinates, areas.outline)
    ]
    return [f"{area} has finer coordinates than the grid" for area in areas.id[off]]


def unknown_names(usual: pd.DataFrame, areas: gpd.GeoDataFrame) -> list[str]:
    """Rows of the table of names that name no area, no language, or an area twice."""
    known = usual.area.isin(areas.id) & usual.lang.isin(["fr", "en", "alias"])
    twice = usual.lang.isin(["fr", "en"]) & usual.duplicated(["area", "lang"])
    wrong = usual.assign(row=usual.index + 2)[~known | twice]
    return [f"names: row {row.row} ({row.area}, {row.lang})" for row in wrong.itertuples()]


def _unmatched(areas: gpd.GeoDataFrame, gap_width: float) -> list[str]:
    """Return the ids of areas whose border does not fit their neighbours' on the same level."""
    found: list[str] = []
    for _, members in areas.groupby("level"):
        edges = shapely.coverage_invalid_edges(_sound(members), gap_width=gap_width)
        found += members.id[~shapely.is_empty(edges)].tolist()
    return found


def _by_id(areas: gpd.GeoDataFrame) -> pd.Series:
    """Return polygons by id; of an id that stands twice, the first."""
    return pd.Series(_sound(areas), index=areas.id).groupby(level=0, sort=False).first()


def _sound(areas: gpd.GeoDataFrame) -> Shapes:
    """Return polygons that the other checks can work with; `valid_polygons` reports the rest."""
    shapes = np.array(areas.geometry, dtype=object)
    shapes[shapely.get_dimensions(shapes) != 2] = shapely.Polygon()
    return shapely.make_valid(shapes, method="structure", keep_collapsed=False)


CHECKS: list[Check] = [
    unique_ids,
    known_parents,
    valid_polygons,
    no_overlaps,
    no_gaps,
    inside_parents,
    filled_parents,
    level_totals,
]
"""What must hold for the download, for the geometry made of it, and for the outlines."""

DRAWING_CHECKS: list[Check] = [labels_inside, outlines_alike, outlines_on_grid]
"""What must hold of an outline beside its full geometry."""
