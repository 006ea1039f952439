"""What a page and a change may cost, counted: bytes, requests, runs; the figures stand in the log.

Times are measured where nothing runs beside them: `benchmarks.bounds`.
"""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from geo.areas import load
from geo.rounds import rounds
from layers.render import assets
from layers.text import month
from tests.browser.pages import hear, opened, tab, theme, wait_for_map, wait_for_title
from tests.browser.wire import relayed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.wire import Relay

KB = 1000


def report(capsys: pytest.CaptureFixture[str], text: str) -> None:
    with capsys.disabled():
        print(f"\n  measured: {text}", end="")


THEMES = {"Returned": "Returnees", "Displaced": "Displaced people"}
"""What is pressed, and what the title says then."""


@pytest.mark.parametrize(("level", "budget"), [(2, 1 * KB), (3, 5 * KB)])
def test_a_change_never_sent_before_travels_light(
    browser: Browser, app_url: str, capsys: pytest.CaptureFixture[str], level: int, budget: float
) -> None:
    earlier = [month(given.date, "en") for given in reversed(rounds()[:-1])]
    sizes = []
    with relayed(app_url) as relay, opened(browser, f"{relay.url}/?level={level}") as page:
        page.wait_for_selector(
            '.stApp[data-test-script-state="notRunning"]'
        )  # the first press is of the map alone
        quiet(page, relay)
        for title in [THEMES["Returned"], *earlier]:
            before = relay.received
            if title in THEMES.values():
                theme(page, "Returned").click()
            else:
                page.get_by_role("slider").press("ArrowLeft")
            wait_for_title(page, title)
            quiet(page, relay)
            sizes.append(relay.received - before)
    middle = statistics.median(sizes)
    report(
        capsys,
        f"bytes of a change, level {level}: {middle:.0f} (median), {max(sizes)} at most (budget {budget})",
    )
    assert middle <= budget
    # The first one carries what the page was sent too long ago to be compressed against.
    assert max(sizes) <= 3 * KB


def test_what_the_page_has_lost_is_sent_again(browser: Browser, app_url: str) -> None:
    """A payload can be overtaken before the browser has read it: it asks, and is told everything."""
    with opened(browser, f"{app_url}/?level=2") as page:
        facts = page.locator(".mm-facts").inner_html()
        page.evaluate(
            """async () => {
                const { name } = performance.getEntriesByType('resource').find(({ name }) => name.endsWith('/once.js'));
                (await import(name)).whole({ once: 'other', parts: {}, data: {} }, () => {}, () => {});
            }"""
        )
        page.evaluate("document.querySelector('.mm-facts').replaceChildren()")
        theme(page, "Coverage").click()
        wait_for_title(page, "Coverage")
        assert "Coverage by cluster" in page.locator(".mm-facts").inner_html() != facts


def test_a_change_is_one_run_of_the_map_alone(browser: Browser, app_url: str) -> None:
    """Counted, not timed: one run, of the part with the map, and nothing fetched."""
    told: list[ForwardMsg] = []
    asked: list[str] = []

    def keep(frame: bytes | str) -> None:
        message = ForwardMsg()
        message.ParseFromString(frame if isinstance(frame, bytes) else frame.encode())
        told.append(message)

    with tab(browser) as page:
        stop = hear(page, websocket=lambda socket: socket.on("framereceived", keep))
        page.goto(f"{app_url}/?level=2")
        wait_for_map(page)
        page.wait_for_load_state("networkidle")
        while not any(one.WhichOneof("type") == "script_finished" for one in told):
            page.evaluate("() => new Promise(requestAnimationFrame)")
        stop()
        stop = hear(page, request=lambda request: asked.append(request.url))
        for label, title in THEMES.items():
            told.clear()
            theme(page, label).click()
            wait_for_title(page, title)
            while not (ended := [one for one in told if one.WhichOneof("type") == "script_finished"]):
                page.evaluate("() => new Promise(requestAnimationFrame)")  # the title comes before the end
            sent = [message.delta for message in told if message.WhichOneof("type") == "delta"]
            assert len(ended) == 1
            assert sum(message.WhichOneof("type") == "new_session" for message in told) == 1
            assert sent
            assert {bool(delta.fragment_id) for delta in sent} == {True}
        stop()
        # Chromium asks for the sign of the page at each address
        assert [url for url in asked if not url.endswith("/favicon.png")] == []


# Notes what makes a browser style or draw the whole page again, and holds up the map.
NOTE_NEEDLESS = """() => {
    window.needless = [];
    addEventListener('transitionrun', ({ target }) => {
        if (target.dataset.testid === 'stElementContainer') needless.push('a part fades');
    }, true);
    new MutationObserver(() => needless.push('the language is set'))
        .observe(document.documentElement, { attributeFilter: ['lang'] });
}"""


def test_a_change_draws_nothing_but_what_changes(browser: Browser, app_url: str) -> None:
    with opened(browser, f"{app_url}/?level=2") as page:
        page.evaluate(NOTE_NEEDLESS)
        for given in list(reversed(rounds()[:-1]))[:3]:
            page.get_by_role("slider").press("ArrowLeft")
            wait_for_title(page, month(given.date, "en"))
        assert page.evaluate("needless") == []


def quiet(page: Page, relay: Relay) -> None:
    """Wait until nothing more arrives."""
    seen = -1
    while seen != relay.received:
        seen = relay.received
        page.wait_for_timeout(250)


def test_geometry_is_small_and_sent_once(
    browser: Browser, app_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle = assets.outlines("cod2021", 2)
    size = len(bundle.encoded("cod2021-2.json", "br"))
    report(capsys, f"geometry of {len(load().at(2))} cercles: {size} bytes compressed (budget 30000)")
    assert size <= 30 * KB
    asked: list[str] = []
    with opened(browser, f"{app_url}/?level=2") as page:
        fetched = page.evaluate(
            "performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)"
        )
        once = [path for path in fetched if path.endswith(".json") or path.startswith("/_stcore/")]
        assert {path.rpartition("/")[2] for path in once} >= {
            "cod2021-2.json",
            "base.json",
            "health",
            "host-config",
        }
        assert len(once) == len(set(once))  # what the first page asks early is not asked again
        stop = hear(page, request=lambda request: asked.append(request.url))
        for label, title in THEMES.items():
            theme(page, label).click()
            wait_for_title(page, title)
        stop()
        assert not [url for url in asked if "/assets/" in url]
