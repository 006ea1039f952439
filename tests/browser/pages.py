"""Pages of the app as tests open them: watched for outside requests and errors."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

LOCALES = {"fr": "fr-FR", "en": "en-GB"}
SIZES = {
    "laptop": (1440, 900), "small laptop": (1366, 768), "projector": (1920, 1080), "wall": (3840, 2160),
    "tablet": (768, 1024), "phone": (390, 844),
}  # fmt: skip
Scheme = Literal["light", "dark"]
TOUCHED = ("tablet", "phone")

READY = "#root .mm-map canvas"
"""The app has the map: the first page draws it before, outside Streamlit's root."""


class Watched:
    """What a page asked for and complained of."""

    def __init__(self, page: Page, home: str) -> None:
        self.outside: list[str] = []
        self.errors: list[str] = []
        host = urlsplit(home).netloc
        page.on("request", lambda request: self._asked(request.url, host))
        page.on("websocket", lambda socket: self._asked(socket.url, host))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)

    def _asked(self, url: str, host: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("blob", "data") and parts.netloc != host:
            self.outside.append(url)


@contextlib.contextmanager
def opened(
    browser: Browser, url: str, lang: str = "en", size: str = "laptop", scheme: Scheme = "light"
) -> Iterator[Page]:
    """Open an address; at the end nothing was asked of others and nothing was complained of."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale=LOCALES[lang],
        has_touch=size in TOUCHED,
        color_scheme=scheme,
    )
    page = context.new_page()
    watched = Watched(page, url)
    try:
        page.goto(url)
        wait_for_map(page)
        yield page
        assert not watched.outside, watched.outside
        assert not watched.errors, watched.errors
    finally:
        context.close()


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
