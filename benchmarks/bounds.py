"""Times that the map has to keep, measured where nothing runs beside them: ``python -m benchmarks.bounds``.

The tests count what a page costs in bytes, requests and runs; what it costs in time depends on what else
a machine does, and is not for them. The last line says what is over its bound, and so does the exit status.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from itertools import cycle
from typing import TYPE_CHECKING, NamedTuple
from unittest.mock import patch

from benchmarks import kept, seen
from benchmarks.ways import EMPTY, ways
from layers import briefing as briefings
from layers.briefing import Briefing, Slide
from tests.browser.conftest import served_app
from tests.browser.pages import opened, tab, theme, wait_for_title

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAME = "bounds"
TIMES, TIMES_QUICK = 10, 2
WARM = 2

CHANGE, FIRST, SLIDE = (
    "press to changed pixels, cercles, ms",
    "first map, times an empty page",
    "turning a slide, ms",
)
BOUNDS = {CHANGE: 300.0, FIRST: 2.5, SLIDE: 500.0}

# Resolves with the milliseconds from a press on an element to the first frame whose map looks otherwise.
PRESS_TO_PIXELS = """async (press) => {
    const canvas = document.querySelector('.mm-map canvas');
    const look = () => {
        const { width, height } = canvas;
        const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
        let sum = 0;
        for (let i = 0; i < data.length; i += 397) sum = (sum * 31 + data[i]) | 0;
        return sum;
    };
    const before = look(), start = performance.now();
    press.click();
    for (;;) {
        await new Promise(requestAnimationFrame);
        if (look() !== before) return performance.now() - start;
        if (performance.now() - start > 10000) return NaN;
    }
}"""

DRAWN = """() => [...document.querySelectorAll('.mm-map canvas')].some(canvas => canvas.width
    && canvas.getContext('2d').getImageData(0, canvas.height / 2, canvas.width, 1).data.some(Boolean))"""

TURN = """async (key) => {
  await new Promise((done) => requestIdleCallback(done));
  const start = performance.now();
  dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return performance.now() - start;
}"""

THEMES = {"Returned": "Returnees", "Displaced": "Displaced people"}
"""What is pressed, and what the title says then."""


class Measured(NamedTuple):
    """A time that was measured several times."""

    what: str
    median: float
    least: float
    most: float

    @classmethod
    def of(cls, what: str, times: list[float]) -> Measured:
        """Return the median of times, the least and the most."""
        return cls(what, statistics.median(times), min(times), max(times))

    @property
    def kept(self) -> bool:
        """Whether the median is within its bound; a time that could not be measured is not."""
        return self.median <= BOUNDS[self.what]


def change(browser: Browser, home: str, times: int) -> list[float]:
    """Return the milliseconds from a press on a theme to a map that looks otherwise."""
    took = []
    with opened(browser, f"{home}/?level=2") as page:
        for _, (label, title) in zip(range(WARM + times), cycle(THEMES.items()), strict=False):
            took.append(page.evaluate(PRESS_TO_PIXELS, theme(page, label).element_handle()))
            wait_for_title(page, title)
    return took[WARM:]


def first_map(browser: Browser, home: str, times: int) -> list[float]:
    """Return how many times as long as an empty page the first map takes, in fresh browser profiles."""
    with ways()[EMPTY].served() as empty:
        took = [
            (_first_sight(browser, home, ".mm-map canvas"), _first_sight(browser, empty, "#empty"))
            for _ in range(1 + times)
        ]
    ours, theirs = zip(*took[1:], strict=True)  # the first turn warms both servers
    return [one / statistics.median(theirs) for one in ours]


def _first_sight(browser: Browser, url: str, selector: str) -> float:
    """Return the milliseconds from the request to the first frame with something drawn."""
    context = browser.new_context()
    try:
        page = context.new_page()
        page.goto(url, wait_until="commit")
        page.wait_for_selector(selector)
        if "canvas" in selector:
            page.wait_for_function(DRAWN, polling="raf")
        return float(page.evaluate("performance.now()"))
    finally:
        context.close()


def slide(browser: Browser, home: str, name: str, times: int) -> list[float]:
    """Return the milliseconds that a slide takes to be turned, its neighbours drawn ahead."""
    took = []
    with tab(browser, size="projector") as page:
        page.goto(f"{home}/?brief={name}&slide=1&present=1")
        for _, key in zip(range(WARM + times), cycle(("ArrowRight", "ArrowLeft")), strict=False):
            page.wait_for_selector(".md-maps[inert] .mm-map canvas", state="attached")
            took.append(float(page.evaluate(TURN, key)))
    return took[WARM:]


def measured(times: int) -> tuple[list[Measured], str]:
    """Measure all, and say on what."""
    two = Briefing("Two", (Slide("", "Regions"), Slide("level=2&area=ML05", "Mopti")))
    with (
        tempfile.TemporaryDirectory() as folder,
        patch.dict(os.environ, {"MALI_MAP_WORKSPACE": folder}),
        seen.measuring() as (browser, machine),
    ):
        name = briefings.keep(two)
        with served_app() as home:
            found = [
                Measured.of(CHANGE, change(browser, home, times)),
                Measured.of(FIRST, first_map(browser, home, times)),
                Measured.of(SLIDE, slide(browser, home, name, times)),
            ]
    return found, kept.on(machine)


def table(found: list[Measured], about: str) -> str:
    """Return the results as Markdown."""
    lines = [
        [one.what, *(f"{x:,.2f}" for x in (one.median, one.least, one.most, BOUNDS[one.what]))]
        for one in found
    ]
    head = ["what", "median", "least", "most", "bound"]
    return f"# Times that the map has to keep\n\n{about}\n\n{kept.rows(head, lines)}\n"


def main(words: list[str] | None = None) -> None:
    """Measure, print the table and keep it; end with what is over its bound."""
    quick = seen.is_quick(__doc__, words)
    found, about = measured(TIMES_QUICK if quick else TIMES)
    numbers = {"about": about, "rows": [one._asdict() | {"bound": BOUNDS[one.what]} for one in found]}
    kept.keep(NAME, table(found, about), numbers, quick=quick)
    if over := [one.what for one in found if not one.kept]:
        sys.exit(f"Over the bound: {'; '.join(over)}")


if __name__ == "__main__":
    main()
