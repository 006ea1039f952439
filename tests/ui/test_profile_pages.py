from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo import organisations
from tests.geo.projects import load, row
from ui import access


@pytest.fixture(autouse=True)
def _own_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MALI_MAP_WORKSPACE", str(tmp_path))
    load(row("", org_name="Solidarités International"), row("", org_name="Solidarite Internationale"))


def page() -> None:
    from layers import beside
    from layers.view import View
    from ui import profile_pages

    profile_pages._names(beside.settled(View(), (), "en")[0])


def shown(monkeypatch: pytest.MonkeyPatch, *, may: bool) -> AppTest:
    monkeypatch.setattr(access, "may", lambda _action: may)
    app = AppTest.from_function(page, default_timeout=60).run()
    assert not app.exception
    return app


def press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception


def test_names_that_are_alike_are_merged_by_an_answer_and_parted_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = shown(monkeypatch, may=True)
    before = {one.code for one in organisations.known_to("public")}
    press(app, "The same")
    assert len(organisations.merged()) == 1
    assert len(organisations.known_to("public")) == len(before) - 1
    assert [button.label for button in app.button] == ["Undo"]
    press(app, "Undo")
    assert {one.code for one in organisations.known_to("public")} == before


def test_two_organisations_are_not_asked_about_again(monkeypatch: pytest.MonkeyPatch) -> None:
    app = shown(monkeypatch, may=True)
    press(app, "Two organisations")
    assert not app.button
    assert not organisations.merged()
    assert not organisations.proposals("public")


def test_an_answer_of_who_may_not_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    app = shown(monkeypatch, may=True)
    monkeypatch.setattr(access, "may", lambda _action: False)
    press(app, "The same")
    assert not organisations.merged()
