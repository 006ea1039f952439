from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest

from tests.browser.pages import opened, resize, theme, wait_for_map, wait_for_title

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WORDS = {
    "en": {"cercles": "Cercles", "returned": "Returned", "returnees": "Returnees", "displaced": "Displaced people",
           "april": "April 2020", "figure": "102,481", "regions": "Regions", "language": "Français"},
    "fr": {"cercles": "Cercles", "returned": "Retournés", "returnees": "Personnes retournées", "displaced": "Personnes déplacées",
           "april": "avril 2020", "figure": "102\u202f481", "regions": "Régions", "language": "English"},
}  # fmt: skip


def facts(page: Page) -> str:
    return page.locator(".mm-facts").inner_text()


def click_in_middle(page: Page) -> None:
    """Click where the focus of the map is: its middle."""
    box = page.locator(".mm-map").bounding_box()
    assert box
    deadline, step = time.monotonic() + 20, 0
    while not page.locator(".mm-tip:not([hidden])", has_text="Mopti").count():  # until it answers the pointer
        assert time.monotonic() < deadline, "nothing under the pointer"
        step += 1
        page.mouse.move(box["x"] + box["width"] / 2 + step % 5, box["y"] + box["height"] * 0.64)
        page.evaluate("() => new Promise(requestAnimationFrame)")
    page.mouse.down()
    page.mouse.up()


def step_back_one_round(page: Page) -> None:
    handle = page.get_by_role("slider")
    handle.focus()
    handle.press("ArrowLeft")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_level_theme_round_a_click_and_the_address(browser: Browser, app_url: str, lang: str) -> None:
    words = WORDS[lang]
    with opened(browser, app_url, lang) as page:
        wait_for_title(page, words["april"])
        page.get_by_role("radio", name=words["cercles"], exact=True).click()
        wait_for_title(page, "cercle")
        theme(page, words["returned"]).click()
        wait_for_title(page, words["returnees"])
        step_back_one_round(page)
        wait_for_title(page, "2019")
        page.get_by_role("radio", name=words["regions"], exact=True).click()
        wait_for_title(page, words["regions"][:-1].lower())
        page.go_back()
        wait_for_title(page, "cercle")
        page.goto(f"{app_url}/?area=ML05")
        wait_for_map(page)
        wait_for_title(page, "Mopti")
        click_in_middle(page)
        page.wait_for_function("document.querySelector('.mm-facts').dataset.of === 'ML05'")
        page.wait_for_function("location.search.includes('pick=ML05')")
        assert words["figure"] in facts(page)
        assert words["april"] in facts(page)
        page.reload()
        wait_for_map(page)
        page.wait_for_function("document.querySelector('.mm-facts')?.dataset.of === 'ML05'")
        assert words["figure"] in facts(page)
        assert page.evaluate("document.documentElement.lang") == lang


def test_the_map_is_driven_without_a_mouse(browser: Browser, app_url: str) -> None:
    with opened(browser, f"{app_url}/?level=2") as page:
        row = page.locator(".mm-table tbody tr").filter(has_text="Gao").first
        row.get_by_role("button").focus()
        page.keyboard.press("Enter")
        page.wait_for_function("document.querySelector('.mm-facts').dataset.of === 'ML0703'")
        search = page.get_by_role("combobox", name=re.compile("area"))
        search.fill("tumbuktu")
        search.press("Enter")
        page.get_by_role("option", name=re.compile("Timbuktu")).first.click()
        page.wait_for_function("/area=ML06/.test(location.search)")
        wait_for_title(page, "Timbuktu")


def test_pan_and_zoom_survive_every_change_and_stand_in_the_address(browser: Browser, app_url: str) -> None:
    with opened(browser, f"{app_url}/?level=2") as page:
        assert "at=" not in page.url
        page.locator(".mm-map").focus()
        page.keyboard.press("+")
        page.wait_for_function("location.search.includes('at=')")
        at = re.search(r"at=([^&]*)", page.url)
        theme(page, "Returned").click()
        wait_for_title(page, "Returnees")
        page.wait_for_function(
            "at => location.search.includes(at) && location.search.includes('returnees')", arg=at.group(0)
        )
        page.reload()
        wait_for_map(page)
        wait_for_title(page, "Returnees")
        assert at.group(0) in page.url


def test_a_map_that_comes_to_rest_leaves_the_address_of_the_page_that_comes_next(
    browser: Browser, app_url: str
) -> None:
    with opened(browser, f"{app_url}/?level=2", kept=False) as page:
        page.clock.install()
        page.locator(".mm-map").focus()
        page.keyboard.press("+")
        page.evaluate("history.pushState({}, '', '/matrix')")  # and the map is there until the page comes
        for key in ("-", "+", "+"):
            page.clock.run_for(2000)
            page.locator(".mm-map").press(key)
        page.clock.run_for(2000)
        assert page.evaluate("location.pathname + location.search") == "/matrix"


def test_what_a_query_says_that_is_not_understood_is_said(browser: Browser, app_url: str) -> None:
    with opened(browser, f"{app_url}/?theme=moon&colour=red&audience=partner") as page:
        said = page.locator(".mm-doubts").inner_text()
        assert "A link does not open the partner view" in said
        assert "theme=moon" in said
        assert "colour" in said


def test_the_language_is_switched_and_stays_in_the_address(browser: Browser, app_url: str) -> None:
    with opened(browser, app_url, "fr") as page:
        wait_for_title(page, "Personnes déplacées")
        page.get_by_role("radio", name="English").click()
        wait_for_title(page, "Displaced people")
        page.wait_for_function("location.search.includes('lang=en')")


ZOOM_LONG = """() => {
    const real = window.setTimeout;
    window.setTimeout = (then, ms, ...given) => ms !== 250 ? real(then, ms, ...given)
        : real(() => { then(...given); window.ended = true; }, 2000);
    addEventListener('transitionend', (event) => event.stopImmediatePropagation(), { capture: true });
    document.querySelector('.mm-buttons button').click();
}"""


def test_a_map_that_is_left_while_it_zooms_leaves_nothing_behind(browser: Browser, app_url: str) -> None:
    with opened(browser, f"{app_url}/?level=2") as page:  # which complains of any error
        page.evaluate(ZOOM_LONG)
        page.locator(".leaflet-zoom-anim").first.wait_for(state="attached")
        page.get_by_role("link", name="About").first.click()
        page.locator(".mr h1").first.wait_for()
        page.wait_for_function("window.ended")


@pytest.mark.parametrize(
    ("lang", "sizes"),
    [
        ("fr", ("small laptop", "projector")),
        ("en", ("laptop", "wall")),
        ("fr", ("phone", "tablet")),
        ("en", ("phone",)),
    ],
)
def test_nothing_is_wider_than_the_window(
    browser: Browser, app_url: str, lang: str, sizes: tuple[str, ...]
) -> None:
    with opened(browser, f"{app_url}/?level=2&pick=ML0506", lang, sizes[0]) as page:
        for size in sizes:
            resize(page, size)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), size
            cut = page.evaluate(
                """() => [...document.querySelectorAll('.mm-head *, .mm-facts *, .mm-legend *')]
                    .filter(e => e instanceof HTMLElement && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline')
                    .map(e => e.className + ': ' + e.innerText)"""
            )
            assert not cut, (size, cut)
            assert page.evaluate(OVERLAPPING) == [], size


OVERLAPPING = """() => {
    const shown = [...document.querySelectorAll('a, button, input, h1, .mm-stats div, .mm-map, .mm-facts, .mm-credit')]
        .filter(e => e.checkVisibility({visibilityProperty: true, opacityProperty: true}) && !e.closest('.mm-point')
            && !e.closest('[data-testid=stSkipToContent]'))
        .map(e => ({e, box: e.getBoundingClientRect()})).filter(({box}) => box.width > 3 && box.height > 3);
    const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2;
    const on = [];
    shown.forEach((one, i) => shown.slice(i + 1).forEach(other => {
        const kept = one.e.contains(other.e) || other.e.contains(one.e)
            || [one, other].some(({e}) => e.closest('.mm-buttons, .mm-facts, .mm-table, label, [role=group]'));
        if (!kept && over(one.box, other.box)) on.push(one.e.outerHTML.slice(0, 90) + ' / ' + other.e.outerHTML.slice(0, 90));
    }));
    return on;
}"""


SETTLED = """async () => {
  const look = () => {
    const [map, canvas] = ['.mm-map', '.mm-map canvas'].map((what) => document.querySelector(what).getBoundingClientRect());
    const place = [canvas.x - map.x, canvas.y - map.y, map.height].map(Math.round);
    return [document.querySelector('.leaflet-control-scale-line').innerText, ...place];
  };
  let seen = look();
  for (let frames = 0; frames < 20; frames += 1) {
    await new Promise(requestAnimationFrame);
    if (String(look()) !== String(seen)) [seen, frames] = [look(), 0];
  }
  return seen;
}"""
"""The scale of the map, where it stands and its height, once it moves no more."""


def test_a_map_is_fitted_to_its_size_until_the_reader_moves_it(browser: Browser, app_url: str) -> None:
    taller = "height => { document.querySelector('.mm-map').style.height = height }"
    with opened(browser, f"{app_url}/?level=2&area=ML05") as page:
        page.evaluate(SETTLED)
        page.locator(".mm-crumbs button").first.click()  # the map flies to the country
        page.wait_for_function("() => !location.search.includes('area=')")
        page.evaluate(taller, "300px")
        fitted = page.evaluate(SETTLED)
        assert "at=" not in page.evaluate("location.search")
        page.locator(".mm-buttons button").nth(2).click()  # the whole
        whole = page.evaluate(SETTLED)
        assert whole[0] == fitted[0]
        assert whole[1:] == pytest.approx(fitted[1:], abs=2)  # Leaflet rounds to pixels
        page.evaluate(taller, "640px")
        larger = page.evaluate(SETTLED)
        assert larger[0] != fitted[0]
        page.locator(".mm-buttons button").first.click()
        zoomed = page.evaluate(SETTLED)
        assert zoomed[0] != larger[0]
        page.evaluate(taller, "300px")
        assert page.evaluate(SETTLED)[0] == zoomed[0]
