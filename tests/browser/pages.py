"""Pages of the app as tests open them: watched for outside requests and errors."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from tests.browser.owning import own

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Locator, Page

LOCALES = {"fr": "fr-FR", "en": "en-GB"}
SIZES = {
    "laptop": (1440, 900), "small laptop": (1366, 768), "projector": (1920, 1080), "wall": (3840, 2160),
    "tablet": (768, 1024), "phone": (390, 844),
}  # fmt: skip
Scheme = Literal["light", "dark"]
TOUCHED = ("tablet", "phone")

REST = '[data-testid="stApp"][data-test-script-state="notRunning"]'
"""Nothing runs for the page, and all it was sent is there."""

READY = "#root .mm-map canvas"
"""The app has the map: the first page draws it before, outside Streamlit's root."""


_idle: dict[tuple[Browser, str, bool], list[Page]] = defaultdict(list)
"""Tabs that nobody uses, by browser, language and whether fingers touch them."""


class Watched:
    """What a page asked for and complained of."""

    def __init__(self, page: Page, home: str) -> None:
        self.outside: list[str] = []
        self.errors: list[str] = []
        self.missed: list[str] = []
        self._host = urlsplit(home).netloc
        self.stop = hear(
            page,
            request=lambda request: self._asked(request.url),
            response=lambda answer: self.missed.append(answer.url) if answer.status >= 400 else None,
            websocket=lambda socket: self._asked(socket.url),
            pageerror=lambda error: self.errors.append(str(error)),
            console=lambda said: self.errors.append(said.text) if said.type == "error" else None,
        )

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("blob", "data") and parts.netloc != self._host:
            self.outside.append(url)


def hear(page: Page, **handlers: Callable[[Any], object]) -> Callable[[], None]:
    """Have a page tell of events, by their names; return what ends that."""
    for event, handler in handlers.items():
        page.on(event, handler)  # type: ignore[call-overload]

    def stop() -> None:
        for event, handler in handlers.items():
            page.remove_listener(event, handler)

    return stop


@contextlib.contextmanager
def tab(
    browser: Browser,
    lang: str = "en",
    size: str = "laptop",
    scheme: Scheme = "light",
    *,
    touched: bool | None = None,
    kept: bool = True,
) -> Iterator[Page]:
    """Lend a tab of a reader who has been here before; small windows are touched unless told otherwise.

    A new tab costs a processor three times as much as one that is there. What is left of before are the
    app's files in the browser's cache: no page, no cookie, nothing that was stored. After a failure a
    tab is not used again, nor where it is not `kept`: a test that changes the browser itself needs its own.
    """
    width, height = SIZES[size]
    touched = size in TOUCHED if touched is None else touched
    idle = _idle[browser, lang, touched] if kept else []
    page = idle.pop() if idle else browser.new_context(locale=LOCALES[lang], has_touch=touched).new_page()
    try:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        yield page
        _leave(page)
    except BaseException:
        kept = False
        raise
    finally:
        if kept:
            idle.append(page)
        else:
            page.context.close()


def _leave(page: Page) -> None:
    """Go from the app to a page without a script, which ends its session, and forget what was before."""
    home = urlsplit(page.url)
    page.goto(f"{home.scheme}://{home.netloc}/_stcore/health")
    page.mouse.move(0, 0)
    page.context.clear_cookies()
    page.evaluate("localStorage.clear(), sessionStorage.clear()")
    devtools = page.context.new_cdp_session(page)
    devtools.send("Page.resetNavigationHistory")
    devtools.detach()


@contextlib.contextmanager
def opened(
    browser: Browser,
    url: str,
    lang: str = "en",
    size: str = "laptop",
    scheme: Scheme = "light",
    *,
    kept: bool = True,
) -> Iterator[Page]:
    """Open an address as its owner; at the end nothing was asked of others and nothing was complained of."""
    with tab(browser, lang, size, scheme, kept=kept) as page:
        own(page.context, url)
        watched = Watched(page, url)
        page.goto(url)
        wait_for_map(page)
        yield page
        assert not watched.outside, watched.outside
        assert not watched.errors, watched.errors
        watched.stop()


def wait_for_map(page: Page) -> None:
    """Wait until the map is drawn and the table filled."""
    page.wait_for_selector(READY, timeout=30_000)
    page.wait_for_selector(".mm-table tbody tr, .mm-table:empty, .mm-table[hidden]", state="attached")


def theme(page: Page, label: str) -> Locator:
    """Return what is pressed to choose a theme."""
    return page.get_by_role("radio", name=label, exact=True)


def wait_for_title(page: Page, text: str) -> None:
    """Wait until the headline says something."""
    page.wait_for_function(
        "text => document.querySelector('.mm-head h1')?.innerText.includes(text)", arg=text
    )


def resize(page: Page, size: str) -> None:
    """Give the window a size, and let the page come to rest: on a small one the side bar closes."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function(
        """narrow => { const side = document.querySelector('[data-testid=stSidebar]');
            return !side || narrow === (side.getBoundingClientRect().right <= 0); }""",
        arg=width <= 768,
    )
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
