"""Loaded lines and outlines in the files that people take with them; the printed sheet has its own tests."""

import io
import json
import sqlite3
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
import shapely
from pptx import Presentation

from layers.render import export
from layers.render.slides import MAP
from tests.loaded_data import loaded

NAME = "Corridor </script> =1+1"


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MALI_MAP_WORKSPACE", str(tmp_path))
    far = shapely.LineString([(-8, 12.6), (-4.2, 14.5), (0, 16.3)])
    two = shapely.MultiLineString([[(-4, 14), (-3.9, 14.2)], [(-3.8, 14), (-3.7, 14)]])
    _save("routes", "lines", [NAME, None], [far, two])
    _save("roads", "lines", ["Road"], [shapely.LineString([(-4, 14.4), (-3.6, 14.6)])])
    _save("zones", "areas", ["Zone"], [shapely.Point(-4, 14.5).buffer(1)])


def _save(name: str, kind: str, names: list[str | None], shapes: list[object]) -> None:
    table = gpd.GeoDataFrame({"area": [None] * len(names), "name": names}, geometry=shapes, crs=4326)
    loaded(table, name=name, kind=kind, title=f"{name} <i>")


def made(ending: str) -> bytes:
    scene = export.composed("level=2&area=ML05&layers=data:routes,data:roads,data:zones&lang=en", "en")
    return export.make((scene,), ending)


def test_slides_have_them_as_shapes_within_the_map_and_in_the_legend() -> None:
    slide = Presentation(io.BytesIO(made("pptx"))).slides[0]
    named = [shape.name for shape in slide.shapes]
    assert {NAME, "no name", "Road", "Zone", "routes <i>", "roads <i>", "zones <i>"} <= {*named}
    for name in (NAME, "Zone"):
        (shape,) = (shape for shape in slide.shapes if shape.name == name)
        assert MAP.left - 2_000 <= shape.left
        assert shape.left + shape.width <= MAP.left + MAP.width + 2_000
        assert shape.top + shape.height <= MAP.top + MAP.height + 2_000
        assert ("prstDash" in shape._element.xml) is (name == "Zone")
        assert "<a:close/>" not in shape._element.xml


def test_a_page_has_them_to_switch_and_its_script_survives_their_names() -> None:
    page = made("html").decode()
    data = json.loads(page.partition("const DATA = ")[2].partition(";\n")[0])
    assert [(one["title"], one["zone"], len(one["shapes"])) for one in data["shapes"]] == [
        ("roads &lt;i&gt;", False, 1), ("routes &lt;i&gt;", False, 2), ("zones &lt;i&gt;", True, 1),
    ]  # fmt: skip
    assert "Corridor </script>" not in page


def test_a_geopackage_has_a_styled_layer_for_each(tmp_path: Path) -> None:
    path = tmp_path / "map.gpkg"
    path.write_bytes(made("gpkg"))
    layers = dict(pyogrio.list_layers(path))
    assert (layers["line"], layers["line-2"], layers["zone"]) == (
        "MultiLineString", "MultiLineString", "MultiPolygon",
    )  # fmt: skip
    assert [*pyogrio.read_dataframe(path, layer="line-2")["name"]] == [NAME, "no name"]
    with sqlite3.connect(path) as base:
        styles = dict(base.execute("SELECT f_table_name, styleQML FROM layer_styles"))
    base.close()
    assert 'type="line"' in styles["line-2"]
    assert "dash" in styles["zone"]


def test_geojson_has_them_after_the_areas() -> None:
    features = json.loads(made("geojson"))["features"]
    over = [one for one in features if "layer" in one["properties"]]
    assert features[-4:] == over
    assert [one["properties"]["name"] for one in over] == ["Road", NAME, "no name", "Zone"]
    assert over[3]["geometry"]["type"] == "Polygon"
