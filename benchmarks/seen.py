"""When a reader sees something: the frames of Chromium's screencast, compared with the last one.

Every way to make a map is timed alike, by what is on the screen, whatever draws it.
"""

from __future__ import annotations

import argparse
import base64
import io
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from benchmarks import kept
from tests.browser.conftest import WITH_WEBGL, find_chromium, launched_browser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray
    from playwright.sync_api import Browser, Page

    from tests.browser.wire import Relay

    Pixels = NDArray[np.int16]

WIDTH, HEIGHT, QUALITY = 1440, 900, 70
NOTICED = 24  # of 255: how far a pixel's colour moves before it counts, above the noise of JPEG
HALF = 0.5  # of what differs, at which it counts as seen
QUIET_MS, STEP_MS, LATE_MS = 1_000, 50, 500
LONGEST_MS = 8_000

RENDERER = """() => {
    const gl = document.createElement('canvas').getContext('webgl');
    return gl?.getParameter(gl.getExtension('WEBGL_debug_renderer_info').UNMASKED_RENDERER_WEBGL) ?? 'none';
}"""


def is_quick(about: str | None, words: list[str] | None) -> bool:
    """Tell whether the short form of a measurement is asked for."""
    asked = argparse.ArgumentParser(description=about)
    asked.add_argument("--quick", action="store_true")
    return bool(asked.parse_args(words).quick)


@contextmanager
def measuring() -> Iterator[tuple[Browser, dict[str, Any]]]:
    """Give a browser, and what is to be said of the machine that measures with it."""
    machine, path = kept.machine(), find_chromium()
    if path is None:
        sys.exit("No Chromium to measure with: apt install chromium")
    with launched_browser(path, WITH_WEBGL) as browser:
        renderer = browser.new_page().evaluate(RENDERER)
        yield browser, machine | {"chromium": browser.version, "renderer": renderer}


class Screen:
    """What is on the screen of a page from now on.

    Attributes
    ----------
    frames : list
        Milliseconds since 1970, and the picture as JPEG.
    """

    def __init__(self, page: Page, quiet: int = QUIET_MS) -> None:
        self.page, self.quiet = page, quiet
        self.frames: list[tuple[float, bytes]] = []
        self._cdp = page.context.new_cdp_session(page)
        self._cdp.on("Page.screencastFrame", self._keep)
        self._cdp.send("Page.startScreencast", {"format": "jpeg", "quality": QUALITY})

    def _keep(self, frame: dict[str, Any]) -> None:
        self.frames.append((frame["metadata"]["timestamp"] * 1000, base64.b64decode(frame["data"])))
        self._cdp.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})

    def stop(self) -> None:
        """Look no longer."""
        self._cdp.remove_listener("Page.screencastFrame", self._keep)
        self._cdp.send("Page.stopScreencast")
        self._cdp.detach()

    def settle(self, relay: Relay, ended: Callable[[], bool] = lambda: True) -> int:
        """Wait until what is waited for has ended, nothing more arrives and nothing more moves.

        Return the bytes so far.
        """
        still, waited, before = 0, 0, (0, 0)
        while still < self.quiet and waited < LONGEST_MS:
            self.page.wait_for_timeout(STEP_MS)
            waited += STEP_MS
            now = (relay.received, len(self.frames))
            still = still + STEP_MS if now == before and ended() else 0
            before = now
        return relay.received

    def seen_after(self, since: float, box: str, *, blank: bool = False) -> float:
        """Return the milliseconds until half of what differs in the end has its final colour.

        Parameters
        ----------
        since : float
            Milliseconds since 1970.
        box : str
            Selector of where to look.
        blank : bool
            Whether what was there before is the empty page.
        """
        place = self.page.locator(box).first.evaluate("box => box.getBoundingClientRect().toJSON()")
        top, bottom, left, right = (max(round(place[side]), 0) for side in ("top", "bottom", "left", "right"))

        def cut(data: bytes) -> Pixels:
            picture = Image.open(io.BytesIO(data)).convert("RGB")
            return np.asarray(picture.resize((WIDTH, HEIGHT)), dtype=np.int16)[top:bottom, left:right]

        earlier = [data for at, data in self.frames if at <= since]
        tried = 0
        for _ in range(LONGEST_MS // LATE_MS):  # what draws slowly may only begin now
            end = cut(self.page.screenshot(type="jpeg", quality=QUALITY))
            before = np.full_like(end, 255) if blank or not earlier else cut(earlier[-1])
            differs = np.abs(end - before).max(axis=2) > NOTICED
            if differs.any():
                break
            self.page.wait_for_timeout(LATE_MS)
        else:
            return float("nan")
        for _ in range(LONGEST_MS // STEP_MS):  # the last frames may come late
            for at, data in self.frames[tried:]:
                if at > since and (np.abs(cut(data) - end).max(axis=2)[differs] <= NOTICED).mean() >= HALF:
                    return at - since
            tried = len(self.frames)
            self.page.wait_for_timeout(STEP_MS)
        return float("nan")
