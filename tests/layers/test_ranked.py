import csv
import io
import re
from html import unescape
from pathlib import Path

import pytest

from layers import beside, ranked, scene
from layers.render import ranked as files
from layers.render import reading
from layers.scene import Request, Scene
from layers.view import View
from tests.geo.projects import complete, load, row


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MALI_MAP_WORKSPACE", str(tmp_path))
    return tmp_path


def settled(query: str, lang: str = "en") -> Request:
    return beside.settled(*View.parse(query), lang)[0]


def composed(query: str) -> Scene:
    return scene.compose(settled(query).view, lang="en")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(line for line in io.StringIO(text) if not line.startswith("#")))


def test_the_most_people_without_a_report_come_first() -> None:
    load(row("A"), claims=[complete("ML05")])
    table = ranked.table("WSH", settled("level=2"))
    assert [given.cells[0].text for given in table.rows][:3] == ["Gao", "Koro", "Bankass"]
    assert [given.cells[1].text for given in table.rows][:3] == ["36,734", "22,787", "21,289"]
    assert [given.cells[2].text for given in table.rows][:3] == ["no report", "gap", "gap"]
    assert "Mopti" not in {given.cells[0].text for given in table.rows}
    assert table.rows[1].cells[2].note.startswith("22,787 displaced people are here")
    assert "Presence, not people reached" in table.notes[0]


def test_what_is_to_be_known_of_several_rows_is_said_once() -> None:
    table = ranked.table("NUT", settled("level=2&area=ML05"))
    assert {given.cells[2].text for given in table.rows} == {"larger area"}
    assert {given.cells[2].note for given in table.rows} == {""}
    assert [note for note in table.notes if "not known whether here" in note] == [
        'Where it says "larger area" – Reported for a larger or former area: it is not known whether here.'
    ]


def test_the_overview_counts_every_cluster_that_people_can_be_without() -> None:
    load(row("A"))
    found = {
        given.cells[0].text: [cell.text for cell in given.cells[1:]]
        for given in ranked.overview(settled("level=2")).rows
    }
    assert len(found) == 11
    assert found["Water, sanitation and hygiene (WASH)"] == ["205,359", "40", "0", "1", "10"]
    assert found["Nutrition"][1:3] == ["26", "15"]


def test_people_known_for_a_larger_area_alone_are_in_no_row_and_named() -> None:
    notes = " ".join(ranked.notes(settled("level=2")))
    assert "in no row: Ménaka, 20,991 displaced people" in notes
    for query in ("level=1", "division=reform2023"):  # Timbuktu's 8,381 are "up to" in a row
        assert "in no row" not in " ".join(ranked.notes(settled(query)))
    assert "in no row" not in " ".join(ranked.notes(settled("level=2&area=ML05")))


def test_a_ranking_with_no_row_says_why() -> None:
    load(row("A"))
    found = ranked.table("WSH", settled("area=ML05"))
    assert not found.rows
    assert found.notes[0].startswith("Here, an activity is reported for each area")


def test_who_plans_or_reports_for_a_larger_area_is_named() -> None:
    found = {
        given.cells[0].text: given.cells for given in ranked.table("NUT", settled("level=2&area=ML05")).rows
    }
    assert found["Koro"][2].text == "larger area"
    assert found["Koro"][3].text == "COOPI"


def test_the_files_have_a_row_for_each_cluster_and_area_and_say_what_they_are() -> None:
    load(row("A", "EHA"), claims=[complete("ML05")])
    given = composed("level=2&area=ML05&sector=WSH,HEA")
    text = files.as_csv(given).decode()
    found = rows(text)
    assert {one["cluster"] for one in found} == {"WSH", "HEA"}
    first = next(one for one in found if one["cluster"] == "WSH")
    assert (first["area_id"], first["displaced"], first["state"], first["rank"]) == (
        "ML0505",
        "22787",
        "gap",
        "1",
    )
    assert first["date"] == "2020-04-30"
    said = text.partition("cluster,")[0]
    assert "Displaced people with no reported activity" in said
    assert "Presence, not people reached" in said
    assert "level=2&area=ML05" in said


def test_the_workbook_has_the_same_cells_and_no_formula() -> None:
    from openpyxl import load_workbook

    load(row("=1+1", status="planned", activity="x"))
    given = composed("level=2&area=ML05&sector=WSH")
    book = load_workbook(io.BytesIO(files.as_xlsx(given)))
    data, about = book.worksheets
    heads, *lines = data.iter_rows(values_only=True)
    assert heads == ranked.COLUMNS
    cited = [line[heads.index("cited")] for line in lines if line[heads.index("area_id")] == "ML0506"]
    assert "=1+1" in cited[0]
    assert all(cell.data_type != "f" for line in data.iter_rows() for cell in line)
    assert any("Presence, not people reached" in str(line) for line in about.iter_rows(values_only=True))
    assert [line[3] for line in lines] == [one["area_id"] for one in rows(files.as_csv(given).decode())]


def test_a_name_that_begins_like_a_formula_is_a_text_in_the_csv() -> None:
    load(row("=1+1", status="planned", activity="x"))
    text = files.as_csv(composed("level=2&area=ML05&sector=LOG,WSH")).decode()
    assert not [line for line in text.splitlines() if ",=" in line]


def test_the_public_ranking_betrays_nothing() -> None:
    before = ranked.table("WSH", settled("level=2"))
    load(row("HIDDEN"), claims=[complete("ML05")], sensitivity="restricted")
    assert ranked.table("WSH", settled("level=2")) == before
    assert ranked.table("WSH", settled("level=2&audience=partner")) != before
    assert "HIDDEN" not in files.as_csv(composed("level=2")).decode()


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_it_is_drawn_with_links_to_the_map(lang: str) -> None:
    html = reading.table(ranked.table("WSH", settled("level=2", lang)))
    links = [View.parse(unescape(link))[0] for link in re.findall(r'href="([^"]+)"', html)]
    assert [view.pick for view in links][:1] == ["ML0703"]
    assert {(view.theme, view.level) for view in links} == {("coverage", 2)}
    assert html.count('scope="row"') == html.count("<tr") - 1
