"""The committed tables of displacement, and the checks that guard their build."""

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from geo import areas, reference, tables
from geo.build.displacement import build, one_per_date
from geo.errors import GeoError
from geo.paths import DATA
from geo.spelling import fold

FOLDER = DATA / "displacement"
SOURCES = DATA.parents[1] / "shared" / "sources" / "displacement"

PUBLISHED = {
    "12": (51, 61_621, 394_655),
    "18": (45, 61_920, 439_690),
    "19": (45, 49_883, 453_059),
    "28": (43, 36_690, 474_231),
    "38": (45, 38_172, 526_505),
    "48": (45, 120_298, 526_505),
    "60": (49, 207_751, 561_606),
    "64": (50, 250_998, 649_738),
}
"""Rows, displaced and returned by round."""


@pytest.fixture(scope="module")
def rounds() -> pd.DataFrame:
    return tables.load("rounds", FOLDER / "dtm_rounds.csv")


@pytest.fixture(scope="module")
def national() -> pd.DataFrame:
    return tables.load("national", FOLDER / "national.csv")


class TestCommittedRounds:
    def test_no_row_is_lost_and_the_sums_are_the_published_ones(self, rounds: pd.DataFrame) -> None:
        found = {
            str(number): (len(rows), rows["idps"].sum(), rows["returnees"].sum())
            for number, rows in rounds.groupby("round")
        }
        assert found == PUBLISHED

    @pytest.mark.parametrize(
        ("area", "idps", "returnees"),
        [("ML05", 102_481, 49_539), ("ML07", 62_633, 171_794), ("ML10", 20_991, 84_403)],
    )
    def test_round_64_by_region(self, rounds: pd.DataFrame, area: str, idps: int, returnees: int) -> None:
        mali = areas.load()
        inside = rounds["area"].map(lambda placed: mali.holds(area, placed))
        rows = rounds[(rounds["round"] == "64") & inside]
        assert (rows["idps"].sum(), rows["returnees"].sum()) == (idps, returnees)

    def test_menaka_is_the_whole_region_but_in_round_28(self, rounds: pd.DataFrame) -> None:
        rows = rounds[rounds["admin2_given"] == "Menaka"]
        found = {str(number): sorted(part["area"]) for number, part in rows.groupby("round")}
        assert found.pop("28") == ["ML1001", "ML1002", "ML1003", "ML1004"]
        assert found.pop("64") == ["ML10", "ML10"]
        assert found == {number: ["ML10"] for number in ("12", "18", "19", "38", "48", "60")}

    def test_every_other_row_is_on_the_cercle_of_its_name(self, rounds: pd.DataFrame) -> None:
        mali = areas.load()
        rows = rounds[rounds["admin2_given"] != "Menaka"]
        assert set(rows["level"]) == {2}
        assert set(rows[rows["admin1_given"] == "Bamako"]["area"]) == {"ML0901"}
        names = rows["admin2_given"].map(fold).rename("name")
        assert set(rows["area"].groupby(names).nunique()) == {1}
        assert set(names.groupby(rows["area"]).nunique()) == {1}
        assert rounds["level"].tolist() == [mali[area].level for area in rounds["area"]]

    def test_codes_confirm_where_they_can(self, rounds: pd.DataFrame) -> None:
        confirmed = rounds["method"].str.endswith("+code").groupby(rounds["round"]).sum()
        conflicts = {number: PUBLISHED[number][0] - confirmed[number] for number in ("12", "38", "64")}
        assert conflicts == {"12": 39, "38": 1, "64": 2}

    def test_households_are_not_mixed_up_with_people(self, rounds: pd.DataFrame) -> None:
        bandiagara = rounds[(rounds["round"] == "12") & (rounds["area"] == "ML0501")].iloc[0]
        given = bandiagara[["idp_households", "idps", "returnee_households", "returnees"]]
        assert given.tolist() == [37, 80, 382, 2813]
        assert (rounds["idp_households"] <= rounds["idps"]).all()

    def test_the_split_of_returnees_is_given_in_round_64_only_and_adds_up(self, rounds: pd.DataFrame) -> None:
        split = rounds["returnees_idp"] + rounds["returnees_abroad"]
        assert set(rounds[split.notna()]["round"]) == {"64"}
        last = rounds["round"] == "64"
        assert (split[last] == rounds["returnees"][last]).all()

    def test_what_is_not_given_is_not_zero(self, rounds: pd.DataFrame) -> None:
        missing = rounds[rounds["returnees"].isna()]
        assert missing[["round", "area"]].to_numpy().tolist() == [["38", "ML0401"]]


class TestCommittedNationalFigures:
    def test_one_figure_per_series_and_date(self, national: pd.DataFrame) -> None:
        assert not national.duplicated(["series", "date"]).any()
        assert (national["idps"].notna() | national["returnees"].notna()).all()

    def test_the_newest(self, national: pd.DataFrame) -> None:
        newest = national.sort_values("date").iloc[-1]
        assert newest[["date", "idps", "kind"]].tolist() == ["2025-09-30", 414_524, "third_party"]

    def test_idmc_is_a_series_of_its_own(self, national: pd.DataFrame) -> None:
        idmc = national[national["series"] == "idmc"].set_index("date")["idps"]
        assert idmc["2020-12-31"] == 326_298
        assert set(idmc.index.str[5:]) == {"12-31"}

    def test_a_figure_keeps_the_kind_of_its_own_source(self, national: pd.DataFrame) -> None:
        figures = national[national["date"] == "2024-09-30"].set_index("kind")
        assert figures["idps"]["official_report"] == 378_363
        assert figures["returnees"]["press"] == 854_956
        assert pd.isna(figures["returnees"]["official_report"])

    def test_doubtful_digits_are_noted(self, national: pd.DataFrame) -> None:
        doubtful = national[(national["date"] == "2022-12-31") & (national["series"] == "press")]
        assert "typo" in doubtful["note"].iloc[0]


def figure(**given: str) -> dict[str, str]:
    usual = {"date": "2020-01-31", "series": "dtm_report", "kind": "press", "source": "a paper", "note": ""}
    return {**usual, "idps": "", "returnees": "", **given}


def test_the_most_original_source_of_a_date_is_kept() -> None:
    found = one_per_date(
        [
            figure(idps="412", source="a paper", kind="press", note="rounded"),
            figure(idps="413", returnees="5", source="the report", kind="official_report"),
            figure(idps="413", source="the report", kind="official_report", date="2020-02-29"),
        ]
    )
    assert found["source"].tolist() == ["the report", "the report"]
    assert found["idps"].tolist() == [413, 413]
    assert found["note"][0] == "also a paper: 412 idps"
    assert pd.isna(found["note"][1])


TIDIED = (
    "date,round,admin1_name_raw,admin1_pcode_raw,admin2_name_raw,admin2_pcode_raw,admin3_name_raw,"
    "admin3_pcode_raw,idp_households,idps,returnee_households,returnees,source_file\n"
    "2014-12-31,12,Mopti,MLI05,Bandiagara,MLI0502,Bandiagara Commune,,37,80,382,2813,r12.xlsx\n"
    "2014-12-31,12,Gao,MLI07,Menaka,MLI0704,Menaka,,1,9,0,0,r12.xlsx\n"
    "2015-11-30,18,Mopti,MLI05,Koro,MLI0507,Koro,,26,98,0,0,r18.xlsx\n"
)
FIGURES = (
    "date,round,admin_level,admin_name,idps,returnees,source\n"
    "2014-12-31,12,0,Mali,89,2813,the file\n"
    "2014-12-31,12,1,Mopti,80,2813,the file\n"
    "2016-01-31,,0,Mali,70,,report 7 (two)\n"
    "2016-01-31,,0 (Nord),Nord,7,,report 7 (two)\n"
)
TOTALS = (
    "series,round,area,idps,returnees,source\n"
    "dtm_baseline,12,ML,89,2813,report\n"
    "dtm_baseline,12,ML10,9,0,report\n"
    "dtm_baseline,18,ML,98,0,report\n"
)
RULES = (
    "pattern,measures,series,kind,source,note\n"
    "^report (\\d) \\((.*)\\)$,,dtm_report,official_report,Report \\1,\\2\n"
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return a folder with two rounds, the first also as an original file."""
    book = openpyxl.Workbook()
    table: list[list[str | int | None]] = [
        ["Admin 1", "Admin 1 pcode", "Admin 2", "Admin 2 pcode", "Snapshot Date", "Total No. of IDPs HH",
         "Total No. of IDPs Ind.", "Total No. of Returnees Ind.", "Type of Displacement"],
        ["Mopti", "MLI05", "Bandiagara", "MLI0502", "31-12-2014", 37, 80, 2813, "Conflict"],
        ["Gao", "MLI07", "Menaka", "MLI0704", "31-12-2014", 1, 9, None, "Conflict"],
    ]  # fmt: skip
    for row in table:
        book.worksheets[0].append(row)
    (tmp_path / "source").mkdir()
    (tmp_path / "out").mkdir()
    book.save(tmp_path / "source" / "r12.xlsx")
    given = {"dtm_mli_baseline_rows.csv": TIDIED, "dtm_figures.csv": FIGURES}
    given |= {"published_totals.csv": TOTALS, "figure_sources.csv": RULES}
    for name, text in given.items():
        (tmp_path / "source" / name).write_text(text, encoding="utf-8")
    return tmp_path / "source"


def made(source: Path) -> tuple[list[reference.Row], list[reference.Row]]:
    out = source.parent / "out"
    build(source, out, facts=source)
    return reference.rows(out / "dtm_rounds.csv"), reference.rows(out / "national.csv")


def test_build(source: Path) -> None:
    rounds, national = made(source)
    assert [(row["round"], row["area"], row["idps"], row["returnees"]) for row in rounds] == [
        ("12", "ML0501", "80", "2813"),
        ("12", "ML10", "9", ""),
        ("18", "ML0505", "98", "0"),
    ]
    assert [row["displacement_type"] for row in rounds] == ["Conflict", "Conflict", ""]
    assert [row["source_file"] for row in rounds] == ["r12.xlsx", "r12.xlsx", "r18.xlsx"]
    assert national == [
        {
            "series": "dtm_report", "date": "2016-01-31", "idps": "70", "returnees": "",
            "source": "Report 7", "kind": "official_report", "note": "two",
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "key"),
    [
        ("published_totals.csv", "ML,89,", "ML,90,", "totals_differ"),
        ("published_totals.csv", "ML10,9,0", "ML10,8,0", "totals_differ"),
        ("published_totals.csv", "ML,98,0", "ML,98,1", "totals_differ"),
        ("dtm_figures.csv", "Mali,89,", "Mali,88,", "totals_differ"),
        ("dtm_figures.csv", "report 7 (two)", "a rumour", "source_not_known"),
        ("dtm_mli_baseline_rows.csv", ",80,", ",81,", "tidied_differs"),
        ("dtm_mli_baseline_rows.csv", "Bandiagara,", "Bankass,", "tidied_differs"),
        ("dtm_mli_baseline_rows.csv", ",9,0,0,r12", ",9,0,5,r12", "tidied_differs"),
        ("dtm_mli_baseline_rows.csv", ",98,0,0,r18", ",98,0,0,r12", "tidied_differs"),
        ("dtm_mli_baseline_rows.csv", "Koro,MLI0507", "Kori,MLI0507", "rows_not_placed"),
        ("dtm_mli_baseline_rows.csv", ",98,0", ",n/a,0", "rows_not_placed"),
    ],
)
def test_nothing_is_written_when_something_is_wrong(
    source: Path, file: str, old: str, new: str, key: str
) -> None:
    text = (source / file).read_text(encoding="utf-8")
    assert old in text
    (source / file).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(GeoError) as error:
        made(source)
    assert error.value.key == key
    assert not list((source.parent / "out").iterdir())


@pytest.mark.skipif(not SOURCES.is_dir(), reason="needs the published files")
def test_the_committed_tables_are_what_the_build_makes(tmp_path: Path) -> None:
    build(SOURCES, tmp_path)
    for name in ("dtm_rounds.csv", "national.csv"):
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes()


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("offices", "sites/offices.csv"),
        ("projects", "projects/statements.csv"),
    ],
)
def test_the_other_tables_of_ours_keep_to_their_kinds(kind: str, path: str) -> None:
    assert len(tables.load(kind, DATA / path))
