import io
from pathlib import Path

import openpyxl
import pytest

from geo import aliases, imports
from geo.areas import load
from geo.report import Report
from layers import intake
from layers.render import problems, reading

HEAD = "Admin 1,Admin 2,Admin 2 pcode,Total No. of IDPs Ind."
HOSTILE = "=cmd|'/C calc'!A0"
ROWS = (
    "Mopti,Bandiagara,ML0502,60", "Mopti,Bankas,,5", "Mopti,Bankas,,6", "Moptii,Koro,,500",
    f"Gao,{HOSTILE},,14", "Gao,Bourem,,n/a",
)  # fmt: skip


@pytest.fixture
def report(tmp_path: Path) -> Report:
    path = tmp_path / "dtm.csv"
    path.write_text("\n".join([HEAD, *ROWS]) + "\n", encoding="utf-8")
    (found,) = imports.check(path)
    return found


def problem(report: Report, row: int) -> intake.Problem:
    (found,) = [one for one in intake.problems(report, "en") if row in one.rows]
    return found


def test_rows_with_the_same_problem_are_mended_together(report: Report) -> None:
    bankas = problem(report, 3)
    assert bankas.rows == (3, 4)
    assert intake.row_numbers(bankas, "en") == "rows 3, 4 (2)"
    assert (bankas.given, bankas.column, bankas.value) == ("Mopti / Bankas", "admin2", "Bankas")
    assert ("ML0502", "Bankass (cercle, Mopti)") in bankas.candidates


def test_what_is_to_correct_is_the_name_that_is_wrong(report: Report) -> None:
    moptii = problem(report, 5)
    assert (moptii.given, moptii.candidates[0][0]) == ("Moptii / Koro", "ML0505")
    assert (moptii.column, moptii.value) == ("admin1", "Moptii")


def test_a_confirmed_spelling_places_its_rows(report: Report) -> None:
    alias = report.alias(problem(report, 3).rows[0], "ML0502")
    assert alias is not None
    aliases.remember(alias)
    again = imports.place(report.sheet)
    assert again.counts["placed"] == report.counts["placed"] + 2


def test_every_row_that_is_not_placed_is_a_problem_once(report: Report) -> None:
    listed = [row for one in intake.problems(report, "fr") for row in one.rows]
    assert sorted(listed) == [3, 4, 5, 6, 7]
    assert len(report.outcomes) - report.counts["placed"] == len(listed)


def test_an_unreadable_cell_says_its_column_and_what_to_write(report: Report) -> None:
    cell = problem(report, 7)
    assert (cell.state, cell.column, cell.value) == ("rejected", "idps", "n/a")
    assert cell.why == "Displaced people: it is not a number"
    assert "Displaced people" in cell.todo


def test_counts_and_totals_are_those_of_the_report(report: Report) -> None:
    counted = {key: n for key, _, n in intake.counts(report, "en")}
    assert sum(counted[key] for key in ("placed", *intake.STATES)) == len(report.outcomes) == 6
    assert counted["conflicts"] == 1
    (row,) = intake.totals(report, "en").rows
    name, read, *states, unreadable = (cell.text for cell in row.cells)
    assert (name, unreadable) == ("Displaced people", "1")
    assert int(read) == sum(map(int, states)) == 585


def test_an_index_has_no_total(tmp_path: Path) -> None:
    path = tmp_path / "indice.csv"
    path.write_text(
        "Région,Cercle,Indice,Personnes touchées\nMopti,Koro,2.5,10\nMopti,Bankass,3,5\n", encoding="utf-8"
    )
    (report,) = imports.check(path)
    assert {"indice", "personnes_touchees"} <= report.totals.keys()
    (row,) = intake.totals(report, "fr").rows
    assert [cell.text for cell in row.cells[:3]] == ["Personnes touchées", "15", "15"]


def test_conflicts_name_both_areas(report: Report) -> None:
    (row,) = intake.conflicts(report, "en").rows
    assert row.cells[0].text == "2"
    assert "Bankass (cercle, Mopti)" in row.cells[2].text
    assert "Bandiagara (cercle, Mopti)" in row.cells[2].text


def test_columns_show_their_header_and_first_value(report: Report) -> None:
    shown = intake.columns(report.sheet)
    assert [(one.header, one.example, one.name) for one in shown][:2] == [
        ("Admin 1", "Mopti", "admin1"),
        ("Admin 2", "Bandiagara", "admin2"),
    ]
    choices = intake.choices(report.sheet, "displacement", "fr")
    assert {one.name for one in shown} <= {*choices}
    assert "row" not in choices


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_column_of_every_kind_has_a_name(report: Report, lang: str) -> None:
    for kind in intake.SENT:
        for name, words in intake.choices(report.sheet, kind, lang).items():
            assert words
            assert not name or words != name


def test_nothing_of_a_file_is_markup(report: Report) -> None:
    hostile = "<script>alert(1)</script>"
    assert "<script" not in reading.problem(hostile, hostile, hostile, hostile)
    assert "<script" not in reading.counts([(hostile, hostile)])


@pytest.mark.parametrize(("lang", "head"), [("fr", "Que faire"), ("en", "What to do")])
def test_the_problems_go_back_as_a_workbook_of_text(report: Report, lang: str, head: str) -> None:
    page = openpyxl.load_workbook(io.BytesIO(problems.as_xlsx([report], lang))).worksheets[0]
    rows = list(page.iter_rows())
    assert rows[0][4].value == head
    assert [cells[1].value for cells in rows[1:]] == [2, 3, 4, 5, 6, 7]
    assert all(cell.value for cells in rows for cell in cells)
    (given,) = [cells[2] for cells in rows if cells[1].value == 6]
    assert HOSTILE in str(given.value)
    assert all(cell.data_type != "f" for cells in rows for cell in cells)


def test_an_area_is_said_with_what_holds_it() -> None:
    assert intake.label("ML050601", load(), "en").endswith("(commune, Mopti, Mopti)")
    assert intake.label("ML05", load(), "fr") == "Mopti (région)"
