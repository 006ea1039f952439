"""A briefing made, presented by keyboard, linked, sent and opened again; maps side by side."""

from __future__ import annotations

import contextlib
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pptx import Presentation

from geo import briefings as kept
from layers import briefing as briefings
from layers.briefing import Briefing, Slide
from tests.browser.conftest import served_app
from tests.browser.owning import own
from tests.browser.pages import SIZES, Watched, resize, tab
from tests.browser.test_pages import ASKED_FOR_HOME, read, wait_for_page
from ui.browser import BROWSER

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BRIEF = "() => new URLSearchParams(location.search).get('brief')"

TURN = """async (key) => {
  await new Promise((done) => requestIdleCallback(done));
  const stages = [...document.querySelectorAll('.md-maps')];
  const other = stages.find((stage) => !stage.classList.contains('md-now') && stage.querySelector('canvas'));
  dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  const drawn = Boolean(other) && getComputedStyle(other).visibility === 'visible';
  return [drawn, document.querySelector('.md h1').innerText];
}"""
"""Turns a slide: whether the other slide's map was drawn before and is shown at once, and what is read."""

ZOOM_AND_TURN = """async () => {
  document.querySelector('.md-now .mm-buttons button').click();
  await new Promise(requestAnimationFrame); // after the map's own
  const zooms = Boolean(document.querySelector('.md-now .leaflet-zoom-anim'));
  for (const key of ['ArrowRight', 'ArrowLeft']) dispatchEvent(new KeyboardEvent('keydown', { key }));
  return zooms;
}"""
"""Zooms in, and turns to the next slide and back while the map still moves; whether it did move."""

ANA = "a" * 43
"""The mark of the browser whose briefing is kept."""

THREE = Briefing(
    "Three",
    (Slide("", "Regions"), Slide("level=2&area=ML05", "Mopti"), Slide("compare=theme%3Dpresence", "Both")),
)


@pytest.fixture(scope="module")
def home(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an app with a workspace of its own, where a briefing of three slides is kept."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MALI_MAP_WORKSPACE", str(tmp_path_factory.mktemp("workspace")))
        assert briefings.keep(THREE) == "three"
        kept.take("three", f"browser {ANA}")
        with served_app() as url:
            yield url


@contextlib.contextmanager
def page_at(
    browser: Browser, url: str, ready: str, lang: str = "en", size: str = "laptop", mark: str = ANA
) -> Iterator[Page]:
    """Open an address as the browser with a mark; the server gives one to a browser without."""
    with tab(browser, lang, size) as page:
        page.context.clear_cookies()
        own(page.context, url)
        if mark:
            page.context.add_cookies([{"name": BROWSER, "value": mark, "url": url}])
        watched = Watched(page, url)
        missed: list[str] = []
        page.on("response", lambda answer: missed.append(answer.url) if answer.status >= 400 else None)
        page.goto(url)
        page.wait_for_selector(ready, timeout=30_000)
        yield page
        assert not watched.outside, watched.outside
        assert not [said for said in watched.errors if ASKED_FOR_HOME not in said], watched.errors
        assert not [url for url in missed if "/_stcore/h" not in url], missed
        watched.stop()


def slide(page: Page, number: int) -> None:
    page.wait_for_function("n => document.querySelector('.md')?.dataset.slide === n", arg=str(number))
    page.wait_for_function("n => location.search.includes(`slide=${n}`)", arg=number)


def center(page: Page, place: int = 0) -> list[float]:
    """Where the areas' pane of a map stands, in its own pixels and scale, once it stands still."""
    return page.evaluate(
        """async place => {
          const at = () => {
            const map = document.querySelectorAll('.md-now .mm-map')[place];
            const [outer, inner] = [map, map.querySelector('canvas')].map((one) => one.getBoundingClientRect());
            return [inner.x - outer.x, inner.y - outer.y].map(Math.round);
          };
          for (let still = 0, before = ''; still < 20; ) {
            await new Promise(requestAnimationFrame);
            still = String(at()) === before ? still + 1 : 0;
            before = String(at());
          }
          return at();
        }""",
        place,
    )


def test_a_briefing_is_made_written_presented_sent_and_opened_again(
    browser: Browser, home: str, tmp_path: Path
) -> None:
    with page_at(browser, f"{home}/?level=2&area=ML05", "#root .mm-map canvas") as page:
        page.locator(".mm-map").focus()
        page.keyboard.press("+")
        page.wait_for_function("() => location.search.includes('at=')")
        page.get_by_role("button", name="Add this view to the briefing").click()
        page.get_by_text("Added: slide 4 of").wait_for()
        page.get_by_role("link", name="Briefings").first.click()
        page.locator(".st-key-brief-slide-3").wait_for()
        last = page.locator(".st-key-brief-slide-3")
        last.get_by_label("Reading").fill("Mopti first")
        written = last.get_by_label("Reading").element_handle()
        last.get_by_role("button", name="Save").click()
        page.wait_for_function("written => !written.isConnected", arg=written)  # what is kept is another form
        with page.expect_download() as download:
            page.get_by_role("button", name="Download the file").click()
        sent = tmp_path / "sent.toml"
        download.value.save_as(sent)
        kept = tomllib.loads(sent.read_text())["slide"]
        assert kept[3]["reading"] == "Mopti first"
        assert kept[3]["view"].startswith("level=2&area=ML05&at=")
        with page.expect_download() as download:
            page.get_by_role("button", name="Download as PPTX").click()
        assert len(Presentation(download.value.path()).slides) == 4  # a comparison is one of them
        page.get_by_text("New briefing").click()
        page.locator("input[type=file]").set_input_files(sent)
        page.get_by_role("button", name="Open this file").click()
        page.wait_for_function("() => /brief=three-[a-z2-9]{8}/.test(location.search)")
        page.get_by_role("button", name="Present", exact=True).click()
        page.wait_for_selector(".md .mm-map canvas")
        slide(page, 1)


def test_two_strangers_at_once_neither_see_nor_change_what_the_other_makes(
    browser: Browser, home: str
) -> None:
    with (
        page_at(browser, f"{home}/?level=2", "#root .mm-map canvas", mark="") as ana,
        page_at(browser, f"{home}/?level=1", "#root .mm-map canvas", mark="") as ben,
    ):
        for page in (ana, ben):
            assert not page.locator("[class*=st-key-brief-hand]").count()
            add = page.get_by_role("button", name="Add this view to the briefing")
            for _ in range(5):
                add.click()
            page.get_by_text("This view is already slide 1").wait_for()
        names = [page.evaluate(BRIEF) for page in (ana, ben)]
        assert names[0] != names[1]
        for page, name, level in zip((ana, ben), names, ("level=2", ""), strict=True):
            assert [slide.query for slide in briefings.load(name).slides] == [level]
            page.get_by_role("link", name="Briefings").first.click()
            page.locator(".st-key-brief-slide-0 textarea").first.wait_for()
        ana.context.grant_permissions(["clipboard-read", "clipboard-write"])
        ana.get_by_text("Share", exact=True).click()
        ana.get_by_role("button", name="Make a link to edit").click()
        ana.get_by_role("button", name="Copy the link to edit").click()
        ana.get_by_text("Copied").wait_for()
        link = ana.evaluate("() => navigator.clipboard.readText()")
        ben.goto(f"{home}/briefing?brief={names[0]}")
        ben.get_by_role("button", name="Make a copy of my own").wait_for()
        assert not ben.locator(".st-key-brief-slide-0 textarea").count()
        ben.goto(link)
        ben.get_by_role("button", name="Open to edit").click()
        title = ben.get_by_label("Title (empty: the map's own)")
        title.fill("By Ben")
        ben.get_by_role("button", name="Save").click()
        ben.get_by_role("heading", name="1. By Ben").wait_for()
        assert link.rsplit("/", 1)[1] not in ben.url
        assert briefings.load(names[0]).slides[0].title == "By Ben"
        ana.get_by_role("button", name="Withdraw the link to edit").click()
        ana.get_by_role("button", name="Make a link to edit").wait_for()
        ana.get_by_role("heading", name="1. By Ben").wait_for()
        title.fill("Again")
        ben.get_by_role("button", name="Save").click()
        ben.get_by_text("What you wrote is kept: slide 2").wait_for()  # in Ben's own
        assert briefings.load(names[0]).slides[0].title == "By Ben"
        ben.goto(link)
        ben.get_by_text("has been withdrawn, or is not whole").wait_for()
        ana.get_by_role("button", name="Delete").click()
        ana.get_by_text("Briefing deleted").wait_for()
        ana.get_by_text("Français").click()
        ana.get_by_text("Briefing supprimé").wait_for()
        ana.get_by_role("button", name="Annuler").click()
        ana.get_by_role("heading", name="1. By Ben").wait_for()
        assert briefings.load(names[0]).slides[0].title == "By Ben"


def test_one_view_fills_the_window_from_the_side_bar_and_is_left_by_escape(
    browser: Browser, home: str
) -> None:
    with page_at(browser, f"{home}/?level=2&area=ML05&lang=fr", "#root .mm-map canvas", "fr") as page:
        page.get_by_role("button", name="Présenter cette vue").click()
        page.wait_for_selector(".md .mm-map canvas")
        assert "Mopti" in page.locator(".md h1").inner_text()
        page.keyboard.press("Escape")
        page.wait_for_selector(".md", state="detached")
        page.get_by_role("button", name="Présenter cette vue").wait_for()
        assert "area=ML05" in page.evaluate("location.search")
        page.locator("[class*='st-key-compare-with'] input").click()
        page.get_by_role("option", name="les organisations").click()
        page.wait_for_function("() => document.querySelectorAll('.mb .mm-map canvas').length >= 2")


def test_a_page_beside_the_map_adds_the_map_that_says_the_same(browser: Browser, home: str) -> None:
    with read(browser, f"{home}/changes?brief=three&level=2&area=ML05") as page:
        wait_for_page(page)
        page.get_by_role("button", name="Add the map of this page to the briefing").click()
        page.get_by_text("Added: slide").wait_for()
        assert "theme" not in page.evaluate("() => location.search"), "the page stays as it is"


def test_slides_are_turned_at_once_by_keys_and_buttons(browser: Browser, home: str) -> None:
    with page_at(
        browser, f"{home}/?brief=three&slide=1&present=1", ".md .mm-map canvas", size="projector"
    ) as page:
        page.wait_for_selector(".md-maps[inert] .mm-map canvas", state="attached")
        for key, title in (("ArrowRight", "Mopti"), ("ArrowLeft", "Regions"), ("ArrowRight", "Mopti")):
            drawn, seen = page.evaluate(TURN, key)
            assert drawn, "the next slide was not drawn ahead"
            assert seen == title
        slide(page, 2)
        page.keyboard.press("Space")
        slide(page, 3)
        assert page.locator(".md-now .md-map").count() == 2
        page.keyboard.press("ArrowLeft")
        slide(page, 2)
        page.get_by_role("button", name="Previous slide").click()
        slide(page, 1)
        page.keyboard.press("Space")  # after the mouse, space still is "next"
        slide(page, 2)
        page.reload()
        page.wait_for_selector(".md .mm-map canvas")
        slide(page, 2)
        assert page.locator(".md h1").inner_text() == "Mopti"
        assert not page.locator("[data-testid=stSidebar], .st-key-steer, .mp-pages").count()
        page.keyboard.press("Escape")
        page.wait_for_selector(".st-key-steer")
        page.wait_for_function(
            "() => location.search.includes('area=ML05') && !location.search.includes('present')"
        )


def test_what_is_projected_can_be_read_from_three_metres(browser: Browser, home: str) -> None:
    with page_at(
        browser, f"{home}/?brief=three&slide=1&present=1", ".md .mm-map canvas", size="projector"
    ) as page:
        sizes = page.evaluate(
            """() => Object.fromEntries(['h1', '.md-reading', '.md-source', '.md-figure b', '.mm-legend h3',
                '.mm-legend li', '.mm-legend p', '.md-counter'].flatMap((what) =>
                [...document.querySelectorAll(`.md ${what}`)].slice(0, 1)
                    .map((e) => [what, parseFloat(getComputedStyle(e).fontSize)])))"""
        )
        assert {"h1", ".md-source", ".md-figure b", ".mm-legend li", ".md-counter"} <= set(sizes), sizes
        for what in (
            "h1",
            ".md-source",
            ".md-figure b",
            ".mm-legend li",
        ):  # each is there, is seen, and says something
            assert page.locator(f".md {what}").first.is_visible(), what
            assert page.locator(f".md {what}").first.inner_text().strip(), what
        assert sizes.pop(".md-figure b") >= 48
        assert min(sizes.values()) >= 28, sizes
        outside = page.evaluate(
            """() => [...document.querySelectorAll('.md header *, .md footer *, .md .mm-legend *')]
                .filter((e) => { const b = e.getBoundingClientRect(); return b.right > innerWidth + 1 || b.bottom > innerHeight + 1; })
                .map((e) => e.className)"""
        )
        assert not outside


def test_questions_are_answered_in_place_and_next_restores_the_prepared_view(
    browser: Browser, home: str
) -> None:
    with page_at(browser, f"{home}/?brief=three&slide=2&present=1", ".md .mm-map canvas") as page:
        page.wait_for_function("() => document.querySelector('.md h1').innerText === 'Mopti'")
        prepared = center(page)
        scale = page.locator(".md-now .leaflet-control-scale-line").inner_text()
        box = page.locator(".md-now .mm-map").bounding_box()
        assert box
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_selector(".md-now .mm-tip:not([hidden])")
        page.mouse.down()
        page.mouse.up()
        page.wait_for_function("() => location.search.includes('pick=')")
        page.wait_for_selector(".md-now .mm-facts:not([hidden])")
        page.keyboard.press("Escape")  # closes the facts, and nothing else
        page.wait_for_selector(".md-now .mm-facts", state="hidden")
        page.locator(".md-now .mm-map").focus()
        page.keyboard.press("+")
        page.wait_for_function(
            "before => document.querySelector('.md-now .leaflet-control-scale-line').innerText !== before",
            arg=scale,
        )
        page.keyboard.press("ArrowRight")
        slide(page, 3)
        page.keyboard.press("ArrowLeft")
        slide(page, 2)
        page.wait_for_function("() => !location.search.includes('pick')")
        page.wait_for_function(
            "before => document.querySelector('.md-now .leaflet-control-scale-line').innerText === before",
            arg=scale,
        )
        assert center(page) == prepared
        # There and back at once: before any neighbour was drawn again, and while the map still zooms.
        assert page.evaluate(ZOOM_AND_TURN), "the map did not zoom"
        page.wait_for_selector(".md-now .leaflet-map-pane:not(.leaflet-zoom-anim)", state="attached")
        page.wait_for_function(
            "before => document.querySelector('.md-now .leaflet-control-scale-line').innerText === before",
            arg=scale,
            timeout=10_000,
        )
        assert center(page) == prepared


def test_no_slide_is_wider_than_the_window(browser: Browser, home: str) -> None:
    with page_at(
        browser, f"{home}/?brief=three&slide=3&present=1", ".md .mm-map canvas", "fr", "phone"
    ) as page:
        page.wait_for_function("() => document.querySelectorAll('.md-now .mm-map canvas').length >= 2")
        for size in reversed(SIZES):  # the phone first
            resize(page, size)
            boxes = [page.locator(".md-now .md-map").nth(n).bounding_box() for n in range(2)]
            assert boxes[0], size
            assert boxes[1], size
            stacked = boxes[1]["y"] > boxes[0]["y"]
            assert stacked is (size == "phone"), size
            assert page.evaluate("() => document.querySelector('.md').scrollWidth <= innerWidth"), size


def test_maps_side_by_side_move_together(browser: Browser, home: str) -> None:
    with page_at(browser, f"{home}/?brief=three&slide=3&present=1", ".md .mm-map canvas") as page:
        page.wait_for_function(
            "() => document.querySelectorAll('.md-now .mm-map .leaflet-map-pane').length === 2"
        )
        pane = "() => [...document.querySelectorAll('.md-now .mm-map .leaflet-map-pane')].map((e) => e.style.transform)"
        before = page.evaluate(pane)
        assert center(page, 0) == center(page, 1)
        box = page.locator(".md-now .mm-map").first.bounding_box()
        assert box
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 60, y - 25, steps=6)
        page.mouse.up()
        page.wait_for_function(
            f"before => {{ const now = ({pane})(); return now[0] !== before[0] && now[1] !== before[1] }}",
            arg=before,
        )
        deadline = time.monotonic() + 5
        while center(page, 0) != center(page, 1) and time.monotonic() < deadline:
            page.evaluate("() => new Promise(requestAnimationFrame)")
        assert center(page, 0) == center(page, 1)


def test_another_round_beside_this_one_and_the_rounds_played(browser: Browser, home: str) -> None:
    with page_at(browser, f"{home}/?level=2", ".mp-play button") as page:
        page.wait_for_selector(".mm-head h1")
        page.get_by_role("button", name="Play through the rounds").click()
        page.wait_for_function("() => location.search.includes('round=2014-12')")
        page.wait_for_function("() => /round=201[5-9]/.test(location.search)")  # a round is seen for a second
        page.get_by_role("button", name="Pause").click()
        page.locator("[class*='st-key-compare-with'] input").click()
        page.get_by_role("option", name="another round").click()
        page.wait_for_function("() => document.querySelectorAll('.mb .mm-map canvas').length >= 3")
        page.wait_for_function("() => location.search.includes('compare=')")
        page.get_by_text("What has changed").click()
        page.get_by_text("that can be compared").wait_for()
