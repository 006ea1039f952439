"""A partner's file, from the drop to the map, and after the app has started again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import served_app
from tests.browser.owning import own
from tests.browser.pages import REST, tab, wait_for_map, wait_for_title
from tests.browser.test_pages import wait_for_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

HOSTILE = "<img src=x onerror=document.title='owned'>"
SITES = (
    "Site,Région,Cercle,Commune,Site individus",
    "Sud,Sikasso,,Diédougou,120",
    f'"{HOSTILE}",Mopti,Mopti,Fatoma,n/a',
    "Nord,Gao,Gao,Gao,80",
    "Perdu,,,Diédougou,30",
)  # fmt: skip


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    path = tmp_path / "sites_octobre.csv"
    path.write_text("\n".join(SITES) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chromium_path: str) -> None:
    monkeypatch.setenv("MALI_MAP_WORKSPACE", str(tmp_path / "workspace"))


def dropped(page: Page, file: Path) -> None:
    wait_for_page(page)
    page.locator(".st-key-intake input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Keep", exact=True).wait_for()  # the last thing of the part
    settled(page)


def settled(page: Page) -> None:
    page.wait_for_selector(REST)


def count(page: Page, name: str) -> str:
    named = page.get_by_text(name, exact=True)
    return page.locator(".mr-counts div").filter(has=named).locator("dd").inner_text()


def wait_for_count(page: Page, name: str, figure: str) -> None:
    page.wait_for_function(
        """([name, figure]) => [...document.querySelectorAll('.mr-counts div')].some(
            e => e.querySelector('dt').innerText === name && e.querySelector('dd').innerText === figure)""",
        arg=[name, figure],
    )
    settled(page)


def chosen(page: Page, box: Locator, option: str) -> None:
    """Choose in a box that is in view and at rest: its list closes when the page scrolls."""
    box.scroll_into_view_if_needed()
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    box.click()
    page.get_by_role("option", name=option).click()


def test_a_file_is_dropped_mended_shown_and_still_there_after_a_restart(
    browser: Browser, folder: None, sent: Path
) -> None:
    with served_app() as url, tab(browser) as page:
        own(page.context, url)
        page.goto(f"{url}/data")
        dropped(page, sent)
        assert (count(page, "Rows read"), count(page, "Placed"), count(page, "Ambiguous")) == ("4", "2", "1")
        ambiguous = page.locator("[class*=st-key-problem-]").filter(has_text="row 5")
        chosen(page, ambiguous.get_by_role("combobox"), "Diédougou (commune, Koutiala, Sikasso)")
        settled(page)
        ambiguous.get_by_role("button", name="Confirm").click()
        wait_for_count(page, "Placed", "3")
        rejected = page.locator("[class*=st-key-problem-]").filter(has_text="row 3")
        rejected.get_by_role("textbox").fill("45")
        rejected.get_by_role("button", name="Correct").click()
        wait_for_count(page, "Placed", "4")
        page.get_by_role("textbox", name="Title", exact=True).fill("Sites <b>de test</b>")
        page.get_by_role("textbox", name="Source", exact=True).fill("Partner")
        page.get_by_role("textbox", name="Date of the data").fill("2026-10")
        page.get_by_role("button", name="Keep", exact=True).click()
        page.locator(".st-key-show-kept-sites-octobre button").click()
        wait_for_map(page)
        wait_for_title(page, "Sites <b>de test</b>")
        assert "theme=data:sites-octobre" in page.evaluate("decodeURIComponent(location.search)")
        assert "do not publish" in page.locator(".mm").inner_text()
        assert page.title() != "owned"
    with served_app() as url, tab(browser) as page:
        own(page.context, url)
        page.goto(f"{url}/data")
        wait_for_page(page)
        held = page.locator(".st-key-holding-sites-octobre")
        assert "Sites <b>de test</b>" not in page.locator(".st-key-holdings").inner_text()  # a public view
        page.get_by_text("that the public view does not have").click()
        managed = page.locator(".st-key-managed-sites-octobre")
        managed.get_by_text("Sites <b>de test</b>").first.wait_for()
        managed.get_by_role("button", name="Show in partner view").click()
        wait_for_map(page)
        wait_for_title(page, "Sites <b>de test</b>")
        with tab(browser) as anybody:
            anybody.goto(f"{url}/?theme=data:sites-octobre&audience=partner")
            wait_for_map(anybody)
            assert "Sites" not in anybody.locator(".mm-head").inner_text()
        page.locator(".mp-pages a:visible").get_by_text("Data and sources", exact=True).click()
        wait_for_page(page)
        held.get_by_role("button", name="Versions and removal").click()
        page.get_by_text('Remove "Sites').click()
        page.get_by_role("button", name="Yes, remove all its versions").click()
        page.get_by_text("Nothing is loaded yet.").wait_for()
