"""What is planted in the workspace is in nothing that the public is shown, sent or left with."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import logging
from pathlib import Path

import pytest

from geo import disclosure, organisations, reports, workspace
from layers import catalogue, finder, holdings
from layers import loaded as loaded_data
from layers import scene as scenes
from layers.render import batch, export, panel, screen, tables
from layers.render.export import Options
from layers.scene import Scene
from layers.view import LAYERS, THEMES, View
from tests.planted import VISIBLE, WORD, found_in, plant


@pytest.fixture(scope="module", autouse=True)
def folder(tmp_path_factory: pytest.TempPathFactory) -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MALI_MAP_WORKSPACE", str(tmp_path_factory.mktemp("secrets")))
        plant()
        yield


def composed(query: str, lang: str = "en") -> Scene:
    view, doubts = View.parse(query)
    return scenes.compose(view, doubts, lang=lang)


def sent(scene: Scene) -> str:
    """Everything of a scene, and everything that the screen is sent of it; not what the reader asked."""
    silent = dataclasses.replace(scene, doubts=())
    parts = (
        repr(dataclasses.replace(silent, request=dataclasses.replace(scene.request, loaded=()))),
        repr(scene.request.loaded),
        json.dumps(screen.payload(silent), ensure_ascii=False),
        panel.title(silent) + panel.headline(silent) + panel.facts(scene.facts),
        repr(loaded_data.themes(scene.request)),
        repr(loaded_data.layers(scene.request)),
        tables.as_csv(silent).decode(),
        scene.request.view.query(),
    )
    return "\n".join(parts)


RELEASED = [f"data:seen-internal-{kind}" for kind in ("displacement", "figures", "sites", "offices")]
DRAWN = ",".join(LAYERS)


@pytest.mark.parametrize("theme", [*THEMES, *RELEASED, "data:open-projects", "data:open-sites"])
def test_no_view_of_the_public_holds_a_secret(theme: str) -> None:
    for level, division, pick in [
        (1, "cod2021", "ML"), (2, "cod2021", "ML0506"), (3, "cod2021", "ML050601"), (3, "reform2023", "r23-mopti"),
    ]:  # fmt: skip
        scene = composed(f"theme={theme}&level={level}&division={division}&pick={pick}&layers={DRAWN}")
        assert not found_in(sent(scene)), (theme, level, division)


def test_the_secrets_are_where_they_are_looked_for() -> None:
    """A partner is sent them, by the same views: the search would find them."""
    query = f"audience=partner&level=3&layers=data:{WORD}-restricted-sites,data:{WORD}-internal-lines&pick=ML050601"
    told = sent(composed(f"{query}&theme=data:{WORD}-restricted-sites"))
    assert len(found_in(told)) >= 3, "a word, a count, a position"
    assert found_in(export.make((composed(query),), "gpkg"))
    assert found_in(export.make((composed(f"{query}&theme=data:{WORD}-restricted-sites"),), "xlsx"))


@pytest.mark.parametrize(
    "asked",
    [
        "theme=data:{}-restricted-figures", "theme=data:{}-internal-projects:rows", "layers=data:{}-restricted-lines",
        "layers=data:{}-internal-areas", "pick=data-{}-restricted-sites-2", "org={}A", "pick=data-open-sites-2",
    ],
)  # fmt: skip
def test_who_asks_for_a_secret_learns_as_much_as_who_asks_for_nothing(asked: str) -> None:
    absent = "WWW" if asked.startswith("org") else "www"
    there = composed(asked.format(WORD.upper() if asked.startswith("org") else WORD))
    nowhere = composed(asked.format(absent).replace("open-sites", "shut-sites"))
    assert there.request.view == nowhere.request.view
    assert len(there.doubts) == len(nowhere.doubts) == 1
    assert sent(there) == sent(nowhere)


@pytest.mark.parametrize("ending", export.FORMATS)
def test_no_file_holds_a_secret(ending: str) -> None:
    for theme in ("data:seen-internal-sites", *(["presence"] if ending in ("gpkg", "csv", "html") else [])):
        scene = composed(f"theme={theme}&level=2&layers={DRAWN}&pick=ML0506")
        content = export.make((scene,), ending, Options(dpi=150))
        assert not found_in(content + export.file_name(scene, ending).encode()), theme


def test_no_list_of_what_there_is_holds_a_secret() -> None:
    day = dt.date(2026, 11, 24)
    shown = disclosure.loaded_for("public", workspace.loaded())
    assert VISIBLE in {one.title for one in shown}
    for entry in shown:
        assert not found_in(repr(holdings.entry(entry, "en", day)))
        assert not found_in(disclosure.table_for(entry).to_csv())
        assert not found_in(repr(entry) + holdings.view_of(entry, "en").query())
    for group in catalogue.groups("en", day):
        for one in group.entries:
            assert not found_in(repr(one))
    assert not found_in(repr(organisations.table("public")) + repr(organisations.proposals("public")))
    assert not found_in(repr(reports.shown_to("public")))
    assert found_in(repr(organisations.table("partner")))
    assert not finder.find(WORD, composed("").request)


def test_a_folder_of_sheets_and_its_list_hold_no_secret(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        pages = [
            batch.Page(f"theme={one}&level=2&lang=en", ("csv",), Options())
            for one in ("data:seen-internal-figures", f"data:{WORD}-restricted-figures")
        ]
        outcomes = batch.run(pages, tmp_path, workers=1)
    assert len(outcomes[1].doubts) == 1
    for path in tmp_path.iterdir():
        told = path.read_text(encoding="utf-8").replace(
            f"data:{WORD}-restricted-figures", "what was asked for"
        )
        assert not found_in(told), path.name
    assert not found_in(caplog.text)


def test_what_a_partner_was_shown_is_not_kept_for_the_public() -> None:
    queries = [
        f"theme={theme}&level=3&pick=ML050601&layers={DRAWN}" for theme in ("presence", "coverage", *RELEASED)
    ]
    before = [sent(composed(query)) for query in queries]
    partner = [sent(composed(f"{query}&audience=partner")) for query in queries]
    assert all(map(found_in, partner))
    assert [sent(composed(query)) for query in queries] == before
