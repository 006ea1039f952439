"""A publication of the division of 2023 in the shape of OCHA's newer schema, of our own making.

Twenty regions, and as cercles the parts that the cercles of 2021 have in them. Codes are numbered by
name, so that most of them mean another region than the same code of 2021.
"""

from __future__ import annotations

import functools
import io
import json
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely

from geo import workspace
from geo.build import official
from geo.paths import DATA

PLAIN = {"r23-taoudenit": "Taoudenni", "r23-menaka": "Menaka", "r23-segou": "Segou"}


@functools.cache
def _areas() -> dict[int, list[dict[str, Any]]]:
    old = gpd.read_parquet(DATA / "boundaries" / "cod2021.parquet")
    new = gpd.read_parquet(
        DATA / "boundaries" / "reform2023.parquet", columns=["id", "level", "parent", "name_fr", "outline"]
    )
    regions = new[new.level == 1].sort_values("name_fr")
    codes = {region: f"ML{place:02}" for place, region in enumerate(regions.id, start=1)}
    region_of = dict(zip(new.id, new.parent, strict=True))
    names = dict(zip(old.id, old.name_source, strict=True))
    communes = old[old.level == 3]
    keys = [
        (region_of[commune], cercle) for commune, cercle in zip(communes.id, communes.parent, strict=True)
    ]
    found: dict[int, list[dict[str, Any]]] = {0: [], 1: [], 2: []}
    for region in regions.itertuples():
        held = sorted({cercle for key, cercle in keys if key == region.id})
        for place, cercle in enumerate(held, start=1):
            shape = shapely.coverage_union_all(communes.outline[[key == (region.id, cercle) for key in keys]])
            found[2].append({
                "adm2_pcode": f"{codes[region.id]}{place:02}", "adm2_name": names[cercle], "adm2_name1": names[cercle],
                "adm1_pcode": codes[region.id], "adm1_name": PLAIN.get(region.id, region.name_fr), "shape": shape,
            })  # fmt: skip
        found[1].append({
            "adm1_pcode": codes[region.id], "adm1_name": PLAIN.get(region.id, region.name_fr), "adm1_name1": region.name_fr,
            "shape": shapely.coverage_union_all([one["shape"] for one in found[2][-len(held):]]),
        })  # fmt: skip
    found[0] = [{"shape": shapely.coverage_union_all([one["shape"] for one in found[1]])}]
    return found


def layer(level: int, **changed: object) -> dict[str, Any]:
    """A level as GeoJSON; a column changed to None is left out."""
    common = {
        "adm0_name": "Mali", "adm0_name1": "Mali", "adm0_pcode": "ML", "valid_on": "2025-09-04", "valid_to": None,
        "version": "v03", "lang": "en", "lang1": "fr", "lang2": None, "lang3": None, "cod_version": "v_03",
    }  # fmt: skip
    features = []
    for one in _areas()[level]:
        given = common | {name: value for name, value in one.items() if name != "shape"} | changed
        properties = {
            name: value for name, value in given.items() if name not in changed or value is not None
        }
        geometry = json.loads(shapely.to_geojson(one["shape"]))
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    return {"type": "FeatureCollection", "features": features}


@functools.cache
def archive() -> bytes:
    return zipped({f"mli_admin{level}.geojson": layer(level) for level in (0, 1, 2)})


def zipped(layers: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in layers.items():
            file.writestr(name, json.dumps(content))
    return out.getvalue()


@functools.cache
def built() -> tuple[gpd.GeoDataFrame, dict[str, Any]]:
    """What is made of it: once, for it takes seconds."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mli_admin_boundaries.geojson.zip"
        file.write_bytes(archive())
        return official.build(official.read_cod(file), file)


def install() -> workspace.Loaded:
    """Put it into the workspace, as a refresh does."""
    table, report = built()
    entry = workspace.Loaded(
        name="boundaries-reform2023", kind="boundaries", title="COD-AB", source="OCHA COD-AB v03", licence="CC BY-IGO",
        division="reform2023", date="2025-09-04", sensitivity="public", rows=len(table), placed=len(table), measures=(),
        claims=(), file="x.zip", sha256="0" * 64, layout="", address="https://data.humdata.org/x", by="", at=workspace.now(),
    )  # fmt: skip
    return workspace.save(entry, table, report)
