"""The pages beside the map: a cell tells why and leads to the map, a ranking is taken away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser.pages import wait_for_map, wait_for_title
from tests.browser.test_pages import link, query, read, wait_for_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WORDS = {
    "fr": {"title": "Couverture par cercle", "gap": "lacune", "map": "Couverture par cercle", "csv": "Tableau (CSV)"},
    "en": {"title": "Coverage by cercle", "gap": "gap", "map": "Coverage by cercle", "csv": "Table (CSV)"},
}  # fmt: skip


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_cell_tells_why_and_leads_to_the_area_on_the_map(browser: Browser, with_3w: str, lang: str) -> None:
    words = WORDS[lang]
    with read(browser, f"{with_3w}/matrix?level=2&area=ML05", lang) as page:
        wait_for_page(page, words["title"])
        cell = page.locator("[data-ask='ML0505 WSH']")
        assert f": {words['gap']}" in (cell.get_attribute("aria-label") or "").replace(" :", ":")
        cell.focus()
        page.keyboard.press("Enter")
        page.wait_for_function("document.activeElement.className === 'mx-why'")
        assert "3W 3w" in page.locator(".mx-why").inner_text()
        page.keyboard.press("Escape")
        page.wait_for_function("document.activeElement.dataset?.ask === 'ML0505 WSH'")
        assert not page.locator(".mx-why").count()
        page.locator("[data-ask='ML0506 WSH']").click()
        page.wait_for_function("document.querySelector('.mx-why')?.innerText.includes('Forages')")
        assert re.search(r"(row|ligne)\s2", page.locator(".mx-why").inner_text())
        page.locator(".mx-map").click()
        wait_for_map(page)
        wait_for_title(page, words["map"])
        assert query(page) == "?level=2&area=ML05&pick=ML0506&theme=coverage&sector=WSH"
        page.wait_for_function("document.querySelector('.mm-facts').dataset.of === 'ML0506'")
        page.go_back()
        wait_for_page(page, words["title"])


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_twenty_regions_by_all_clusters_fit_a_projector(browser: Browser, with_3w: str, lang: str) -> None:
    with read(browser, f"{with_3w}/matrix?division=reform2023", lang, "projector") as page:
        assert page.locator(".mx tbody tr").count() == 20
        assert page.locator(".mx thead th").count() == 14
        fits = """() => { const frame = document.querySelector('.mx-frame'), main = document.querySelector('[data-testid=stMain]');
            return frame.scrollHeight <= frame.clientHeight && frame.scrollWidth <= frame.clientWidth
                && main.scrollHeight <= main.clientHeight; }"""
        assert page.evaluate(fits)
        size = "parseFloat(getComputedStyle(document.querySelector('.mx td b')).fontSize)"
        assert page.evaluate(size) >= 14


def test_heads_stay_while_fifty_three_cercles_scroll(browser: Browser, with_3w: str) -> None:
    with read(browser, f"{with_3w}/matrix?level=2", "en", "phone") as page:
        frame = page.locator(".mx-frame")
        frame.evaluate("frame => frame.scrollTo(0, 200)")  # past the caption
        page.wait_for_function("document.querySelector('.mx-frame').scrollTop == 200")
        before = page.locator(".mx thead th").first.bounding_box()
        frame.evaluate("frame => frame.scrollTo(300, frame.scrollHeight)")
        page.wait_for_function("document.querySelector('.mx-frame').scrollTop > 300")
        assert page.locator(".mx thead th").first.bounding_box() == before
        assert page.locator(".mx tbody tr").last.locator("th").bounding_box()["x"] == before["x"]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_ranking_is_taken_away_as_a_table_and_a_workbook(
    browser: Browser, with_3w: str, lang: str
) -> None:
    with read(browser, f"{with_3w}/ranking?level=2&area=ML05&sector=WSH", lang) as page:
        names = page.locator(".mr tbody th").all_inner_texts()
        assert names[0].startswith("Koro")
        for label, begins in ((WORDS[lang]["csv"], b"# "), ("XLSX", b"PK")):
            with page.expect_download() as download:
                page.get_by_role("button", name=label).click()
            content = download.value.path().read_bytes()
            assert content.startswith(begins)
            assert download.value.suggested_filename.startswith("MLI_ranking_20200430.")
            if begins == b"# ":
                first = content.decode().partition("cluster,")[2].splitlines()[1]
                assert first.startswith("WSH,")
                assert ",ML0505,Koro,Mopti,22787,,gap,0," in first
        page.locator(".mr tbody th a").first.click()
        wait_for_map(page)
        page.wait_for_function("document.querySelector('.mm-facts').dataset.of === 'ML0505'")


NAMES = {
    "fr": ("Classement", "Organisations", "Clusters", "Sites", "Changements"),
    "en": ("Ranking", "Organisations", "Clusters", "Sites", "Changes"),
}


@pytest.mark.parametrize(("lang", "size"), [("fr", "phone"), ("en", "laptop")])
def test_the_view_goes_along_from_page_to_page_and_each_can_be_read(
    browser: Browser, with_3w: str, lang: str, size: str
) -> None:
    asked = "?level=2&area=ML05&sector=WSH&org=NRC&on=2026-02-01"
    with read(browser, f"{with_3w}/matrix{asked}", lang, size) as page:
        before = page.locator("h1").inner_text()
        for name in NAMES[lang]:
            link(page, name).click()
            page.wait_for_function(
                "before => document.querySelector('.mr h1')?.innerText !== before", arg=before
            )
            wait_for_page(page)
            before = page.locator("h1").inner_text()
            assert query(page) == asked
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
            assert page.locator("h1").count() == 1, name
            assert page.locator(".mp-pages a[aria-current]").first.text_content() == name


def test_a_choice_on_a_page_is_a_choice_of_the_view(browser: Browser, with_3w: str) -> None:
    with read(browser, f"{with_3w}/ranking?level=2&area=ML05&sector=WSH", "en") as page:
        page.get_by_role("radio", name="Regions", exact=True).click()
        page.wait_for_function("!location.search.includes('level=2')")
        page.wait_for_function("!document.querySelector('.mr table').innerText.includes('Koro')")


def news(page: Page, *words: str) -> None:
    """Wait until whoever does not see the page is told these words."""
    page.wait_for_function(
        "words => words.every((one) => document.querySelector('.mp-news[role=status]').innerText.includes(one))",
        arg=words,
    )


@pytest.mark.parametrize(
    ("path", "lang", "press", "told"),
    [
        ("matrix", "fr", "Régions", ("Couverture par région", "Lignes : 10")),
        ("changes", "en", "Regions", ("What changed", "Mali: 207,751", "Rows: ")),
    ],
)
def test_what_a_change_brings_is_told_to_whoever_does_not_see_it(
    browser: Browser, app_url: str, path: str, lang: str, press: str, told: tuple[str, ...]
) -> None:
    with read(browser, f"{app_url}/{path}?level=2", lang) as page:
        assert not page.locator(".mp-news").inner_text(), "a page that opens is read as any page"
        page.get_by_role("radio", name=press, exact=True).click()
        news(page, *told)


def test_another_cluster_is_told(browser: Browser, app_url: str) -> None:
    with read(browser, f"{app_url}/cluster?sector=EDU") as page:
        page.get_by_test_id("stMain").get_by_role("combobox", name="Cluster").click()
        page.get_by_role("option", name="Nutrition", exact=True).click()
        news(page, "Nutrition", "Rows: 2")
