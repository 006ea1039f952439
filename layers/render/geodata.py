"""A scene as data for a GIS: GeoPackage with styles that QGIS takes up, and GeoJSON."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from layers.palette import SECOND
from layers.parts import Points, Shapes
from layers.render import assets, qml, tables
from layers.render.said import said

if TYPE_CHECKING:
    import datetime as dt

    import geopandas as gpd

    from layers.parts import Shape
    from layers.render.said import Said
    from layers.scene import Scene

CRS = "EPSG:4326"
AREAS, BORDERS, ABOUT = "areas", "borders", "about"
"""Layers of the GeoPackage; those over them are named by their kind: ``site``, ``site-2``."""

STYLES = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT CURRENT_TIMESTAMP)
"""
"""The table that QGIS keeps styles in."""


def as_gpkg(scene: Scene, made: dt.date | None = None) -> bytes:
    """Return a GeoPackage: areas, outlines of the coarser level, points, lines, every fact, styles."""
    facts = said(scene, made)
    styles = {BORDERS: qml.borders(), AREAS: qml.areas(scene.fill)}
    over = _over(scene)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "map.gpkg"
        _write(_areas(scene), path, AREAS, facts)
        _write(_borders(scene), path, BORDERS, facts)
        for name, layer in over.items():
            drawn = _points(layer) if isinstance(layer, Points) else _shapes(layer)
            _write(drawn, path, name, facts)
            styles[name] = (qml.points if isinstance(layer, Points) else qml.over)(layer.kind)
        _add_tables(path, styles, facts)
        return path.read_bytes()


def _over(scene: Scene) -> dict[str, Points | Shapes]:
    """Return what stands over the areas by the name of its layer; two of a kind are numbered."""
    found: dict[str, Points | Shapes] = {}
    for layer in scene.layers:
        if (isinstance(layer, Points) and layer.points) or (isinstance(layer, Shapes) and layer.shapes):
            number = 1 + sum(other.kind == layer.kind for other in found.values())
            found[layer.kind if number == 1 else f"{layer.kind}-{number}"] = layer
    return found


def _areas(scene: Scene) -> gpd.GeoDataFrame:
    """Return the areas of the focus: `tables.COLUMNS`, and the key and words of their style."""
    view, fill = scene.request.view, scene.fill
    shapes = scene.request.areas.geometry(view.level, simplified=True)
    rows = list(tables.areas(scene))
    labels = {item.key: item.label for item in fill.legend}
    values = {name: [row.cells()[place] for row in rows] for place, name in enumerate(tables.COLUMNS)}
    keys = [fill.keys[row.id] for row in rows]
    return _frame(
        values | {"style": keys, "class": [labels.get(key, "") for key in keys]},
        shapes.set_index("id").geometry.loc[[row.id for row in rows]].to_list(),
    )


def _borders(scene: Scene) -> gpd.GeoDataFrame:
    areas, view = scene.request.areas, scene.request.view
    shapes = areas.geometry(areas.at_most(view.level - 1), simplified=True)
    names = [areas[area].name(scene.request.lang) for area in shapes["id"]]
    return _frame({"area_id": list(shapes["id"]), "area_name": names}, list(shapes.geometry))


def _points(layer: Points) -> gpd.GeoDataFrame:
    import shapely

    names = {
        name: [getattr(point, name) for point in layer.points] for name in ("id", "name", "note", "mark")
    }
    return _frame(names, [shapely.Point(point.lon, point.lat) for point in layer.points])


def _shapes(layer: Shapes) -> gpd.GeoDataFrame:
    import shapely

    words = {name: [getattr(shape, name) for shape in layer.shapes] for name in ("name", "note")}
    return _frame(words, [shapely.from_geojson(json.dumps(shape.geometry)) for shape in layer.shapes])


def _frame(columns: dict[str, list[Any]], shapes: list[Any]) -> gpd.GeoDataFrame:
    import geopandas as gpd

    return gpd.GeoDataFrame(columns, geometry=shapes, crs=CRS)


def _write(frame: gpd.GeoDataFrame, path: Path, layer: str, facts: Said) -> None:
    import pyogrio

    metadata = {
        label: "\n".join(text for _, text in group) for label, group in groupby(facts.lines(), itemgetter(0))
    }
    kinds = {*frame.geom_type.str.removeprefix("Multi")}
    multi = kinds <= {"Polygon"} or kinds <= {"LineString"}
    pyogrio.write_dataframe(
        frame, path, layer=layer, driver="GPKG", append=path.exists(), promote_to_multi=multi,
        geometry_type=f"Multi{kinds.pop()}" if multi else None,
        dataset_metadata=None if path.exists() else metadata, layer_metadata=metadata,
        layer_options={"IDENTIFIER": f"{facts.title} ({layer})", "DESCRIPTION": "\n".join(facts.sentences())},
    )  # fmt: skip


def _add_tables(path: Path, styles: dict[str, str], facts: Said) -> None:
    """Add the facts as a table to read, and the styles."""
    with sqlite3.connect(path) as base:
        base.execute(f"CREATE TABLE {ABOUT} (id INTEGER PRIMARY KEY AUTOINCREMENT, label TEXT, text TEXT)")
        row = f"INSERT INTO {ABOUT} (label, text) VALUES (?, ?)"  # nosec B608
        base.executemany(row, facts.lines())
        base.execute(STYLES)
        base.executemany(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column,"
            " styleName, styleQML, styleSLD, useAsDefault, description, owner)"
            " VALUES ('', '', ?, 'geom', ?, ?, '', 1, ?, '')",
            [(layer, layer, style, facts.title) for layer, style in styles.items()],
        )
        base.executemany(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES (?, 'attributes', ?)",
            [(ABOUT, ABOUT), ("layer_styles", "layer_styles")],
        )
    base.close()


def as_geojson(scene: Scene, made: dt.date | None = None) -> bytes:
    """Return a FeatureCollection of the areas, then loaded lines and outlines, with every fact beside them.

    `stroke`, `fill` and the like follow the simplestyle convention.
    """
    facts, fill = said(scene, made), scene.fill
    view = scene.request.view
    file = assets.outlines(view.division, view.level).contents[f"{view.division}-{view.level}.json"]
    shapes = {feature["id"]: feature["geometry"] for feature in json.loads(file)["features"]}
    features = [
        {
            "type": "Feature",
            "id": row.id,
            "properties": dict(zip(tables.COLUMNS, row.cells(), strict=True))
            | {"fill": fill.styles[fill.keys[row.id]].fill, "fill-opacity": 1, "stroke": qml.LINE},
            "geometry": shapes[row.id],
        }
        for row in tables.areas(scene)
    ]
    features += [
        _feature(shape, layer.kind)
        for layer in scene.layers
        if isinstance(layer, Shapes)
        for shape in layer.shapes
    ]
    whole = {
        "type": "FeatureCollection",
        "title": facts.title,
        "description": facts.subtitle,
        "about": [{"label": label, "text": text} for label, text in facts.lines()],
        "features": features,
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _feature(shape: Shape, kind: str) -> dict[str, Any]:
    style = {"stroke": SECOND, "stroke-width": 3} | ({"fill-opacity": 0} if kind == "zone" else {})
    words = {"layer": kind, "name": shape.name, "note": shape.note}
    return {"type": "Feature", "properties": words | style, "geometry": shape.geometry}
