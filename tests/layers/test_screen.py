import json

import pytest

from geo import areas
from layers import scene
from layers.render import assets, panel, screen
from layers.view import View


@pytest.mark.parametrize(
    "query", ["", "level=2&layers=circles", "level=3", "division=reform2023", "theme=none&at=14.5,-4.2,7"]
)
def test_the_payload_is_json_with_a_value_and_a_style_per_area(query: str) -> None:
    view, _ = View.parse(query)
    payload = screen.payload(scene.compose(view, lang="fr"))
    count = len(areas.load(view.division).at(view.level))
    assert len(payload["values"]) == len(payload["fill"]) == len(payload["notes"]) == count
    assert set(payload["fill"]) <= set(payload["styles"])
    json.dumps(payload, allow_nan=False)


def test_the_address_is_written_by_the_view() -> None:
    view = View(level=2, area="ML05", pick="ML0506")
    payload = screen.payload(scene.compose(view, lang="fr"))
    assert payload["hrefPlain"] == "?level=2&area=ML05&pick=ML0506"
    moved = payload["href"].replace("{at}", "14.5,-4.2,7")
    assert View.parse(moved) == (View(level=2, area="ML05", pick="ML0506", at=(14.5, -4.2, 7.0)), ())


@pytest.mark.parametrize("division", areas.DIVISIONS)
def test_geometry_names_every_area_in_order(division: str) -> None:
    given = areas.load(division)
    for level in given.levels:
        bundle = assets.outlines(division, level)
        features = json.loads(next(iter(bundle.contents.values())))["features"]
        assert [feature["id"] for feature in features] == [area.id for area in given.at(level)]


@pytest.mark.parametrize(("level", "budget"), [(1, 20_000), (2, 30_000), (3, 100_000)])
def test_geometry_travels_light(level: int, budget: int) -> None:
    assert len(assets.outlines("cod2021", level).encoded(f"cod2021-{level}.json", "br")) <= budget


def test_an_asset_is_found_under_its_digest_only() -> None:
    bundle = assets.outlines("cod2021", 1)
    assert assets.find(bundle.digest, "cod2021-1.json") is bundle
    assert assets.find("0000000000", "cod2021-1.json") is None
    assert assets.find(bundle.digest, "../secrets.toml") is None


def test_names_are_never_markup() -> None:
    from layers.parts import Facts, Line, Section

    hostile = "<script>alert(1)</script>"
    html = panel.facts(
        Facts(hostile, hostile, hostile, (Section(hostile, (Line(hostile, hostile, hostile),)),))
    )
    assert "<script" not in html
