"""A refresh in a terminal: its progress, and one line of log per source."""

from __future__ import annotations

import re
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING, TextIO

from geo import loaded
from geo.errors import GeoError
from geo.sources import refresh
from geo.sources.fetch import Client, Step
from geo.workspace import now
from layers import refreshes
from layers.text import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.sources.refresh import Outcome

DONE, ATTENTION, FAILED = 0, 1, 2
UNITS = {"m": 60, "h": 3600, "d": 86400}
SHORTEST = 600
"""Seconds between refreshes: services are not to be asked all the time."""

REDRAWN = 0.2
"""Seconds between two states of the progress line."""


def run(sources: list[str], every: str = "") -> int:
    """Refresh some sources, or all, once or again and again; Ctrl-C stops it and leaves data whole.

    Returns
    -------
    int
        0 done, 1 some of it, 2 nothing could be brought.
    """
    feeds = refresh.feeds_of(sources)
    pause = seconds(every) if every else 0
    client = Client(progress=_Progress(sys.stderr))
    _stop_on_signal(client.cancelled)
    while True:
        outcomes = refresh.refresh(client, feeds)
        for line in lines(outcomes):
            print(line, flush=True)
        if not pause or client.cancelled.is_set():
            return status(outcomes, asked=bool(sources))
        refresh.plan(pause)
        if client.cancelled.wait(pause):
            return DONE


def seconds(text: str) -> int:
    """Return how long ``24h``, ``90m`` or ``7d`` is.

    Raises
    ------
    GeoError
        ``refresh_every``: not understood, or under ten minutes.

    Examples
    --------
    >>> seconds("24h"), seconds("90m")
    (86400, 5400)
    """
    found = re.fullmatch(r"([1-9]\d{0,3})([mhd])", text)
    length = int(found[1]) * UNITS[found[2]] if found else 0
    if length < SHORTEST:
        raise GeoError("refresh_every", given=text, least="10m")
    return length


def lines(outcomes: Iterable[Outcome]) -> list[str]:
    """Return a line of log for each source, UTC time first."""
    by_source: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        by_source.setdefault(outcome.feed.source, []).append(outcome)
    return [f"{now()} {source}: {'; '.join(map(_said, found))}" for source, found in by_source.items()]


def _said(outcome: Outcome) -> str:
    title = outcome.feed.title
    if outcome.error:
        return f"{title} {outcome.status}: {sentence(outcome.error, 'en')}"
    known = outcome.loaded
    assert known
    said = [outcome.status, known.date or "–", refreshes.counts(known, "en"), refreshes.restored(known, "en")]
    return f"{title} {', '.join(filter(None, said))}"


def status(outcomes: Iterable[Outcome], *, asked: bool) -> int:
    """Return the exit status: what could not be asked for counts only where it was asked for by name."""
    counted = [one for one in outcomes if asked or one.status != "skipped"]
    good = [one for one in counted if one.status in ("new", "same")]
    if not good:
        return FAILED
    whole = not any(loaded.not_placed(one.loaded) for one in good if one.loaded)
    return DONE if whole and len(good) == len(counted) else ATTENTION


def _stop_on_signal(cancelled: threading.Event) -> None:
    """Cancel on Ctrl-C and on what a service manager sends."""
    if threading.current_thread() is threading.main_thread():
        for kind in (signal.SIGINT, signal.SIGTERM):
            signal.signal(kind, lambda *_: cancelled.set())


class _Progress:
    """Writes how far it is into one line of a terminal; into a log, nothing."""

    def __init__(self, out: TextIO) -> None:
        self._out, self._last = out, 0.0

    def __call__(self, step: Step) -> None:
        if not self._out.isatty() or time.monotonic() - self._last < REDRAWN:
            return
        self._last = time.monotonic()
        self._out.write(f"\r\x1b[K{refreshes.progress(step, 'en')}")
        self._out.flush()
