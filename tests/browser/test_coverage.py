from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.pages import opened, theme, wait_for_title

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TWO_LINES = 100
"""Pixels of height that two lines of controls have at most."""


def facts_of(page: Page, area: str) -> str:
    page.wait_for_function("area => document.querySelector('.mm-facts').dataset.of === area", arg=area)
    return page.locator(".mm-facts").inner_text()


def test_a_gap_is_drawn_and_says_why(browser: Browser, with_3w: str) -> None:
    with opened(browser, f"{with_3w}/?level=2&area=ML05&sector=WSH") as page:
        theme(page, "Coverage").click()
        wait_for_title(page, "Coverage by cercle, Mopti: WASH")
        legend = page.locator(".mm-legend").inner_text()
        for words in (
            "gap",
            "possible duplication",
            "reported for a part",
            "Gap: 1 displaced person or more",
        ):
            assert words in legend
        page.locator(".mm-table tbody tr").filter(has_text="Koro").get_by_role("button").click()
        said = facts_of(page, "ML0505")
        assert "declares itself complete for this cluster and area, names nobody" in said
        page.locator(".mm-table tbody tr").filter(has_text="Mopti").first.get_by_role("button").click()
        said = facts_of(page, "ML0506")
        assert "possible duplication" in said
        assert "row 2" in said
        assert "row 3" in said


def test_other_themes_stand_in_a_list_and_the_bars_beside_the_map(browser: Browser, with_3w: str) -> None:
    with opened(browser, with_3w) as page:
        page.get_by_role("combobox", name="More themes").click()
        page.get_by_role("option", name="Funding").click()
        wait_for_title(page, "Funding of response plans")
        assert page.locator(".mm-facts .mm-bar-of").count() == 15
        assert "3,500,000 USD required" in page.locator(".mm-facts").inner_text()
        page.get_by_role("combobox", name="More themes").click()
        page.get_by_role("option", name="IDPs × org.").click()
        wait_for_title(page, "Displaced people and organisations")
        assert page.locator(".mm-grid .mm-swatch").count() == 9
        theme(page, "Displaced").click()
        page.wait_for_function("() => !location.search.includes('theme=')")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_controls_stand_in_two_lines_on_a_laptop_and_fit_a_phone(
    browser: Browser, with_3w: str, lang: str
) -> None:
    with opened(browser, f"{with_3w}/?level=2&theme=coverage", lang) as page:
        assert page.locator(".st-key-steer").bounding_box()["height"] < TWO_LINES
    with opened(browser, f"{with_3w}/?level=2&theme=coverage2&pick=ML0506", lang, "phone") as page:
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
