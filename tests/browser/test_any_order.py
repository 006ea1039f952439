"""A real browser that touches everything in any order, quickly, over a network that fails, and what must hold.

The steps are drawn by a seed. A failing run prints them with it; `WANDER_SEED` repeats it and
`WANDER_STEPS` makes it longer (`make wander`).
"""

from __future__ import annotations

import os
import random
import re
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Error

from layers import scene
from layers.view import View
from tests.browser.owning import own
from tests.browser.pages import LOCALES, SIZES
from tests.browser.proxy import Proxy, Server, behind_proxy
from tests.browser.test_import import SITES
from tests.planted import WORD, plant
from tests.ui.expected import request_of, shown

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ElementHandle, Page

SEED = int(os.environ.get("WANDER_SEED", "1"))
STEPS = int(os.environ.get("WANDER_STEPS", "40"))
AWAY = tuple(map(int, os.environ.get("WANDER_AWAY", "0,0,4").split(",")))
"""Seconds for which the network is away, one of them at each loss."""

KEPT = int(os.environ.get("WANDER_KEPT", "2"))
"""Seconds for which the server keeps a session without a browser: some losses are longer, some are not."""

PATIENCE = 30
"""Seconds in which a page must say what its address does; it mostly does at once."""

SHOWN = """word => {
  const app = document.querySelector('.stApp')?.dataset ?? {};
  const words = (where) => [...document.querySelectorAll(where)].map((e) => e.innerText.trim());
  const group = (key) => words(`[class*="st-key-${key}-"] [role=radio][aria-checked=true]`);
  return {
    query: location.search, path: location.pathname, spoken: document.documentElement.lang,
    rest: app.testScriptState === 'notRunning' && app.testConnectionState === 'CONNECTED',
    title: document.querySelector('#root .mm-head h1')?.innerText ?? '',
    deck: document.querySelectorAll('#root .md').length,
    asks: document.querySelectorAll('.st-key-restricted-ask').length,
    marked: Boolean(document.querySelector('#root .mk')),
    restricted: document.body.innerText.toLowerCase().includes(word),
    errors: words('[data-testid=stException], [data-testid=stAlertContentError], [role=dialog] [data-testid=stAlert]'),
    level: group('level'), theme: group('theme'), lang: group('lang'),
    round: words('[class*="st-key-round-"] [data-testid=stSliderThumbValue]'),
  };
}"""

VISIBLE = """([where, at]) => {
  const found = [...document.querySelectorAll(where)].filter(
    (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !e.disabled);
  return found[Math.floor(at * found.length)] ?? null;
}"""

GONE = re.compile("Timeout|not attached|detached|context was destroyed")
"""What Playwright says of an element that was there, and is not any more or has something over it."""

ANYTHING = (
    "#root :is(button, [role=radio], [role=switch], summary, .mr a[href^='/'], .mr a[href^='?'])"
    ":not([data-testid=stFileUploader] *, [data-testid=stDownloadButton] *, .st-key-atlas-make *, .st-key-refresh-start *)"
    ":not([href*=light], [download])"
)
"""What can be pressed, but for what opens a dialog of the system, takes minutes or goes on beside the walk."""


class Walk:
    """A reader with a browser, a network and a seed.

    Attributes
    ----------
    steps : list of str
        What was done, to be read where something failed.
    """

    def __init__(self, page: Page, proxy: Proxy, server: Server, seed: int) -> None:
        self.page, self.proxy, self.server = page, proxy, server
        self.draw = random.Random(seed)
        self.steps: list[str] = []
        self.locale = "fr"

    def begin(self) -> None:
        # Going back further than this ends here as well.
        for _ in range(3):
            self.page.goto(f"{self.proxy.url}/?level=2", timeout=30_000)
            self.page.goto(self.proxy.url, timeout=30_000)
        self.hold()

    def step(self) -> None:
        """Do one thing, drawn by the seed, and see that the page says what its address does."""
        shared = [
            (3, self._turn), (4, self._leave), (2, self._answer), (2, self._go_back), (1, self._reload),
            (1, self._lose_network), (1, self._restart_server),
        ]  # fmt: skip
        working = [
            (8, self._press_segment), (4, self._two_quick_presses), (4, self._move_slider), (5, self._choose_in_list),
            (2, self._switch_language), (4, self._click_map), (3, self._press_row), (3, self._go_to_page),
            (4, self._go_back), (2, self._reload), (2, self._present), (2, self._lose_network), (1, self._restart_server),
            (8, self._press_anything), (2, self._open_partner_view), (2, self._load_file), (2, self._use_second_window),
        ]  # fmt: skip
        is_shared = self.page.locator(".md, .st-key-restricted-ask").count()
        weights, actions = zip(*(shared if is_shared else working), strict=True)
        (action,) = self.draw.choices(actions, weights)
        try:
            said = action()
        except Error as error:  # what was to be pressed has just gone
            if not GONE.search(error.message):
                raise
            said = ""
        if said:
            self.steps.append(f"{action.__name__.strip('_')} {said}")
            self.hold()
            self.steps[-1] += f" → {self.page.url.removeprefix(self.proxy.url)}"

    def hold(self) -> None:
        """Wait until the page is at rest and says what its address does; else say what it says."""
        deadline, wrong = time.monotonic() + PATIENCE, "nothing"
        while wrong and time.monotonic() < deadline:
            wrong = self._wrong()
            if wrong:
                self.page.wait_for_timeout(100)
        assert not wrong, wrong

    def _wrong(self) -> str:
        try:
            there = self.page.evaluate(SHOWN, f"{WORD} ")
        except Error as error:  # another document is on its way
            return f"still loading: {error.message}"
        if there["errors"]:
            return f"an error: {there['errors']}"
        if not there["rest"]:
            return "still running"
        view, _ = View.parse(there["query"])
        if not there["marked"]:  # whoever asks for partner view by a link has to confirm it
            view = view.change(audience="public")
        lang = view.lang or self.locale
        if there["spoken"] != lang:
            return f"language {there['spoken']}, not {lang}"
        if there["restricted"] and not there["marked"]:
            return "something restricted without a mark"
        page = there["path"].strip("/")
        if not page and there["marked"] != (view.audience == "partner"):
            return "a mark on what is public"
        if not page and view.present:
            return "" if there["deck"] or there["asks"] else "no shared screen"
        if page in ("data", "about", "briefing"):
            names, request = ["lang"], request_of("", view, lang)
        else:
            names, request = ["lang", "level"], request_of(page, view, lang)
        if not page:
            names += ["theme", *(["round"] if request.round else [])]
        wanted = {name: shown(name, view, request) for name in names}
        if not page:
            wanted["title"] = "" if view.compare else scene.compose(view, lang=lang).title
        return "; ".join(
            f"{name}: {there[name]}, not {wish}" for name, wish in wanted.items() if there[name] != wish
        )

    # What a reader does; each returns what it did, or nothing where it was not there to do

    def _one(self, where: str) -> ElementHandle | None:
        found = self.page.evaluate_handle(VISIBLE, [where, self.draw.random()]).as_element()
        return found if found and found.is_enabled() else None

    def _press_segment(self) -> str:
        one = self._one(
            ".st-key-steer [role=radio], [class*='st-key-layers-'] [role=button], [class*='st-key-layers-'] button"
        )
        return self._press(one)

    def _press(self, one: ElementHandle | None) -> str:
        if one is None:
            return ""
        said = one.inner_text().strip() or one.get_attribute("aria-label") or "?"
        one.click()
        return " ".join(said.split())[:60]

    def _two_quick_presses(self) -> str:
        found = [one for one in self.page.locator(".st-key-steer [role=radio]").all() if one.is_visible()]
        if len(found) < 2:
            return ""
        two = self.draw.sample(found, 2)
        said = [one.inner_text().strip() for one in two]
        self.page.evaluate(
            "found => found.forEach((one) => one.click())", [one.element_handle() for one in two]
        )
        return " then ".join(said)

    def _move_slider(self) -> str:
        one = self._one("#root [role=slider]")
        if one is None:
            return ""
        key = self.draw.choice(("ArrowLeft", "ArrowRight", "Home", "End"))
        one.focus()
        one.press(key)
        return key

    def _choose_in_list(self) -> str:
        one = self._one(
            "[class*='st-key-theme-more-'] input, [class*='st-key-compare-with-'] input, [class*='st-key-on-'] input"
        )
        if one is None:
            return ""
        one.click()
        self.page.locator("[role=option]").first.wait_for()
        return self._press(self._one("[role=option]"))

    def _switch_language(self) -> str:
        return self._press(self._one("[class*='st-key-lang-'] [role=radio]"))

    def _click_map(self) -> str:
        box = (one := self._one("#root .mm-map")) and one.bounding_box()
        if not box:
            return ""
        x, y = (
            box[side] + box[size] * self.draw.uniform(0.2, 0.8)
            for side, size in (("x", "width"), ("y", "height"))
        )
        self.page.mouse.click(x, y)
        return f"{x:.0f},{y:.0f}"

    def _press_row(self) -> str:
        return self._press(
            self._one(".mm-table tbody tr:nth-child(-n+9) button, .mm-crumbs button, .mm-buttons button")
        )

    def _go_to_page(self) -> str:
        return self._press(self._one(".st-key-pages-side a:not([aria-current], [href*=light])"))

    def _press_anything(self) -> str:
        return self._press(self._one(ANYTHING))

    def _open_partner_view(self) -> str:
        if not self._press(self._one("#root .st-key-account [data-testid=stPopover] button")):
            return ""
        return self._press(self._one("[data-testid=stPopoverBody] button"))

    def _answer(self) -> str:
        return self._press(self._one(".st-key-restricted-ask button"))

    def _load_file(self) -> str:
        fields = self.page.locator("#root [data-testid=stFileUploader] input")
        if not fields.count():
            return ""
        name = f"sites_{len(self.steps)}.csv"  # the same one again would be no change
        content = "\n".join(SITES).encode()
        fields.first.set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
        return name

    def _use_second_window(self) -> str:
        mine = self.page
        self.page = mine.context.new_page()
        try:
            self.page.goto(mine.url, timeout=30_000)
            self.hold()
            said = self._press_segment()
            self.hold()
        finally:
            self.page.close()
            self.page = mine
        return f"pressing {said or 'nothing'}"

    def _go_back(self) -> str:
        by = self.draw.choice((-1, -1, -2, 1))
        self.page.evaluate("by => history.go(by)", by)
        return str(by)

    def _reload(self) -> str:
        self.page.reload(wait_until="commit")
        return "reload"

    def _present(self) -> str:
        return self._press(self._one(".mp-send button:last-child"))

    def _turn(self) -> str:
        key = self.draw.choice(("ArrowRight", "ArrowLeft"))
        self.page.keyboard.press(key)
        return key

    def _leave(self) -> str:
        self.page.keyboard.press("Escape")
        return "Escape"

    def _lose_network(self) -> str:
        seconds = self.draw.choice(AWAY)
        self.draw.choice((self.proxy.refuse, self.proxy.drop))()
        said = self._press_segment() if self.draw.random() < 0.5 else ""
        self.page.wait_for_timeout(seconds * 1000)
        self.proxy.heal()
        return f"for {seconds} s, pressing {said or 'nothing'}"

    def _restart_server(self) -> str:
        self.server.stop()
        said = self._press_segment() if self.draw.random() < 0.5 else ""
        self.server.start(keeps=KEPT)
        own(self.page.context, self.server.url)  # which counts from the next page that is loaded
        return f"pressing {said or 'nothing'}"


@pytest.fixture(scope="module")
def network(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Proxy, Server]]:
    """Start an app with partners' datasets, behind a network that fails."""
    workspace = str(tmp_path_factory.mktemp("workspace"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("MALI_MAP_WORKSPACE", workspace)
        plant()
        with behind_proxy(workspace, keeps=KEPT) as both:
            yield both


def test_whatever_is_done_the_page_says_what_its_address_does(
    browser: Browser, network: tuple[Proxy, Server]
) -> None:
    width, height = SIZES["laptop"]
    context = browser.new_context(viewport={"width": width, "height": height}, locale=LOCALES["fr"])
    context.set_default_timeout(5000)
    own(context, network[1].url)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    walk = Walk(page, *network, SEED)
    try:
        walk.begin()
        while len(walk.steps) < STEPS:
            walk.step()
            assert not errors, errors
    except Exception as error:
        steps = "\n".join(f"{n}. {said}" for n, said in enumerate(walk.steps, 1))
        raise AssertionError(f"WANDER_SEED={SEED}, at {page.url}:\n{steps}\n{error}") from error
    finally:
        context.close()
    print(f"WANDER_SEED={SEED}: {len(walk.steps)} steps")
