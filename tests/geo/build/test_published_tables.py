"""The committed tables are what their builds make of the published files, and nothing else passes."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from geo import reference, tables
from geo.build import camps, census, floods, published, settlements, sites
from geo.build import series as series_build
from geo.errors import FileError, GeoError
from geo.paths import DATA

SOURCES = DATA.parents[1] / "shared" / "sources"

BUILDS: dict[str, tuple[Callable[[Path, Path], object], str]] = {
    "reference/census_2009.csv": (census.build, "reference"),
    "displacement/camps.csv": (camps.build, "displacement"),
    "displacement/floods.csv": (floods.build, "displacement"),
    "boundaries/settlements.parquet": (settlements.build, "boundaries"),
}
FILES = {
    "reference/census_2009.csv": census.SOURCE_FILE,
    "displacement/camps.csv": camps.SOURCE_FILE,
    "displacement/floods.csv": floods.SOURCE_FILE,
    "boundaries/settlements.parquet": settlements.SOURCE_FILE,
}
needs_sources = pytest.mark.skipif(not SOURCES.is_dir(), reason="needs the published files")


@needs_sources
@pytest.mark.parametrize("path", BUILDS)
def test_the_committed_table_is_what_the_build_makes(path: str, tmp_path: Path) -> None:
    build, folder = BUILDS[path]
    build(SOURCES / folder, tmp_path)
    (made,) = tmp_path.iterdir()
    assert made.name == Path(path).name
    if made.suffix == ".parquet":
        pd.testing.assert_frame_equal(pd.read_parquet(made), pd.read_parquet(DATA / path))
    else:
        assert made.read_bytes() == (DATA / path).read_bytes()


def test_the_examples_and_the_template_are_what_the_build_makes(tmp_path: Path) -> None:
    assert sites.build(tmp_path) == 46
    for name in ("example_sites.csv", "template.csv"):
        assert (tmp_path / name).read_bytes() == (DATA / "sites" / name).read_bytes()


@pytest.mark.parametrize("path", BUILDS)
def test_a_missing_file_or_column_is_named(path: str, tmp_path: Path) -> None:
    build, _ = BUILDS[path]
    with pytest.raises(FileError, match=FILES[path]):
        build(tmp_path, tmp_path)
    (tmp_path / FILES[path]).write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(FileError) as error:
        build(tmp_path, tmp_path)
    assert error.value.key == "columns_missing"


def test_findings_are_listed_and_cut() -> None:
    published.refuse([], Path("a.csv"))
    with pytest.raises(GeoError) as error:
        published.refuse([f"finding {n}" for n in range(40)], Path("a.csv"))
    assert error.value.details["count"] == 40
    assert "finding 11" in str(error.value)
    assert "finding 12" not in str(error.value)


def written(folder: Path, name: str, rows: list[dict[str, object]]) -> Path:
    pd.DataFrame(rows).to_csv(folder / name, index=False)
    return folder


# The census ----------------------------------------------------------------------------------


def census_rows() -> list[dict[str, object]]:
    """Return the committed census in the shape of the published file."""
    back = {new: old for old, new in census.COLUMNS.items()}
    rows = reference.rows(DATA / "reference" / "census_2009.csv")
    bare = ("Cercle De ", "District De ")
    return [
        {
            back["code"]: "ML-BKO" if row["area"] == "ML0901" else code(row["area"]),
            back["name"]: row["given"].removeprefix(bare[0]).removeprefix(bare[1]),
            back["french"]: row["given"],
            **{back[column]: row[column] for column in ("population", "men", "women")},
            "District": "mislabelled",
        }
        for row in rows
    ]


def code(area: str) -> str:
    return "ML-7-ME" if area == "ML10" else f"ML-{int(area[2:4])}-XX"


def test_the_census_is_placed_by_the_name_of_the_cercle_alone(tmp_path: Path) -> None:
    assert census.build(written(tmp_path, census.SOURCE_FILE, census_rows()), tmp_path) == 50
    made = (tmp_path / "census_2009.csv").read_bytes()
    assert made == (DATA / "reference" / "census_2009.csv").read_bytes()


@pytest.mark.parametrize(
    ("row", "change", "said"),
    [
        (0, {"Cercle": "Nowhere"}, "not one area of that name"),
        (0, {"Cercle": "Kayes"}, "not one area of that name"),
        (0, {"Location": "ML-4-XX"}, "its code says ML04"),
        (0, {"Population résidente": "1"}, "men and women are not its population"),
        (0, {"Population résidente": "1", "Population résidente2 (Hommes)": "1", "Population résidente (Femelles)": "0"}, "the published total"),
        (0, {"Cercle": "Diema", "Location frenchname": "Cercle De Diema"}, "ML0101 is counted 0 times"),
    ],
)  # fmt: skip
def test_a_census_that_does_not_fit_is_refused(
    row: int, change: dict[str, str], said: str, tmp_path: Path
) -> None:
    rows = census_rows()
    rows[row] |= change
    with pytest.raises(GeoError, match=said) as error:
        census.build(written(tmp_path, census.SOURCE_FILE, rows), tmp_path)
    assert error.value.key == "dataset_invalid"
    assert not (tmp_path / "census_2009.csv").exists()


# Camps ---------------------------------------------------------------------------------------

CAMP: dict[str, object] = {
    "camp": "Mbera", "country": "Mauritania", "lat": 15.55359, "lon": -5.5142, "date": "2012-02-29",
    "refugees": 0, "source": "UNHCR … config_files/mali2012/source_data/mau-mbera.csv",
}  # fmt: skip


def test_a_camp(tmp_path: Path) -> None:
    rows = [
        CAMP,
        CAMP | {"date": "2012-03-07", "refugees": 10},
        CAMP | {"camp": "Oudalan", "lat": "", "lon": ""},
    ]
    assert camps.build(written(tmp_path, camps.SOURCE_FILE, rows), tmp_path) == 3
    found = reference.rows(tmp_path / "camps.csv")
    assert [(row["id"], row["kind"], row["refugees"], row["lat"]) for row in found] == [
        ("mbera", "camp", "0", "15.5536"),
        ("mbera", "camp", "10", "15.5536"),
        ("oudalan", "hosting_place", "0", ""),
    ]
    assert [bool(row["note_fr"]) for row in found] == [True, False, True]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"source": "a rumour"}, "no series for a rumour"),
        ({"country": "Chad"}, "country Chad is not known"),
        ({"lat": 3.0}, "has two places"),
        ({"refugees": 5}, "has two counts on 2012-02-29"),
    ],
)
def test_a_camp_that_does_not_fit_is_refused(change: dict[str, object], said: str, tmp_path: Path) -> None:
    with pytest.raises(GeoError, match=said):
        camps.build(written(tmp_path, camps.SOURCE_FILE, [CAMP, CAMP | change]), tmp_path)


# Floods --------------------------------------------------------------------------------------

EVENT: dict[str, object] = {
    "year": 2013, "start_date": "2013-08-28", "start_date_accuracy": "Day", "end_date": "2013-08-01",
    "end_date_accuracy": "Month", "event_name": "Bamako floods ", "hazard_type_name": "Flood",
    "new_displacement": 20000,
}  # fmt: skip
KNOWN = (
    "start,given,id,name_fr,name_en,area,displaced,source,note_fr,note_en\n"
    "2013-08-28,Bamako floods,a,Inondations,Floods,ML09,,,,\n"
    "2013,quoted,b,Total,Total,,5,iom_crp_2021,,\n"
)


def test_a_flood_that_ends_before_it_starts_and_a_quoted_total(tmp_path: Path) -> None:
    (tmp_path / "flood_events.csv").write_text(KNOWN, encoding="utf-8")
    floods.build(written(tmp_path, floods.SOURCE_FILE, [EVENT]), tmp_path, facts=tmp_path)
    event, total = reference.rows(tmp_path / "floods.csv")
    assert (event["kind"], event["start"], event["end"], event["displaced"]) == (
        "event",
        "2013-08-28",
        "",
        "20000",
    )
    assert event["note_en"].startswith("The source gives 2013-08-01")
    assert (total["kind"], total["year"], total["displaced"]) == ("year_total", "2013", "5")


@pytest.mark.parametrize(
    ("change", "known", "said"),
    [
        ({"event_name": "Gao floods"}, KNOWN, "not in the list of names"),
        ({"hazard_type_name": "Storm"}, KNOWN, "no flood"),
        ({}, KNOWN + "2014,more,c,Plus,More,,,,,\n", "not in the file"),
        ({}, KNOWN.replace("ML09", "ML99"), "no area ML99"),
    ],
)
def test_floods_that_do_not_fit_are_refused(
    change: dict[str, object], known: str, said: str, tmp_path: Path
) -> None:
    (tmp_path / "flood_events.csv").write_text(known, encoding="utf-8")
    with pytest.raises(GeoError, match=said):
        floods.build(written(tmp_path, floods.SOURCE_FILE, [EVENT | change]), tmp_path, facts=tmp_path)


# Series --------------------------------------------------------------------------------------


@needs_sources
def test_every_published_figure_is_accounted_for(tmp_path: Path) -> None:
    for name in ("dtm_rounds.csv", "national.csv"):
        (tmp_path / name).write_bytes((DATA / "displacement" / name).read_bytes())
    report = series_build.build(SOURCES / "displacement", tmp_path)
    assert (report.read, report.written) == (484, 21)
    assert report.read == report.rounds + report.national + report.written + report.merged
    assert (tmp_path / "series.csv").read_bytes() == (DATA / "displacement" / "series.csv").read_bytes()


PRESS = "journaltahalil.com/a (press on DTM April 2023)"


def regional(name: str, idps: object, **given: object) -> dict[str, object]:
    usual = {"date": "2023-04-30", "round": "", "admin_level": "1", "returnees": "", "source": PRESS}
    return usual | {"admin_name": name, "idps": idps} | given


def build_series(rows: list[dict[str, object]], folder: Path) -> list[reference.Row]:
    for name in ("dtm_rounds.csv", "national.csv"):
        (folder / name).write_bytes((DATA / "displacement" / name).read_bytes())
    series_build.build(written(folder, "dtm_figures.csv", rows), folder)
    return reference.rows(folder / "series.csv")


def test_names_decide_the_division_and_the_rest_is_said(tmp_path: Path) -> None:
    found = build_series([regional("Bandiagara", 75_539), regional("Gao", 100_000)], tmp_path)
    assert [(row["division"], row["area"], row["level"]) for row in found] == [
        ("reform2023", "r23-bandiagara", "1"),
        ("reform2023", "r23-gao", "1"),
    ]
    assert found[0]["note_en"].endswith("where the other 200,000 are is not said")


def test_regions_that_sum_to_the_nation_need_no_note(tmp_path: Path) -> None:
    found = build_series([regional("Bandiagara", 375_000), regional("Gao", 539)], tmp_path)
    assert {row["note_en"] for row in found} == {"press on DTM April 2023"}


def test_a_figure_of_a_round_in_hand_is_not_repeated(tmp_path: Path) -> None:
    press = {"date": "2016-01-31", "round": "19", "source": "thenigerianvoice.com/news/204937"}
    found = build_series([regional("Gao", 11_731, **press), regional("Bandiagara", 1)], tmp_path)
    assert [row["given"] for row in found] == ["Bandiagara"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([regional("Gao", 11_732, date="2016-01-31", round="19")], "its round has 11731"),
        ([regional("Gao", 5)], "no single division"),
        ([regional("Bandiagara", 5), regional("Nowhere", 5)], "no single division"),
        ([regional("Bandiagara (some)", 5)], "no single division"),
        ([regional("Bandiagara", 375_540)], "more people than the nation"),
    ],
)
def test_figures_that_do_not_fit_are_refused(
    rows: list[dict[str, object]], said: str, tmp_path: Path
) -> None:
    with pytest.raises(GeoError, match=said):
        build_series(rows, tmp_path)
    assert not (tmp_path / "series.csv").exists()


def test_of_two_sources_the_more_original_is_kept_and_the_other_named() -> None:
    usual = {"series": "press", "date": "2023-04-30", "area": "r23-gao", "given": "Gao", "returnees": ""}
    paper = usual | {"idps": "40", "kind": "press", "source": "a paper", "note": "press on DTM April 2023"}
    report = usual | {"idps": "41", "kind": "official_report", "source": "the report", "note": ""}
    (kept,) = series_build.one_per_area([paper, report])
    assert (kept["idps"], kept["source"]) == ("41", "the report")
    assert (kept["note_fr"], kept["note_en"]) == ("aussi a paper : 40", "also a paper: 40")


# Settlements ---------------------------------------------------------------------------------

PLACE: dict[str, object] = {
    "featureNam": "Sévaré", "pcode": "ML050101001", "featureRef": "Sevare", "popPlaceCl": "5",
    "longitude": -4.09801234, "latitude": 14.52812345,
}  # fmt: skip


def test_a_place_outside_every_commune_is_kept_and_counted(tmp_path: Path) -> None:
    abroad = PLACE | {"pcode": "ML050101002", "longitude": 2.11, "latitude": 13.51, "featureRef": "NA"}
    report = settlements.build(written(tmp_path, settlements.SOURCE_FILE, [PLACE, abroad]), tmp_path)
    assert (report.read, report.placed, report.outside) == (2, 1, ("ML050101002",))
    found = tables.typed("settlements", pd.read_parquet(tmp_path / "settlements.parquet"))
    assert found["commune"].fillna("").tolist() == ["ML050609", ""]
    assert found["alternative"].fillna("").tolist() == ["Sevare", ""]
    assert found["lon"].round(4).tolist() == [-4.098, 2.11]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "stands twice"),
        ({"pcode": "x", "featureNam": " "}, "has no name"),
        ({"pcode": "x", "popPlaceCl": "9"}, "of no known class"),
        ({"pcode": "x", "latitude": ""}, "has no coordinates"),
    ],
)
def test_places_that_do_not_fit_are_refused(change: dict[str, object], said: str, tmp_path: Path) -> None:
    with pytest.raises(GeoError, match=said):
        settlements.build(written(tmp_path, settlements.SOURCE_FILE, [PLACE, PLACE | change]), tmp_path)
