"""Ways to put the same areas, offices and controls on a Streamlit page, and what a reader does there.

Libraries that folium's pages ask of other servers come from the measured server itself, so that their
bytes count like all others; only Leaflet is needed and served.
"""

from __future__ import annotations

import contextlib
import importlib.util
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from geo.indicators import rounds_at
from layers.render import assets
from layers.text import say
from tests.browser.conftest import served_app, serving

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGES = Path(__file__).resolve().parent / "pages"
EARLIER = len(rounds_at("idps", 2)) - 1
Press = Callable[[], None]
OURS, EMPTY, FOLIUM, PYDECK = "this app", "an empty page", "streamlit-folium", "st.pydeck_chart"


@dataclass(frozen=True, slots=True)
class Way:
    """How a page is served, where its map is, and what is there when it is drawn.

    Attributes
    ----------
    last : str
        Selector of what comes last, where the map is there before.
    """

    served: Callable[[], AbstractContextManager[str]]
    box: str
    drawn: str
    framed: bool = False
    last: str = ""

    def wait(self, page: Page, longest: float = 60_000) -> None:
        """Wait until the map is there."""
        place = page.frame_locator(self.box) if self.framed else page
        place.locator(self.drawn).first.wait_for(timeout=longest, state="attached")


@contextlib.contextmanager
def page_served(name: str) -> Iterator[str]:
    """Serve a page of `benchmarks/pages` with the app's own settings, Leaflet beside it."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(PAGES / f"{name}.py", folder)
        static = Path(folder, "static")
        static.mkdir()
        for file in ("leaflet.js", "leaflet.css"):
            (static / file).write_bytes(assets.code().contents[file])
        command = [sys.executable, "-m", "streamlit", "run", str(Path(folder, f"{name}.py"))]
        command += ["--server.enableStaticServing", "true", "--server.port"]
        with serving(lambda port: [*command, str(port)]) as home:
            yield home


def ways() -> dict[str, Way]:
    """Return the ways that can be measured here, ours first."""
    deck = "[data-testid=stDeckGlJsonChart]"
    found = {
        OURS: Way(served_app, ".mm-map", ".mm-map canvas", last=".st-key-steer"),
        EMPTY: Way(partial(page_served, "empty"), "#empty", "#empty"),
        FOLIUM: Way(partial(page_served, "with_folium"), "iframe", "path.leaflet-interactive", framed=True),
        PYDECK: Way(partial(page_served, "with_pydeck"), deck, f"{deck} canvas"),
    }
    if not importlib.util.find_spec("streamlit_folium"):
        del found[FOLIUM]
        print("streamlit-folium is left out: pip install -r benchmarks/requirements.txt", file=sys.stderr)
    return found


def other_theme(page: Page, turn: int, _level: int) -> Press:
    """Choose the other theme."""
    return _radio(page, ("Returned", "Displaced")[turn % 2])


def round_before(page: Page, turn: int, _level: int) -> Press:
    """Choose the round before, as long as there is one, then go back: most were never sent."""
    slider = page.get_by_role("slider").first
    slider.focus()
    return partial(slider.press, "ArrowLeft" if turn < EARLIER else "ArrowRight")


def level_above(page: Page, turn: int, level: int) -> Press:
    """Choose the level above or, from there, the one before."""
    return _radio(page, say(f"level.many.{(level - 1, level)[turn % 2]}", "en"))


def _radio(page: Page, label: str) -> Press:
    one = page.get_by_role("radio", name=label, exact=True)
    button = one.locator("xpath=ancestor-or-self::*[self::label or self::button][1]")
    button.hover()  # a reader's pointer is there before the press; a browser draws that too
    return button.click


CHANGES: dict[str, Callable[[Page, int, int], Press]] = {
    "theme": other_theme,
    "round": round_before,
    "level": level_above,
}
"""By name: what aims at what is to be pressed, and gives the press."""
