import datetime as dt
from pathlib import Path

import pytest

from layers import scene as scenes
from layers.scene import Scene
from layers.view import View

DAY = dt.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give every sheet the settings of an empty workspace."""
    monkeypatch.setenv("MALI_MAP_WORKSPACE", str(tmp_path))
    return tmp_path


@pytest.fixture(scope="session")
def composed():
    def compose(query: str, lang: str = "fr") -> Scene:
        view, doubts = View.parse(query)
        return scenes.compose(view, doubts, lang=lang)

    return compose
