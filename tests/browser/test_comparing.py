"""Comparisons in a real browser: the rounds played, and what a comparison gives to take along."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.test_briefing import page_at
from tests.browser.test_everyone import violations

if TYPE_CHECKING:
    from playwright.sync_api import Browser


SHOWN = ".mm-head h1"


def test_one_press_of_back_leaves_the_rounds_that_were_played(browser: Browser, app_url: str) -> None:
    with page_at(browser, f"{app_url}/?level=2&area=ML05&layers=offices,rivers", ".mp-play button") as page:
        page.wait_for_selector(SHOWN)
        entries = page.evaluate("() => history.length")
        page.get_by_label("How long each round is shown").select_option("4")
        page.get_by_role("button", name="Play through the rounds").click()
        page.wait_for_function("() => /201[5-9]/.test(document.querySelector('.mm-head h1').innerText)")
        page.get_by_role("button", name="Pause").click()
        assert page.evaluate("() => history.length") == entries + 1
        page.go_back()
        page.wait_for_function("() => document.querySelector('.mm-head h1').innerText.includes('April 2020')")
        page.wait_for_function(
            "() => decodeURIComponent(location.search) === '?level=2&area=ML05&layers=offices,rivers'"
        )
        page.get_by_role("button", name="Play through the rounds").wait_for()


def test_the_trend_beside_others_is_fetched_when_it_is_opened_and_stays_open(
    browser: Browser, app_url: str
) -> None:
    with page_at(browser, f"{app_url}/?level=2&area=ML05&pick=ML0506", ".mm-ask summary") as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url) if "/against?" in request.url else None)
        page.locator(".mm-ask summary").click()
        page.locator(".ma svg").first.wait_for()
        assert len(asked) == 1
        assert "Bandiagara" in page.locator(".ma table").inner_text()
        assert not violations(page)
        page.get_by_role("button", name="Koro").click()
        page.wait_for_function("() => document.querySelector('.ma')?.innerText.startsWith('Koro')")
        assert len(asked) == 2


def test_a_comparison_is_a_file_or_says_why_not_and_why_it_has_no_difference(
    browser: Browser, app_url: str
) -> None:
    both = "level=2&compare=level%3D2%26theme%3Dpresence"
    with page_at(browser, f"{app_url}/?{both}", ".mb .mm-map canvas") as page:
        page.get_by_text("the two maps do not count the same thing").wait_for()
        page.get_by_role("button", name="Snapshot").click()
        preview = page.locator(".ms-preview")
        preview.wait_for()
        assert " | " in str(preview.get_attribute("alt"))
        page.get_by_role("radio", name="GPKG").click()
        page.get_by_text("such a file holds one map").wait_for()
        download = page.get_by_role("button", name="Download")
        expect(download).to_have_count(0)
        page.get_by_role("radio", name="CSV").click()
        download.focus()
        with page.expect_download():
            page.keyboard.press("Enter")
        expect(download).to_be_focused()  # a button that makes a file is disabled meanwhile
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)


ROUNDS = "level=2&area=ML05&compare=level%3D2%26area%3DML05%26round%3D2018-12"
PLACES = """part => [...document.querySelectorAll(`.mb ${part}`)].map((one) => {
  const { top, left, height } = one.getBoundingClientRect();
  return { top: Math.round(top), left: Math.round(left), height: Math.round(height) };
})"""


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_maps_side_by_side_are_level_however_long_their_titles_are(
    browser: Browser, app_url: str, lang: str
) -> None:
    with page_at(browser, f"{app_url}/?{ROUNDS}", ".mb .mm-map canvas", lang) as page:
        page.wait_for_function("() => document.querySelectorAll('.mb .mm-map canvas').length >= 3")
        for width, height in ((1440, 900), (1280, 720)):
            page.set_viewport_size({"width": width, "height": height})
            for part in (".mm-title", ".mm-map", ".mm-credit"):
                places = page.evaluate(PLACES, part)
                assert len({place["left"] for place in places}) == 3, part
                assert len({place["top"] for place in places}) == 1, (part, places)
            lines = page.evaluate(
                "() => [...document.querySelectorAll('.mb .mm-title')].map((one) => {"
                " const words = document.createRange(); words.selectNodeContents(one);"
                " return Math.round(words.getBoundingClientRect().height); })"
            )
            title, shown = page.evaluate(PLACES, ".mm-title")[0], page.evaluate(PLACES, ".mm-map")[0]
            assert min(lines) < max(lines) <= shown["top"] - title["top"] < max(lines) + 20, "no empty lines"
