"""The app and other ways over a slow link: what can be read when, from an empty store and again.

``python -m benchmarks.slow_link --quick`` measures the app alone, in two minutes; without it, eight, most of
which is what other ways send first. Chromium itself holds back what arrives (256 kbit/s,
300 ms); a relay counts the bytes.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks import kept, seen
from benchmarks.first_map import opened
from benchmarks.map_on_page import NOTE_PRESS, count_runs, one
from benchmarks.seen import HEIGHT, WIDTH
from benchmarks.ways import OURS, Way, ways
from tests.browser.wire import relayed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAME = "slow_link"
KBIT, DELAY_MS = 256, 300
LONGEST_MS, QUIET_MS = 400_000, 4_000
TURNS = 3
PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
NOTE_WORDS = """new MutationObserver((_, seen) => {
    if (document.querySelector('#mm-words table')) { words = performance.now(); seen.disconnect() }
}).observe(document, { childList: true, subtree: true })"""


def slow(page: Page) -> None:
    """Hold back what a page sends and gets, websockets too."""
    given: dict[str, Any] = {"offline": False, "latency": DELAY_MS}
    given |= {"downloadThroughput": KBIT * 1000 / 8, "uploadThroughput": KBIT * 1000 / 8}
    cdp = page.context.new_cdp_session(page)
    cdp.send("Network.enable")
    cdp.send("Network.emulateNetworkConditions", given)


def warm(browser: Browser, way: Way, home: str) -> None:
    """Have the server make its first map, in a browser that is then forgotten."""
    page = browser.new_page()
    page.goto(f"{home}/?level=2")
    way.wait(page)
    page.close()


def measure(browser: Browser, name: str, way: Way) -> dict[str, float]:
    """Open the map of the cercles, change it, open it again, then that of the communes: seconds and KB."""
    found: dict[str, float] = {}
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="en-GB")
    for script in (NOTE_PRESS, NOTE_WORDS):
        page.add_init_script(script)
    slow(page)
    told = count_runs(page)
    with way.served() as home, relayed(home) as relay:
        warm(browser, way, home)
        for level, what in ((2, "first load"), (2, "loaded again"), (3, "communes after it")):
            load = opened(page, relay, way, f"level={level}", quiet=QUIET_MS, longest=LONGEST_MS)
            found |= {f"{what}, s": load.ms / 1000, f"{what}, KB": load.bytes / 1000}
            if way.last:
                found[f"{what}, controls, s"] = load.last / 1000
            if what == "first load":
                found["first paint, s"] = float(page.evaluate(PAINTED) or 0) / 1000
                if name == OURS:
                    there = float(page.evaluate("words")) / 1000
                    found["words to read, s"] = max(there, found["first paint, s"])
            if name != OURS or what == "loaded again":
                continue  # of other ways the loads alone: their changes go on longer than is looked at
            for change in ("theme", "round"):
                turns = [
                    one(page, relay, way, change, (turn, level), told, QUIET_MS) for turn in range(TURNS)
                ]
                key = f"{change}, {'cercles' if level == 2 else 'communes'}"
                found |= {
                    f"{key}, s": median(turn["ms"] for turn in turns) / 1000,
                    f"{key}, KB": median(turn["bytes"] for turn in turns) / 1000,
                }
    page.close()
    return found


def main(words: list[str] | None = None) -> None:
    """Measure, print the table and keep it."""
    quick = seen.is_quick(__doc__, words)
    known = ways()
    names = [OURS] if quick else [*known]
    with seen.measuring() as (browser, machine):
        found = {name: measure(browser, name, known[name]) for name in names}
    lines = [
        [what, *(f"{found[name][what]:.2f}" if what in found[name] else "" for name in names)]
        for what in found[OURS]
    ]
    text = (
        f"# Over {KBIT} kbit/s with {DELAY_MS} ms\n\nServer warm; a change is from the press to "
        f"what is seen, the median of {TURNS}. {kept.on(machine)}\n\n{kept.rows(['what', *names], lines)}\n"
    )
    kept.keep(NAME, text, {"machine": machine, "ways": found}, quick=quick)


if __name__ == "__main__":
    main()
