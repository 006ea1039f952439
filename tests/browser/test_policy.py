"""The policy of the pages, in force: Playwright's other tests have to leave it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.pages import READY, REST, hear

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

PAGES = {
    "?level=2&layers=circles,sites,offices,camps,floods,rivers,towns,labels&pick=ML05": READY,
    "data": ".mr h1",
    "about": ".mr h1",
}


@pytest.fixture(scope="module")
def held_to_it(browser: Browser) -> Iterator[Page]:
    """A tab in which the policy is in force."""
    context = browser.new_context(bypass_csp=False)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_needs_nothing_that_the_policy_forbids(held_to_it: Page, app_url: str, path: str) -> None:
    page = held_to_it
    complaints: list[str] = []
    stop = hear(
        page,
        console=lambda said: complaints.append(said.text) if said.type == "error" else None,
        pageerror=lambda error: complaints.append(str(error)),
    )
    page.goto(f"{app_url}/{path}")
    page.wait_for_selector(PAGES[path])
    page.wait_for_selector(REST)
    assert not [text for text in complaints if "404" not in text], complaints
    # It is in force: what a page is made to say is not run, and nothing is asked of others.
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = 1\">')")
    page.evaluate("import('data:text/javascript,window.ran=1').catch(() => 0)")
    page.evaluate("fetch('http://127.0.0.1:1/').catch(() => 0)")
    assert page.evaluate("window.ran") is None
    assert len([text for text in complaints if "Content Security Policy" in text]) >= 2
    stop()
