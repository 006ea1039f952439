"""The pages to read, the way between the pages, and what they let be taken away."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from tests.browser.owning import own
from tests.browser.pages import REST, Scheme, Watched, opened, tab, wait_for_map

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

TITLES = {
    "fr": {"data": "Données et sources", "about": "À propos de cette carte"},
    "en": {"data": "Data and sources", "about": "About this map"},
}
LINKS = {
    "fr": {"map": "Carte", "data": "Données et sources", "about": "À propos"},
    "en": {"map": "Map", "data": "Data and sources", "about": "About"},
}

# Of a page below the root Streamlit first asks whether the app lives there: "no" is an answer.
ASKED_FOR_HOME = "status of 404"


@contextlib.contextmanager
def read(
    browser: Browser, url: str, lang: str = "en", size: str = "laptop", scheme: Scheme = "light"
) -> Iterator[Page]:
    """Open the address of a page without a map, watched as `opened` does."""
    with tab(browser, lang, size, scheme) as page:
        own(page.context, url)
        watched = Watched(page, url)
        page.goto(url)
        wait_for_page(page)
        yield page
        assert not watched.outside, watched.outside
        assert not [said for said in watched.errors if ASKED_FOR_HOME not in said], watched.errors
        assert not [url for url in watched.missed if "/_stcore/h" not in url], watched.missed
        watched.stop()


def wait_for_page(page: Page, title: str = "") -> None:
    """Wait until a page to read is there, to its end."""
    page.wait_for_function("title => document.querySelector('.mr h1')?.innerText.includes(title)", arg=title)
    page.wait_for_selector(REST)


def link(page: Page, name: str) -> Locator:
    """Return the link to a page; in a small window it is in the menu."""
    menu = page.locator(".mp-menu:not([open]) summary:visible")
    if menu.count():
        menu.click()
    return page.locator(".mp-pages a:visible").get_by_text(name, exact=True)


def query(page: Page) -> str:
    return unquote(page.evaluate("location.search"))


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_map_keeps_its_query_on_the_way_to_other_pages_and_back(
    browser: Browser, app_url: str, lang: str
) -> None:
    names, titles = LINKS[lang], TITLES[lang]
    with opened(browser, f"{app_url}/?level=2&area=ML05&theme=returnees", lang) as page:
        page.locator(".mm-map").focus()
        page.keyboard.press("+")  # a position that only the browser knows
        page.wait_for_function("location.search.includes('at=')")
        page.wait_for_timeout(600)  # until the zoom has come to rest
        asked = query(page)
        for name in ("data", "about"):
            link(page, names[name]).click()
            wait_for_page(page, titles[name])
            assert page.evaluate("location.pathname") == f"/{name}"
            assert query(page) == asked
            assert names[name] in page.title()
        link(page, names["map"]).click()
        wait_for_map(page)
        page.wait_for_timeout(600)
        assert page.evaluate("location.pathname") == "/"
        assert query(page) == asked
        page.go_back()
        wait_for_page(page, titles["about"])
        page.go_back()
        wait_for_page(page, titles["data"])
        page.go_forward()
        wait_for_page(page, titles["about"])
        assert query(page) == asked


def test_a_change_of_the_map_goes_along(browser: Browser, app_url: str) -> None:
    with opened(browser, app_url) as page:
        page.get_by_role("radio", name="Cercles", exact=True).click()
        page.wait_for_function("location.search.includes('level=2')")
        assert link(page, "About").get_attribute("aria-current") is None
        link(page, "About").focus()
        page.keyboard.press("Enter")
        wait_for_page(page, TITLES["en"]["about"])
        assert query(page) == "?level=2"
        assert link(page, "About").get_attribute("aria-current") == "page"


@pytest.mark.parametrize("name", ["data", "about"])
def test_the_language_is_switched_on_every_page_and_goes_along(
    browser: Browser, app_url: str, name: str
) -> None:
    with read(browser, f"{app_url}/{name}?level=2", "fr") as page:
        wait_for_page(page, TITLES["fr"][name])
        page.wait_for_function("document.documentElement.lang === 'fr'")
        page.get_by_role("radio", name="English").click()
        wait_for_page(page, TITLES["en"][name])
        page.wait_for_function("document.documentElement.lang === 'en'")
        assert query(page) == "?level=2&lang=en"
        page.reload()
        wait_for_page(page, TITLES["en"][name])
        link(page, "Map").click()
        wait_for_map(page)
        page.wait_for_function("document.querySelector('.mm-head h1').innerText.includes('Displaced')")
        page.get_by_role("radio", name="Français").click()
        page.wait_for_function("document.querySelector('.mm-head h1').innerText.includes('déplacées')")
        link(page, LINKS["fr"][name]).click()
        wait_for_page(page, TITLES["fr"][name])
        assert page.get_by_role("radio", name="Français").is_checked()


def taken(page: Page, dataset: str, label: str) -> tuple[str, bytes]:
    with page.expect_download() as download:
        page.locator(f".st-key-entry-{dataset}").get_by_role("button", name=label).click()
    return download.value.suggested_filename, download.value.path().read_bytes()


def test_the_tables_are_downloaded(browser: Browser, app_url: str) -> None:
    with read(browser, f"{app_url}/data") as page:
        name, content = taken(page, "dtm_rounds", "Table (CSV)")
        assert name == "MLI_dtm_rounds_20200430.csv"
        assert content.startswith(b"series,round,date,area,")
        assert content.count(b"\n") == 374
        name, content = taken(page, "cod2021", "Table (CSV)")
        assert b"ML0506,2,ML05,Mopti" in content
        assert b"geometry" not in content.splitlines()[0]
        name, content = taken(page, "cod2021", "GIS (GeoParquet)")
        assert name.endswith(".parquet")
        assert content.startswith(b"PAR1")


def test_what_is_restricted_cannot_be_downloaded(browser: Browser, app_url: str) -> None:
    with read(browser, f"{app_url}/data") as page:
        sites = page.locator(".st-key-entry-example_sites")
        assert "Restricted" in sites.inner_text()
        assert not sites.get_by_role("button").count()
        _, content = taken(page, "statements", "Table (CSV)")
        assert b"COOPI" in content
        assert b"partner_country" not in content


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_small_tables_say_what_is_known(browser: Browser, app_url: str, lang: str) -> None:
    with read(browser, f"{app_url}/data", lang) as page:
        said = re.sub(r"\s", " ", page.locator(".mr-frame").all_inner_texts()[0].replace(",", " "))
        assert "250 735" in said
        assert {"fr": "non précisé", "en": "not stated"}[lang] in said
        assert "36" in page.locator(".mr-frame").nth(1).inner_text()
