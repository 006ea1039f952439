"""Every byte that a browser is sent in the public view, while the workspace holds what it may not have."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import requests

from geo import audit
from layers import briefing as briefings
from layers.briefing import Briefing, Slide
from tests.browser.conftest import served_app
from tests.browser.owning import own
from tests.browser.pages import REST, wait_for_map
from tests.browser.walk import go
from tests.planted import VISIBLE, WORD, found_in, plant

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, WebSocket

PAGES = (
    "matrix", "ranking", "organisation", "cluster", "sites", "changes", "briefing", "data", "about",
)  # fmt: skip
"""Beside the map."""


@pytest.fixture(scope="module")
def served(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("planted")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MALI_MAP_WORKSPACE", str(folder))
        plant()
        briefings.keep(Briefing("Update", (Slide("theme=data:seen-internal-sites&level=2"),)))
        with served_app() as url:
            yield url, folder


class Wire:
    """Keeps the frames that a page is sent, and the addresses of what it asked for."""

    def __init__(self, page: Page) -> None:
        self.frames: list[bytes] = []
        self.asked: set[str] = set()
        page.on("request", lambda one: self.asked.add(one.url) if one.method == "GET" else None)
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: self.frames.append(_bytes(frame)))

    def answers(self, context: BrowserContext) -> bytes:
        """Return all answers with their headers, asked for again: a browser drops the bodies it is done with."""
        told = []
        for url in sorted(one for one in self.asked if one.startswith("http")):
            answer = context.request.get(url)
            told.append(repr(answer.headers).encode() + answer.body())
        return b"\n".join(told)


def _bytes(frame: str | bytes) -> bytes:
    return frame if isinstance(frame, bytes) else frame.encode()


def test_no_byte_of_a_public_session_is_a_secret(browser: Browser, served: tuple[str, Path]) -> None:
    url, folder = served
    context = browser.new_context()
    own(context, url)  # whose pages hold the most
    page = context.new_page()
    wire = Wire(page)
    try:
        for query in (
            "level=2&theme=data:seen-internal-sites&pick=ML0506&layers=sites,offices,camps,floods,labels",
            "level=3&theme=presence&pick=ML050601&layers=circles,sites",
            "brief=update&slide=1&present=1",
        ):
            page.goto(f"{url}/?{query}")
            wait_for_map(page)
            page.wait_for_selector(REST)
        for path in PAGES:
            address = f"{path}?level=3&area=ML0506"
            go(page, address)
            page.wait_for_selector(REST)
            wire.asked.add(f"{url}/{address}")  # as a link from elsewhere asks for it
        frames, answers = b"\n".join(wire.frames), wire.answers(context)
        assert VISIBLE.encode() in frames
        assert len(answers) > 1_000_000
        assert not found_in(frames)
        assert not found_in(answers)
        for path in ("/health", "/ready", "/metrics", "/media/x.csv"):
            assert not found_in(requests.get(url + path, timeout=10).content)
    finally:
        context.close()
    log = folder / audit.FILE
    for line in log.read_text(encoding="utf-8").splitlines() if log.exists() else ():
        assert {*json.loads(line)} == {"at", "action", "what", "audience", "by"}


def test_what_an_editor_manages_comes_only_when_asked_for(browser: Browser, served: tuple[str, Path]) -> None:
    page = browser.new_page()
    own(page.context, served[0])
    wire = Wire(page)
    try:
        page.goto(f"{served[0]}/data?lang=en")
        page.get_by_text("that the public view does not have").click()
        page.get_by_text("do not share this screen").wait_for()
        page.locator(f".st-key-managed-{WORD}-restricted-sites").get_by_text(
            "Show in partner view"
        ).wait_for()
        assert found_in(b"\n".join(wire.frames))
    finally:
        page.close()
