"""A walk through every page of the app in one session, with what an audit finds on each."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import axe_playwright_python

from layers import briefing as briefings
from layers.briefing import Briefing, Slide
from tests.browser.owning import own
from tests.browser.pages import LOCALES, READY, REST, Scheme, Watched, resize

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

GRAVE = ("serious", "critical")
SCHEMES: dict[Scheme, str] = {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 25, 30)"}
"""What Streamlit's own theme puts behind everything, once it has seen the change."""

RULES: dict[str, dict[Scheme, list[str] | None]] = {
    "fr": {"light": None}, "en": {"dark": ["color-contrast"], "light": ["label", "button-name", "link-name"]},
}  # fmt: skip
"""What axe looks for, by language and the colours of the reader's system: all there is, or some rules.

A page has the same structure in both languages, and the same colours.
"""

SEEN_AT = {"fr": ("wall", "small laptop", "tablet", "phone"), "en": ("tablet", "phone")}
"""Windows by language: French words are the longer ones."""
STILL = "*, ::before, ::after { transition: none !important; animation: none !important; }"

PAGES = {
    "map": "?level=2&theme=change&pick=ML0506&layers=circles,offices,camps,floods,sites,rivers,labels",
    "two variables": "?level=2&theme=coverage2",
    "beside": "?level=2&compare=round%3D2018-12",
    "matrix": "matrix",
    "ranking": "ranking?sector=NUT,HEA",
    "organisation": "organisation?org=COOPI",
    "cluster": "cluster?sector=NUT",
    "sites": "sites",
    "changes": "changes?level=2",
    "data": "data",
    "about": "about",
    "briefing": "briefing",
}
"""By name: the address. The browser stays in one document, as it does for who follows the links."""

PRESS = {
    "briefing": (".st-key-brief-open button", ".st-key-brief-slide-1 textarea"),
    "matrix": ("[data-ask='ML05 NUT']", ".mx-why"),
}
"""What is pressed on a page before it is looked at, and what is then there."""

BRIEFING = Briefing("Two", (Slide("level=2&area=ML05", "Mopti"), Slide("compare=theme%3Dpresence", "Mali")))

BY_KEYBOARD = ("beside", "matrix", "ranking", "organisation", "cluster", "changes", "about", "briefing")
"""Pages whose stops of the keyboard are followed, in one language: they are the same in the other."""

GO = """address => {
  history.pushState({}, '', address);
  dispatchEvent(new PopStateEvent('popstate', { state: {} }));
}"""

THERE = """path => {
  const here = document.querySelector('.mp-pages a[aria-current]');
  return here && here.pathname === path &&
    document.querySelector('[data-testid="stApp"]').dataset.testScriptState === 'notRunning';
}"""

# Text that no scrolling brings into the window, text that is cut, and text that lies on another's.
LAID = """() => {
  const width = document.documentElement.clientWidth, found = [];
  if (document.documentElement.scrollWidth > width) found.push('wider than the window');
  const unseen = (e) => { for (; e; e = e.parentElement) { const s = getComputedStyle(e), b = e.getBoundingClientRect();
    if (s.visibility === 'hidden' || s.clipPath !== 'none' || +s.opacity === 0 || (s.display !== 'contents' && (b.width <= 1 || (b.height <= 1 && s.overflowY !== 'visible')))) return true; } };
  const scrolls = (e) => { for (; e; e = e.parentElement) if (/auto|scroll/.test(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth) return true; };
  const floats = (e) => { for (; e; e = e.parentElement) if (/fixed|sticky|absolute/.test(getComputedStyle(e).position) && !e.matches('[data-testid^=st]')) return true; };
  const boxes = [];
  for (const e of document.querySelectorAll('body *')) {
    if (![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) || e.closest('svg, style, script, .leaflet-pane') || unseen(e)) continue;
    const s = getComputedStyle(e), b = e.getBoundingClientRect();
    if (parseFloat(s.fontSize) === 0 || !b.width || !e.innerText.trim()) continue;
    const says = `${e.tagName}.${e.className}: ${e.innerText.slice(0, 40)}`;
    if ((b.right > width + 1 || b.left < -1) && !scrolls(e.parentElement) && !e.closest('[data-testid=stSidebar]')) found.push('outside ' + says);
    if (s.display !== 'inline' && /hidden|clip/.test(s.overflowX) && e.scrollWidth > e.clientWidth + 1) found.push('cut ' + says);
    if (s.display !== 'inline' && /hidden|clip/.test(s.overflowY) && e.scrollHeight > e.clientHeight + 3) found.push('cut below ' + says);
    if (b.top < innerHeight && !floats(e)) boxes.push([e, b, says]);
  }
  for (const [i, [e, a, one]] of boxes.entries()) for (const [f, b, other] of boxes.slice(i + 1))
    if (!e.contains(f) && !f.contains(e) && Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3
      && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4) found.push(`${one} lies on ${other}`);
  return [...new Set(found)];
}"""

AT_REST = "() => document.getAnimations().every((one) => one.playState !== 'running')"

NAMES = """() => [...document.querySelectorAll('[aria-label], [placeholder], [title]')].flatMap((e) =>
  ['aria-label', 'placeholder', 'title'].map((name) => e.getAttribute(name)).filter(Boolean))"""

# What is marked as a quote in another language is left out.
TEXT = """() => {
  const { lang } = document.documentElement;
  const quoted = [...document.body.querySelectorAll('[lang]')].filter((e) => e.lang !== lang);
  const before = quoted.map((e) => e.style.display);
  quoted.forEach((e) => (e.style.display = 'none'));
  const text = document.body.innerText;
  quoted.forEach((e, i) => (e.style.display = before[i]));
  return text;
}"""
ICONS = "() => [...document.querySelectorAll('[data-testid=stIconMaterial]')].map((e) => e.textContent)"
LEVELS = "() => [...document.querySelectorAll('h1, h2, h3, h4')].map((e) => +e.tagName[1])"
ASTRAY = "() => [...document.querySelectorAll('.mr a[href^=\"#\"]')].map((e) => e.hash).filter((to) => !document.querySelector(`h2${to}`))"

# The last stop of the keyboard: what is wrong with it; nothing once all stops are behind.
STOP = """() => {
  const here = document.activeElement, last = (window.stops ??= []).at(-1);
  if (here === document.body || here === window.stops[0]) return null;
  const lined = (e) => { const s = getComputedStyle(e); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2; };
  let seen = false;
  for (let e = here, up = 0; e && up < 9 && !seen; e = e.parentElement, up += 1)
    seen = lined(e) && (up === 0 || e.matches('label, [role=group]'));
  const ordered = !last?.isConnected || last.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING;
  window.stops.push(here);
  return [seen ? '' : 'unseen ', ordered ? '' : 'out of order ', here.outerHTML.slice(0, 120)];
}"""
MISSED = """() => [...document.querySelectorAll('button, a[href], select, textarea, summary, [tabindex="0"]')]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }) && e.tabIndex >= 0 && !e.disabled
    && !e.closest('[inert], [role=radiogroup], [data-variant=pills]') && !window.stops.includes(e)).map((e) => 'not reached ' + e.outerHTML.slice(0, 120))"""


@dataclass
class Found:
    """What is on a page."""

    violations: dict[str, list[Any]] = field(default_factory=dict)
    """What axe-core finds to be grave, by the colours of the reader's system."""

    laid: dict[str, list[str]] = field(default_factory=dict)
    """What is cut, lies on another or outside the window, by the window's size."""

    text: str = ""
    names: set[str] = field(default_factory=set)
    """What is spoken or stands in empty fields."""

    levels: list[int] = field(default_factory=list)
    """Of the headings, in order."""

    icons: set[str] = field(default_factory=set)
    """Names of the icons, which the font draws."""

    astray: list[str] = field(default_factory=list)
    """Links to parts of the page that are not there."""

    keyboard: list[str] = field(default_factory=list)
    """What the keyboard does not reach, or reaches unseen or out of order."""


@cache
def axe() -> str:
    return Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, rules: list[str] | None = None) -> list[dict[str, Any]]:
    """What axe-core finds: rule, and the elements with what is wrong with each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe())
    only: dict[str, Any] = {"runOnly": rules} if rules else {}
    found = page.evaluate("options => axe.run(document, {resultTypes: ['violations'], ...options})", only)
    return [
        {"rule": one["id"], "where": [(node["html"], node["failureSummary"]) for node in one["nodes"]]}
        for one in found["violations"]
        if one["impact"] in GRAVE
    ]


def walked(browser: Browser, home: str, lang: str) -> dict[str, Found]:
    """Go through all pages and the shared screen; look at each in the light, in the dark, at every size."""
    context = browser.new_context(locale=LOCALES[lang])
    own(context, home)
    page = context.new_page()
    watched = Watched(page, home)
    page.goto(home)
    page.wait_for_selector(READY)
    page.add_style_tag(content=STILL)
    found = {}
    for name, address in PAGES.items():
        go(page, address)
        if name == "briefing":
            sent = {
                "name": "two.toml",
                "mimeType": "text/plain",
                "buffer": briefings.write(BRIEFING).encode(),
            }
            page.locator("[class*=st-key-brief-file] input").set_input_files(sent)
        if name in PRESS:
            press, then = PRESS[name]
            page.locator(press).click()
            page.wait_for_selector(then)
            page.wait_for_selector(REST)
            page.wait_for_function(AT_REST)
        found[name] = looked(page, lang)
        if name in BY_KEYBOARD and lang == "en":
            found[name].keyboard = stops(page)
    query = page.evaluate("location.search")
    page.evaluate(GO, f"/{query}&slide=2&present=1")
    page.wait_for_selector(".md .mm-map canvas")
    found["present"] = looked(page, lang)
    go(page, f"briefing{query}")
    page.wait_for_selector(".st-key-brief-slide-0")  # else it would seem to be gone before it is removed
    page.locator(".st-key-brief-remove button").click()
    page.wait_for_selector(".st-key-brief-slide-0", state="detached")
    page.wait_for_selector(REST)
    assert not watched.outside, watched.outside
    assert not watched.errors, watched.errors
    context.close()
    return found


def go(page: Page, address: str) -> None:
    """Go to an address of the app within the session, and wait until its page is there."""
    path = "/" + address.partition("?")[0]
    page.evaluate(GO, f"/{address}")
    page.wait_for_function(THERE, arg=path)
    page.wait_for_selector(READY if path == "/" else ".mr h1")


def looked(page: Page, lang: str) -> Found:
    """Look at a page as it is."""
    found = Found(
        text=page.evaluate(TEXT),
        names=set(page.evaluate(NAMES)),
        levels=page.evaluate(LEVELS),
        icons=set(page.evaluate(ICONS)),
        astray=page.evaluate(ASTRAY),
    )
    for size in SEEN_AT[lang]:
        resize(page, size)
        if laid := page.evaluate(LAID):
            found.laid[size] = laid
    resize(page, "small laptop")
    for scheme, rules in RULES[lang].items():
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(
            "paper => getComputedStyle(document.querySelector('.stApp')).backgroundColor === paper",
            arg=SCHEMES[scheme],
        )
        if grave := violations(page, rules):
            found.violations[scheme] = grave
    page.emulate_media(color_scheme="light")
    return found


def stops(page: Page) -> list[str]:
    """Follow the keyboard from the first stop of a page to its last; return what is wrong."""
    page.locator('[data-testid="stSkipToContent"]').focus()
    page.evaluate("() => { window.stops = [document.activeElement]; }")
    wrong = []
    page.keyboard.press("Tab")
    while (stop := page.evaluate(STOP)) is not None:
        unseen, late, element = stop
        wrong += [unseen + late + element] if unseen or late else []
        page.keyboard.press("Tab")
    return wrong + list(page.evaluate(MISSED))
