from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from layers import briefing as briefings
from layers.briefing import Briefing, Slide
from ui import access

SLIDES = tuple(Slide(f"level={1 + place % 2}", f"Slide {place}") for place in range(23))


def page() -> None:
    from ui import briefing_page, pages

    pages.frame = lambda: None
    briefing_page.briefing_page()


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("MALI_MAP_WORKSPACE", str(tmp_path))
    monkeypatch.setattr(access, "may", lambda _action: True)
    briefings.keep(Briefing("Long", SLIDES))
    return AppTest.from_function(page, default_timeout=60)


def places(app: AppTest) -> list[int]:
    """Which slides can be written on, by the buttons under each."""
    assert not app.exception
    return [int(button.key.removeprefix("show-")) for button in app.button if button.key.startswith("show-")]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        (None, range(10)),
        ("10", range(10)),
        ("11", range(10, 20)),
        ("23", range(20, 23)),
        ("99", range(20, 23)),
    ],
)
def test_a_long_briefing_begins_where_the_address_does(app: AppTest, asked: str | None, shown: range) -> None:
    if asked:
        app.query_params["slide"] = asked
    assert places(app.run()) == [*shown]


def test_a_long_briefing_is_turned_and_what_is_taken_out_closes_up(app: AppTest) -> None:
    app.session_state["brief-leaf-long"] = 3
    assert places(app.run()) == [20, 21, 22]
    for _ in range(3):
        app.button(key="remove-20").click().run()
    assert places(app) == [*range(10, 20)]
    assert briefings.load("long").slides == SLIDES[:20]


def test_a_short_briefing_is_shown_whole(app: AppTest) -> None:
    briefings.change("long", lambda now: Briefing(now.title, now.slides[:10]))
    assert places(app.run()) == [*range(10)]
    assert not app.get("pagination")
