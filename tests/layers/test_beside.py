"""Organisations, clusters, sites and changes on the pages beside the map."""

import datetime as dt
from pathlib import Path

import pytest

from geo import offices, services
from layers import beside, changed, profiled, site_gaps
from layers.plain_tables import Table
from layers.render import reading
from layers.scene import Request
from layers.view import View
from tests.geo.projects import complete, load, row


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MALI_MAP_WORKSPACE", str(tmp_path))
    return tmp_path


def settled(query: str, lang: str = "en") -> Request:
    return beside.settled(*View.parse(query), lang)[0]


def cells(table: Table | None) -> dict[str, tuple[str, ...]]:
    assert table
    return {one.cells[0].text: tuple(cell.text for cell in one.cells[1:]) for one in table.rows}


def test_a_theme_of_the_map_does_not_matter_to_the_pages() -> None:
    assert settled("theme=none&level=2&round=2019-12").question == settled("level=2&round=2019-12").question
    request, doubts = beside.settled(*View.parse("level=9&sector=XXX"), "en")
    assert len(doubts) == 2
    assert request.view.level == 1


def test_an_organisation_where_what_since_when_with_whom_next_to_which_displacement() -> None:
    load(row("NRC", activity="Forages", start="2026-03"), row("ACF"), row("NRC", "Santé", "ML0505"))
    table, _ = profiled.of_organisation("NRC", settled("level=2"))
    found = cells(table)
    assert list(found) == ["Mopti", "Koro"]
    assert found["Mopti"][:4] == (
        "24,648", "Water, sanitation and hygiene (WASH): Forages", "March 2026", "ACF",
    )  # fmt: skip
    assert found["Koro"][:4] == ("22,787", "Health", "not stated", "")


def test_offices_of_an_organisation_with_their_areas_and_the_way_there() -> None:
    request = settled("level=2")
    assert set(cells(profiled.office_table("IOM", request))) == {
        one.town["en"] for one in offices.offices() if one.org == "IOM"
    }
    own = [one for one in request.offices if one.org == "IOM"]
    far = cells(profiled.distances(own, request, "x"))
    assert len(far) == 41
    assert profiled.office_table("NRC", request) is None
    assert profiled.distances([], request, "x") is None


def test_a_cluster_with_its_sub_clusters_and_what_stands_beside() -> None:
    load(row("A", "Protection de l'enfance"), row("B", "Protection"))
    table, below = profiled.of_cluster("PRO", settled("level=2"))
    assert cells(table)["Mopti"][3] == "A and B"
    assert below
    assert below[0].title.startswith("For the whole country")


def test_a_page_about_nothing_yet_leads_to_each_that_it_can_be_about() -> None:
    load(row("HIDDEN"), sensitivity="restricted")
    public, partner = settled("level=2"), settled("level=2&audience=partner")
    known = {line.cells[0].text: line.cells for line in profiled.organisations_known(public).rows}
    assert known["COOPI"][0].link.startswith("./organisation?level=2&theme=coverage&org=COOPI")
    assert known["COOPI"][1].text == "international NGO"
    assert "HIDDEN" not in known
    assert "HIDDEN" in repr(profiled.organisations_known(partner))
    clusters = {line.cells[0].text: line.cells for line in profiled.clusters_known(public).rows}
    assert list(clusters) == list(profiled.choices(public).values())
    assert clusters["Health"][0].link.endswith("sector=HEA")
    assert clusters["Health"][1].text == "COOPI"
    assert "HIDDEN" not in repr(profiled.clusters_known(public))


def test_the_public_knows_no_organisation_of_a_restricted_table() -> None:
    load(row("HIDDEN"), sensitivity="restricted")
    public, partner = settled("level=2"), settled("level=2&audience=partner")
    assert profiled.organisation("HIDDEN", public) is None
    assert profiled.organisation("HIDDEN", partner)
    assert "HIDDEN" not in repr(profiled.of_cluster("WSH", public))
    assert "HIDDEN" in repr(profiled.of_cluster("WSH", partner))
    assert not profiled.of_organisation("HIDDEN", public)[0].rows


# Sites.

SITES = (
    {"name": "Site A", "area": "ML0506", "individuals": 1200, "water": "yes", "health": "no", "lon": -4.18, "lat": 14.49},
    {"name": "Site B", "area": "ML0506", "individuals": None, "water": "no", "protection": "partial"},
    {"name": "Site C", "area": "ML0505", "individuals": None, "water": "no"},
)  # fmt: skip


def test_no_list_of_sites_no_table() -> None:
    assert site_gaps.areas(settled("")) is None
    assert site_gaps.sites(settled("audience=partner")) is None


def test_sites_are_counted_by_area_with_services_present_and_missing() -> None:
    load(*SITES, kind="sites", sensitivity="restricted")
    table = site_gaps.areas(settled("level=2&audience=partner"))
    assert table
    mopti, koro = table.rows
    assert [cell.text for cell in mopti.cells[:4]] == ["Mopti", "2", "1,200", "1 of 2"]
    assert mopti.cells[3].note == "missing: 1"
    assert koro.cells[2].text == "not stated"


def test_single_sites_are_for_partners() -> None:
    load(*SITES, kind="sites", sensitivity="restricted")
    assert site_gaps.sites(settled("level=2")) is None
    assert site_gaps.areas(settled("level=2")) is None
    found = cells(site_gaps.sites(settled("level=2&audience=partner")))
    assert found["Site A"][:2] == ("1,200", "Health")
    assert found["Site A"][4].endswith("km")
    assert found["Site B"][:3] == ("not stated", "Water", "Protection")
    assert next(iter(found)) == "Site A"


def test_a_focus_area_narrows_the_sites() -> None:
    load(*SITES, kind="sites")
    assert set(cells(site_gaps.sites(settled("level=2&area=ML0505")))) == {"Site C"}


def test_only_the_sites_that_are_listed_are_asked_for_their_gaps(monkeypatch: pytest.MonkeyPatch) -> None:
    given = [{"name": f"Site {people}", "area": "ML050603", "individuals": people} for people in range(30)]
    load(*given, kind="sites", name="sites")
    monkeypatch.setattr(beside, "MOST", 5)
    asked: list[int | None] = []
    one = services._site_cell
    monkeypatch.setattr(
        services, "_site_cell", lambda site, *rest: asked.append(site.individuals) or one(site, *rest)
    )
    table = site_gaps.sites(settled("level=2"))
    assert [*cells(table)] == [f"Site {people}" for people in (29, 28, 27, 26, 25)]
    assert {*asked} == {29, 28, 27, 26, 25}
    assert table is not None
    assert "25" in table.notes[0]


# Changes.

SINCE, TODAY = dt.date(2026, 2, 1), dt.date(2026, 11, 24)


def test_states_that_differ_between_two_days() -> None:
    load(
        row("A", start="2026-03", end="2026-12"), row("B", "Santé", start="2025-01", end="2026-05"),
        row("C", "SECAL"), claims=[complete("ML05")],
    )  # fmt: skip
    request = settled("level=2&on=2026-02-01")
    table = changed.states(request, SINCE, TODAY)
    found = {one.cells[2].text: (one.cells[3], one.cells[4]) for one in table.rows}
    assert set(found) == {"WASH", "Health"}
    assert (found["WASH"][0].text, found["WASH"][1].text, found["WASH"][1].note) == ("gap", "covered", "A")
    assert (found["Health"][0].note, found["Health"][1].note) == ("B", "")
    began, ended, undated = changed.activities(request, SINCE, TODAY)
    assert (began.title, ended.title) == ("Activities begun (1)", "Activities ended (1)")
    assert "not known whether" in undated.lines[0].text


def test_nothing_differs_says_so() -> None:
    assert changed.states(settled("level=2"), SINCE, TODAY).notes[0] == "No state differs."


@pytest.mark.parametrize(("sensitivity", "known"), [("public", True), ("restricted", False)])
def test_datasets_loaded_since_as_far_as_the_audience_may_know(sensitivity: str, known: bool) -> None:
    load(row("A"), sensitivity=sensitivity)
    section = changed.datasets(settled(""), SINCE)
    assert (section.lines[0].text == "3W 3w") is known
    assert changed.datasets(settled("audience=partner"), SINCE).lines[0].text == "3W 3w"
    assert changed.datasets(settled("audience=partner"), dt.date(2100, 1, 1)).lines[0].text == "None."


def test_names_from_a_file_are_never_markup() -> None:
    load(row("<b>X</b>", activity="<script>", start="2026-03"))
    request = settled("level=2")
    code = next(iter(one for one in ("B-X-B",) if profiled.organisation(one, request)), "")
    assert code
    table, _ = profiled.of_organisation(code, request)
    sections = changed.activities(request, SINCE, TODAY)
    html = reading.table(table) + "".join(reading.section(one) for one in sections)
    assert "&lt;script&gt;" in html
    assert "<script" not in html
    assert "<b>X" not in html
