"""The regions of 2023, derived from the communes of 2021, for want of official boundaries.

Two steps. `build_communes` tidies a compiled crosswalk into ``communes_2023.csv``, a row per
commune of 2021 (``id`` as in ``cod2021``):

=================  ======================================================================
``commune``        its code
``region``         the region it is drawn in: ``r23-`` and the name in ASCII letters
``moved``          yes where it is listed in another region than the rest of its old cercle
``listed_region``  of a moved commune: that other region
``applied``        of a moved commune: yes where ``region`` follows the list, else no
``evidence_fr``    ``evidence_en``: of a moved commune, why its move is applied or not
=================  ======================================================================

`build` dissolves the communes into ``reform2023.parquet``, with the columns of ``cod2021`` (see
`geo.build.boundaries`) at the levels 0, 1 and 3. Full shapes and outlines are both dissolved
from those of ``cod2021``, so the borders of the two divisions coincide exactly. The communes'
own shapes are left out: they stand in ``cod2021.parquet``, and `geo.areas` reads them there.

A move of single communes is applied where the published area of the region that they leave is
better met with the moves than without. The result is derived and approximate.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.areas import COUNTRY, DERIVED
from geo.build.boundaries import NAMES, Report, describe, dissolve, report, write
from geo.build.checks import CRS, every_finding, raise_findings, unknown_names
from geo.errors import GeoError
from geo.paths import DATA

DIVISION, BASE = "reform2023", "cod2021"
REGION, COMMUNE = 1, 3

COMMUNES = DATA / "reference" / "communes_2023.csv"

CROSSWALK = {
    "adm3_pcode": "commune",
    "old_adm2_pcode": "cercle",
    "region2023_cercle_level": "with_cercle",
    "region2023_with_exceptions": "listed",
    "exception_new_cercle": "new_cercle",
}
"""Columns of ``commune2021_to_region2023.csv``; `with_cercle` keeps old cercles together."""

AREAS = {"A_cercle": "without", "B_exceptions": "with", "published": "published"}
"""Columns of ``area_check_2023_regions.csv``, km² by region: without the moves, with them, published."""

EVIDENCE = {
    "listed": {
        "fr": "Une liste publiée la place dans la région de {listed} (cercle : {cercle})."
        " Région de {region} : {published} km² publiés, {with} avec les changements, {without} sans."
        " {verdict}.",
        "en": "A public list has it in the region of {listed} (cercle: {cercle})."
        " Region of {region}: {published} km² published, {with} with the moves, {without} without."
        " {verdict}.",
    },
    "whole": {
        "fr": "Elle forme à elle seule la région de {listed} : {published} km² publiés, {with} mesurés."
        " {verdict}.",
        "en": "It is the whole region of {listed}: {published} km² published, {with} measured. {verdict}.",
    },
}
"""What is said of a commune listed in another region, and of one that is a region by itself."""

VERDICTS = {"yes": {"fr": "Appliqué", "en": "Applied"}, "no": {"fr": "Non appliqué", "en": "Not applied"}}


def region_id(name: str) -> str:
    """Return the id of a region of 2023.

    Examples
    --------
    >>> region_id("Ségou"), region_id("Taoudénit")
    ('r23-segou', 'r23-taoudenit')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return DERIVED + plain.lower().replace(" ", "-")


def build_communes(source: Path, out: Path) -> Report:
    """Turn a folder with the compiled crosswalk into ``<out>/communes_2023.csv``.

    Parameters
    ----------
    source : Path
        Folder with ``commune2021_to_region2023.csv`` and ``area_check_2023_regions.csv``.
    out : Path
        Folder of the table.

    Raises
    ------
    GeoError
        ``boundaries_missing`` when a file or a column is not there.
    """
    crosswalk = _read(source / "commune2021_to_region2023.csv", CROSSWALK)
    sizes = _read(source / "area_check_2023_regions.csv", {"Unnamed: 0": "region", **AREAS})
    table = tidy(crosswalk, sizes.set_index("region").apply(pd.to_numeric))
    path = out / COMMUNES.name
    table.to_csv(path, index=False, lineterminator="\n")
    moved = table[table.moved == "yes"].applied.value_counts()
    counts = {"communes": len(table), "moves applied": moved["yes"], "moves not applied": moved["no"]}
    return Report(path, {what: int(count) for what, count in counts.items()})


def _read(path: Path, columns: dict[str, str]) -> pd.DataFrame:
    if not path.exists():
        raise GeoError("boundaries_missing", file=path.parent, missing=path.name)
    table = pd.read_csv(path, dtype=str).rename(columns=columns)
    if missing := sorted({*columns.values()} - {*table.columns}):
        raise GeoError("boundaries_missing", file=path, missing=missing)
    return table[[*columns.values()]]


def tidy(crosswalk: pd.DataFrame, sizes: pd.DataFrame) -> pd.DataFrame:
    """Decide which moves are applied, and say why.

    Parameters
    ----------
    crosswalk : pandas.DataFrame
        Named as in `CROSSWALK`, a row per commune.
    sizes : pandas.DataFrame
        Named as in `AREAS`, km², by region.
    """
    rest_of_cercle = crosswalk.groupby("cercle").with_cercle.agg(lambda regions: regions.mode()[0])
    usual = crosswalk.cercle.map(rest_of_cercle)
    moved = crosswalk.listed != usual
    off = sizes[["with", "without"]].sub(sizes.published, axis=0).abs()
    # Of a commune that is a region by itself there is no size "without", nor a choice.
    chosen = crosswalk.listed != crosswalk.with_cercle
    applied = moved & (~chosen | crosswalk.with_cercle.map(off["with"] < off["without"]))
    table = pd.DataFrame(
        {
            "commune": crosswalk.commune,
            "region": crosswalk.listed.where(applied, usual).map(region_id),
            "moved": np.where(moved, "yes", "no"),
            "listed_region": crosswalk.listed.map(region_id).where(moved, ""),
            "applied": np.where(moved, np.where(applied, "yes", "no"), ""),
        }
    )
    for lang in ("fr", "en"):
        rows = zip(crosswalk.index, table.applied, strict=True)
        table[f"evidence_{lang}"] = [_evidence(crosswalk.loc[row], sizes, done, lang) for row, done in rows]
    return table.sort_values("commune", ignore_index=True)


def _evidence(row: pd.Series, sizes: pd.DataFrame, applied: str, lang: str) -> str:
    if not applied:
        return ""
    kind = "listed" if row.listed != row.with_cercle else "whole"
    # A narrow no-break space groups digits in French.
    group = "\u202f" if lang == "fr" else ","
    found = sizes.loc[row.with_cercle]
    km2 = {what: f"{found[what]:,.0f}".replace(",", group) for what in AREAS.values()}
    words = {"cercle": row.new_cercle, "listed": row.listed, "region": row.with_cercle}
    return EVIDENCE[kind][lang].format(**words, **km2, verdict=VERDICTS[applied][lang])


def build(out: Path, communes: Path = COMMUNES, names: Path = NAMES) -> Report:
    """Dissolve the communes of ``<out>/cod2021.parquet`` into ``<out>/reform2023.parquet``.

    Parameters
    ----------
    out : Path
        Folder; nothing is written there unless every check passes.
    communes : Path
        What `build_communes` writes.
    names : Path
        Table ``area,lang,name,note`` of usual spellings, with a French name for every region.

    Raises
    ------
    GeoError
        ``boundaries_missing`` (a file), ``boundaries_invalid`` (all findings).
    """
    for path in (out / f"{BASE}.parquet", communes):
        if not path.exists():
            raise GeoError("boundaries_missing", file=path.parent, missing=path.name)
    base = gpd.read_parquet(out / f"{BASE}.parquet")
    regions = pd.read_csv(communes, dtype=str).set_index("commune").region
    usual = pd.read_csv(names, dtype=str)
    raise_findings(unmatched(regions, base, usual), communes)
    areas = describe(derive(base, regions, usual), usual)
    own_names = usual[usual.area.str.startswith(DERIVED, na=False)]
    raise_findings(every_finding(areas) + unknown_names(own_names, areas), communes)
    path = out / f"{DIVISION}.parquet"
    write(without_communes(areas), path)
    return report(path, areas)


def unmatched(regions: pd.Series, base: gpd.GeoDataFrame, usual: pd.DataFrame) -> list[str]:
    """Return communes without a region, rows without a commune, and regions without a name.

    Parameters
    ----------
    regions : pandas.Series
        Region ids by commune.
    base : geopandas.GeoDataFrame
        Areas of `BASE`.
    usual : pandas.DataFrame
        Table of names.
    """
    there = base.id[base.level == COMMUNE]
    named = usual.area[usual.lang == "fr"]
    findings = [f"{commune} has no region" for commune in there[~there.isin(regions.dropna().index)]]
    findings += [f"{commune} is no commune" for commune in regions.index[~regions.index.isin(there)]]
    findings += [f"{commune} stands more than once" for commune in regions.index[regions.index.duplicated()]]
    return findings + [f"{region} has no name" for region in sorted({*regions.dropna()} - {*named})]


def derive(base: gpd.GeoDataFrame, regions: pd.Series, usual: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return country, regions and communes with both their shapes, sorted by level and id."""
    kept = base.loc[base.level != 2, ["id", "level", "parent", "name_source", "geometry", "outline"]]
    country, communes = kept[kept.level == 0], kept[kept.level == COMMUNE]
    french = usual[usual.lang == "fr"].set_index("area").name
    ids = sorted(regions.unique())
    rows = {"id": ids, "level": np.int8(REGION), "parent": COUNTRY, "name_source": french[ids].to_numpy()}
    parts = [country, pd.DataFrame(rows), communes.assign(parent=communes.id.map(regions))]
    areas = pd.concat(parts, ignore_index=True).astype({"level": np.int8})
    for column in ("geometry", "outline"):
        areas[column] = gpd.GeoSeries(dissolve(areas, communes[column].to_numpy()), crs=CRS)
    return gpd.GeoDataFrame(areas, geometry="geometry", crs=CRS)


def without_communes(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the areas with empty cells for the communes' shapes."""
    stored = areas.copy()
    for column in ("geometry", "outline"):
        stored[column] = areas[column].where(areas.level != COMMUNE)
    return stored
