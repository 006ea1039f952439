"""One server for all workers of a run: here threads, each of which opens the note itself."""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

from tests.browser.conftest import shared

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def test_the_first_to_come_starts_it_and_it_runs_until_the_last_is_gone(tmp_path: Path) -> None:
    running: list[str] = []
    starts = iter(range(9))
    together = Barrier(3, timeout=20)

    @contextlib.contextmanager
    def started() -> Iterator[str]:
        running.append(f"http://{next(starts)}")
        yield running[-1]
        running.pop()

    def use() -> tuple[str, list[str]]:
        with shared(tmp_path / "app", started) as url:
            together.wait()  # all use it at once
            return url, [*running]

    with ThreadPoolExecutor(3) as workers:
        used = [one.result() for one in [workers.submit(use) for _ in range(3)]]
    assert used == [("http://0", ["http://0"])] * 3
    assert not running
    with shared(tmp_path / "app", started) as url:
        assert url == "http://1"
