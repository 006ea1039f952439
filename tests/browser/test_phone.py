"""The first screen of a phone, and the way from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.pages import opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SHARE = 0.85
"""Of the map's height, what is seen before anybody scrolls."""


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_first_screen_says_what_this_is_shows_the_map_and_leads_on(
    browser: Browser, app_url: str, lang: str
) -> None:
    with opened(browser, app_url, lang, "phone") as page:
        for what in (".mm-head h1", ".mm-lead", ".mp-menu summary", '[data-testid="stExpandSidebarButton"]'):
            expect(page.locator(what).last).to_be_in_viewport(ratio=1)
        expect(page.locator(".mm-map")).to_be_in_viewport(ratio=SHARE)
        menu, links = page.locator(".mp-menu summary"), page.locator(".mp-menu a")
        expect(links.first).to_be_hidden()
        menu.tap()
        assert links.count() >= 11
        for one in links.all():
            expect(one).to_be_in_viewport(ratio=1)
            box = one.bounding_box()
            assert box
            assert box["height"] >= 36
        page.keyboard.press("Escape")
        expect(links.first).to_be_hidden()
        expect(menu).to_be_focused()
        menu.tap()
        links.nth(2).tap()
        page.locator(".mx table").wait_for()
        expect(links.first).to_be_hidden()
