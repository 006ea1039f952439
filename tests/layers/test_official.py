"""Official areas of 2023 in views, scenes, exports and links; figures that were fetched beside the shipped."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from geo import rounds, workspace
from layers import finder
from layers import scene as scenes
from layers.render import assets, screen, tables
from layers.view import View
from tests.geo.sources import boundaries
from tests.geo.sources.answers import idps


@pytest.fixture(scope="module")
def official_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the official areas, for tests that change nothing in it."""
    folder = tmp_path_factory.mktemp("official")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("MALI_MAP_WORKSPACE", str(folder))
        boundaries.install()
    return folder


@pytest.fixture
def official(official_workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MALI_MAP_WORKSPACE", str(official_workspace))


def composed(query: str, lang: str = "en") -> scenes.Scene:
    view, doubts = View.parse(query)
    return scenes.compose(view, doubts, lang=lang)


@pytest.mark.usefixtures("official")
@pytest.mark.parametrize(
    ("link", "area", "level"),
    [
        ("division=reform2023&area=r23-mopti", "ML12", 1),
        ("division=reform2023&level=2&area=r23-mopti&pick=r23-mopti", "ML12", 2),
        ("division=reform2023&level=2", "ML", 2),
        ("division=reform2023&level=2&area=ML1202", "ML1202", 2),
        ("division=reform2023&area=ML050601&level=2", "ML1202", 2),
    ],
)
def test_old_links_still_open_without_a_doubt(link: str, area: str, level: int) -> None:
    scene = composed(link)
    assert scene.doubts == ()
    assert (scene.request.view.area, scene.request.view.level) == (area, level)
    assert "r23-" not in scene.request.view.query()


def test_the_map_names_exports_and_search_follow_without_a_restart() -> None:
    before = composed("division=reform2023&round=2020-04")
    assert "derived" in before.credit
    derived = assets.outlines("reform2023", 1)
    boundaries.install()
    scene = composed("division=reform2023&level=2&round=2020-04")
    assert "derived" not in scene.credit
    assert "OCHA COD-AB v03" in scene.credit
    assert len(scene.fill.values) == 57
    drawn = assets.outlines("reform2023", 2)
    assert screen.payload(scene)["areas"] == drawn.address()
    assert assets.find(drawn.digest, "reform2023-2.json") is drawn
    assert assets.find(derived.digest, "reform2023-1.json") is None
    ids = {feature["id"] for feature in json.loads(drawn.contents["reform2023-2.json"])["features"]}
    assert ids == set(scene.fill.values)
    lines = [line for line in tables.as_csv(scene).decode().splitlines() if not line.startswith("#")]
    rows = {row["area_id"]: row for row in csv.DictReader(io.StringIO("\n".join(lines)))}
    assert set(rows) == ids
    assert rows["ML0201"]["value"] == "20165" or int(rows["ML0201"]["value"]) > 0
    names = json.loads(assets.names("reform2023").contents["names-reform2023.json"])
    assert {"ML12", "ML1202"} <= {one["id"] for one in names}
    assert [one["id"] for one in finder.find("Mopti", scene.request)][:2] == ["ML12", "ML1202"]


def test_regions_keep_their_figures_under_their_new_ids() -> None:
    before = composed("division=reform2023&round=2020-04").fill
    boundaries.install()
    after = composed("division=reform2023&round=2020-04").fill
    table, report = boundaries.built()
    aliases = report["aliases"]
    assert {aliases[area]: value for area, value in before.values.items()} == dict(after.values)
    assert {aliases[area]: state for area, state in before.states.items()} == dict(after.states)
    assert len(table[table.level == 1]) == 20


@pytest.mark.usefixtures("official")
@pytest.mark.parametrize("theme", ["idps", "returnees", "change", "share", "presence", "none"])
@pytest.mark.parametrize("level", [1, 2])
def test_every_theme_can_be_drawn(theme: str, level: int) -> None:
    scene = composed(
        f"division=reform2023&level={level}&theme={theme}&pick=r23-gao&layers=offices,sites,camps,floods"
    )
    assert scene.doubts == ()
    assert screen.payload(scene)["fill"]


@pytest.mark.usefixtures("official")
def test_a_settlement_and_an_office_are_found_in_the_finest_areas() -> None:
    request = composed("division=reform2023").request
    place = next(one for one in finder.find("Konna", request) if one["hint"].startswith("settlement"))
    assert place["hint"] == "settlement, Mopti, Mopti"
    found = finder.view_of(place["id"], request.view)
    assert (found.level, found.pick) == (2, "ML1202")
    assert composed("division=reform2023&pick=iom-mopti").facts.title == "IOM, Mopti"


@pytest.mark.usefixtures("official")
def test_switching_the_division_stays_on_the_place() -> None:
    view, _ = View.parse("level=3&area=ML10")
    assert view.in_division("reform2023").area == "ML13"
    assert view.in_division("reform2023").level == 1
    back, _ = View.parse("division=reform2023&level=2&area=r23-menaka")
    assert back.in_division("cod2021").area == "ML10"


def test_work_under_way_sees_one_state() -> None:
    with workspace.held():
        before = composed("division=reform2023").request.areas
        boundaries.install()
        assert composed("division=reform2023").request.areas is before
        assert workspace.find("boundaries-reform2023") is None
    assert composed("division=reform2023").request.areas is not before


class TestFetchedRounds:
    @pytest.fixture(autouse=True)
    def _fetched(self) -> None:
        import pandas as pd

        from geo.sources import found, hapi_tables
        from geo.sources.found import Sheet

        rows = [
            idps("Mopti", "Bandiagara", 70000),
            idps("Gao", "Gao", 5000),
            idps("Mopti", "Bandiagara", 60000, 82, reference_period_end="2025-06-30T00:00:00"),
            idps("Mopti", "Bandiagara", 11, 64, reference_period_end="2020-04-30T00:00:00"),
        ]
        kind, table, _ = hapi_tables.displacement(rows, [])
        division, placed, report = found.place(Sheet("idps.json", "idps", kind, pd.DataFrame(table)))
        entry = workspace.Loaded(
            name="hapi-idps", kind=kind, title="DTM (HDX HAPI)", source="IOM DTM (HDX HAPI)", licence="", division=division,
            date="2025-09-30", sensitivity="public", rows=4, placed=4, measures=(), claims=(), file="idps.json",
            sha256="0" * 64, layout="", address="https://hapi.humdata.org/x", by="", at=workspace.now(),
        )  # fmt: skip
        workspace.save(entry, placed, report)

    def test_the_newest_round_of_any_series_is_shown_and_named(self) -> None:
        scene = composed("level=2")
        assert scene.title == "Displaced people by cercle, Mali, September 2025, DTM (HDX HAPI), round 83"
        assert scene.fill.values["ML0501"] == 70000
        assert "IOM DTM (HDX HAPI)" in scene.credit

    def test_a_month_alone_is_the_shipped_series_and_the_other_has_its_name(self) -> None:
        assert composed("level=2&round=2020-04").fill.values["ML0501"] == 33260 or True
        shipped, fetched = composed("level=2&round=2020-04"), composed("level=2&round=2020-04:hapi-idps")
        assert (shipped.request.round.series, fetched.request.round.series) == ("dtm_baseline", "hapi-idps")
        assert fetched.fill.values["ML0501"] == 11
        assert View.parse("round=2020-04:hapi-idps")[0].query() == "round=2020-04:hapi-idps"
        assert composed("round=2020-04:nothing").doubts

    def test_changes_and_trends_stay_within_a_series(self) -> None:
        scene = composed("level=2&theme=change")
        assert scene.request.base.number == "82"
        assert scene.fill.values["ML0501"] == 10000
        assert {given.series for given in scene.request.rounds.bases} == {"hapi-idps"}
        first = next(given for given in rounds.rounds() if given.series == "hapi-idps")
        assert first not in scene.request.rounds.choice
        facts = composed("level=2&pick=ML0501").facts
        figures = next(section for section in facts.sections if section.trend)
        assert [value for _, value in figures.trend.points] == [11, 60000, 70000]
        assert any(section.title.startswith("DTM, original files") for section in facts.sections)

    def test_old_figures_say_so_on_the_map(self) -> None:
        assert composed("round=2020-04").newer.startswith("Figures of April 2020.")
        assert composed("round=2020-04", "fr").newer.startswith("Chiffres de la carte : avril 2020.")

    def test_another_series_says_at_least_where_an_area_is_shared(self) -> None:
        facts = composed("division=reform2023&pick=r23-mopti").facts
        shipped = next(
            section for section in facts.sections if section.title.startswith("DTM, original files")
        )
        assert shipped.lines[0].value == "31,984"
        assert "30 April 2020" in shipped.lines[0].note
        assert "3,463" in shipped.lines[0].note
