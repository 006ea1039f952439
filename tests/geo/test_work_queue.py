import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import wait
from pathlib import Path
from typing import Any

import pytest

from geo import paths, work_process, work_queue
from geo.errors import GeoError
from geo.work_queue import Queue
from tests import amounts

SOON = 30.0
"""Seconds, within which all that is waited for here happens on a busy machine."""


@pytest.fixture(scope="module")
def queue() -> Iterator[Queue]:
    queue = Queue(2)
    yield queue
    queue.close()


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SOON
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_work_is_done_by_another_process_that_gives_way(queue: Queue) -> None:
    assert queue.run(os.getpid) != os.getpid()
    assert queue.run(os.getpriority, os.PRIO_PROCESS, 0) > os.getpriority(os.PRIO_PROCESS, 0)


def test_work_sees_the_workspace_of_whoever_asks(
    queue: Queue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        monkeypatch.setenv("MALI_MAP_WORKSPACE", str(tmp_path / name))
        assert queue.run(paths.workspace) == tmp_path / name


def test_how_far_it_is_is_told(queue: Queue) -> None:
    work = queue.submit(work_process.tell, 0.5, "reading")
    work.result(SOON)
    assert work.told == (0.5, "reading")


@pytest.mark.parametrize(
    ("function", "given", "error", "key"),
    [
        (os.abort, (), GeoError, "work_died"),
        (os._exit, (0,), GeoError, "work_died"),
        (bytearray, (3 * work_process.MOST_MEMORY,), GeoError, "work_too_large"),
        (sum, (range(10**12),), GeoError, "work_too_long"),
        (int, ("x",), RuntimeError, "ValueError"),
        (paths.workspace, ("x",), RuntimeError, "TypeError"),
    ],
)
def test_what_cannot_be_done_is_told_and_the_next_is_done(
    queue: Queue, function: Callable[..., Any], given: tuple[Any, ...], error: type[Exception], key: str
) -> None:
    with pytest.raises(error, match=key):
        queue.run(function, *given, seconds=0.1)
    assert queue.run(pow, 2, 10) == 1024


def test_a_process_killed_from_outside_is_followed_by_another(queue: Queue) -> None:
    for _ in range(amounts.KILLS):
        os.kill(queue.run(os.getpid), 9)
        until(lambda: queue.run(pow, 2, 10) == 1024)


def test_work_that_waits_too_long_is_ended(queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_queue, "MOST_SECONDS", 0.2)
    with pytest.raises(GeoError, match="work_too_long"):
        queue.run(time.sleep, 60)


def test_long_work_stands_in_line_and_leaves_a_process_to_what_is_short(queue: Queue) -> None:
    first, second, third = (queue.submit(time.sleep, 60, long=True) for _ in range(3))
    until(lambda: first.place == 0)
    assert (second.place, third.place) == (1, 2)
    assert queue.run(pow, 2, 10) == 1024
    second.stop()
    assert third.place == 1
    first.stop()
    until(lambda: third.place == 0)
    third.stop()
    assert wait([first, second, third], SOON).not_done == set()
    for work in (first, second, third):
        with pytest.raises(GeoError, match="work_unwanted"):
            work.result()


def test_a_person_has_one_at_a_time(queue: Queue) -> None:
    one = queue.submit(time.sleep, 60, person="somebody")
    with pytest.raises(GeoError, match="work_one_at_a_time"):
        queue.submit(time.sleep, 60, person="somebody")
    other = queue.submit(pow, 2, 10, person="somebody else")
    assert other.result(SOON) == 1024
    one.stop()
    wait([one], SOON)
    assert queue.submit(pow, 2, 10, person="somebody").result(SOON) == 1024


def test_a_full_line_takes_no_more() -> None:
    queue = Queue(1, longest=1)
    first = queue.submit(time.sleep, 60)
    until(lambda: first.place == 0)
    waiting = queue.submit(time.sleep, 60)
    with pytest.raises(GeoError, match="work_line_full"):
        queue.submit(time.sleep, 60)
    queue.close()
    assert waiting.exception(SOON)


def test_however_many_ask_there_are_no_more_processes_than_allowed(queue: Queue) -> None:
    asked = [queue.submit(os.getpid) for _ in range(40)]
    assert len({work.result(SOON) for work in asked}) <= queue.most


def test_where_no_process_can_be_started_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise BlockingIOError("no more processes")

    queue = Queue(1)
    with monkeypatch.context() as patched:
        patched.setattr(work_queue.subprocess, "Popen", refused)
        with pytest.raises(GeoError, match="work_died"):
            queue.run(pow, 2, 10)
    assert queue.run(pow, 2, 10) == 1024
    queue.close()


def test_memory_bounds_the_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 16)
    monkeypatch.setattr(work_queue, "memory", lambda: 4 * 2**30)
    assert work_queue.most_processes() == 2
    monkeypatch.setattr(work_queue, "memory", lambda: 2**29)
    assert work_queue.most_processes() == 1


def test_a_process_ends_after_work_that_leaves_it_large(queue: Queue) -> None:
    before = {queue.run(os.getpid) for _ in range(10)}
    queue.run(exec, "import sys; sys.kept = bytearray(b'x') * 300_000_000")
    assert {queue.run(os.getpid) for _ in range(10)} != before


def test_processes_that_nobody_needs_end_but_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_queue, "IDLE", 0.2)
    queue = Queue(2)
    asked = [queue.submit(time.sleep, 0.2) for _ in range(2)]
    wait(asked, SOON)
    assert len(queue._threads) == 2
    until(lambda: len(queue._threads) == 1)
    assert queue.run(pow, 2, 10) == 1024
    queue.close()
    assert queue._threads == []
