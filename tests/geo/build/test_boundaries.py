"""The committed boundaries, and the checks that guard their build, on hand-made squares."""

import gzip
import json
import shutil
import unicodedata
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.build import boundaries, checks
from geo.build.boundaries import NAMES, build
from geo.build.checks import CHECKS, CRS, DRAWING_CHECKS, LEVELS, run
from geo.errors import GeoError
from geo.paths import DATA

FILE = DATA / "boundaries" / "cod2021.parquet"
COLUMNS = [
    "id", "level", "parent", "name_fr", "name_en", "name_source", "label_lon", "label_lat",
    "west", "south", "east", "north", "area_km2", "geometry", "outline",
]  # fmt: skip


@pytest.fixture(scope="module")
def areas() -> gpd.GeoDataFrame:
    return gpd.read_parquet(FILE)


@pytest.fixture(scope="module")
def every_area(areas: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the areas of both divisions; the communes are the same."""
    derived = pd.read_parquet(DATA / "boundaries" / "reform2023.parquet")
    return pd.concat([areas, derived[derived.level == 1]], ignore_index=True)


@pytest.fixture(scope="module")
def names() -> pd.DataFrame:
    return pd.read_csv(NAMES, dtype=str, keep_default_na=False)


def zipped_geojson(areas: gpd.GeoDataFrame) -> int:
    """Return the bytes of the outlines as compact GeoJSON with ids, gzipped."""
    features = [
        {"type": "Feature", "properties": {"id": area}, "geometry": json.loads(shapely.to_geojson(shape))}
        for area, shape in zip(areas.id, areas.outline, strict=True)
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))
    return len(gzip.compress(text.encode(), 9))


def fold(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


class TestCommittedFile:
    def test_columns_and_order(self, areas):
        assert list(areas.columns) == COLUMNS
        assert areas.level.dtype == np.int8
        assert areas.crs.to_epsg() == areas.outline.crs.to_epsg() == 4326
        assert areas.equals(areas.sort_values(["level", "id"], ignore_index=True))

    def test_every_area_of_the_division_is_there(self, areas):
        assert areas.groupby("level").size().to_dict() == {0: 1, 1: 10, 2: 53, 3: 701}

    def test_codes_nest(self, areas):
        parents = areas.parent.fillna("")
        assert parents[areas.level == 0].tolist() == [""]
        assert [area[:-2] for area in areas.id[1:]] == parents[1:].tolist()

    @pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
    @pytest.mark.parametrize("column", ["geometry", "outline"])
    def test_checks_hold(self, areas, check, column):
        assert check(areas.set_geometry(column)) == []

    @pytest.mark.parametrize("check", DRAWING_CHECKS, ids=lambda check: check.__name__)
    def test_outlines_fit_the_full_geometry(self, areas, check):
        assert check(areas) == []

    @pytest.mark.parametrize("column", ["geometry", "outline"])
    def test_borders_coincide_on_all_levels(self, areas, column):
        for level in LEVELS[1:]:
            finer = areas[areas.level == level]
            union = shapely.coverage_union_all(finer[column].to_numpy())
            country = areas.loc[areas.level == 0, column].iloc[0]
            assert shapely.equals(union, country)

    @pytest.mark.parametrize(("level", "most"), [(0, 9_000), (1, 16_000), (2, 28_000), (3, 95_000)])
    def test_outlines_are_small_to_send(self, areas, level, most):
        assert zipped_geojson(areas[areas.level == level]) <= most

    def test_file_is_small(self):
        assert FILE.stat().st_size < 1_800_000

    def test_bounds_are_those_of_the_full_geometry(self, areas):
        assert (
            areas[["west", "south", "east", "north"]].to_numpy() == areas.geometry.bounds.to_numpy()
        ).all()

    def test_known_sizes(self, areas):
        km2 = areas.set_index("id").area_km2
        assert km2["ML"] == pytest.approx(1_254_310, rel=1e-4)  # sum of the 701 official communes
        assert km2["ML09"] == pytest.approx(246, abs=1)
        assert km2["ML09"] == km2["ML0901"]

    @pytest.mark.parametrize(
        ("area", "source", "french", "english"),
        [
            ("ML", "Mali (le)", "Mali", "Mali"),
            ("ML04", "Ségou", "Ségou", "Ségou"),
            ("ML06", "Tombouctou", "Tombouctou", "Timbuktu"),
            ("ML0605", "Tombouctou", "Tombouctou", "Timbuktu"),
            ("ML060506", "Tombouctou", "Tombouctou", "Timbuktu"),
            ("ML10", "Menaka", "Ménaka", "Ménaka"),
            ("ML1001", "Ménaka", "Ménaka", "Ménaka"),
            ("ML0202", "Dioila", "Dioïla", "Dioïla"),
            ("ML0801", "Abeibara", "Abeïbara", "Abeïbara"),
        ],
    )
    def test_names_have_their_usual_spelling(self, areas, area, source, french, english):
        row = areas.set_index("id").loc[area]
        assert (row.name_source, row.name_fr, row.name_en) == (source, french, english)


class TestNames:
    def test_rows_are_known_and_unique(self, names, every_area):
        assert list(names.columns) == ["area", "lang", "name", "note"]
        assert checks.unknown_names(names, every_area) == []
        assert not names.duplicated(["area", "lang", "name"]).any()

    def test_every_name_says_where_it_is_from(self, names):
        assert (names.name.str.strip() == names.name).all()
        assert (names.note != "").all()

    def test_file_has_the_names_of_the_table(self, names, every_area):
        built = every_area.set_index("id")
        for row in names[names.lang != "alias"].itertuples():
            assert built.loc[row.area, f"name_{row.lang}"] == row.name

    def test_aliases_are_not_what_folding_finds_anyway(self, names, every_area):
        columns = ["name_fr", "name_en", "name_source"]
        known = {row[0]: {fold(name) for name in row[1:]} for row in every_area[["id", *columns]].to_numpy()}
        hyphens = {"Ti-n-Essako"}  # one more hyphen: some foldings turn it into a space
        aliases = names[(names.lang == "alias") & ~names.name.isin(hyphens)]
        assert [row.name for row in aliases.itertuples() if fold(row.name) in known[row.area]] == []


def square(x: float, y: float, width: float = 1.0, height: float = 1.0) -> shapely.Polygon:
    return shapely.box(x, y, x + width, y + height)


def squares() -> gpd.GeoDataFrame:
    """Return a country of one region, two cercles side by side, two communes in each."""
    half = shapely.Polygon([(0, 0), (1, 0), (1, 1), (1, 2), (0, 2), (0, 1)])
    other = shapely.Polygon([(1, 0), (2, 0), (2, 1), (2, 2), (1, 2), (1, 1)])
    whole = shapely.coverage_union(half, other)
    rows = [
        ("ML", 0, None, whole),
        ("ML01", 1, "ML", whole),
        ("ML0101", 2, "ML01", half),
        ("ML0102", 2, "ML01", other),
        ("ML010101", 3, "ML0101", square(0, 0)),
        ("ML010102", 3, "ML0101", square(0, 1)),
        ("ML010201", 3, "ML0102", square(1, 0)),
        ("ML010202", 3, "ML0102", square(1, 1)),
    ]
    frame = gpd.GeoDataFrame(rows, columns=["id", "level", "parent", "geometry"], crs=CRS)
    return frame.assign(name_source="Kayes")


def with_shape(area: str, shape: shapely.Geometry | None) -> gpd.GeoDataFrame:
    frame = squares()
    frame.loc[frame.id == area, "geometry"] = gpd.GeoSeries([shape], crs=CRS).to_numpy()
    return frame


def with_value(area: str, column: str, value: str) -> gpd.GeoDataFrame:
    frame = squares()
    frame.loc[frame.id == area, column] = value
    return frame


BOW_TIE = shapely.Polygon([(1, 1), (2, 2), (2, 1), (1, 2)])
WRONG = {
    "unique_ids": (with_value("ML010102", "id", "ML010101"), ["ML010101"]),
    "known_parents": (with_value("ML010102", "parent", "ML01"), ["ML010102"]),
    "valid_polygons-crossed": (with_shape("ML010202", BOW_TIE), ["ML010202"]),
    "valid_polygons-missing": (with_shape("ML010202", None), ["ML010202"]),
    "valid_polygons-empty": (with_shape("ML010202", shapely.Polygon()), ["ML010202"]),
    "no_overlaps": (with_shape("ML010202", square(0.9, 1, 1.1)), ["ML010102", "ML010201", "ML010202"]),
    "no_gaps-narrow": (with_shape("ML010202", square(1.00005, 1, 0.99995)), ["ML010102"]),
    "no_gaps-hole": (with_shape("ML010202", square(1, 1) - square(1.4, 1.4, 0.2, 0.2)), ["level 3"]),
    "inside_parents": (with_shape("ML010202", square(1, 1, 1.1)), ["ML010202"]),
    "filled_parents-notch": (with_shape("ML010202", square(1, 1, 0.9)), ["ML0102"]),
    "filled_parents-childless": (squares()[lambda frame: ~frame.id.str.startswith("ML0102", na=False)
                                           | (frame.level == 2)], ["ML0102"]),
    "level_totals": (with_shape("ML010202", square(1, 1, 0.9)), ["level 3"]),
}  # fmt: skip


class TestChecks:
    def test_sound_squares_pass(self):
        assert run(CHECKS, squares()) == []

    @pytest.mark.parametrize("case", WRONG)
    def test_each_check_names_the_area(self, case):
        frame, named = WRONG[case]
        check = getattr(checks, case.split("-")[0])
        assert check in CHECKS
        findings = check(frame)
        assert [finding for finding in findings if not any(name in finding for name in named)] == []
        assert len(findings) == len(named)

    @pytest.mark.parametrize("case", WRONG)
    def test_no_check_breaks_on_what_another_one_is_for(self, case):
        assert run(CHECKS, WRONG[case][0])

    def test_a_division_may_lack_a_level(self):
        without_cercles = squares().query("level != 2")
        assert "ML010101 has no parent 'ML0101' one level up" in checks.known_parents(without_cercles)
        without_cercles.loc[without_cercles.level == 3, "parent"] = "ML01"
        assert run(CHECKS, without_cercles) == []

    @pytest.mark.parametrize(
        ("check", "changed"),
        [
            ("labels_inside", {"label_lon": 5.0}),
            ("outlines_alike", {"outline": square(0.5, 0.5)}),
            ("outlines_on_grid", {"outline": square(0.00001, 0)}),
        ],
    )
    def test_drawing_checks(self, check, changed):
        commune = squares().query("id == 'ML010101'").assign(label_lon=0.5, label_lat=0.5)
        commune["outline"] = commune.geometry
        assert run(DRAWING_CHECKS, commune) == []
        for column, value in changed.items():
            commune[column] = gpd.GeoSeries([value], commune.index) if column == "outline" else value
        assert getattr(checks, check)(commune) == [
            finding for finding in getattr(checks, check)(commune) if "ML010101" in finding
        ]
        assert getattr(checks, check)(commune)

    def test_names_that_name_nothing(self):
        rows = [
            ("ML01", "fr", "Kayes"),
            ("ML99", "fr", "Nowhere"),
            ("ML01", "bm", "Kayi"),
            ("ML01", "fr", "Kaye"),
        ]
        table = pd.DataFrame(rows, columns=["area", "lang", "name"])
        assert checks.unknown_names(table, squares()) == [
            "names: row 3 (ML99, fr)",
            "names: row 4 (ML01, bm)",
            "names: row 5 (ML01, fr)",
        ]


class TestGeometry:
    def test_snapping_keeps_a_coverage_where_rounding_does_not(self):
        third = 1 / 3
        left = shapely.Polygon([(0, 0), (third, 0), (third + 1e-4, third), (third, 1), (0, 1)])
        right = shapely.Polygon([(third, 0), (1, 0), (1, 1), (third, 1), (third + 1e-4, third)])
        snapped = boundaries.snap(np.array([left, right], dtype=object), 1e-3)
        assert shapely.coverage_is_valid(snapped)
        points = shapely.get_coordinates(snapped)
        assert (points == points.round(3)).all()

    def test_snapping_closes_an_inlet_narrower_than_the_grid(self):
        inlet = square(0.5, 0.4, 0.0004, 0.6)
        mouth = shapely.Polygon([(0.4999, 1), (0.5001, 1), (0.5001, 0.9)])
        snapped = boundaries.snap(np.array([square(0, 0) - inlet - mouth], dtype=object), 1e-3)
        assert shapely.get_num_interior_rings(snapped[0]) == 0

    def test_an_area_smaller_than_the_grid_comes_back_empty(self):
        speck = square(0.5, 0.5, 0.0001, 0.0001)
        snapped = boundaries.snap(np.array([square(0, 0) - speck, speck], dtype=object), 1e-2)
        assert snapped[1].is_empty

    def test_small_areas_keep_more_of_their_shape(self):
        angles = np.linspace(0, 2 * np.pi, 200, endpoint=False)
        disc = shapely.Polygon(np.column_stack([0.5 + 0.05 * np.cos(angles), 0.5 + 0.05 * np.sin(angles)]))
        shapes = np.array([square(0, 0) - disc, disc], dtype=object)
        coarse = boundaries.simplify(shapes, small=np.array([False, False]))
        fine = boundaries.simplify(shapes, small=np.array([False, True]))
        assert shapely.coverage_is_valid(coarse)
        assert shapely.coverage_is_valid(fine)
        assert len(fine[1].exterior.coords) > 1.5 * len(coarse[1].exterior.coords)

    def test_label_lies_in_the_largest_part(self):
        horseshoe = square(0, 0, 3, 3) - square(1, 1, 1, 2)
        islands = shapely.MultiPolygon([square(9, 9, 0.5, 0.5), horseshoe])
        assert horseshoe.contains(shapely.Point(boundaries.label_point(islands)))


def download(folder: Path, areas: gpd.GeoDataFrame) -> Path:
    """Write areas as the shapefiles of an official download."""
    folder.mkdir(parents=True)
    for level, members in areas.groupby("level"):
        columns = {"id": f"ADM{level}_PCODE", "name_source": f"ADM{level}_FR"}
        if level:
            columns["parent"] = f"ADM{level - 1}_PCODE"
        named = members.rename(columns=columns)
        named[[*columns.values(), "geometry"]].to_file(folder / f"mli_admbnda_adm{level}_1m_gov_2021.shp")
    return folder


@pytest.fixture
def table(tmp_path) -> Path:
    path = tmp_path / "names.csv"
    rows = ["area,lang,name,note", "ML,fr,Mali,usual", "ML01,en,Kayes region,usual"]
    path.write_text("\n".join([*rows, "r23-kayes,fr,Kayes,another division's"]), encoding="utf-8")
    return path


class TestBuild:
    @pytest.mark.parametrize("packed", [False, True])
    def test_folder_and_zip(self, tmp_path, table, packed):
        source = download(tmp_path / "source" / "inner", squares()).parent
        if packed:
            source = Path(shutil.make_archive(str(tmp_path / "cod"), "zip", source))
        report = build(source, tmp_path / "out", "test", table)
        built = gpd.read_parquet(report.path)
        assert report.path.name == "test.parquet"
        assert list(built.columns) == COLUMNS
        assert built.id.tolist() == squares().id.tolist()
        assert built.name_fr.tolist()[:2] == ["Mali", "Kayes"]
        assert built.name_en.tolist()[:2] == ["Mali", "Kayes region"]
        assert "level 3: 4" in str(report)
        assert [path.name for path in (tmp_path / "out").iterdir()] == ["test.parquet"]

    def test_every_finding_is_told_and_nothing_written(self, tmp_path, table):
        wrong = with_shape("ML010202", square(0.9, 1, 1.1))
        wrong.loc[wrong.id == "ML010102", "parent"] = "ML0109"
        with pytest.raises(GeoError) as caught:
            build(download(tmp_path / "source", wrong), tmp_path / "out", "test", table)
        assert caught.value.key == "boundaries_invalid"
        assert "ML010202 overlaps" in str(caught.value)
        assert "ML010102 has no parent 'ML0109'" in str(caught.value)
        assert not (tmp_path / "out").exists()

    def test_an_earlier_file_stays_when_a_build_fails(self, tmp_path, table):
        build(download(tmp_path / "good", squares()), tmp_path / "out", "test", table)
        before = (tmp_path / "out" / "test.parquet").read_bytes()
        bad = download(tmp_path / "bad", with_shape("ML010202", square(1, 1, 0.9)))
        with pytest.raises(GeoError):
            build(bad, tmp_path / "out", "test", table)
        assert (tmp_path / "out" / "test.parquet").read_bytes() == before

    def test_a_missing_level_is_named(self, tmp_path, table):
        source = download(tmp_path / "source", squares().query("level < 3"))
        with pytest.raises(GeoError, match="adm3") as caught:
            build(source, tmp_path / "out", "test", table)
        assert caught.value.key == "boundaries_missing"

    def test_a_missing_column_is_named(self, tmp_path, table):
        source = download(tmp_path / "source", squares())
        renamed = gpd.read_file(source / "mli_admbnda_adm2_1m_gov_2021.shp").rename(
            columns={"ADM2_FR": "NAME"}
        )
        renamed.to_file(source / "mli_admbnda_adm2_1m_gov_2021.shp")
        with pytest.raises(GeoError, match="ADM2_FR"):
            build(source, tmp_path / "out", "test", table)

    @pytest.mark.parametrize("name", ["absent.zip", "text.zip"])
    def test_what_is_no_download_is_refused(self, tmp_path, table, name):
        (tmp_path / "text.zip").write_text("not a zip", encoding="utf-8")
        with pytest.raises(GeoError) as caught:
            build(tmp_path / name, tmp_path / "out", "test", table)
        assert caught.value.key == "boundaries_missing"

    def test_an_area_too_small_to_draw_is_told(self, tmp_path, table):
        areas = squares()
        speck = square(0.5, 0.5, 0.0002, 0.0002)
        areas.loc[areas.id == "ML010101", "geometry"] = gpd.GeoSeries(
            [square(0, 0) - speck], crs=CRS
        ).to_numpy()
        row = areas.iloc[[4]].assign(id="ML010103", geometry=gpd.GeoSeries([speck], [4], crs=CRS))
        areas = pd.concat([areas, row], ignore_index=True)
        with pytest.raises(GeoError, match="ML010103 has no polygon"):
            build(download(tmp_path / "source", areas), tmp_path / "out", "test", table)
