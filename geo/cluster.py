"""The workers of a Dask cluster as the engine of `geo.parts`: plain futures, the same functions.

A worker that goes takes what it held with it; the scheduler has others do it again. This process
only waits, and says so where waiting is of no use: no scheduler, no worker.
"""

from __future__ import annotations

import logging
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from geo.errors import GeoError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ANSWERED = 10.0
"""Seconds within which a scheduler answers."""

ALONE = 30.0
"""Seconds without any worker after which none is waited for: a nanny starts another within some."""

_LOOKED = 0.5
"""Seconds between looks at the cluster while an answer is waited for."""

_CAUSE = 200
_LOGGERS = ("distributed", "distributed.client", "tornado", "tornado.application", "asyncio")


@contextmanager
def workers(address: str) -> Iterator[Workers]:
    """Give the workers of a scheduler, ``tcp://10.0.0.5:8786``.

    Raises
    ------
    GeoError
        ``dask_missing`` where the extra is not installed; ``scheduler_unreachable``.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise GeoError("dask_missing") from error
    for name in _LOGGERS:  # what they would say, `GeoError` says in a sentence
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=ANSWERED, set_as_default=False)
    except (OSError, ValueError) as error:
        raise GeoError("scheduler_unreachable", address=address) from error
    try:
        yield Workers(client, address)
    finally:
        client.close(timeout=ANSWERED)


class Workers:
    """They do the same for each part; see `geo.parts.Engine`."""

    def __init__(self, client: Any, address: str) -> None:
        self._client, self._address = client, address
        self._seen = time.monotonic()

    def map(self, function: Callable[..., Any], *each: Sequence[Any]) -> Sequence[Any]:
        """Have it done somewhere; the answers stay there."""
        futures: list[Any] = self._client.map(function, *each, pure=False)
        return futures

    def answers(self, given: Sequence[Any], told: Callable[[float], None]) -> list[Any]:
        """Wait for the answers and fetch them.

        Raises
        ------
        GeoError
            What a part raised; ``part_failed``, ``workers_missing``, ``scheduler_lost``.
        """
        found = []
        for future in given:
            found.append(self._answer(future))
            told(len(found) / len(given))
        return found

    def _answer(self, future: Any) -> Any:
        while True:
            if future.status == "error":
                raise _problem(future.exception())
            if future.status in ("cancelled", "lost"):
                raise GeoError("scheduler_lost", address=self._address)
            try:
                return future.result(timeout=_LOOKED)
            except TimeoutError:
                self._look()
            except Exception as error:
                if future.status != "error":  # it is the cluster that failed, not the part
                    raise GeoError("scheduler_lost", address=self._address) from error

    def _look(self) -> None:
        """See whether there is anybody to wait for."""
        now = time.monotonic()
        try:
            there = self._client.nthreads() if self._client.status == "running" else None
        except OSError:
            there = None
        if there is None:
            raise GeoError("scheduler_lost", address=self._address)
        if there:
            self._seen = now
        if now - self._seen > ALONE:
            raise GeoError("workers_missing", address=self._address, seconds=f"{ALONE:.0f}")


def _problem(error: BaseException) -> GeoError:
    """Return what a part raised as a sentence."""
    if isinstance(error, GeoError):
        return error
    while error.__cause__:  # the graph that cannot be opened: by whom a module is missing
        error = error.__cause__
    said = " ".join(str(error).split())[:_CAUSE]
    return GeoError("part_failed", cause=f"{type(error).__name__}: {said}" if said else type(error).__name__)
