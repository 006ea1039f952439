"""Everyone can follow: without a mouse, with a screen reader, in either language."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from fontTools.ttLib import TTFont
from playwright.sync_api import expect

from tests.browser.pages import REST, Scheme, hear, opened, tab, theme, wait_for_title
from tests.browser.test_pages import read
from tests.browser.walk import TEXT, Found, violations, walked
from ui import fonts, light

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SEEN: list[tuple[str, Scheme]] = [("fr", "light"), ("en", "dark")]


def settled(page: Page) -> None:
    page.wait_for_selector(REST)


# Words that only one of the languages has.
ONLY = {
    "fr": {"les", "des", "dans", "avec", "pour", "une", "sont", "cette", "aucun", "chiffre", "où", "qui"},
    "en": {"the", "and", "with", "from", "this", "which", "where", "are", "not", "area"},
}


SAME = {
    "Briefing", "Cluster", "Coordination", "Mali", "Mopti", "Mopti · Nutrition", "Nutrition", "Organisation", "Pages",
    "Protection", "Round", "Sources",
}  # fmt: skip
"""What is spoken in both languages alike, beside the name of a file."""


def foreign(text: str, lang: str) -> list[str]:
    """Lines that are not in the language of a page; in brackets it may say what a name stands for.

    A passage of a document is quoted as it stands there.
    """
    lines = re.sub(r"\([^)]*\)|· [^·\n]*\"[^\"\n]*\"", "", text).splitlines()
    words = ONLY["en" if lang == "fr" else "fr"]
    return [line for line in lines if words & set(re.findall(r"\w+", line.lower()))]


@pytest.fixture(scope="session")
def walk(browser: Browser, app_url: str) -> Callable[[str], dict[str, Found]]:
    """What a walk through all pages finds, in a language; each is walked once."""
    return cache(lambda lang: walked(browser, app_url, lang))


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_axe_finds_nothing_grave_on_any_page(walk: Callable[[str], dict[str, Found]], lang: str) -> None:
    found = {name: page.violations for name, page in walk(lang).items() if page.violations}
    assert not found, found


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_page_is_in_its_language(walk: Callable[[str], dict[str, Found]], lang: str) -> None:
    found = {name: foreign(page.text, lang) for name, page in walk(lang).items()}
    assert not any(found.values()), found


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_nothing_is_cut_or_covered_in_any_window(walk: Callable[[str], dict[str, Found]], lang: str) -> None:
    found = {name: page.laid for name, page in walk(lang).items() if page.laid}
    assert not found, found


def test_what_is_spoken_is_in_the_language_of_the_page(walk: Callable[[str], dict[str, Found]]) -> None:
    spoken = {
        lang: {
            name
            for page in walk(lang).values()
            for name in page.names
            if re.search("[a-z]", re.sub(r"^two\.toml.*", "", name))
        }
        for lang in ("fr", "en")
    }
    assert spoken["fr"] & spoken["en"] <= SAME, spoken["fr"] & spoken["en"] - SAME


def test_every_icon_of_every_page_is_in_the_font_that_is_sent(
    walk: Callable[[str], dict[str, Found]],
) -> None:
    shown = {name for page in walk("fr").values() for name in page.icons}
    assert len(shown) > 8
    sent = fonts.smaller(next(light.FOLDER.glob(f"static/media/{fonts.ICONS}*")))
    with TTFont(io.BytesIO(sent)) as font:
        assert shown <= fonts.drawn(font).keys()


def test_headings_go_down_one_step_at_a_time(walk: Callable[[str], dict[str, Found]]) -> None:
    for name, page in walk("fr").items():
        assert page.levels[0] == 1, name
        assert page.levels.count(1) == 1, name
        assert all(below <= above + 1 for above, below in pairwise(page.levels)), (name, page.levels)
        assert not page.astray, (name, page.astray)


def test_the_keyboard_reaches_everything_on_every_page_and_is_seen(
    walk: Callable[[str], dict[str, Found]],
) -> None:
    found = {name: page.keyboard for name, page in walk("en").items() if page.keyboard}
    assert not found, found


@pytest.mark.parametrize(("lang", "scheme"), SEEN)
def test_axe_finds_nothing_grave_on_the_light_page(
    browser: Browser, app_url: str, lang: str, scheme: Scheme
) -> None:
    asked: list[str] = []
    with tab(browser, lang, "phone", scheme) as page:
        stop = hear(page, request=lambda request: asked.append(request.url))
        page.goto(f"{app_url}/light?level=2&lang={lang}&pick=ML0506")
        assert not violations(page)
        assert not foreign(page.evaluate(TEXT), lang)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        assert len(asked) == 1
        stop()


def test_axe_finds_nothing_grave_while_a_file_is_mended(browser: Browser, app_url: str) -> None:
    rows = (
        "Site,Région,Cercle,Commune,Site individus\nSud,Sikasso,,Diédougou,120\nEst,Mopti,Mopti,Fatoma,n/a\n"
    )
    with read(browser, f"{app_url}/data", "fr") as page:
        page.locator(".st-key-intake input[type=file]").set_input_files(
            {"name": "sites.csv", "mimeType": "text/csv", "buffer": rows.encode()}
        )
        page.get_by_role("button", name="Garder", exact=True).wait_for()
        assert not violations(page)


PLACES = (
    '[data-testid="stSkipToContent"]', '[data-testid="stSidebar"]', ".st-key-steer", ".mm-crumbs", ".mm-search",
    ".mm-map", ".mm-buttons", ".mm-facts", ".mm-table", ".st-key-take",
)  # fmt: skip
"""Where the keyboard goes on the map's page, in order."""

STOP = """places => {
    const here = document.activeElement;
    const lined = e => { const s = getComputedStyle(e); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2; };
    let seen = false;
    for (let e = here, up = 0; e && up < 9 && !seen; e = e.parentElement, up += 1)
        seen = lined(e) && (up === 0 || e.matches('label, [role=group]'));
    return {place: places.findIndex(one => here.closest(one)), seen, end: here === document.body,
        name: here.outerHTML.slice(0, 120)};
}"""


def test_the_keyboard_goes_through_the_page_in_order_and_is_seen(browser: Browser, app_url: str) -> None:
    with opened(browser, f"{app_url}/?level=2&area=ML05") as page:
        settled(page)
        stops: list[dict[str, Any]] = []
        while not stops or (not stops[-1]["end"] and len(stops) < 120):
            page.keyboard.press("Tab")
            stops.append(page.evaluate(STOP, list(PLACES)))
        assert stops.pop()["end"]
        assert not [stop["name"] for stop in stops if not stop["seen"]]
        order = [stop["place"] for stop in stops if stop["place"] >= 0]
        assert set(order) == set(range(len(PLACES)))
        assert all(before <= after for before, after in pairwise(order)), order


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_map_in_words_says_its_three_highest_figures_as_the_table_has_them(
    browser: Browser, app_url: str, lang: str
) -> None:
    with opened(browser, f"{app_url}/?level=2", lang) as page:
        said = page.locator(".mm-map").get_attribute("aria-describedby")
        words = page.locator(f"#{said}").text_content() or ""
        rows = page.locator(".mm-table tbody tr")
        highest = [rows.nth(i).locator(":is(th, .mm-value)").all_inner_texts() for i in range(3)]
        assert all(name in words and figure in words for name, figure in highest), (words, highest)
        assert rows.count() == 53


def test_a_change_is_announced(browser: Browser, app_url: str) -> None:
    with opened(browser, f"{app_url}/?level=2") as page:
        news = page.locator(".mm-news")
        assert news.text_content() == ""
        theme(page, "Returned").click()
        wait_for_title(page, "Returnees")
        assert re.match(r"Map: Returnees by cercle.* Gao ", news.text_content() or "")
        page.locator(".mm-table tbody button", has_text="Bandiagara").focus()
        page.keyboard.press("Enter")
        expect(news).to_have_text(re.compile("^Bandiagara. Cercle"))
        assert page.evaluate("document.activeElement.innerText") == "Bandiagara"


def test_a_finger_on_an_office_opens_its_area_first(browser: Browser, app_url: str) -> None:
    with opened(browser, f"{app_url}/?level=2", "fr", "phone") as page:
        office = page.get_by_role("button", name=re.compile("OIM, Gao"))
        settled(page)
        for known in ("ML0703", "iom-gao"):
            office.tap()
            expect(page.locator(".mm-facts")).to_have_attribute("data-of", known, timeout=20_000)
            page.wait_for_timeout(400)  # two taps close together zoom


def test_the_wheel_scrolls_the_page_and_zooms_with_a_key(browser: Browser, app_url: str) -> None:
    with opened(browser, f"{app_url}/?level=2", "en", "small laptop") as page:
        settled(page)
        box = page.locator(".mm-map").bounding_box()
        assert box
        page.mouse.move(box["x"] + 500, box["y"] + 250)
        page.mouse.wheel(0, 60)
        expect(page.locator(".mm-hint")).to_be_visible()
        page.wait_for_function("() => document.querySelector('[data-testid=stMain]').scrollTop > 0")
        assert "at=" not in page.url
        page.keyboard.down("Control")
        page.mouse.wheel(0, -200)
        page.keyboard.up("Control")
        page.wait_for_function("() => location.search.includes('at=')")


@pytest.mark.parametrize(("lang", "short", "means"), [("fr", "DTM", "l'OIM"), ("en", "DTM", "IOM's system")])
def test_an_abbreviation_explains_itself(
    browser: Browser, app_url: str, lang: str, short: str, means: str
) -> None:
    with opened(browser, app_url, lang, "phone") as page:
        settled(page)
        term, card = page.locator("h1 .mg", has_text=short), page.locator("#mg-card")
        term.hover()
        expect(card).to_contain_text(means)
        page.keyboard.press("Escape")
        expect(card).to_be_hidden()
        term.focus()
        expect(card).to_be_visible()
        assert term.get_attribute("aria-describedby") == "mg-card"
        page.keyboard.press("Escape")
        term.tap()
        expect(card).to_be_visible()
        box = card.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
