"""How soon and how light a change of theme is, for ways to put the same areas on a Streamlit page.

Every way is timed alike, by the frames of Chromium's screencast: from the press on the theme to the
first frame in which at least half of the map's pixels that differ in the end have their final
colour. The bytes are those that the server sends, counted by a relay, compressed by Streamlit.

The two themes alternate. Streamlit's cache of messages is off, but compression still profits from
the repetition, most of all the app's with its wide window; so the first change of a session, with
nothing to repeat, is given beside the median. There are no figures below the cercle: at communes
the app hatches them, and the other ways colour them by their cercle's figure.

Nothing leaves the machine: Leaflet comes from the installed package, what else a page asks of other
servers is answered with nothing. Neither is counted.
"""

import base64
import importlib.util
import io
import os
import re
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from itertools import cycle, islice
from pathlib import Path, PurePath
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Browser, CDPSession, Page, Route

from geo.areas import load
from layers.render import assets
from tests.browser.conftest import find_chromium, launched_browser, served_app, serving
from tests.browser.pages import SIZES, theme
from tests.browser.wire import relayed

Served = Callable[[], AbstractContextManager[str]]
Measured = list[tuple[float, int]]
RESULTS = Path(__file__).resolve().parent / "results" / "map_on_page.md"
TIMES, WARM = 10, 2
LEVELS, LABELS = (2, 3), ("Returned", "Displaced")
WIDTH, HEIGHT = SIZES["laptop"]
SETTLED_MS, WATCHED_MS = 5000, 3000
NOTICED = 24  # of 255: how far a pixel's colour moves before it counts, above the noise of JPEG

OURS = "this app"
ELSEWHERE = re.compile(r"^https?://(?!127\.0\.0\.1)")
NOTE_PRESS = "addEventListener('click', e => { pressed = performance.timeOrigin + e.timeStamp }, true)"
RENDERER = """() => {
    const gl = document.createElement('canvas').getContext('webgl');
    return gl?.getParameter(gl.getExtension('WEBGL_debug_renderer_info').UNMASKED_RENDERER_WEBGL);
}"""


def page_served(name: str) -> AbstractContextManager[str]:
    """Serve a page of `benchmarks/pages` with the app's own settings."""
    command = [sys.executable, "-m", "streamlit", "run", f"benchmarks/pages/{name}.py", "--server.port"]
    return serving(lambda port: [*command, str(port)])


WAYS: dict[str, tuple[Served, str]] = {  # how each is served, and where its map is
    OURS: (served_app, ".mm-map canvas"),
    "streamlit-folium": (partial(page_served, "with_folium"), "iframe"),
    "st.pydeck_chart": (partial(page_served, "with_pydeck"), "[data-testid=stDeckGlJsonChart]"),
}


def measure(browser: Browser, served: Served, box: str, level: int) -> Measured:
    """Change the theme back and forth in one session; milliseconds and bytes of each change."""
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="en-GB")
    page.add_init_script(NOTE_PRESS)
    page.route(ELSEWHERE, answer)
    changes = []
    with served() as home, relayed(home) as relay:
        page.goto(f"{relay.url}/?level={level}")
        page.wait_for_selector(box, timeout=60_000)
        page.wait_for_timeout(SETTLED_MS)
        cdp = page.context.new_cdp_session(page)
        for label in islice(cycle(LABELS), WARM + TIMES):
            before = relay.received
            changes.append((press(page, cdp, box, label), relay.received - before))
        page.close()
    return changes


def answer(route: Route) -> None:
    """Answer for another server."""
    file = PurePath(route.request.url)
    kind = assets.MEDIA_TYPES.get(file.suffix, "text/plain")
    route.fulfill(body=assets.code().contents.get(file.name, b""), content_type=kind)


def press(page: Page, cdp: CDPSession, box: str, label: str) -> float:
    """Press a theme, and return the milliseconds until its map is seen."""
    frames: list[dict[str, Any]] = []

    def keep(frame: dict[str, Any]) -> None:
        frames.append(frame)
        cdp.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})

    cdp.on("Page.screencastFrame", keep)
    cdp.send("Page.startScreencast", {"format": "jpeg", "quality": 70})
    page.wait_for_timeout(500)
    theme(page, label).locator("xpath=ancestor-or-self::*[self::label or self::button][1]").click()
    page.wait_for_timeout(WATCHED_MS)
    cdp.send("Page.stopScreencast")
    cdp.remove_listener("Page.screencastFrame", keep)
    pressed = page.evaluate("pressed")
    place = page.locator(box).first.evaluate("map => map.getBoundingClientRect().toJSON()")
    top, bottom, left, right = (max(round(place[side]), 0) for side in ("top", "bottom", "left", "right"))
    shots = []
    for frame in frames:
        picture = Image.open(io.BytesIO(base64.b64decode(frame["data"]))).convert("RGB")
        pixels = np.asarray(picture.resize((WIDTH, HEIGHT)), dtype=np.int16)[top:bottom, left:right]
        shots.append((frame["metadata"]["timestamp"] * 1000 - pressed, pixels))
    return seen_after(shots)


def seen_after(shots: list[tuple[float, NDArray[np.int16]]]) -> float:
    """Return when half of what differs in the end has its final colour; at most `WATCHED_MS`."""
    before, end = [shot for time, shot in shots if time <= 0][-1], shots[-1][1]
    differs = np.abs(end - before).max(axis=2) > NOTICED
    final = ((time, np.abs(shot - end).max(axis=2)[differs] <= NOTICED) for time, shot in shots if time > 0)
    return next((time for time, pixels in final if pixels.size and pixels.mean() >= 0.5), WATCHED_MS)


def table(found: dict[tuple[int, str], Measured], about: str) -> str:
    """Return the results as Markdown."""
    text = f"""# A change of theme: press to changed pixels, and bytes on the wire

Medians of {TIMES} changes, least and most in brackets ({WATCHED_MS}: not seen by then); ratios to this app.
{about}

| areas | way | ms | ratio | bytes | ratio | bytes of the first change | ratio |
|---|---|---|---|---|---|---|---|
"""
    for (level, way), changes in found.items():
        ours = found[level, OURS]
        (times, sizes), (our_times, our_sizes) = (zip(*one[WARM:], strict=True) for one in (changes, ours))
        text += (
            f"| {len(load().at(level))} | {way} | {median(times):.0f} ({min(times):.0f} to {max(times):.0f}) "
            f"| {median(times) / median(our_times):.1f} "
            f"| {median(sizes):,.0f} | {median(sizes) / median(our_sizes):.1f} "
            f"| {changes[0][1]:,} | {changes[0][1] / ours[0][1]:.1f} |\n"
        )
    return text


def main() -> None:
    """Measure every way, print the table and keep it."""
    path = find_chromium()
    if path is None:
        sys.exit("No Chromium to measure with: apt install chromium")
    ways = dict(WAYS)
    if not importlib.util.find_spec("streamlit_folium"):
        del ways["streamlit-folium"]
        print("streamlit-folium is left out: pip install -r benchmarks/requirements.txt", file=sys.stderr)
    os.environ["STREAMLIT_GLOBAL_MIN_CACHED_MESSAGE_SIZE"] = "1e12"
    with launched_browser(path) as browser:
        renderer = browser.new_page().evaluate(RENDERER)
        about = f"Renderer: {renderer}; Chromium {browser.version}; {os.cpu_count()} cores."
        found = {(level, way): measure(browser, *ways[way], level) for level in LEVELS for way in ways}
    RESULTS.write_text(table(found, about), encoding="utf-8")
    print(RESULTS.read_text(encoding="utf-8"))
