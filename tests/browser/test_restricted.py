"""The mark of what is restricted, as it is seen: round the window, over nothing, at every position."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.owning import own
from tests.browser.pages import REST, Scheme, tab, wait_for_map

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MARK = {
    "fr": "Vue partenaire · données restreintes, ne pas diffuser",
    "en": "Partner view · restricted data, do not share",
}
OPEN = {"fr": ("Vue partenaire", "Ouvrir la vue partenaire"), "en": ("Partner view", "Open the partner view")}
PRESENT = {"fr": "Présenter cette vue", "en": "Present this view"}


def confirmed(page: Page, lang: str) -> None:
    """Open the partner view; in a small window the settings are opened first and closed again."""
    page.wait_for_selector(REST)  # what comes later moves what is opened
    for name in OPEN[lang]:
        page.get_by_role("button", name=name, exact=True).click()
    page.locator(".mk").wait_for()


def framed(page: Page, lang: str) -> None:
    """Look at the mark: its words are whole and told once, nothing lies under it, and it takes no press."""
    mark, words = page.get_by_role("note"), page.locator(".mk b")
    expect(mark).to_have_count(1)
    expect(mark).to_have_text(MARK[lang])
    expect(words).to_be_in_viewport(ratio=0.95)  # but for parts of a pixel
    assert words.evaluate("e => e.scrollWidth <= e.clientWidth && e.scrollHeight <= e.clientHeight")
    inner = page.evaluate(
        """() => { const inner = document.querySelector('.mk'); const box = inner.getBoundingClientRect();
                   const app = document.querySelector('.md, .stApp').getBoundingClientRect();
                   return [box.width === innerWidth, box.height === innerHeight,
                           app.top - box.top >= inner.clientTop - 1, app.left - box.left >= inner.clientLeft - 1,
                           box.right - app.right >= inner.clientLeft - 1, box.bottom - app.bottom >= 4,
                           getComputedStyle(inner).pointerEvents === 'none'] }"""
    )
    assert all(inner), inner


@pytest.mark.parametrize(
    ("lang", "scheme", "size"),
    [("fr", "light", "laptop"), ("en", "dark", "phone"), ("fr", "dark", "projector")],
)
def test_a_partner_view_has_a_frame_round_the_window_wherever_one_is(
    browser: Browser, app_url: str, lang: str, scheme: Scheme, size: str
) -> None:
    with tab(browser, lang, size, scheme) as page:
        own(page.context, app_url)
        page.goto(f"{app_url}/?level=2&layers=sites")
        wait_for_map(page)
        expect(page.locator(".mk")).to_have_count(0)
        settings = page.get_by_test_id("stExpandSidebarButton")
        if size == "phone":
            settings.click()
        confirmed(page, lang)
        framed(page, lang)
        page.get_by_role("button", name=PRESENT[lang]).click()
        page.locator(".st-key-present-partner button").click()
        page.wait_for_selector(".md .mm-map canvas")
        framed(page, lang)
        page.keyboard.press("Escape")
        wait_for_map(page)
        page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, main.scrollHeight)")
        framed(page, lang)
        page.evaluate("history.pushState({}, '', '/matrix' + location.search)")
        page.evaluate("dispatchEvent(new PopStateEvent('popstate', { state: {} }))")
        page.wait_for_selector(".mx")
        framed(page, lang)
