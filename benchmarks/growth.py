"""What grows with the map: areas (10 to 10,000) and points (100 to 1,000,000), in the app and a browser.

``python -m benchmarks.growth --quick``; without it, about four minutes. Of points, an example dataset is
loaded into a workspace of its own. The areas are squares of a grid, drawn by the map's own code
without the app, because no country has so many. Frames a second are those that the browser shows
while the map is dragged; the renderer is named.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from benchmarks import kept, seen
from benchmarks.load import listening, memory
from benchmarks.seen import HEIGHT, WIDTH
from tests.browser.conftest import served_app
from tests.browser.wire import relayed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAME = "growth"
POINTS, FEW_POINTS = (100, 1_000, 10_000, 100_000, 1_000_000), (100, 100_000)
AREAS, FEW_AREAS = (10, 100, 1_000, 10_000), (10, 1_000)
QUERY = "level=2&layers=rivers,labels,data:many"
MAP, TILES = ".mm-map canvas", ".mm-cells canvas, .mm-point"
DRAGS, STEPS = 4, 20

COUNT_FRAMES = """() => { frames = 0; begun = performance.now();
    const count = () => { frames += 1; counting = requestAnimationFrame(count) }; count() }"""
FRAMES_A_SECOND = """() => { cancelAnimationFrame(counting);
    return frames / (performance.now() - begun) * 1000 }"""


def fill(many: int) -> None:
    """Load an example of so many places into the workspace: half near Mopti, half anywhere in Mali."""
    import numpy as np
    import pandas as pd

    from geo import areas
    from geo.points import points_to_areas
    from tests.loaded_data import loaded

    west, south, east, north = areas.load().geometry(0).total_bounds
    seeded = np.random.default_rng(1)
    tried = np.vstack(
        [
            seeded.uniform([west, south], [east, north], (2 * many, 2)),
            seeded.normal([-4, 14.5], [1, 0.7], (2 * many, 2)),
        ]
    )
    found = points_to_areas(tried[:, 0], tried[:, 1], areas.load(), 3)
    inside = seeded.permutation(np.flatnonzero([area is not None for area in found]))[:many]
    assert len(inside) == many
    loaded(
        pd.DataFrame({
            "area": found[inside], "name": [f"EXAMPLE {i}" for i in range(many)],
            "lon": tried[inside, 0], "lat": tried[inside, 1],
        }),
        name="many", kind="offices", title="EXAMPLE", source="EXAMPLE",
    )  # fmt: skip


@contextmanager
def workspace_of(many: int) -> Iterator[None]:
    """Have the app served with so many places; they are made in a process of their own."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MALI_MAP_WORKSPACE"] = folder
        try:
            subprocess.run(
                [sys.executable, "-c", f"from benchmarks.growth import fill; fill({many})"], check=True
            )
            yield
        finally:
            del os.environ["MALI_MAP_WORKSPACE"]


def dragged(page: Page) -> float:
    """Drag the map to and fro; frames a second."""
    box = page.locator(".mm-map").bounding_box()
    assert box
    x, y = box["x"] + box["width"] * 0.7, box["y"] + box["height"] * 0.7
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(COUNT_FRAMES)
    for turn in range(DRAGS):
        page.mouse.move(x - (150 if turn % 2 == 0 else 0), y - (80 if turn % 2 == 0 else 0), steps=STEPS)
    found = float(page.evaluate(FRAMES_A_SECOND))
    page.mouse.up()
    return found


def points(browser: Browser, many: int) -> dict[str, float]:
    """Measure the app with so many points on the map."""
    with workspace_of(many), served_app() as home, relayed(home) as relay:
        server = listening(int(home.rsplit(":", 1)[1]))
        held = memory(server)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="en-GB")
        found: dict[str, float] = {"many": many}
        for what in ("first", "again"):
            begun = time.perf_counter()
            page.goto(f"{relay.url}/?{QUERY}", wait_until="commit")
            page.locator(MAP).first.wait_for(timeout=180_000)
            page.locator(TILES).first.wait_for(timeout=180_000, state="attached")
            found[f"{what}_s"] = time.perf_counter() - begun
            page.locator(f"#root {MAP}").first.wait_for()
            page.wait_for_load_state("networkidle")
        found["server_mb"] = memory(server) - held
        before = relay.received
        found["frames"] = dragged(page)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(1_000)
        found["pan_kb"] = (relay.received - before) / 1000
        before = relay.received
        for button in ("+", "+", "+"):
            page.locator(".mm-buttons").get_by_text(button, exact=True).click()
            page.wait_for_timeout(1_000)
        page.wait_for_load_state("networkidle")
        found["zoom_kb"] = (relay.received - before) / 3_000
        found["browser_mb"] = heap(page)
        page.close()
    return found


def heap(page: Page) -> float:
    """Return the megabytes that a page's code holds."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("HeapProfiler.collectGarbage")
    return float(cdp.send("Runtime.getHeapUsage")["usedSize"]) / 1e6


def squares(many: int) -> dict[str, Any]:
    """Return a payload of the map and its geometry: so many squares over Mali."""
    side = round(many**0.5 + 0.4999)
    wide = 16 / side
    features = []
    for i in range(many):
        west, south = -12 + i % side * wide, 10 + i // side * wide
        ring = [[west, south], [west + wide, south], [west + wide, south + wide], [west, south + wide]]
        features.append({
            "type": "Feature", "id": f"S{i}",
            "properties": {"fr": f"S{i}", "en": f"S{i}", "up": [], "at": [west + wide / 2, south + wide / 2]},
            "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
        })  # fmt: skip
    return {"type": "FeatureCollection", "features": features}


AREAS_PAGE = """async ([address, geometry, many, payload]) => {
    const real = window.fetch;
    window.fetch = (url, how) => String(url).endsWith('/squares.json')
        ? Promise.resolve(new Response(JSON.stringify(geometry))) : real(url, how);
    const host = document.createElement('div');
    document.body.replaceChildren(host);
    const show = (await import(address)).default;
    const of = (turn) => ({ ...payload, areas: '/squares.json', parents: null,
        values: geometry.features.map((_, i) => i), notes: geometry.features.map(() => -1), said: [],
        fill: geometry.features.map((_, i) => String((i + turn) % 5)).join(''), wholes: [], points: [],
        layers: ['rivers'], focus: 'ML', pick: null, table: null });
    const drawn = async (turn) => {
        const begun = performance.now();
        show({ parentElement: host, data: of(turn), setTriggerValue: () => {} });
        while (!host.querySelector('.mm-map canvas')) await new Promise(requestAnimationFrame);
        await new Promise(requestAnimationFrame); await new Promise(requestAnimationFrame);
        return performance.now() - begun;
    };
    const first = await drawn(0);
    await new Promise((done) => setTimeout(done, 1500));
    const again = [];
    for (let turn = 1; turn <= 5; turn += 1) again.push(await drawn(turn));
    return { first_ms: first, change_ms: again.sort((a, b) => a - b)[2] };
}"""


def areas(browser: Browser, home: str, many: int) -> dict[str, float]:
    """Measure the map's own code with so many areas, outside the app."""
    from layers import scene
    from layers.render import assets, screen
    from layers.view import View

    payload = screen.payload(scene.compose(View(level=2), lang="en"))
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    page.goto(f"{home}/health")
    address = home + assets.code().address("map.js")
    found = dict(page.evaluate(AREAS_PAGE, [address, squares(many), many, payload]))
    size = len(assets.compressed(json.dumps(squares(many), separators=(",", ":")).encode(), "br"))
    found |= {"many": many, "frames": dragged(page), "browser_mb": heap(page), "kb": size / 1000}
    page.close()
    return found


def table(of_points: list[dict[str, float]], of_areas: list[dict[str, float]], about: str) -> str:
    """Return the results as Markdown."""
    points_head = [
        "points", "first map, s", "again, s", "frames a second", "KB of a drag", "KB of a zoom",
        "server, MB more", "browser, MB",
    ]  # fmt: skip
    areas_head = [
        "areas", "drawn first, ms", "changed, ms", "frames a second", "KB of geometry", "browser, MB",
    ]  # fmt: skip
    order = ("first_s", "again_s", "frames", "pan_kb", "zoom_kb", "server_mb", "browser_mb")
    areas_order = ("first_ms", "change_ms", "frames", "kb", "browser_mb")
    return (
        f"# Growth\n\n{about} Frames are those while the map is dragged.\n\nUp to 500 points are drawn one "
        f"by one, more by cells of a grid.\n\n{kept.rows(points_head, _lines(of_points, order))}\n\n"
        "Areas are squares, drawn by the map's own code outside the app.\n\n"
        f"{kept.rows(areas_head, _lines(of_areas, areas_order))}\n"
    )


def _lines(found: list[dict[str, float]], order: tuple[str, ...]) -> list[list[str]]:
    return [[f"{row['many']:,}", *(f"{row[key]:,.1f}" for key in order)] for row in found]


def main(words: list[str] | None = None) -> None:
    """Measure, print the tables and keep them."""
    quick = seen.is_quick(__doc__, words)
    with seen.measuring() as (browser, machine):
        with served_app() as home:
            of_areas = [areas(browser, home, many) for many in (FEW_AREAS if quick else AREAS)]
        of_points = [points(browser, many) for many in (FEW_POINTS if quick else POINTS)]
    about = f"{kept.on(machine)} Drawn on canvas, without a GPU (WebGL here: {machine['renderer']})."
    numbers = {"machine": machine, "points": of_points, "areas": of_areas}
    kept.keep(NAME, table(of_points, of_areas, about), numbers, quick=quick)


if __name__ == "__main__":
    main()
