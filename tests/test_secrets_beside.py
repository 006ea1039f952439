"""What is planted in the workspace is on no page beside the map, and in no briefing, of the public."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from geo import organisations
from geo.tables import SERVICES
from layers import briefing as briefings
from layers import changed, deck, matrix, profiled, ranked, reading, site_gaps
from layers import scene as scenes
from layers.beside import settled
from layers.briefing import Briefing
from layers.render import briefing_file
from layers.render import deck as shared_screen
from layers.render import matrix as drawn
from layers.render import ranked as ranking_files
from layers.render import reading as pages
from layers.scene import Request
from layers.view import View
from tests.loaded_data import loaded
from tests.planted import PEOPLE, WORD, found_in, plant

SINCE, TODAY = dt.date(2019, 1, 1), dt.date(2026, 11, 24)
CODE = f"{WORD.upper()}A"

FOCUSES = ("level=2", "level=3&area=ML0506", "division=reform2023&level=3&area=r23-mopti")


@pytest.fixture(scope="module", autouse=True)
def folder(tmp_path_factory: pytest.TempPathFactory) -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MALI_MAP_WORKSPACE", str(tmp_path_factory.mktemp("secrets")))
        plant()
        sites: dict[str, list[Any]] = {"area": ["ML050602"], "name": ["Open"], "lon": [-4.2], "lat": [14.5]}
        services = {service: ["no"] for service in SERVICES}
        loaded(sites | services | {"individuals": [120]}, name="plain-sites", kind="sites", measures=PEOPLE)
        yield


def view(query: str) -> View:
    return View.parse(query)[0]


def asked(query: str) -> Request:
    return settled(*View.parse(query), "en")[0]


def _matrix(request: Request) -> str:
    areas = [area.id for area in request.areas.within(request.view.area, request.view.level)][:12]
    reasons = (matrix.why_of(f"{area} {cluster}", request) for area in areas for cluster in ("WSH", "PRO"))
    return drawn.matrix(matrix.matrix(request)) + repr([*reasons])


def _ranking(request: Request) -> str:
    scene = scenes.compose(request.view, lang="en")
    tables = [ranked.overview(request), *(ranked.table(code, request) for code in ("WSH", "PRO"))]
    told = "".join(map(pages.table, tables)) + "".join(ranked.notes(request))
    return told + ranking_files.as_csv(scene).decode() + repr(found_in(ranking_files.as_xlsx(scene)))


def _organisation(request: Request) -> str:
    known = organisations.table(request.view.audience)
    told = [profiled.organisation(CODE, request), profiled.choices(request), known]
    for code in (*request.view.org, *[one for one in known if one == CODE]):
        told += [*profiled.of_organisation(code, request), profiled.office_table(code, request)]
    own = [*request.offices]
    return repr([*told, organisations.proposals(request.view.audience), profiled.distances(own, request, "")])


def _cluster(request: Request) -> str:
    return repr([profiled.of_cluster(code, request) for code in profiled.choices(request)])


def _sites(request: Request) -> str:
    return repr([site_gaps.areas(request), site_gaps.sites(request)])


def _changes(request: Request) -> str:
    sections = (*changed.activities(request, SINCE, TODAY), changed.datasets(request, SINCE))
    return pages.table(changed.states(request, SINCE, TODAY)) + "".join(map(pages.section, sections))


PAGES: dict[str, Callable[[Request], str]] = {
    "matrix": _matrix, "ranking": _ranking, "organisation": _organisation, "cluster": _cluster,
    "sites": _sites, "changes": _changes,
}  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_no_page_beside_the_map_holds_a_secret(page: str) -> None:
    for query in FOCUSES:
        told = PAGES[page](asked(query))
        assert len(told) > 100, "an empty page hides nothing"
        assert not found_in(told), query


@pytest.mark.parametrize("page", PAGES)
def test_a_partner_is_told_so_that_the_search_would_find_it(page: str) -> None:
    assert found_in(PAGES[page](asked("level=3&area=ML0506&audience=partner")))


def shown(audience: str) -> Briefing:
    """Make a briefing of views as somebody adds them who may see that much."""
    found = Briefing("Update")
    for query in (
        "theme=presence&level=3&area=ML0506",
        "theme=data:seen-internal-sites&level=2",
        "theme=coverage",
    ):
        scene = scenes.compose(view(f"{query}&audience={audience}"), lang="en")
        found = found.added(briefings.slide_of(scene.request.view, seen=reading.seen(scene)))
    return found


@pytest.mark.parametrize("maker", ["public", "partner"])
def test_no_briefing_holds_a_secret_whoever_made_it(maker: str) -> None:
    given = shown(maker)
    assert not found_in(briefings.write(given))
    slides = deck.pages(given, view("lang=en"), "en")
    assert not found_in(json.dumps(shared_screen.slides(slides, 1, "en")))
    assert not found_in(briefing_file.make(given.title, slides, "pptx"))


def test_no_pdf_of_a_briefing_holds_a_secret() -> None:
    given = replace(shown("partner"), slides=shown("partner").slides[1:2])
    assert not found_in(briefing_file.make(given.title, deck.pages(given, View(), "en"), "pdf"))


def test_a_briefing_for_partners_has_what_they_may_see() -> None:
    slides = deck.pages(shown("partner"), view("lang=en&audience=partner"), "en")
    assert found_in(json.dumps(shared_screen.slides(slides, 1, "en")))
