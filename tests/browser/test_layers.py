from __future__ import annotations

from typing import TYPE_CHECKING

from geo import camps
from tests.browser.pages import opened, theme, wait_for_map, wait_for_title

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def rows(page: Page) -> str:
    return page.locator(".mm-table tbody").inner_text()


def test_the_same_query_in_both_divisions(browser: Browser, app_url: str) -> None:
    with opened(browser, f"{app_url}/?round=2020-04") as page:
        assert "102,481" in rows(page)
        page.get_by_text("Regions of 2023", exact=True).click()
        page.wait_for_function("location.search.includes('division=reform2023')")
        page.wait_for_function("document.querySelector('.mm-table tbody').innerText.includes('Bandiagara')")
        said = rows(page)
        for figure in ("60,266", "6,768", "31,984", "up to 3,463 more"):
            assert figure in said
        assert "approximate" in page.locator(".mm-credit").inner_text()
        page.reload()
        wait_for_map(page)
        assert "60,266" in rows(page)


def test_the_switch_keeps_the_place(browser: Browser, app_url: str) -> None:
    with opened(browser, f"{app_url}/?level=2&area=ML0501&pick=ML0501") as page:
        page.get_by_text("Regions of 2023", exact=True).click()
        page.wait_for_function("location.search.includes('area=r23-bandiagara')")
        wait_for_title(page, "Bandiagara")


def test_communes_say_that_figures_are_by_cercle_only(browser: Browser, app_url: str) -> None:
    with opened(browser, f"{app_url}/?level=3&area=ML05") as page:
        assert "figure by cercle only" in page.locator(".mm-legend").inner_text()
        assert "reported for Bandiagara (cercle) as a whole: 16,190" in rows(page)
        assert page.locator(".mm-table tbody tr").count() == 108


def test_a_camp_through_time(browser: Browser, app_url: str) -> None:
    mbera = next(camp for camp in camps.camps() if camp.name.startswith("Mb"))
    with opened(browser, f"{app_url}/?layers=camps&round=2014-12") as page:
        page.locator(f"[aria-label^='{mbera.name}']").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_function("id => document.querySelector('.mm-facts').dataset.of === id", arg=mbera.id)
        facts = page.locator(".mm-facts")
        assert mbera.name in facts.inner_text()
        assert facts.locator("svg").count() >= 1


def test_change_names_both_dates_and_can_be_compared_with_an_earlier_round(
    browser: Browser, app_url: str
) -> None:
    with opened(browser, f"{app_url}/?level=2") as page:
        theme(page, "Change").click()
        wait_for_title(page, "December 2019 to April 2020 (4 months)")
        page.goto(f"{app_url}/?level=2&theme=change&base=2018-12")
        wait_for_map(page)
        wait_for_title(page, "December 2018 to April 2020 (16 months)")
