"""A connection that is lost, for whatever reason, and what a reader finds when it is back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.owning import own
from tests.browser.pages import REST, hear, tab, theme, wait_for_map, wait_for_title
from tests.browser.proxy import Proxy, Server, behind_proxy
from tests.browser.test_import import SITES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

KEPT = 1
"""Seconds for which a session without a browser is kept where a loss is to be longer than that."""

LOST = re.compile(r"^Pas de connexion depuis \d\d:\d\d · No connection since \d\d:\d\d$")
BEGAN = {
    "fr": "La connexion a été perdue : la page a repris à partir de son adresse.",
    "en": "The connection was lost: the page has begun again from its address.",
}
ENGLISH = re.compile("Streamlit|Connection error|Page not found")


@pytest.fixture(scope="module")
def network(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Proxy, Server]]:
    with behind_proxy(str(tmp_path_factory.mktemp("workspace"))) as both:
        yield both


@pytest.fixture
def proxy(network: tuple[Proxy, Server]) -> Iterator[Proxy]:
    yield network[0]
    network[0].heal()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in French that nothing goes wrong on, but for what cannot be fetched."""
    errors: list[str] = []
    with tab(browser, "fr") as page:
        stop = hear(page, pageerror=lambda error: errors.append(str(error)))
        yield page
        stop()
    assert not errors


def watched(page: Page) -> None:
    """Wait until the page watches its connection, and nothing is on its way."""
    page.wait_for_selector(".mc-line", state="attached", timeout=30_000)
    page.wait_for_selector(REST)


def wait_for_loss(page: Page) -> None:
    expect(page.locator(".mc-line")).to_have_text(LOST)


def wait_until_back(page: Page, began: str = "") -> None:
    """Wait until the page has its connection again and has run, and says that it began again, or nothing."""
    page.wait_for_selector('.stApp[data-test-connection-state="CONNECTED"]')
    page.wait_for_function(
        "said => (document.querySelector('.mc-line span')?.innerText ?? '') === said", arg=began
    )
    page.wait_for_selector(REST)


def test_a_short_loss_is_said_and_leaves_the_session_as_it_was(page: Page, proxy: Proxy) -> None:
    page.goto(f"{proxy.url}/?level=2")
    wait_for_map(page)
    watched(page)
    title = page.locator(".mm-head h1").inner_text()
    proxy.refuse()
    wait_for_loss(page)
    assert page.locator(".mm-head h1").inner_text() == title
    expect(page.locator(".mm-head h1")).to_be_in_viewport()
    expect(theme(page, "Retournés")).to_be_disabled()
    proxy.heal()
    wait_until_back(page)
    theme(page, "Retournés").click()
    wait_for_title(page, "retournées")


def test_a_page_that_was_away_for_longer_than_its_session_is_kept_begins_again_from_its_address(
    page: Page, network: tuple[Proxy, Server]
) -> None:
    proxy, server = network
    server.stop()
    server.start(keeps=KEPT)
    page.goto(f"{proxy.url}/?level=2&area=ML05")
    wait_for_map(page)
    watched(page)
    proxy.refuse()
    wait_for_loss(page)
    page.wait_for_timeout((KEPT + 1) * 1000)  # that time passes is what is looked at
    proxy.heal()
    wait_until_back(page, BEGAN["fr"])
    goes_on(page)


def goes_on(page: Page) -> None:
    """Work on with the map of Mopti by cercle: what is pressed is shown."""
    wait_for_title(page, "Personnes déplacées par cercle, Mopti")
    theme(page, "Retournés").click()
    wait_for_title(page, "Personnes retournées par cercle, Mopti")
    assert page.evaluate("location.search") == "?level=2&area=ML05&theme=returnees"
    expect(theme(page, "Retournés")).to_be_checked()
    expect(page.locator(".mc-line")).to_be_empty()  # whoever goes on has read it
    page.get_by_role("radio", name="Régions", exact=True).click()
    wait_for_title(page, "par région, Mopti")
    page.get_by_role("slider").press("ArrowLeft")
    wait_for_title(page, "décembre 2019")


def test_every_page_begins_again_where_the_server_was_started_again(
    page: Page, network: tuple[Proxy, Server], tmp_path: Path
) -> None:
    proxy, server = network
    sent = tmp_path / "sites.csv"
    sent.write_text("\n".join(SITES) + "\n", encoding="utf-8")
    own(page.context, server.url)
    beside, shared, data = (page.context.new_page() for _ in range(3))
    page.goto(f"{proxy.url}/?level=2&area=ML05")
    beside.goto(f"{proxy.url}/matrix?level=2&lang=en")
    shared.goto(f"{proxy.url}/?level=2&present=1")
    data.goto(f"{proxy.url}/data")
    wait_for_map(page)
    shared.wait_for_selector(".md .mm-map canvas")
    for one in (page, beside, shared, data):
        watched(one)
    uploader = data.get_by_test_id("stFileUploader")
    uploader.locator("input[type=file]").set_input_files(sent)
    data.locator(".mr-counts").first.wait_for()
    expect(data.get_by_role("note")).to_have_text("Données restreintes à l'écran · ne pas diffuser")

    proxy.refuse()
    for one in (page, beside, shared, data):
        wait_for_loss(one)
    expect(shared.locator(".md h1")).to_be_in_viewport()
    line, slide = shared.locator(".mc-line").bounding_box(), shared.locator(".md").bounding_box()
    assert line
    assert slide
    assert slide["y"] + slide["height"] <= line["y"]
    server.stop()
    server.start()
    own(page.context, server.url)  # another start has another link
    proxy.heal()
    for one, lang in ((page, "fr"), (beside, "en"), (shared, "fr"), (data, "fr")):
        wait_until_back(one, BEGAN[lang])

    goes_on(page)
    beside.get_by_role("radio", name="Regions", exact=True).click()
    beside.wait_for_function("document.querySelector('.mr h1, .mx h1')?.innerText.includes('by region')")
    assert beside.evaluate("location.pathname + location.search") == "/matrix?lang=en"
    shared.keyboard.press("Escape")
    wait_for_map(shared)
    wait_for_title(shared, "par cercle")
    expect(uploader).not_to_contain_text("sites.csv")  # the file went with the session
    expect(data.locator(".mr-counts")).to_have_count(0)
    expect(data.get_by_role("note")).to_have_count(0)

    proxy.stall()  # a file is on its way when the link fails
    uploader.locator("input[type=file]").set_input_files(sent)
    proxy.refuse()
    wait_for_loss(data)
    proxy.heal()
    wait_until_back(data)
    # The same file is no change for an input whose dialog was not opened.
    uploader.locator("input[type=file]").set_input_files(sent.rename(tmp_path / "again.csv"))
    data.locator(".mr-counts").first.wait_for()
    for one in (beside, shared, data):
        one.close()


def test_a_connection_that_died_without_a_word_is_noticed_when_somebody_presses(
    page: Page, proxy: Proxy
) -> None:
    page.goto(f"{proxy.url}/?level=2")
    wait_for_map(page)
    watched(page)
    proxy.forget()
    theme(page, "Retournés").click()
    wait_for_title(page, "retournées")  # which only another connection can bring
    expect(theme(page, "Retournés")).to_be_checked()


def test_what_the_browser_has_can_be_used_without_a_connection(page: Page, proxy: Proxy) -> None:
    page.goto(f"{proxy.url}/?level=1")
    wait_for_map(page)
    watched(page)
    proxy.refuse()
    wait_for_loss(page)
    page.locator(".mm-map").focus()
    page.keyboard.press("+")
    page.wait_for_function("location.search.includes('at=')")
    page.locator(".mm-search input").fill("Mopt")
    page.get_by_role("option", name="Mopti").first.wait_for()
    page.locator(".mm-map").hover(position={"x": 400, "y": 300})
    page.get_by_role("button", name="Présenter cette vue").click()  # nothing can come of it: it is said
    expect(page.locator(".mc-line")).to_have_text(LOST)
    expect(page.locator("body")).not_to_contain_text(ENGLISH)
    page.wait_for_timeout(6_000)  # Streamlit tries six times before its dialog, which covers the page
    assert not page.get_by_role("dialog").count()


def test_a_page_of_another_version_of_the_app_is_loaded_again(
    page: Page, network: tuple[Proxy, Server]
) -> None:
    proxy, server = network
    page.goto(f"{proxy.url}/?level=2&area=ML05")
    wait_for_map(page)
    watched(page)
    page.evaluate("window.isOld = true")
    proxy.refuse()
    server.stop()
    server.start(version=2)
    proxy.heal()
    page.wait_for_function("!window.isOld", timeout=30_000)
    wait_until_back(page, BEGAN["fr"])
    assert page.evaluate("location.search") == "?level=2&area=ML05"
    wait_for_title(page, "par cercle, Mopti")


def test_an_address_without_a_page_is_said_in_the_language_of_the_reader(page: Page, proxy: Proxy) -> None:
    page.goto(f"{proxy.url}/daat?level=2")
    watched(page)
    expect(page.locator(".mc-line span")).to_have_text(
        "Cette adresse ne mène à aucune page : la carte est montrée."
    )
    assert not page.get_by_role("dialog").count()
    wait_for_title(page, "par cercle")


def test_a_page_that_lost_a_part_of_its_code_is_loaded_again(page: Page, proxy: Proxy) -> None:
    page.goto(f"{proxy.url}/?level=2")
    wait_for_map(page)
    watched(page)
    page.evaluate("() => { window.before = true; dispatchEvent(new Event('vite:preloadError')); }")
    page.wait_for_function("() => !window.before")
    wait_for_map(page)
    expect(page.locator(".mc-line span")).to_have_text(BEGAN["fr"])
    assert "level=2" in page.url
