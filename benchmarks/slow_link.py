"""The app over a slow link: what can be read when, from an empty browser store and again.

Chromium itself holds back what arrives (256 kbit/s, 300 ms each way and back); a relay counts the bytes.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.browser.conftest import find_chromium, launched_browser, served_app
from tests.browser.wire import relayed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

RESULTS = Path(__file__).resolve().parent / "results" / "slow_link.md"
KBIT, DELAY_MS = 256, 300
QUERY = "level=2&lang=en"
LONGEST_MS = 180_000

PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
MAP = ".mm-map canvas"


def slow(page: Page, kbit: float = KBIT, delay_ms: float = DELAY_MS) -> None:
    """Hold back what a page sends and gets, websockets too."""
    given: dict[str, Any] = {"offline": False, "latency": delay_ms}
    given |= {"downloadThroughput": kbit * 1000 / 8, "uploadThroughput": kbit * 1000 / 8}
    cdp = page.context.new_cdp_session(page)
    cdp.send("Network.enable")
    cdp.send("Network.emulateNetworkConditions", given)


def measure(browser: Browser, home: str, kbit: float = KBIT) -> dict[str, float]:
    """Open the map, load it again, change the round: seconds of each, and bytes of the first two."""
    found: dict[str, float] = {}
    with relayed(home) as relay:
        page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en-GB")
        slow(page, kbit)
        begun = time.perf_counter()
        page.goto(f"{relay.url}/?{QUERY}", wait_until="commit", timeout=LONGEST_MS)
        page.locator("#mm-first table").wait_for(timeout=LONGEST_MS)
        found["words to read"] = time.perf_counter() - begun
        found["first paint"] = float(page.evaluate(PAINTED) or 0) / 1000
        page.locator(MAP).first.wait_for(timeout=LONGEST_MS)
        found["live map"] = time.perf_counter() - begun
        page.wait_for_load_state("networkidle", timeout=LONGEST_MS)
        found["KB of the first load"] = relay.received / 1000
        before, begun = relay.received, time.perf_counter()
        page.reload(wait_until="commit", timeout=LONGEST_MS)
        page.locator(MAP).first.wait_for(timeout=LONGEST_MS)
        found["live map again"] = time.perf_counter() - begun
        page.wait_for_load_state("networkidle", timeout=LONGEST_MS)
        found["KB of the second load"] = (relay.received - before) / 1000
        title = page.locator(".mm-head h1, h1").first.inner_text()
        begun = time.perf_counter()
        page.get_by_role("slider").press("ArrowLeft")
        page.wait_for_function(
            "before => document.querySelector('h1')?.innerText !== before", arg=title, timeout=LONGEST_MS
        )
        found["change of round"] = time.perf_counter() - begun
        page.close()
    return found


def main() -> None:
    """Measure, print the table and keep it."""
    path = find_chromium()
    if path is None:
        sys.exit("No Chromium to measure with: apt install chromium")
    load = os.getloadavg()[0]
    with launched_browser(path) as browser, served_app() as home:
        warm = browser.new_page()
        warm.goto(f"{home}/?{QUERY}")
        warm.locator(MAP).first.wait_for()
        warm.close()
        found = measure(browser, home)
    rows = "\n".join(f"| {what} | {value:.2f} |" for what, value in found.items())
    text = (
        f"# Over {KBIT} kbit/s with {DELAY_MS} ms\n\n`?{QUERY}`, server warm, {os.cpu_count()} cores, load "
        f"{load:.1f} when it began. Seconds, where nothing else is said.\n\n| what | |\n|---|---|\n{rows}\n"
    )
    RESULTS.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
