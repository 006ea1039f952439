"""The derived regions of 2023: the committed files, and how they are made."""

import shutil
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo import areas as divisions
from geo.build import reform2023
from geo.build.checks import CHECKS, DRAWING_CHECKS
from geo.errors import GeoError
from geo.paths import DATA

FOLDER = DATA / "boundaries"
FILE = FOLDER / "reform2023.parquet"
SHAPES = ["geometry", "outline"]

APPLIED = {  # commune: region it is listed and drawn in
    "ML040203": "r23-koutiala",
    **dict.fromkeys(["ML040207", "ML040208", "ML040210", "ML040211", "ML040217"], "r23-san"),
    "ML050704": "r23-segou",
    "ML060505": "r23-taoudenit",
}
NOT_APPLIED = ["ML020309", "ML020414", "ML020419", "ML020428", "ML020430", "ML020435"]


@pytest.fixture(scope="module")
def base() -> gpd.GeoDataFrame:
    return gpd.read_parquet(FOLDER / "cod2021.parquet")


@pytest.fixture(scope="module")
def stored() -> gpd.GeoDataFrame:
    return gpd.read_parquet(FILE)


@pytest.fixture(scope="module")
def areas(stored: gpd.GeoDataFrame, base: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the division with the communes' shapes, as the program reads it."""
    full, shapes = stored.copy(), base.set_index("id")
    for column in SHAPES:
        own = stored[column].to_numpy()
        at_home = stored.id.map(shapes[column]).to_numpy()
        full[column] = gpd.GeoSeries(np.where(stored.level == 3, at_home, own), crs=4326)
    return full.set_geometry("geometry")


@pytest.fixture(scope="module")
def communes() -> pd.DataFrame:
    return pd.read_csv(reform2023.COMMUNES, dtype=str, keep_default_na=False)


class TestCommunes:
    def test_every_commune_of_2021_has_a_region(self, communes, base):
        assert communes.commune.tolist() == base.id[base.level == 3].tolist()
        assert communes.region.nunique() == 20
        assert communes.region.str.fullmatch("r23-[a-z]+").all()

    def test_the_moves_that_are_applied_and_those_that_are_not(self, communes):
        moved = communes[communes.moved == "yes"].set_index("commune")
        assert moved.region[moved.applied == "yes"].to_dict() == APPLIED
        assert (moved.listed_region == moved.region)[moved.applied == "yes"].all()
        contradicted = moved[moved.applied == "no"]
        assert contradicted.index.tolist() == NOT_APPLIED
        assert set(contradicted.region) == {"r23-koulikoro"}
        assert set(contradicted.listed_region) == {"r23-bougouni"}

    def test_a_moved_commune_says_why_in_both_languages_and_no_other_says_anything(self, communes):
        told = ["listed_region", "applied", "evidence_fr", "evidence_en"]
        assert (communes.loc[communes.moved == "yes", told] != "").all(axis=None)
        assert (communes.loc[communes.moved == "no", told] == "").all(axis=None)
        evidence = communes.set_index("commune").evidence_en
        assert "26,550 km² published, 26,548 with the moves, 31,464 without" in evidence["ML050704"]
        assert evidence["ML020309"].endswith("47,097 without. Not applied.")

    def test_the_rest_of_an_old_cercle_stays_together(self, communes):
        stay = communes[communes.region.where(communes.applied != "yes").notna()]
        assert (stay.groupby(stay.commune.str[:6]).region.nunique() == 1).all()


class TestCommittedFile:
    def test_columns_levels_and_order(self, stored, base):
        assert list(stored.columns) == list(base.columns)
        assert stored.level.dtype == np.int8
        assert stored.groupby("level").size().to_dict() == {0: 1, 1: 20, 3: 701}
        assert stored.equals(stored.sort_values(["level", "id"], ignore_index=True))

    def test_ids(self, stored):
        regions = stored[stored.level == 1]
        assert {"r23-mopti", "r23-tombouctou", "r23-taoudenit", "r23-bamako"} <= set(regions.id)
        assert regions.id.tolist() == [reform2023.region_id(name) for name in regions.name_fr]
        assert regions.set_index("id").loc["r23-tombouctou", "name_en"] == "Timbuktu"

    def test_communes_are_those_of_2021_but_for_their_region(self, stored, base, communes):
        ours, theirs = (frame[frame.level == 3].reset_index(drop=True) for frame in (stored, base))
        facts = [column for column in base.columns if column not in ("parent", *SHAPES)]
        assert ours[facts].equals(theirs[facts])
        assert ours.parent.tolist() == communes.region.tolist()

    def test_the_shapes_of_communes_stand_in_one_file_only(self, stored):
        assert stored.loc[stored.level == 3, SHAPES].isna().all(axis=None)
        assert stored.loc[stored.level != 3, SHAPES].notna().all(axis=None)
        assert FILE.stat().st_size < 300_000

    @pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
    @pytest.mark.parametrize("column", SHAPES)
    def test_checks_hold(self, areas, check, column):
        assert check(areas.set_geometry(column)) == []

    @pytest.mark.parametrize("check", DRAWING_CHECKS, ids=lambda check: check.__name__)
    def test_outlines_fit_the_full_geometry(self, areas, check):
        assert check(areas) == []

    @pytest.mark.parametrize("column", SHAPES)
    def test_borders_are_those_of_2021_to_the_vertex(self, areas, base, column):
        regions = areas.loc[areas.level == 1, column].to_numpy()
        country, before = (frame.loc[frame.level == 0, column].iloc[0] for frame in (areas, base))
        assert shapely.equals(shapely.coverage_union_all(regions), before)
        assert shapely.normalize(country) == shapely.normalize(before)
        communes = shapely.get_coordinates(base.loc[base.level == 3, column])
        known = {tuple(point) for point in communes.tolist()}
        assert {tuple(point) for point in shapely.get_coordinates(regions).tolist()} <= known

    @pytest.mark.parametrize("old", ["ML07", "ML08", "ML09", "ML10"])
    def test_regions_that_stay_are_the_same(self, areas, base, old):
        before = base.set_index("id").loc[old]
        after = areas[(areas.level == 1) & (areas.name_fr == before.name_fr)].iloc[0]
        for column in SHAPES:
            assert shapely.normalize(after[column]) == shapely.normalize(before[column])

    @pytest.mark.parametrize(
        ("region", "published"),  # km²
        [
            ("r23-bougouni", 36_670),
            ("r23-kita", 35_250),
            ("r23-koulikoro", 47_040),
            ("r23-koutiala", 14_600),
            ("r23-mopti", 26_550),
            ("r23-segou", 52_100),
            ("r23-taoudenit", 292_000),
            ("r23-tombouctou", 206_000),
        ],
    )
    def test_sizes_agree_with_published_ones(self, stored, region, published):
        assert stored.set_index("id").area_km2[region] == pytest.approx(published, rel=0.015)

    def test_chief_towns_lie_in_their_regions(self, areas):
        regions = areas[areas.level == 1].set_index("name_fr").geometry
        drawn = gpd.read_parquet(FOLDER / "basemap.parquet")
        towns = drawn[(drawn.kind == "town") & (drawn.country == "ML") & (drawn["rank"] <= 3)]
        assert set(towns.name_fr) == set(regions.index)
        for town in towns.itertuples():
            assert regions[town.name_fr].contains(town.geometry), town.name_fr


class TestAsTheProgramReadsIt:
    @pytest.fixture
    def derived(self) -> divisions.Areas:
        return divisions.load("reform2023")

    def test_it_has_no_cercles_and_copes(self, derived):
        assert derived.levels == (0, 1, 3)
        assert derived.at(2) == derived.within("r23-mopti", 2) == derived.within("ML010101", 2) == ()
        assert derived.ancestor("ML010101", 2) is None
        assert len(derived.geometry(2)) == 0
        assert [area.id for area in derived.chain("ML060505")] == ["ML060505", "r23-taoudenit", "ML"]

    @pytest.mark.parametrize("simplified", [False, True])
    @pytest.mark.parametrize("level", [0, 1, 3])
    def test_geometry_is_there_at_every_level_in_order(self, derived, level, simplified):
        frame = derived.geometry(level, simplified=simplified)
        assert frame.id.tolist() == [area.id for area in derived.at(level)]
        assert frame.geometry.notna().all()

    def test_the_communes_are_held_in_memory_once(self, derived):
        assert derived.geometry(3) is divisions.load("cod2021").geometry(3)


class TestBuild:
    def test_it_needs_nothing_but_the_committed_tables(self, tmp_path, stored):
        shutil.copy(FOLDER / "cod2021.parquet", tmp_path)
        report = reform2023.build(tmp_path)
        assert "level 1: 20" in str(report)
        assert gpd.read_parquet(report.path).equals(stored)

    @pytest.mark.parametrize(
        ("change", "finding"),
        [
            (lambda table: table.iloc[1:], "ML010101 has no region"),
            (lambda table: table.replace("ML010101", "ML990101"), "ML990101 is no commune"),
            (lambda table: pd.concat([table, table.iloc[:1]]), "ML010101 stands more than once"),
            (lambda table: table.replace("r23-kayes", "r23-kaye"), "r23-kaye has no name"),
        ],
    )
    def test_every_commune_is_accounted_for(self, tmp_path, communes, change, finding):
        shutil.copy(FOLDER / "cod2021.parquet", tmp_path)
        change(communes).to_csv(tmp_path / "communes.csv", index=False)
        with pytest.raises(GeoError, match=finding) as caught:
            reform2023.build(tmp_path, tmp_path / "communes.csv")
        assert caught.value.key == "boundaries_invalid"
        assert not (tmp_path / FILE.name).exists()

    def test_the_boundaries_of_2021_come_first(self, tmp_path):
        with pytest.raises(GeoError, match=r"cod2021\.parquet") as caught:
            reform2023.build(tmp_path)
        assert caught.value.key == "boundaries_missing"


HEADER = ",".join(["adm3_fr", *reform2023.CROSSWALK])
CROSSWALK = f"""{HEADER}
A,ML010102,ML0101,Ségou,San,Yangasso
B,ML010101,ML0101,Ségou,Ségou,
C,ML010103,ML0101,Ségou,Ségou,
D,ML010201,ML0102,Nara,San,Béma
E,ML010202,ML0102,Nara,Nara,
F,ML010203,ML0102,Nara,Nara,
G,ML010204,ML0102,Taoudénit,Taoudénit,
"""
SIZES = """,A_cercle,B_exceptions,published,A_pct,B_pct
Ségou,1300.0,1000.0,1010.0,0,0
San,500.0,900.0,,,
Nara,2000.0,1900.0,2010.0,0,0
Taoudénit,400.0,400.0,399.0,0,0
"""


class TestBuildCommunes:
    @pytest.fixture
    def source(self, tmp_path: Path) -> Path:
        (tmp_path / "commune2021_to_region2023.csv").write_text(CROSSWALK, encoding="utf-8")
        (tmp_path / "area_check_2023_regions.csv").write_text(SIZES, encoding="utf-8")
        return tmp_path

    def test_published_sizes_decide_which_moves_are_applied(self, source):
        report = reform2023.build_communes(source, source)
        assert report.counts == {"communes": 7, "moves applied": 2, "moves not applied": 1}
        table = pd.read_csv(report.path, keep_default_na=False).set_index("commune")
        assert table.region.to_dict() == {
            "ML010101": "r23-segou",
            "ML010102": "r23-san",
            "ML010103": "r23-segou",
            "ML010201": "r23-nara",
            "ML010202": "r23-nara",
            "ML010203": "r23-nara",
            "ML010204": "r23-taoudenit",
        }
        assert table.applied[table.moved == "yes"].tolist() == ["yes", "no", "yes"]
        assert table.listed_region["ML010201"] == "r23-san"
        assert table.evidence_fr["ML010102"] == (
            "Une liste publiée la place dans la région de San (cercle : Yangasso). Région de Ségou :"
            " 1\u202f010 km² publiés, 1\u202f000 avec les changements, 1\u202f300 sans. Appliqué."
        )
        assert table.evidence_en["ML010204"].startswith("It is the whole region of Taoudénit: 399 km²")

    @pytest.mark.parametrize("file", ["commune2021_to_region2023.csv", "area_check_2023_regions.csv"])
    def test_what_is_missing_is_named(self, source, file):
        (source / file).unlink()
        with pytest.raises(GeoError, match=file) as caught:
            reform2023.build_communes(source, source)
        assert caught.value.key == "boundaries_missing"

    def test_a_missing_column_is_named(self, source):
        (source / "area_check_2023_regions.csv").write_text(SIZES.replace("published", "km2"))
        with pytest.raises(GeoError, match="published"):
            reform2023.build_communes(source, source)
