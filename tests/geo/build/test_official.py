from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest

from geo import (
    areas,
    codes,
    crosswalk,
    gazetteer,
    indicators,
    join,
    offices,
    reports,
    rounds,
    statements,
    workspace,
)
from geo.build import official
from geo.crosswalk import Relation, relation
from geo.errors import GeoError
from geo.readers import Sheet
from tests.geo.sources import boundaries


def published(tmp_path: Path, layers: dict[str, Any] | None = None) -> official.Published:
    file = tmp_path / "mli_admin_boundaries.geojson.zip"
    file.write_bytes(boundaries.zipped(layers) if layers else boundaries.archive())
    return official.read_cod(file)


def all_layers(**changed: Any) -> dict[str, Any]:
    return {f"mli_admin{level}.geojson": boundaries.layer(level, **changed) for level in (0, 1, 2)}


def test_the_newer_schema_says_which_column_is_in_which_language(tmp_path: Path) -> None:
    found = published(tmp_path)
    menaka = found.areas[found.areas.id == "ML13"].iloc[0]
    assert (menaka["name_source"], menaka["name_en"], menaka["parent"]) == ("Ménaka", "Menaka", "ML")
    assert (found.version, found.date) == ("v03", "2025-09-04")
    assert found.areas[found.areas.id == "ML1201"].parent.iloc[0] == "ML12"


def test_the_older_schema_is_read_too(tmp_path: Path) -> None:
    layers = {}
    for level in (0, 1, 2):
        layer = boundaries.layer(level)
        for feature in layer["features"]:
            old = feature["properties"]
            feature["properties"] = {f"ADM{n}_PCODE": old[f"adm{n}_pcode"] for n in range(level + 1)} | {
                f"ADM{n}_FR": old[f"adm{n}_name"] for n in range(level + 1)
            }
        layers[f"x/mli_admbnda_adm{level}_1m.geojson"] = layer
    found = published(tmp_path, layers)
    assert found.areas.groupby("level").size().to_dict() == {0: 1, 1: 20, 2: 57}
    assert found.areas[found.areas.id == "ML13"].name_source.iloc[0] == "Menaka"


@pytest.mark.parametrize("column", ["adm2_pcode", "adm1_pcode"])
def test_a_column_that_is_gone_is_named(tmp_path: Path, column: str) -> None:
    with pytest.raises(GeoError, match="source_column") as caught:
        published(tmp_path, all_layers() | {"mli_admin2.geojson": boundaries.layer(2, **{column: None})})
    assert caught.value.details["column"] == column


def test_names_in_no_language_are_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(GeoError, match="source_column") as caught:
        published(tmp_path, all_layers(adm1_name=None, adm1_name1=None))
    assert caught.value.details["column"] == "adm1_name"


def test_a_zip_without_cercles_or_that_is_none_is_said(tmp_path: Path) -> None:
    layers = all_layers()
    del layers["mli_admin2.geojson"]
    with pytest.raises(GeoError, match="boundaries_missing"):
        published(tmp_path, layers)
    file = tmp_path / "x.zip"
    file.write_bytes(b"PK\x03\x04nothing")
    with pytest.raises(GeoError, match="boundaries_missing"):
        official.read_cod(file)


def test_regions_of_other_names_are_not_those_of_2023(tmp_path: Path) -> None:
    layers = all_layers()
    layers["mli_admin1.geojson"]["features"][3]["properties"] |= {"adm1_name": "Kati", "adm1_name1": "Kati"}
    with pytest.raises(GeoError, match="boundaries_other_division") as caught:
        official.build(published(tmp_path, layers), Path("x.zip"))
    assert (caught.value.details["unknown"], caught.value.details["missing"]) == ("Kati", "r23-dioila")


def test_areas_that_overlap_or_lack_their_parent_are_refused(tmp_path: Path) -> None:
    layers = all_layers()
    cercles = layers["mli_admin2.geojson"]["features"]
    cercles[5]["geometry"] = cercles[40]["geometry"]
    with pytest.raises(GeoError, match="boundaries_invalid") as caught:
        official.build(published(tmp_path, layers), Path("x.zip"))
    assert "reaches outside its parent" in str(caught.value.details["findings"])


@pytest.fixture
def made() -> tuple[gpd.GeoDataFrame, dict[str, Any]]:
    return boundaries.built()


def test_our_spellings_of_regions_go_before_the_publishers(
    made: tuple[gpd.GeoDataFrame, dict[str, Any]],
) -> None:
    rows = made[0].set_index("id")
    assert tuple(rows.loc["ML20", ["name_fr", "name_en"]]) == ("Tombouctou", "Timbuktu")
    assert tuple(rows.loc["ML19", ["name_fr", "name_source"]]) == ("Taoudénit", "Taoudénit")


def test_old_ids_mean_the_areas_of_their_names(made: tuple[gpd.GeoDataFrame, dict[str, Any]]) -> None:
    aliases = made[1]["aliases"]
    assert (aliases["r23-mopti"], aliases["r23-menaka"]) == ("ML12", "ML13")
    assert aliases["ML050601"] == "ML1202"  # a commune of Mopti's cercle of 2021
    assert {old for old in aliases if old.startswith("r23-")} == {
        area.id for area in areas.load("reform2023").at(1)
    }


def test_every_commune_and_every_area_has_common_ground(
    made: tuple[gpd.GeoDataFrame, dict[str, Any]],
) -> None:
    old, new = zip(*made[1]["cuts"], strict=True)
    assert set(old) == {area.id for area in areas.load("cod2021").at(3)}
    assert set(new) == set(made[0].id[made[0].level == 2])


def test_geoboundaries_counts_where_its_regions_are_those_of_2023(tmp_path: Path) -> None:
    layer = boundaries.layer(1)
    for feature in layer["features"]:
        feature["properties"] = {
            "shapeName": feature["properties"]["adm1_name"],
            "shapeISO": "",
            "shapeGroup": "MLI",
        }
    file = tmp_path / "geoBoundaries-MLI-ADM1.geojson"
    file.write_text(json.dumps(layer), encoding="utf-8")
    table, report = official.build(official.read_geoboundaries(file), file)
    assert table.groupby("level").size().to_dict() == {0: 1, 1: 20}
    assert "r23-menaka" in set(table.id)
    assert {area for _, area in report["cuts"]} == set(table.id[table.level == 1])
    layer["features"] = layer["features"][:9]
    file.write_text(json.dumps(layer), encoding="utf-8")
    with pytest.raises(GeoError, match="boundaries_other_division"):
        official.build(official.read_geoboundaries(file), file)


class TestInUse:
    """The official areas in place of the derived ones, in everything that knows of divisions."""

    @pytest.fixture(autouse=True)
    def _installed(self, own_workspace: Path) -> None:
        boundaries.install()

    def test_the_division_has_official_areas_and_cercles(self) -> None:
        reform = areas.load("reform2023")
        assert (reform.levels, len(reform.at(1)), len(reform.at(2)), reform.derived) == (
            (0, 1, 2),
            20,
            57,
            False,
        )
        assert reform["r23-mopti"] is reform["ML12"]
        assert reform.holds("r23-mopti", "ML1202")
        assert [area.id for area in reform.within("r23-menaka", 1)] == ["ML13"]
        assert list(reform.geometry(2, simplified=True)["id"]) == [area.id for area in reform.at(2)]
        assert "ML12" not in areas.load("cod2021")

    def test_the_derived_division_is_back_once_it_is_removed(self) -> None:
        workspace.remove("boundaries-reform2023")
        assert areas.load("reform2023").levels == (0, 1, 3)

    def test_areas_compare_by_their_common_ground(self) -> None:
        assert relation("cod2021", "ML10", "reform2023", "ML13") is Relation.SAME
        assert relation("cod2021", "ML10", "reform2023", "r23-menaka") is Relation.SAME
        assert relation("cod2021", "ML0501", "reform2023", "ML02") is Relation.INSIDE
        assert relation("cod2021", "ML0507", "reform2023", "ML12") is Relation.OVERLAPS
        assert crosswalk.counterpart("cod2021", "ML0501", "reform2023") == "ML0201"

    def test_figures_are_carried_over_without_dividing_any(self) -> None:
        newest = rounds.rounds()[-1]
        before = {"ML02": (60266, 0), "ML05": (6768, 0), "ML12": (31984, 3463)}
        found = indicators.figures("idps", newest, "reform2023", 1)
        assert {area: (found[area].value, found[area].up_to) for area in before} == before
        assert (
            sum(figure.value or 0 for figure in indicators.figures("idps", newest, "reform2023", 2).values())
            > 0
        )

    def test_statements_of_old_ids_speak_of_the_areas_of_now(self) -> None:
        (one, *_) = [one for one in reports.documents() if one.scope == "area"]
        carried = dataclasses.replace(one, division="reform2023", area="r23-menaka")
        assert statements.by_area([carried], "cod2021", 1)["ML10"] == [(carried, statements.Reach.EXACT)]

    def test_codes_and_spellings_are_those_of_the_division(self) -> None:
        found = gazetteer.load("reform2023")
        established = {1: frozenset(["2023"])}
        assert found.place({1: "Taoudenni"}, {1: "ML19"}, 1, schemes=established).method == "name+code"
        mopti = found.place({1: "Mopti"}, {1: "ML05"}, 1, schemes=established)
        assert (mopti.area, [one.code_means for one in mopti.conflicts]) == ("ML12", ["ML05"])
        assert found.place({}, {1: "ML05"}, 1, schemes=established).area == "ML05"
        assert (codes.denotes("ML1202", "2023"), codes.denotes("r23-mopti", "2023")) == ("ML1202", None)

    def test_a_table_of_the_new_regions_is_placed_by_them(self) -> None:
        rows = pd.DataFrame(
            {
                "row": [2, 3, 4, 5],
                "admin1": ["Bandiagara", "Mopti", "Nioro", "Taoudenni"],
                "idps": [1, 2, 3, 4],
            }
        )
        report = join.place(
            Sheet(
                "x.csv", "x", "displacement", rows.astype({"row": "Int64", "admin1": "str", "idps": "Int64"})
            )
        )
        assert report.division == "reform2023"
        assert report.table()["area"].tolist() == ["ML02", "ML12", "ML15", "ML19"]

        assert "Koulikouro" in areas.spellings("reform2023")["ML10"]
        assert areas.spellings("reform2023")["ML02"] == ("Bandiagara",)
        assert "Koulikouro" in areas.spellings("cod2021")["ML02"]

    def test_offices_lie_in_the_finest_areas_that_there_are(self) -> None:
        assert offices.commune_of("reform2023")["iom-mopti"] == "ML1202"
