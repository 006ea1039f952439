import re
from html import unescape
from pathlib import Path

import pytest

from geo import clusters, indicators
from layers import beside, matrix
from layers.matrix import Matrix
from layers.render import matrix as drawn
from layers.scene import Request
from layers.view import View
from tests.geo.projects import complete, load, row


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MALI_MAP_WORKSPACE", str(tmp_path))
    return tmp_path


def settled(query: str, lang: str = "en") -> Request:
    return beside.settled(*View.parse(query), lang)[0]


def made(query: str, lang: str = "en") -> Matrix:
    return matrix.matrix(settled(query, lang))


def keys(found: Matrix) -> dict[str, str]:
    return {mark.id: mark.key for given in found.rows for mark in given.marks}


@pytest.mark.parametrize("query", ["", "level=2", "division=reform2023"])
@pytest.mark.parametrize("audience", ["public", "partner"])
def test_the_documents_alone_tell_of_no_gap(query: str, audience: str) -> None:
    found = made(f"{query}&audience={audience}")
    assert set(keys(found).values()) <= {"c", "p", "l", "a", "s", "o", "n"}
    assert {"a", "s", "n"} <= set(keys(found).values())
    said = " ".join(words for _, _, words in found.legend)
    for words in ("no report", "planned or present only", "present, sector not stated"):
        assert words in said


def test_bandiagara_of_the_documents() -> None:
    found = keys(made("division=reform2023"))
    assert found["r23-bandiagara WSH"] == "s"
    assert found["r23-bandiagara NUT"] == "l"
    assert found["r23-gao SHL"] == "a"
    assert found["r23-kidal WSH"] == "n"


@pytest.mark.parametrize("division", ["cod2021", "reform2023"])
def test_areas_by_clusters_with_most_displaced_people_first(division: str) -> None:
    request = settled(f"division={division}")
    found = matrix.matrix(request)
    assert len(found.clusters) == len(clusters.main()) == len(found.rows[0].marks)
    assert len(found.rows) == {"cod2021": 10, "reform2023": 20}[division]
    figures = indicators.figures("idps", request.question.round, division, 1)
    order = [figures[given.marks[0].id.split()[0]].value or 0 for given in found.rows]
    assert order == sorted(order, reverse=True)


def test_gaps_are_where_a_table_says_it_is_complete_and_nowhere_else() -> None:
    load(row("A", activity="Forages"), row("B", activity="Forages"), claims=[complete("ML05")])
    found = keys(made("level=2"))
    gaps = {cell for cell, key in found.items() if key == "g"}
    assert gaps == {f"ML050{n} WSH" for n in (1, 2, 3, 4, 5, 7, 8)}
    assert found["ML0506 WSH"] == "d"
    mark = next(m for r in made("level=2").rows for m in r.marks if m.id == "ML0506 WSH")
    assert (mark.letter, mark.number) == ("2×", "2")
    assert mark.words == "Mopti, WASH: possible duplication. 2 organisations report an activity. Why?"


def test_the_view_narrows_areas_clusters_organisations_and_the_day() -> None:
    load(row("A", start="2026-01-01", end="2026-02-01"), row("B", "Santé"))
    found = made("level=2&area=ML05&sector=WSH,HEA")
    assert [short for short, _ in found.clusters] == ["WASH", "Health"]
    assert {cell[:4] for cell in keys(found)} == {"ML05"}
    assert keys(found)["ML0506 WSH"] == "c"
    assert keys(made("level=2&org=B"))["ML0506 WSH"] == "n"
    assert keys(made("level=2&on=2026-03-01"))["ML0506 WSH"] == "s"


def test_why_names_the_rows_and_the_claim_behind_a_state() -> None:
    load(row("A", activity="Forages"), claims=[complete("ML05")])
    request = settled("level=2")
    facts = matrix.why_of("ML0506 WSH", request)
    assert facts
    assert facts.title.startswith("Mopti · Water")
    _, said = facts.sections[0].lines
    assert said.text == "A: Forages"
    assert "row 2" in said.note
    gap = matrix.why_of("ML0505 WSH", request)
    assert gap
    assert "declares itself complete" in gap.sections[0].lines[0].note
    planned = matrix.why_of("ML0506 SHL", request)
    assert planned
    assert any("IOM" in line.text for line in planned.sections[0].lines)


@pytest.mark.parametrize(
    "asked", ["", "nothing", "ML0506", "ML0506 XXX", "ML05 WSH", "XX WSH", "ML0506 WSH HEA", "<b> WSH"]
)
def test_what_is_no_cell_has_no_why(asked: str) -> None:
    assert matrix.why_of(asked, settled("level=2")) is None


def test_the_public_learns_nothing_of_restricted_rows() -> None:
    before = made("level=2")
    why = matrix.why_of("ML0506 WSH", settled("level=2"))
    load(row("HIDDEN", activity="Forages"), claims=[complete("ML05")], sensitivity="restricted")
    assert made("level=2") == before
    assert matrix.why_of("ML0506 WSH", settled("level=2")) == why
    assert keys(made("level=2&audience=partner"))["ML0506 WSH"] == "c"
    assert "HIDDEN" in repr(matrix.why_of("ML0506 WSH", settled("level=2&audience=partner")))


def test_figures_that_are_at_least_so_many_say_so() -> None:
    found = made("division=reform2023")
    figures = {given.name.text: given.people.text for given in found.rows}
    assert figures["Mopti"] == "≥ 31,984"
    assert figures["Gao"] == "62,633"
    assert any(note.startswith("≥") for note in found.notes)
    assert "derived" in found.notes[-1].lower()


def test_very_many_areas_are_cut_and_said_to_be() -> None:
    found = made("level=3")
    assert len(found.rows) == beside.MOST
    assert any(f"{701 - beside.MOST} more areas" in note for note in found.notes)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_table_is_a_table_whose_links_are_views(lang: str) -> None:
    load(row("A", activity="Forages"))
    html = drawn.matrix(made("level=2&sector=WSH&org=A", lang))
    assert html.count('<th scope="row">') == 53
    assert html.count('<th scope="col"') == 3
    assert html.count("<caption>") == 1
    assert html.count("data-ask=") == 53
    link = unescape(re.findall(r'href="([^"]+)"', html)[0])
    view, doubts = View.parse(link)
    assert not doubts
    assert (view.level, view.theme, view.sector, view.org) == (2, "coverage", ("WSH",), ("A",))
    assert view.pick


def test_names_from_a_file_are_never_markup() -> None:
    load(row("<b>X</b>", activity="<script>", org_name='"><i>'), name="x")
    request = settled("level=2&audience=partner")
    facts = matrix.why_of("ML0506 WSH", request)
    assert facts
    html = drawn.why(facts, beside.on_map("ML0506", request, "WSH"), ("Show", "Close"))
    assert "&lt;script&gt;" in html
    assert not re.search(r"<(script|b>X|i>)", html)
