"""A refresh beside the app: in a thread of its own, with its progress, until it ends or is cancelled."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.sources.fetch import Client, Step
from geo.sources.refresh import Feed, Outcome, refresh

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass
class Job:
    """One refresh under way or done.

    Attributes
    ----------
    feeds : tuple of Feed
        What is brought.
    step : Step or None
        How far it is.
    outcomes : list of Outcome
        What came of it; empty until it ends.
    """

    feeds: tuple[Feed, ...]
    step: Step | None = None
    outcomes: list[Outcome] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._cancelled = threading.Event()
        # Here and not in the thread: whoever starts it is told of settings that are not as they must be.
        self._client = Client(progress=self._progress, cancelled=self._cancelled)
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def running(self) -> bool:
        """Whether it is under way."""
        return self._thread.is_alive()

    def cancel(self) -> None:
        """Stop at the next occasion; what is in hand stays."""
        self._cancelled.set()

    def wait(self, seconds: float | None = None) -> None:
        """Wait for its end."""
        self._thread.join(seconds)

    def _run(self) -> None:
        self.outcomes = refresh(self._client, self.feeds)

    def _progress(self, step: Step) -> None:
        self.step = step


_lock = threading.Lock()
_jobs: list[Job] = []


def start(feeds: tuple[Feed, ...], make: Callable[[tuple[Feed, ...]], Job] = Job) -> Job:
    """Start a refresh, unless one is under way in this server: that one is returned then."""
    with _lock:
        if _jobs and _jobs[-1].running:
            return _jobs[-1]
        job = make(feeds)
        _jobs[:] = [job]
        job._thread.start()
        return job


def last() -> Job | None:
    """Return the refresh that is under way, or the last one of this server."""
    return _jobs[-1] if _jobs else None
