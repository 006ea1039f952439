import json
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import LineString

from geo.workspace import Measure
from layers import scene as scenes
from layers.loaded import themes
from layers.parts import Points, Shapes
from layers.render import panel, screen, tables
from layers.scene import Scene
from layers.text import say
from layers.view import View
from tests.loaded_data import PEOPLE
from tests.loaded_data import loaded as dataset


def composed(query: str, lang: str = "en") -> Scene:
    view, doubts = View.parse(query)
    return scenes.compose(view, doubts, lang=lang)


def everything(scene: Scene) -> str:
    return (
        panel.title(scene)
        + panel.headline(scene)
        + panel.facts(scene.facts)
        + json.dumps(screen.payload(scene))
    )


def figures(**given: Any) -> None:
    dataset({"area": ["ML0501", "ML0502", None], "idps": [1200, 0, 9]}, measures=PEOPLE, **given)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_rows_of_an_earlier_period_are_not_said_to_be_placed_nowhere(lang: str) -> None:
    rows = pd.DataFrame({"area": ["ML0501", None, None, None], "idps": [1200, 9, 1100, 1000]})
    states = ["placed", "unplaced", "aside", "aside"]
    entry = dataset(rows, measures=PEOPLE)
    pd.read_parquet(entry.folder / "table.parquet").assign(state=states).to_parquet(
        entry.folder / "table.parquet"
    )
    scene = composed("theme=data:partner&level=2", lang)
    said = {"fr": ("1 ligne de", "2 lignes de"), "en": ("1 row of", "2 rows of")}[lang]
    nowhere, aside = (next(one for one in scene.caveats if one.startswith(begins)) for begins in said)
    assert ("aucune zone" in nowhere) or ("no area" in nowhere)
    assert ("périodes antérieures" in aside) or ("earlier periods" in aside)
    assert [stat.note for stat in scene.stats][1] == say("loaded.rows.of", lang, n=2)  # type: ignore[arg-type]


def test_a_loaded_dataset_is_a_theme_like_any_other() -> None:
    figures()
    scene = composed("theme=data:partner&level=2&area=ML05")
    assert scene.doubts == ()
    assert scene.title == "Displaced people by cercle, Mopti, October 2026 (Fiche <b>)"
    assert (scene.fill.values["ML0501"], scene.fill.values["ML0502"], scene.fill.values["ML0503"]) == (
        1200,
        0,
        None,
    )
    assert scene.fill.keys["ML0502"] != scene.fill.keys["ML0503"]
    assert scene.fill.unit == "people"
    assert [(stat.label, stat.value, stat.note) for stat in scene.stats[:2]] == [
        ("Displaced people", "1,200", "October 2026"), ("Rows placed", "2", "of 3 in the file"),
    ]  # fmt: skip
    assert scene.newer == ""
    assert "1 row of &quot;Fiche &lt;b&gt;&quot; is placed on no area" in panel.headline(scene)
    assert "Fiche <b>: ONG <i>, October 2026" in scene.credit
    assert any("1 row" in caveat for caveat in scene.caveats)
    assert {item.label for item in scene.fill.legend} >= {"reported: 0", "not in this data"}
    rows = {row.id: row for row in tables.areas(scene)}
    assert (rows["ML0501"].value, rows["ML0501"].date, rows["ML0501"].source) == (
        1200,
        "2026-10",
        "ONG <i>",
    )
    payload = screen.payload(scene)
    assert (payload["when"], payload["source"]) == ("October 2026", "ONG <i>")
    assert payload["table"]["columns"]["value"] == "Displaced people"


def test_nothing_of_a_dataset_is_markup() -> None:
    figures()
    assert "Fiche <b>" not in panel.facts(composed("theme=data:partner&pick=ML0501").facts)
    assert "Fiche &lt;b&gt;" in panel.facts(composed("theme=data:partner&pick=ML0501").facts)


def test_a_further_measure_has_a_theme_of_its_own() -> None:
    two = (Measure("phase", "Phase IPC"), Measure("score", "Score", "%"))
    dataset({"area": ["ML0501", "ML0502"], "phase": [2, 4], "score": [1.25, 7.5]}, measures=two)
    assert composed("theme=data:partner&level=2").fill.title == "Phase IPC, by cercle"
    scene = composed("theme=data:partner:score&level=2")
    assert (scene.fill.values["ML0502"], scene.fill.unit) == (7.5, "%")
    assert [*themes(scene.request)] == ["data:partner", "data:partner:score"]
    assert View.parse(scene.request.view.query()) == (scene.request.view, ())


def test_phases_are_a_class_each_and_never_averaged() -> None:
    rows = {"area": ["ML0501", "ML0502", "ML0503", "ML0503"], "phase": [1, 3, 2, 4]}
    dataset(rows, measures=(Measure("phase", "Phase"),))
    scene = composed("theme=data:partner&level=2&pick=ML0503")
    assert [item.label for item in scene.fill.legend][:2] == ["3", "1"]
    assert scene.fill.notes["ML0503"] == "several values"
    said = [line.text + line.value for line in scene.facts.sections[0].lines]
    assert any("row 4" in line and line.endswith("2") for line in said)
    assert any("row 5" in line and line.endswith("4") for line in said)
    region = composed("theme=data:partner&level=1").fill
    assert (region.values["ML05"], region.notes["ML05"]) == (None, "values for parts of the area only")


def test_a_figure_by_cercle_is_written_once_at_the_communes() -> None:
    figures()
    fill = composed("theme=data:partner&level=3").fill
    assert fill.notes["ML050101"] == "figure by cercle only: 1,200 for Bandiagara"
    assert "figure by cercle only" in {item.label for item in fill.legend}
    assert [whole.figure for whole in fill.wholes if whole.name == "Bandiagara"] == ["1,200 (cercle)"]


def test_the_public_sees_counts_of_an_internal_dataset_and_no_row_of_it() -> None:
    people = {
        "area": ["ML0501", "ML0502", "ML0503", "ML0701"],
        "people": [4, 300, 70, 900],
        "name": ["Secret"] * 4,
    }
    dataset(
        people, sensitivity="internal", public_level=2, measures=(Measure("people", "Personnes", "people"),)
    )
    scene = composed("theme=data:partner&level=2&pick=ML0501&layers=data:partner")
    assert (scene.fill.values["ML0501"], scene.fill.states["ML0501"]) == (None, "hidden")
    assert "fewer than 10" in scene.fill.notes["ML0501"]
    assert scene.fill.values["ML0503"] == 70
    assert "small number, or hidden to protect one" in {item.label for item in scene.fill.legend}
    assert any("only counts by cercle are shown" in caveat for caveat in scene.caveats)
    assert "Secret" not in everything(scene) + tables.as_csv(scene).decode()
    assert composed("theme=data:partner&level=1").fill.values["ML05"] == 374


def test_the_public_learns_nothing_of_what_is_restricted() -> None:
    figures(sensitivity="restricted")
    asked, absent = composed("theme=data:partner"), composed("theme=data:nowhere")
    assert asked.request.view == absent.request.view
    assert [doubt.replace("data:partner", "data:nowhere") for doubt in asked.doubts] == [*absent.doubts]
    assert len(asked.doubts) == 1
    for scene in (asked, composed("pick=ML0501"), composed("layers=data:partner")):
        assert "Fiche" not in everything(scene) + tables.as_csv(scene).decode() + scene.credit
        assert scene.request.loaded == ()
    scene = composed("theme=data:partner&level=2&audience=partner")
    assert scene.fill.values["ML0501"] == 1200
    assert any("do not publish" in caveat for caveat in scene.caveats)


SITES = {
    "area": ["ML050601", "ML050601", "ML050601"],
    "name": ["Site <i>", "B", None], "lon": [-4.2, -4.1, None], "lat": [14.5, 14.6, None],
    "individuals": [120, None, 30], "water": ["yes", "no", None],
}  # fmt: skip


def test_sites_are_points_that_open_their_facts() -> None:
    dataset(SITES, kind="sites", measures=(Measure("individuals", "Individus", "people"),))
    scene = composed("layers=data:partner&pick=data-partner-2")
    (layer,) = scene.layers
    assert isinstance(layer, Points)
    assert [(point.id, point.name) for point in layer.points] == [
        ("data-partner-2", "Site <i>"),
        ("data-partner-3", "B"),
    ]
    assert layer.legend[0].label == "Fiche <b> (1 without a position)"
    assert scene.facts.title == "Site <i>"
    assert [(line.text, line.value) for line in scene.facts.sections[0].lines][:2] == [
        ("People", "120"),
        ("Water", "yes"),
    ]
    assert "Fiche <b>" in scene.credit
    counted = composed("theme=data:partner:rows&level=2").fill
    assert (counted.values["ML0506"], counted.unit) == (3, "sites")
    (section,) = [s for s in composed("pick=ML0506").facts.sections if s.title == "Fiche <b>"]
    assert [line.text for line in section.lines][-2:] == ["B", "no name"]


def test_a_list_without_positions_is_still_a_layer() -> None:
    dataset({"area": ["ML050601"], "name": ["A"]}, kind="sites")
    (layer,) = composed("layers=data:partner").layers
    assert (layer.points, layer.legend[0].label) == ((), "Fiche <b> (1 without a position)")


def test_a_place_of_a_restricted_list_cannot_be_picked_by_the_public() -> None:
    dataset(SITES, kind="sites", sensitivity="restricted")
    scene = composed("pick=data-partner-2")
    assert scene.facts.id == "ML"
    assert composed("pick=data-partner-2&audience=partner").facts.title == "Site <i>"


def test_lines_are_drawn_by_name() -> None:
    shape = LineString([(-4.0, 14.0), (-3.0, 15.0)])
    table = gpd.GeoDataFrame({"area": [None], "name": ["Couloir <b>"]}, geometry=[shape], crs=4326)
    dataset(table, kind="lines")
    scene = composed("layers=data:partner")
    (layer,) = scene.layers
    assert isinstance(layer, Shapes)
    assert layer.shapes[0].geometry == {"type": "LineString", "coordinates": [[-4.0, 14.0], [-3.0, 15.0]]}
    (sent,) = screen.payload(scene)["shapes"]
    assert (sent["kind"], sent["name"]) == ("line", "Couloir <b>")
    assert len(composed("theme=data:partner").doubts) == 1  # it colours nothing


@pytest.mark.parametrize("query", ["theme=data:", "theme=data:A", "theme=data:a:b:c", "layers=data:x y"])
def test_what_is_no_name_is_not_understood(query: str) -> None:
    assert View.parse(query)[0] == View()
    assert len(View.parse(query)[1]) == 1


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("level", [1, 2, 3])
@pytest.mark.parametrize("division", ["cod2021", "reform2023"])
def test_every_view_of_it_composes(lang: str, level: int, division: str) -> None:
    figures()
    scene = composed(f"theme=data:partner&division={division}&level={level}", lang)
    assert [*scene.fill.values] == [area.id for area in scene.request.areas.at(scene.request.view.level)]
    json.dumps(screen.payload(scene), allow_nan=False)


def test_what_a_project_does_is_not_listed_beside_the_statements() -> None:
    rows = {"area": ["ML0501"], "org": ["ONG"], "activity": ["Monitoring des violations"]}
    dataset(rows, kind="projects")
    scene = composed("theme=data:partner&level=2&pick=ML0501")
    assert (scene.fill.values["ML0501"], scene.fill.unit) == (1, "activities")
    assert "violations" not in everything(scene)
