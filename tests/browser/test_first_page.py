"""The map of the first page: there before Streamlit, taken into the app as it is."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.pages import tab
from tests.browser.walk import violations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page, Route

STREAMLIT = "**/static/js/index.*"
FIRST, APP = "#mm-first .mm-map canvas", ".st-key-map .mm-map canvas"
PLACE = "() => document.querySelector('.mm-map').getBoundingClientRect().toJSON()"
STAYED = f"""before => {{ const now = ({PLACE})();
    return ['left', 'top', 'width', 'height'].every((side) => Math.abs(now[side] - before[side]) < 1); }}"""


@contextmanager
def held(
    browser: Browser, address: str, *, lang: str = "en", size: str = "laptop"
) -> Iterator[tuple[Page, Callable[[], None]]]:
    """Open a page without Streamlit's code; give the page and what lets the code come.

    While requests are held the browser's cache is not used: it is a first visit.
    """
    waiting: list[Route] = []

    def let() -> None:
        while waiting:
            waiting.pop().continue_()
        page.unroute(STREAMLIT)  # what comes later is not held

    with tab(browser, lang, size, touched=False) as page:
        page.route(STREAMLIT, lambda route: waiting.append(route))
        page.goto(address, wait_until="commit")
        page.locator(FIRST).first.wait_for()
        yield page, let
        let()


@pytest.mark.parametrize(
    ("lang", "size"),
    [
        ("fr", "laptop"),
        ("en", "laptop"),
        ("fr", "phone"),
        ("en", "projector"),
        ("fr", "wall"),
        ("en", "tablet"),
    ],
)
def test_the_map_stays_where_it_is_when_the_app_comes(
    browser: Browser, app_url: str, lang: str, size: str
) -> None:
    with held(browser, f"{app_url}/?level=2", lang=lang, size=size) as (page, let):
        page.locator(".mm-table tbody tr").first.wait_for()
        before = page.evaluate(PLACE)
        page.evaluate("document.querySelector('.mm').mine = true")
        let()
        page.locator(APP).first.wait_for()
        page.wait_for_function(STAYED, arg=before)
        assert page.evaluate("document.querySelector('.mm').mine")  # the very same
        assert page.locator("#mm-first, #mm-words").count() == 0
        assert page.locator(".mm").count() == 1


def test_it_can_be_read_and_used_before_the_app_is_there(browser: Browser, app_url: str) -> None:
    with held(browser, f"{app_url}/?level=2") as (page, let):
        expect(page.locator("#mm-first h1")).to_contain_text(["", "Displaced people by cercle"])
        expect(page.locator("#mm-words")).to_be_hidden()
        expect(page.locator("#mm-later")).to_be_visible()
        assert violations(page) == []
        row = page.locator(".mm-table tbody button").first
        name = row.inner_text()
        row.click()
        page.locator(".mm-buttons button").first.focus()
        let()
        page.locator(APP).first.wait_for()
        expect(page.locator(".mm-facts h2")).to_have_text(name)
        page.wait_for_function("() => location.search.includes('pick=')")


def test_the_address_is_left_to_the_app(browser: Browser, app_url: str) -> None:
    with held(browser, f"{app_url}/?level=2&audience=partner&layers=rivers") as (page, _):
        page.locator(".mm-buttons button").first.click()
        page.locator(".mm-table tbody tr").first.wait_for()
        page.wait_for_timeout(600)  # longer than the map waits before it writes an address
        assert page.evaluate("location.search") == "?level=2&audience=partner&layers=rivers"


def test_it_goes_where_the_app_has_no_map(browser: Browser, app_url: str) -> None:
    with held(browser, f"{app_url}/?level=2") as (page, let):
        page.evaluate("history.replaceState({}, '', '/data')")  # the app reads the address when it comes
        let()
        page.locator(".mr h1").first.wait_for()
        expect(page.locator("#mm-first")).to_have_count(0)


@pytest.mark.parametrize("lost", ["**/first.js", "**/leaflet.js"])
def test_an_app_whose_first_map_did_not_come_is_not_covered(
    browser: Browser, app_url: str, lost: str
) -> None:
    context = browser.new_context()  # with nothing in its cache
    page = context.new_page()
    page.route(lost, lambda route: route.abort(), times=2)  # asked for ahead, and when it is used
    page.goto(f"{app_url}/?level=2")
    page.locator(APP).first.wait_for()
    expect(page.locator("#mm-first")).to_have_count(0)
    context.close()
