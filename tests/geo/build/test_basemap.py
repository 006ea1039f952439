"""The committed base map, and how it is put together, on hand-made squares."""

import gzip
import json

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.build import basemap
from geo.build.boundaries import CRS
from geo.errors import GeoError
from geo.paths import DATA

FOLDER = DATA / "boundaries"


@pytest.fixture(scope="module")
def drawn() -> gpd.GeoDataFrame:
    return gpd.read_parquet(FOLDER / "basemap.parquet")


@pytest.fixture(scope="module")
def mali() -> shapely.Geometry:
    areas = gpd.read_parquet(FOLDER / "cod2021.parquet", columns=["id", "outline"])
    return areas.outline[areas.id == "ML"].iloc[0]


class TestCommittedFile:
    def test_columns_and_kinds(self, drawn):
        assert list(drawn.columns) == basemap.COLUMNS
        assert list(drawn.kind.unique()) == ["country", "river", "lake", "town"]
        assert drawn.crs.to_epsg() == 4326
        assert drawn["rank"].dtype == np.int8

    def test_checks_hold(self, drawn, mali):
        assert basemap.check(drawn, mali) == []

    def test_neighbours_meet_mali_without_gap_or_overlap(self, drawn, mali):
        land = drawn.geometry[drawn.kind == "country"].to_numpy()
        cover = np.array([mali, *land], dtype=object)
        assert shapely.coverage_is_valid(cover)
        # Mali has no coast: with its neighbours it leaves no hole.
        inner = [ring for part in shapely.get_parts(shapely.union_all(cover)) for ring in part.interiors]
        assert inner == []

    def test_mali_itself_is_left_out(self, drawn):
        codes = drawn.country[drawn.kind == "country"]
        assert codes.is_unique
        assert "ML" not in set(codes)
        assert {"BF", "CI", "DZ", "GN", "MR", "NE", "SN"} <= set(codes)  # those that border on it

    def test_it_is_small_to_send(self, drawn):
        features = [
            {
                "type": "Feature",
                "properties": {"kind": row.kind, "fr": row.name_fr, "en": row.name_en, "rank": row.rank},
                "geometry": json.loads(shapely.to_geojson(row.geometry)),
            }
            for row in drawn.itertuples()
        ]
        text = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))
        assert len(gzip.compress(text.encode(), 9)) <= 45_000

    def test_coordinates_have_three_decimals(self, drawn):
        points = shapely.get_coordinates(drawn.geometry)
        assert np.allclose(points, points.round(3), rtol=0, atol=1e-12)

    @pytest.mark.parametrize(
        ("kind", "french", "english"),
        [
            ("town", "Tombouctou", "Timbuktu"),
            ("town", "Kidal", "Kidal"),
            ("lake", "Lac Débo", "Lake Débo"),
            ("river", "Sénégal", "Senegal"),
            ("river", "Niger", "Niger"),
            ("river", "Bani", "Bani"),
            ("country", "Algérie", "Algeria"),
            ("country", "Sahara occidental", "Western Sahara"),
        ],
    )
    def test_names_in_both_languages(self, drawn, kind, french, english):
        rows = drawn[(drawn.kind == kind) & (drawn.name_fr == french)]
        assert rows.name_en.tolist() == [english]

    def test_chief_towns_lie_in_their_regions(self, drawn):
        areas = gpd.read_parquet(FOLDER / "cod2021.parquet")
        regions = areas[areas.level == 1].set_index("name_fr").geometry
        chief = drawn[(drawn.kind == "town") & (drawn.country == "ML") & (drawn["rank"] <= 2)]
        assert set(chief.name_fr) == set(regions.index)
        for town in chief.itertuples():
            assert regions[town.name_fr].contains(town.geometry), town.name_fr

    def test_cercle_towns_lie_in_their_cercles(self, drawn):
        areas = gpd.read_parquet(FOLDER / "cod2021.parquet")
        cercles = areas[areas.level == 2].set_index("name_fr").geometry
        towns = drawn[(drawn.kind == "town") & (drawn.country == "ML") & drawn.name_fr.isin(cercles.index)]
        assert len(towns) > 35
        for town in towns.itertuples():
            assert cercles[town.name_fr].contains(town.geometry), town.name_fr


def countries(**shapes: shapely.Geometry) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"iso_a2": list(shapes)}, geometry=list(shapes.values()), crs=CRS)


# Mali as Natural Earth has it: from 0 to 4 east; Algeria north of it, Niger east of it.
NATURAL_EARTH = {
    "ML": shapely.box(0, 10, 4, 20),
    "DZ": shapely.box(0, 20, 8, 24),
    "NE": shapely.box(4, 10, 8, 20),
}


@pytest.mark.parametrize(
    "official",
    [
        pytest.param(shapely.box(0, 10, 3.9, 19.9), id="smaller"),
        pytest.param(shapely.box(0, 10, 4.1, 20.1), id="larger"),
        pytest.param(
            shapely.Polygon([(0, 10), (4.1, 10), (3.9, 15), (4.1, 19.9), (2, 20.1), (0, 19.9)]), id="both"
        ),
    ],
)
def test_neighbours_follow_the_official_outline(official):
    land = basemap.neighbours(countries(**NATURAL_EARTH), official)
    assert land.country.tolist() == ["DZ", "NE"]
    cover = np.array([official, *land.geometry], dtype=object)
    assert shapely.coverage_is_valid(cover)
    whole = shapely.union_all(list(NATURAL_EARTH.values())).union(official)
    assert shapely.union_all(cover).symmetric_difference(whole).area < 0.01


def test_western_sahara_is_one_territory():
    morocco, sahara = shapely.box(-12, 22, -9, 29), shapely.box(-9, 22, -8.7, 27.667)
    land = basemap.neighbours(countries(**NATURAL_EARTH, MA=morocco, EH=sahara), NATURAL_EARTH["ML"])
    shapes = land.set_index("country").geometry
    assert shapes["MA"].bounds == (-12, 27.667, -9, 29)
    assert shapes["EH"].bounds == (-12, 22, -8.7, 27.667)


def test_rivers_of_one_name_stay_apart_and_stretches_come_together():
    rows = [
        (59, "Niger", 3, shapely.LineString([(0, 12), (1, 12)])),
        (59, "Niger", 4, shapely.LineString([(1, 12), (2, 13)])),
        (499, "Baoulé", 7, shapely.LineString([(0, 10), (1, 11)])),
        (816, "Baoulé", 8, shapely.LineString([(3, 10), (3, 11)])),
        (1, "Elsewhere", 1, shapely.LineString([(50, 50), (51, 51)])),
    ]
    lines = gpd.GeoDataFrame(rows, columns=["rivernum", "name", "scalerank", "geometry"], crs=CRS)
    drawn = basemap.rivers(lines)
    assert drawn.name_fr.tolist() == ["Niger", "Baoulé", "Baoulé"]
    assert drawn["rank"].tolist() == [3, 7, 8]
    assert drawn.geometry[0].equals(shapely.LineString([(0, 12), (1, 12), (2, 13)]))


def test_a_lake_mostly_outside_is_left_out():
    rows = [
        ("Lake Dbo", 7, shapely.box(-4.3, 15.2, -4.0, 15.5)),
        ("Lake Volta", 5, shapely.box(-1.0, 6.5, 0.0, 9.1)),
    ]
    shapes = gpd.GeoDataFrame(rows, columns=["name", "scalerank", "geometry"], crs=CRS)
    assert basemap.lakes(shapes).name_en.tolist() == ["Lake Débo"]


def test_a_town_that_the_source_lacks_is_named():
    none = gpd.GeoDataFrame({"name": [], "iso_a2": []}, geometry=[], crs=CRS)
    with pytest.raises(GeoError, match="Bamako") as caught:
        basemap.towns(none)
    assert caught.value.key == "basemap_missing"


@pytest.mark.parametrize(
    ("row", "column", "value", "finding"),
    [
        (0, "geometry", shapely.box(0, 20.1, 8, 23), "a gap shows"),
        (0, "geometry", shapely.box(0, 19.9, 8, 23), "overlap"),
        (0, "geometry", shapely.Polygon(), "invalid or empty"),
        (0, "geometry", shapely.box(0, 20, 9, 23), "outside the box"),
        (0, "name_en", None, "a name is missing"),
        (2, "country", "NE", "Gao lies on the wrong side"),
    ],
)
def test_each_check_says_what_is_wrong(row, column, value, finding):
    rows = [
        (
            "country",
            "Algérie",
            "Algeria",
            1,
            "DZ",
            shapely.Polygon([(0, 20), (4, 20), (8, 20), (8, 24), (0, 24)]),
        ),
        ("country", "Niger", "Niger", 1, "NE", NATURAL_EARTH["NE"]),
        ("town", "Gao", "Gao", 2, "ML", shapely.Point(1, 15)),
    ]
    frame = gpd.GeoDataFrame(rows, columns=basemap.COLUMNS, crs=CRS)
    # Sea around Mali elsewhere: here a country that fills it.
    around = shapely.box(-5, 5, 8, 24) - shapely.union_all([*NATURAL_EARTH.values()])
    frame.loc[3] = ["country", "Mauritanie", "Mauritania", 1, "MR", around]
    frame = gpd.GeoDataFrame(frame, crs=CRS)
    assert basemap.check(frame, NATURAL_EARTH["ML"]) == []
    frame[column] = [value if number == row else old for number, old in enumerate(frame[column])]
    findings = basemap.check(frame, NATURAL_EARTH["ML"])
    assert any(finding in line for line in findings)


def test_nothing_is_written_without_the_files(tmp_path):
    with pytest.raises(GeoError, match="ne_50m_admin_0_countries") as caught:
        basemap.build(tmp_path, tmp_path / "out", FOLDER / "cod2021.parquet")
    assert caught.value.key == "basemap_missing"
    assert not (tmp_path / "out").exists()


def test_boundaries_come_first(tmp_path):
    with pytest.raises(GeoError, match=r"cod2021\.parquet") as caught:
        basemap.build(tmp_path, tmp_path)
    assert caught.value.key == "basemap_missing"
