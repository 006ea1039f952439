"""The page that people send each other, opened with no network; and the panels that make files."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page

from layers.render import export
from tests.browser.pages import hear, opened, wait_for_map
from tests.layers import hostile


@pytest.fixture(scope="module")
def without_network(browser: Browser) -> Iterator[Page]:
    """A tab that reaches nothing but files."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def file_sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sent") / "sent.html"
    path.write_bytes(
        export.make((export.composed("level=2&area=ML05&layers=offices,towns,labels", "en"),), "html")
    )
    return path


@pytest.fixture
def sent(without_network: Page, file_sent: Path) -> Iterator[Page]:
    yield from offline(without_network, file_sent)


@pytest.fixture
def ill(without_network: Page, tmp_path: Path) -> Iterator[Page]:
    path = tmp_path / "ill.html"
    path.write_bytes(export.make((hostile.scene(),), "html"))
    yield from offline(without_network, path)


def offline(page: Page, path: Path) -> Iterator[Page]:
    """Open a file; whatever it asks for or complains of fails the test."""
    wrong: list[str] = []
    stop = hear(
        page,
        request=lambda asked: (
            wrong.append(asked.url) if not asked.url.startswith(("file:", "data:")) else None
        ),
        console=lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None,
        pageerror=lambda error: wrong.append(str(error)),
    )
    page.goto(path.as_uri())
    page.wait_for_selector(".leaflet-control-layers")
    yield page
    assert not wrong, wrong
    stop()


def named(page: Page, name: str) -> Locator:
    return page.locator(".name").get_by_text(name, exact=True)


def test_a_click_opens_what_is_known_of_an_area(sent: Page) -> None:
    named(sent, "Koro").wait_for()
    box = named(sent, "Koro").bounding_box()
    assert box
    sent.mouse.move(box["x"] + 5, box["y"] + 20)
    sent.locator(".leaflet-tooltip .tip", has_text="22,787").wait_for()
    sent.mouse.click(box["x"] + 5, box["y"] + 20)
    sent.locator(".leaflet-popup .tip", has_text="22,787").wait_for()


def test_the_search_and_the_table_find_an_area(sent: Page) -> None:
    sent.get_by_role("searchbox").fill("tenen")
    sent.get_by_role("searchbox").press("Enter")
    sent.locator(".leaflet-popup", has_text="Ténenkou").wait_for()
    sent.locator("summary").click()
    sent.get_by_role("button", name="Douentza").click()
    sent.locator(".leaflet-popup", has_text="Douentza").wait_for()


def test_layers_are_switched(sent: Page) -> None:
    assert named(sent, "Koro").count() == 1
    sent.get_by_label("Area names").uncheck()
    named(sent, "Koro").wait_for(state="detached")
    assert sent.locator("path[fill^='url(#hatch']").count() > 0, "no report is hatched"


def test_anybody_can_read_it(sent: Page) -> None:
    found = Axe().run(sent).response["violations"]
    assert not found, [(one["id"], one["nodes"][0]["html"][:200]) for one in found]


def test_hostile_names_stay_words(ill: Page) -> None:
    ill.locator("summary").click()
    for button in ill.locator("[data-area]").all()[:7]:
        button.click()
        ill.locator(".leaflet-popup .tip").last.wait_for()
    assert ill.locator("script:has-text('alert(1)')").count() == 0
    assert ill.locator("h1 script, footer script, .leaflet-popup script").count() == 0
    assert hostile.FORMULA in ill.locator("footer").inner_text()
    assert ill.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_snapshot_is_seen_and_downloaded_and_the_map_stays(browser: Browser, app_url: str) -> None:
    with opened(browser, f"{app_url}/?area=ML05&level=2") as page:
        wait_for_map(page)
        page.evaluate("document.querySelector('.mm-map').dataset.same = 'yes'")
        page.get_by_role("button", name="Snapshot").click()
        page.get_by_role(
            "img", name=re.compile("^Preview of the page: Displaced people by cercle, Mopti")
        ).wait_for()
        for name in ("MLI_displaced_mopti_a4_20200430_en.pdf", "MLI_displaced_mopti_20200430_en.csv"):
            page.get_by_role("radio", name=name[-3:].upper(), exact=True).click()
            page.locator(".ms-preview" if name.endswith("pdf") else "text=a row per area").wait_for()
            with page.expect_download() as download:
                page.get_by_role("button", name="Download").click()
            assert download.value.suggested_filename == name
            assert download.value.path().stat().st_size > 1000
        assert "ML0506,Mopti,Mopti,24648,reported,2020-04-30" in download.value.path().read_text(
            encoding="utf-8"
        )
        page.get_by_role("button", name="Close").click()
        assert page.locator(".mm-map").get_attribute("data-same") == "yes"


def test_an_atlas_is_made_and_downloaded(browser: Browser, app_url: str) -> None:
    with opened(browser, f"{app_url}/?area=ML09") as page:
        wait_for_map(page)
        page.get_by_role("button", name="Atlas").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("button", name="Make the atlas").click()
        dialog.get_by_role("button", name="Stop", exact=True).click()
        dialog.get_by_text("This was stopped.").wait_for()
        dialog.get_by_role("radio", name="Cercle").click()
        dialog.get_by_role("button", name="Make the atlas").click()
        dialog.get_by_text("1 page is ready.").wait_for(timeout=90_000)
        with page.expect_download() as download:
            dialog.get_by_role("button", name="Atlas (PDF)").click()
        assert download.value.suggested_filename == "MLI_atlas-cercle_displaced_bamako_a4_20200430_en.pdf"
