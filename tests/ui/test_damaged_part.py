"""The part of the data page that names damaged files, and the way back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo import workspace
from tests.loaded_data import loaded
from ui import access


def page() -> None:
    from ui.damaged_part import damaged

    damaged("en")


def shown(monkeypatch: pytest.MonkeyPatch, *, may: bool, audience: str = "partner") -> AppTest:
    monkeypatch.setattr(access, "may", lambda _action: may)
    monkeypatch.setattr(access, "audience_for", lambda _view: audience)
    app = AppTest.from_function(page, default_timeout=60).run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    return " ".join(one.proto.body for one in app.get("html"))


def test_with_nothing_damaged_it_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded({"area": ["ML05"]})
    assert said(shown(monkeypatch, may=True)) == ""


def test_a_file_is_named_to_who_may_and_a_version_put_back(
    own_workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = loaded({"area": ["ML05"]}), loaded({"area": ["ML04"]})
    (second.folder / "table.parquet").write_bytes(b"")
    (own_workspace / "layouts.json").write_text("[]")
    assert said(shown(monkeypatch, may=False)) == ""
    public = shown(monkeypatch, may=True, audience="public")
    assert "2 files. Open the partner view" in said(public)
    assert "partner/" not in said(public)
    assert not public.button
    app = shown(monkeypatch, may=True)
    assert f"datasets/partner/{second.version}/table.parquet" in said(app)
    assert "layouts.json" in said(app)
    (button,) = app.button
    assert button.label.startswith("Restore the version of ")
    button.click().run()
    assert not app.exception
    assert workspace.loaded() == (first,)
    line = json.loads((own_workspace / "audit.jsonl").read_text())
    assert (line["action"], line["what"]) == ("restore", f"partner {first.version}")
