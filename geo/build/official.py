"""Official areas of the division of 2023, as published, in place of those that were derived.

Two publications are known, neither of which was at hand when this was written: OCHA's COD-AB, which
is said to hold the regions and their cercles, and geoBoundaries, which has regions at most. They are
read defensively: columns by their names in the newer COD schema (``adm1_name``, ``adm1_name1``,
``adm1_pcode``, ``lang`` …) or the older one (``ADM1_FR``, ``ADM1_PCODE``), levels as far as there are.

What counts as the division of 2023 is decided by name: every region that was derived must be one
region of the publication, by any known spelling, and every region must be one of those. So data for
a region are carried over by its name, and links with an id of before open the area of now.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo import areas as divisions
from geo.areas import COUNTRY, DERIVED, DIVISIONS
from geo.build import checks
from geo.build.boundaries import NAMES, add_outlines, describe, rebuild
from geo.build.checks import CRS, every_finding, raise_findings, run
from geo.errors import GeoError
from geo.readers import offline
from geo.spelling import fold

DIVISION = DIVISIONS[1]

SHARED = 0.1
"""Least part of a commune or of an official area that counts as common ground. The borders of two
surveys differ by less along a common border, and two areas that touch must not seem to share it."""

LARGEST_LAYER = 250_000_000
"""Bytes of one unpacked level."""

INPUT_CHECKS: list[checks.Check] = [
    checks.unique_ids,
    checks.known_parents,
    checks.valid_polygons,
    checks.inside_parents,
    checks.level_totals,
]
"""What must hold of the publication itself; the rest is checked of what is made of it."""


@dataclass(frozen=True, slots=True)
class Published:
    """A publication as read.

    Attributes
    ----------
    areas : geopandas.GeoDataFrame
        ``id``, ``level``, ``parent``, ``name_source``, ``name_en`` (or None), ``geometry``, EPSG:4326.
    version, date : str
        As the publication says; empty where it does not.
    """

    areas: gpd.GeoDataFrame
    version: str = ""
    date: str = ""


def read_cod(path: Path) -> Published:
    """Read a zip with one GeoJSON file or shapefile per level.

    Raises
    ------
    GeoError
        ``boundaries_missing`` (a level), ``source_column`` (a column).
    """
    with tempfile.TemporaryDirectory() as folder:
        frames = [_level(path, level, Path(folder)) for level in range(4)]
    there = [frame for frame in frames if frame is not None]
    if len(there) < 3:
        raise GeoError("boundaries_missing", file=path.name, missing=f"level {len(there)}")
    areas = pd.concat([_tidy(frame, level) for level, frame in enumerate(there)])
    areas = areas.sort_values(["level", "id"], ignore_index=True)
    region = there[1].iloc[0]
    version, date = (str(region.get(name) or "") for name in ("version", "valid_on"))
    return Published(gpd.GeoDataFrame(areas, geometry="geometry", crs=CRS), version, date[:10])


def read_geoboundaries(path: Path) -> Published:
    """Read a GeoJSON file of regions alone; their ids are those of the derived regions.

    Raises
    ------
    GeoError
        ``source_column``, ``boundaries_other_division``.
    """
    frame = offline.read_file(path)
    _need(frame, ["shapeName"], path.name)
    known = _region_ids()
    regions = pd.DataFrame(
        {
            "id": [known.get(fold(name), name) for name in frame.shapeName],
            "level": np.int8(1),
            "parent": COUNTRY,
            "name_source": frame.shapeName,
            "name_en": None,
            "geometry": frame.geometry,
        }
    ).sort_values("id")
    whole = shapely.union_all(frame.geometry.to_numpy())
    country = {"id": COUNTRY, "level": np.int8(0), "parent": None, "name_source": "Mali", "geometry": whole}
    areas = pd.concat([gpd.GeoDataFrame([country], crs=frame.crs), regions], ignore_index=True)
    return Published(gpd.GeoDataFrame(areas, geometry="geometry", crs=CRS))


def build(published: Published, source: Path) -> tuple[gpd.GeoDataFrame, dict[str, Any]]:
    """Make the areas of the division, and what goes with them.

    Returns
    -------
    geopandas.GeoDataFrame
        With the columns of ``data/boundaries`` (see `geo.build.boundaries`).
    dict
        ``aliases``: ids of before to ids of now; ``cuts``: pairs of a commune of 2021 and one of the
        finest areas that share ground; ``version``.

    Raises
    ------
    GeoError
        ``boundaries_other_division`` (regions of other names), ``boundaries_invalid`` (all findings).
    """
    regions = _matched(published.areas)
    raise_findings(run(INPUT_CHECKS, published.areas), source)
    made = add_outlines(rebuild(published.areas))
    areas = describe(made.drop(columns="name_en"), _usual(published.areas, regions))
    raise_findings(every_finding(areas), source)
    shared = cuts(areas)
    report = {"aliases": _aliases(areas, regions, shared), "cuts": shared, "version": published.version}
    return areas, report


def cuts(areas: gpd.GeoDataFrame) -> list[list[str]]:
    """Return the pairs of a commune of 2021 and a finest area that share ground, see `SHARED`."""
    old = divisions.load(DIVISIONS[0]).geometry(3)
    new = areas[areas.level == areas.level.max()]
    left, right = shapely.STRtree(new.geometry.to_numpy()).query(old.geometry, predicate="intersects")
    ours, theirs = old.geometry.to_numpy()[left], new.geometry.to_numpy()[right]
    common = shapely.area(shapely.intersection(ours, theirs))
    least = SHARED * np.minimum(shapely.area(ours), shapely.area(theirs))
    pairs = zip(old.id.to_numpy()[left], new.id.to_numpy()[right], common >= least, strict=True)
    return sorted([str(one), str(other)] for one, other, enough in pairs if enough)


def _level(path: Path, level: int, folder: Path) -> gpd.GeoDataFrame | None:
    """Return the polygons of a level, of whatever format; None where the zip has no such level."""
    wanted = re.compile(rf"(admin|admbnda_adm){level}(?!\d)[^/]*\.(geojson|json|shp)$", re.IGNORECASE)
    try:
        with ZipFile(path) as archive:
            found = [entry for entry in archive.infolist() if wanted.search(entry.filename)]
            if not found:
                return None
            stem = found[0].filename.rpartition(".")[0]
            parts = [e for e in archive.infolist() if e.filename.rpartition(".")[0] == stem]
            if any(entry.file_size > LARGEST_LAYER for entry in parts):
                raise GeoError("boundaries_missing", file=path.name, missing=f"level {level} (too large)")
            for entry in parts:
                archive.extract(entry, folder)
    except (OSError, BadZipFile) as error:
        raise GeoError("boundaries_missing", file=path.name, missing=str(error)) from error
    frame = offline.read_file(folder / found[0].filename)
    frame = frame.rename(columns={c: c.lower() for c in frame.columns if c != frame.geometry.name})
    return frame.to_crs(CRS) if frame.crs else frame.set_crs(CRS)


def _tidy(frame: gpd.GeoDataFrame, level: int) -> pd.DataFrame:
    name = f"adm{level}_"
    needed = [f"{name}pcode", *([f"adm{level - 1}_pcode"] if level else [])]
    french, english = _spelt(frame, name, "fr"), _spelt(frame, name, "en")
    _need(frame, needed if french or english else [*needed, f"{name}name"], f"level {level}")
    parents = frame[f"adm{level - 1}_pcode"] if level > 1 else COUNTRY
    return pd.DataFrame(
        {
            "id": frame[f"{name}pcode"] if level else COUNTRY,
            "level": np.int8(level),
            "parent": parents if level else None,
            "name_source": frame[french or english],
            "name_en": frame[english] if english else None,
            "geometry": frame.geometry,
        }
    )


def _spelt(frame: gpd.GeoDataFrame, name: str, lang: str) -> str:
    """Return the column with the names in a language; of the newer schema, ``lang…`` says which it is."""
    if f"{name}{lang}" in frame.columns:
        return f"{name}{lang}"
    for number in ("", "1", "2", "3"):
        column, said = f"{name}name{number}", frame.get(f"lang{number}")
        if column in frame.columns and said is not None and str(said.iloc[0]).lower() == lang:
            return column if frame[column].notna().all() else ""
    named = f"{name}name" in frame.columns and lang == "fr" and "lang" not in frame.columns
    return f"{name}name" if named else ""


def _need(frame: gpd.GeoDataFrame, columns: list[str], what: str) -> None:
    for column in columns:
        if column not in frame.columns:
            found = ", ".join(str(name) for name in frame.columns[:20])
            raise GeoError("source_column", what=what, column=column, found=found)


def _region_ids() -> dict[str, str]:
    """Return the ids of the derived regions by every folded spelling of their names."""
    usual = pd.read_csv(NAMES, dtype=str)
    own = usual[usual.area.str.startswith(DERIVED)]
    return {fold(name): area for name, area in zip(own["name"], own["area"], strict=True)}


def _matched(areas: gpd.GeoDataFrame) -> dict[str, str]:
    """Return the id of each region by that of the derived region of the same name."""
    known = _region_ids()
    regions = areas[areas.level == 1]
    found = {known.get(fold(row.name_source)): row.id for row in regions.itertuples()}
    strange = [row.name_source for row in regions.itertuples() if fold(row.name_source) not in known]
    if strange or len(found) != len(regions) or set(found) != set(known.values()):
        missing = sorted(set(known.values()) - set(found))
        raise GeoError(
            "boundaries_other_division",
            n=len(regions),
            unknown=", ".join(strange) or "–",
            missing=", ".join(missing) or "–",
        )
    return {str(derived): str(official) for derived, official in found.items()}


def _usual(areas: gpd.GeoDataFrame, regions: dict[str, str]) -> pd.DataFrame:
    """Return the usual spellings: of regions those of our table, else the publisher's."""
    ours = pd.read_csv(NAMES, dtype=str)
    ours = ours[ours.lang.isin(["fr", "en"]) & (ours.area.isin(regions) | (ours.area == COUNTRY))]
    ours = ours.assign(area=ours.area.replace(regions))
    english = areas.dropna(subset="name_en")
    theirs = pd.DataFrame({"area": english.id, "lang": "en", "name": english.name_en})
    theirs = theirs[~theirs.area.isin(ours.area)]
    return pd.concat([ours, theirs], ignore_index=True)


def _aliases(areas: gpd.GeoDataFrame, regions: dict[str, str], shared: list[list[str]]) -> dict[str, str]:
    """Return what ids of before mean now: derived regions, communes of 2021, other codes of a name."""
    names = {area: fold(name) for area, name in zip(areas.id, areas.name_source, strict=True)}
    parents = dict(zip(areas.id, areas.parent, strict=True))
    now = {tuple(names[one] for one in _chain(area, parents)): area for area in areas.id}
    before = divisions.load(DIVISION)
    found = _of_communes(shared, parents)
    for area in before:
        if meant := now.get(tuple(fold(one.name_source) for one in before.chain(area.id))):
            found[area.id] = meant
    found |= {old: found.get(meant, meant) for old, meant in before.aliases.items()} | regions
    return {old: new for old, new in sorted(found.items()) if old not in parents and new in parents}


def _of_communes(shared: list[list[str]], parents: dict[str, str | None]) -> dict[str, str]:
    """Return the smallest area that holds each commune of 2021: links to it open that one."""
    inside: dict[str, list[list[str]]] = {}
    for commune, area in shared:
        inside.setdefault(commune, []).append(_chain(area, parents))
    return {
        commune: next(area for area in chains[0] if all(area in chain for chain in chains))
        for commune, chains in inside.items()
    }


def _chain(area: str, parents: dict[str, str | None]) -> list[str]:
    chain = [area]
    while parent := parents[chain[-1]]:
        chain.append(parent)
    return chain
