"""What must hold of boundaries: one check a function, each returns what it found wrong.

A check takes areas (``id``, ``level``, ``parent`` and the geometry to check) and never breaks on
what another check is for, so that one run tells everything that is wrong with a file.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import Geod

from geo.errors import GeoError

Shapes = NDArray[np.object_]
"""An array of shapely geometries."""

Check = Callable[[gpd.GeoDataFrame], list[str]]
"""Areas (``id``, ``level``, ``parent`` and the geometry to check) to what is wrong with them."""

LEVELS = (0, 1, 2, 3)
CRS = "EPSG:4326"

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


def geodesic_km2(areas: gpd.GeoDataFrame) -> NDArray[np.float64]:
    """Return the size of each area in km² on the WGS84 ellipsoid."""
    sizes = [abs(_EARTH.geometry_area_perimeter(shape)[0]) for shape in areas.geometry]
    return np.array(sizes) / 1e6


def run(checks: list[Check], areas: gpd.GeoDataFrame) -> list[str]:
    """Return the findings of every check, each with the column it is about."""
    column = areas.geometry.name
    return [f"{column}: {finding}" for check in checks for finding in check(areas)]


def every_finding(areas: gpd.GeoDataFrame) -> list[str]:
    """Return what is wrong with built areas: their geometry, their ``outline``, the one by the other."""
    outlines = areas.set_geometry("outline")
    return run(CHECKS, areas) + run(CHECKS, outlines) + run(DRAWING_CHECKS, areas)


def raise_findings(findings: list[str], source: Path, key: str = "boundaries_invalid") -> None:
    """Raise one error that lists all findings; return where there are none."""
    if findings:
        shown = "; ".join(findings[:_FINDINGS_SHOWN])
        raise GeoError(key, file=source, count=len(findings), findings=shown)


def unique_ids(areas: gpd.GeoDataFrame) -> list[str]:
    """Every id stands once."""
    return [f"{area} stands more than once" for area in areas.id[areas.id.duplicated()].unique()]


def known_parents(areas: gpd.GeoDataFrame) -> list[str]:
    """Every area but the country has a parent one level up, among the levels that there are."""
    levels = dict(zip(areas.id, areas.level, strict=True))
    there = sorted(set(areas.level))
    above = dict(zip(there[1:], there, strict=False))
    below = areas[areas.level > 0]
    rows = zip(below.id, below.parent, below.level, strict=True)
    return [f"{a} has no parent {p!r} one level up" for a, p, n in rows if levels.get(p, -1) != above.get(n)]


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
    for area in areas.id[areas.level < areas.level.max()].unique():
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
