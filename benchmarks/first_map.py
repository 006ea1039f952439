"""The first map: from the request to what is seen, and bytes on the line, against other ways.

``python -m benchmarks.first_map --quick``; without it, about five minutes. A server is cold when nobody
has asked it for a page since it started; a browser is cold when its store is empty, and warm when it
has opened the same page before. Seen is, of the map's box, half of what is not blank in the end;
the app's controls come after its map, and are measured alike.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks import kept, seen
from benchmarks.seen import HEIGHT, QUIET_MS, WIDTH, Screen
from benchmarks.ways import EMPTY, Way, ways
from geo.areas import load
from tests.browser.wire import relayed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.wire import Relay

NAME = "first_map"
LEVELS = (2, 3)
TIMES, STARTS = 5, 3
COLD, FRESH, AGAIN = "server and browser cold", "browser cold", "both warm"


class Load(NamedTuple):
    """Milliseconds to the map and to whatever comes last, and bytes."""

    ms: float
    last: float
    bytes: int


def opened(
    page: Page, relay: Relay, way: Way, query: str, *, quiet: int = QUIET_MS, longest: float = 60_000
) -> Load:
    """Open a page, and wait for its map and what comes after it."""
    screen, before = Screen(page, quiet), relay.received
    page.goto(f"{relay.url}/?{query}", wait_until="commit", timeout=longest)
    way.wait(page, longest)
    if way.last:
        page.locator(way.last).first.wait_for(timeout=longest)
    page.wait_for_load_state("networkidle", timeout=longest)
    after, begun = screen.settle(relay), page.evaluate("performance.timeOrigin")
    took = screen.seen_after(begun, way.box, blank=True)
    last = screen.seen_after(begun, way.last, blank=True) if way.last else took
    screen.stop()
    return Load(took, last, after - before)


def measure(browser: Browser, way: Way, level: int, starts: int, times: int) -> dict[str, list[Load]]:
    """Start servers, and open the page in new and in known browsers."""
    found: dict[str, list[Load]] = {COLD: [], FRESH: [], AGAIN: []}
    for start in range(starts):
        with way.served() as home, relayed(home) as relay:
            for turn in range(1 + times if start == starts - 1 else 1):
                context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, locale="en-GB")
                for caches in (FRESH, AGAIN) if turn else (COLD,):
                    page = context.new_page()
                    found[caches].append(opened(page, relay, way, f"level={level}"))
                    page.close()
                context.close()
    return found


def summary(ms: list[float]) -> dict[str, float]:
    """Return the median of times, the least and the most."""
    return {"ms": median(ms), "least": min(ms), "most": max(ms)}


def table(found: list[dict[str, Any]], about: str) -> str:
    """Return the results as Markdown."""
    head = ["areas", "caches", "way", "ms (least to most)", "times the empty page", "KB"]
    empty = {(row["areas"], row["caches"]): row["ms"] for row in found if row["way"] == EMPTY}
    lines = [
        [
            row["areas"], row["caches"], row["way"], kept.spread(row),
            f"{row['ms'] / empty[row['areas'], row['caches']]:.2f}", f"{row['bytes'] / 1000:,.1f}",
        ]
        for row in found
    ]  # fmt: skip
    return (
        "# The first map: request to seen, and bytes on the line\n\nMedians. The empty page is measured at "
        f"either level, although it has none. Other ways serve Streamlit's files as it does by itself.\n\n"
        f"{about}\n\n{kept.rows(head, lines)}\n"
    )


def main(words: list[str] | None = None) -> None:
    """Measure every way, print the table and keep it."""
    quick = seen.is_quick(__doc__, words)
    (starts, times), found = (1, 1) if quick else (STARTS, TIMES), []
    with seen.measuring() as (browser, machine):
        for level in LEVELS:
            for name, way in ways().items():
                for caches, loads in measure(browser, way, level, starts, times).items():
                    of = {
                        "areas": len(load().at(level)),
                        "caches": caches,
                        "bytes": median(x.bytes for x in loads),
                    }
                    found.append(of | {"way": name} | summary([one.ms for one in loads]))
                    if way.last:
                        found.append(of | {"way": f"{name}, controls"} | summary([one.last for one in loads]))
    about = f"{kept.on(machine)} Renderer: {machine['renderer']}."
    numbers = {"machine": machine, "times": times, "rows": found}
    kept.keep(NAME, table(found, about), numbers, quick=quick)


if __name__ == "__main__":
    main()
