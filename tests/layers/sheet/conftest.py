import datetime as dt

import pytest

from layers import scene as scenes
from layers.scene import Scene
from layers.view import View

DAY = dt.date(2026, 11, 24)


@pytest.fixture(scope="session")
def composed():
    def compose(query: str, lang: str = "fr") -> Scene:
        view, doubts = View.parse(query)
        return scenes.compose(view, doubts, lang=lang)

    return compose
