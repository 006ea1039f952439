"""Lines and outlines of loaded data are printed as they are drawn on the screen."""

import datetime as dt
from typing import Any

import geopandas as gpd
import pytest
from shapely.geometry import LineString, Polygon

from geo import workspace
from geo.workspace import Loaded
from layers import scene as scenes
from layers.palette import SECOND
from layers.render import sheet
from layers.view import View

SHAPES = {
    "lines": LineString([(-2.95, 15.0), (-4.2, 14.5), (-5.0, 14.0)]),
    "areas": Polygon([(-4, 14), (-3, 14), (-3, 15)]),
}


def load(kind: str) -> None:
    said: dict[str, Any] = dict.fromkeys(
        ("source", "licence", "date", "file", "sha256", "layout", "address", "by"), ""
    )
    entry = Loaded(
        name="over", kind=kind, title="Couloirs <i>", division="cod2021", sensitivity="public", rows=1, placed=1,
        measures=(), claims=(), at=workspace.now(), **said,
    )  # fmt: skip
    table = gpd.GeoDataFrame({"row": [1], "area": ["ML05"]}, geometry=[SHAPES[kind]], crs="EPSG:4326")
    workspace.save(entry, table, {})


@pytest.mark.parametrize("kind", SHAPES)
def test_lines_and_outlines_are_drawn_and_explained(kind: str) -> None:
    load(kind)

    def printed(layers: str) -> str:
        scene = scenes.compose(View.parse(f"layers={layers}&lang=fr")[0])
        return sheet.draw(scene, format="svg", made=dt.date(2026, 11, 24)).decode()

    bare, drawn = printed("none"), printed("data:over")
    assert SECOND.lower() not in bare.lower()
    assert drawn.lower().count(SECOND.lower()) >= 2, "on the map and in the legend"
    assert "Couloirs" in drawn
    assert "<i>" not in drawn
