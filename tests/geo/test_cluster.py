"""A real scheduler and real workers, each a process of its own."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from distributed import Client

import cli
from geo import cluster, parts
from geo.errors import GeoError
from geo.joined import as_csv
from geo.parts import Here
from tests import parted

ROWS = parted.rows()
PATIENCE = 60


class Cluster:
    """A scheduler, and workers by their pid."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.running = folder, dict[str, subprocess.Popen[bytes]]()
        about = folder / "scheduler.json"
        self.scheduler = self.start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(about)
        )
        wait_for(
            lambda: about.is_file() and about.read_text().strip().endswith("}")
        )  # it is there before it is full
        self.address = json.loads(about.read_text())["address"]

    def start(self, what: str, *words: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{what}-{len(self.running)}.log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.dask_{what}", *words, "--no-dashboard"],
                stdout=log, stderr=log, cwd=self.folder, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
            )  # fmt: skip

    def add_worker(self, name: str) -> None:
        self.running[name] = self.start(
            "worker", self.address, "--name", name, "--nthreads", "1", "--no-nanny",
            "--local-directory", str(self.folder / name),
        )  # fmt: skip

    def end(self) -> None:
        for one in (*self.running.values(), self.scheduler):
            one.kill()
            one.wait()


def wait_for(what: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + PATIENCE
    while not (found := what()):
        assert time.monotonic() < deadline, what
        time.sleep(0.005)
    return found


def kill_at_work(running: Cluster, watching: Client, name: str) -> None:
    """Kill a worker that has done something, holds the answer, and is at the next."""
    process = running.running[name]

    def address() -> str:
        return next(at for at, one in watching.scheduler_info()["workers"].items() if one["name"] == name)

    at = address()

    def stopped_at_work() -> bool:
        if not (watching.has_what()[at] and watching.processing()[at]):
            return False
        process.send_signal(signal.SIGSTOP)  # what it holds now it holds until it is killed
        if watching.has_what()[at] and watching.processing()[at]:
            return True
        process.send_signal(signal.SIGCONT)
        return False

    wait_for(stopped_at_work)
    process.kill()
    process.wait()


def in_thread(work: Callable[[], Any]) -> Callable[[], Any]:
    """Begin some work; return what waits for its answer."""
    found = list[Any]()

    def run() -> None:
        try:
            found.append(work())
        except GeoError as error:
            found.append(error)

    thread = threading.Thread(target=run)
    thread.start()

    def answer() -> Any:
        thread.join(PATIENCE)
        assert found
        return found[0]

    return answer


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Cluster, Client]]:
    """Give a cluster of three workers, and who watches it."""
    found = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        for name in ("first", "second", "third"):
            found.add_worker(name)
        with Client(found.address, set_as_default=False) as watching:
            watching.wait_for_workers(3, timeout=PATIENCE)
            yield found, watching
    finally:
        found.end()


def on_cluster(address: str, folder: Path, output: Path) -> parts.Joined:
    with cluster.workers(address) as engine:
        return parts.write(folder, output, engine)


def large(folder: Path) -> Path:
    """Write a table that takes two workers some time: the same rows again and again, each with its number."""
    table = [
        [*row[:6], f"{number:04}" if row[6].isdigit() else row[6]] for number in range(150) for row in ROWS
    ]
    return parted.folder_of(table, range(1000, len(table), 1000), folder)


def test_a_cluster_joins_as_one_machine(
    started: tuple[Cluster, Client],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = parted.folder_of(ROWS, [10, 35, 60], tmp_path / "in")
    said = []
    for output, words in (
        ("here.csv", []), ("out.csv", ["--engine", "dask", "--scheduler", started[0].address])
    ):  # fmt: skip
        monkeypatch.setattr(
            "sys.argv", ["mali-map", "join", str(folder), "-o", str(tmp_path / output), *words]
        )
        with pytest.raises(SystemExit) as ended:
            cli.main()
        assert ended.value.code == 1
        said.append(capsys.readouterr().out.replace(output, ""))
    assert said[0] == said[1]
    for here in (tmp_path / "here.csv").iterdir():
        assert (tmp_path / "out.csv" / here.name).read_bytes() == here.read_bytes()
    pd.testing.assert_frame_equal(
        parted.joined_in_parts(tmp_path / "out.csv"), parted.joined_in_one(ROWS, tmp_path)
    )


def test_a_worker_killed_at_work_loses_nothing(started: tuple[Cluster, Client], tmp_path: Path) -> None:
    running, watching = started
    folder = large(tmp_path / "in")
    answer = in_thread(lambda: on_cluster(running.address, folder, tmp_path / "out.csv"))
    kill_at_work(running, watching, "third")
    assert not (tmp_path / "out.csv").exists()
    found = answer()
    assert isinstance(found, parts.Joined), found
    parts.write(folder, tmp_path / "here.csv", Here())
    names = [path.name for path in sorted((tmp_path / "here.csv").iterdir())]
    assert [path.name for path in sorted((tmp_path / "out.csv").iterdir())] == names
    for name in names:
        assert (tmp_path / "out.csv" / name).read_bytes() == (tmp_path / "here.csv" / name).read_bytes()


def test_a_part_that_cannot_be_read_is_named_and_nothing_is_left(
    started: tuple[Cluster, Client], tmp_path: Path
) -> None:
    folder = parted.folder_of(ROWS, [30, 60], tmp_path / "in", ".parquet")
    damaged = folder / "001.parquet"
    damaged.write_bytes(damaged.read_bytes()[:-100])
    with pytest.raises(GeoError) as raised:
        on_cluster(started[0].address, folder, tmp_path / "out.parquet")
    assert (raised.value.key, raised.value.details["file"]) == ("file_unreadable", "001.parquet")
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_what_no_part_is_to_blame_for_is_a_sentence_too(
    started: tuple[Cluster, Client], tmp_path: Path
) -> None:
    with cluster.workers(started[0].address) as engine, pytest.raises(GeoError) as raised:
        engine.answers(engine.map(as_csv, [None]), lambda _done: None)
    assert raised.value.key == "part_failed"
    assert "NoneType" in str(raised.value.details["cause"])


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense", "carrier-pigeon://somewhere"])
def test_no_scheduler_is_one_sentence(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "ANSWERED", 0.5)
    said = ["mali-map", "join", str(tmp_path), "-o", str(tmp_path / "out.csv"), "--engine", "dask"]
    monkeypatch.setattr("sys.argv", [*said, "--scheduler", address])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    out, err = capsys.readouterr()
    assert (ended.value.code, out, err.count("\n")) == (2, "", 1)
    assert f"No Dask scheduler answers at {address}." in err


def test_without_the_extra_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(GeoError) as raised, cluster.workers("tcp://127.0.0.1:1"):
        pass
    assert raised.value.key == "dask_missing"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--engine", "dask"], "--engine dask and --scheduler go together"),
        (["--scheduler", "tcp://127.0.0.1:1"], "--engine dask and --scheduler go together"),
        (["--engine", "dask", "--scheduler", "tcp://127.0.0.1:1"], "is no folder"),
    ],
)
def test_a_cluster_needs_an_address_and_a_folder(
    words: list[str],
    told: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = parted.write(ROWS, tmp_path / "one.csv")
    monkeypatch.setattr("sys.argv", ["mali-map", "join", str(file), "-o", str(tmp_path / "out.csv"), *words])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    assert told in capsys.readouterr().err


def test_nobody_left_to_wait_for(
    started: tuple[Cluster, Client], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is left of the cluster ends here: the last test."""
    running, watching = started
    folder = large(tmp_path / "in")
    left = [one["name"] for one in watching.scheduler_info()["workers"].values()]
    with monkeypatch.context() as patched:
        patched.setattr(cluster, "ALONE", 1.0)
        answer = in_thread(lambda: on_cluster(running.address, folder, tmp_path / "out.csv"))
        for name in left:
            kill_at_work(running, watching, name)
        assert answer().key == "workers_missing"
    answer = in_thread(lambda: on_cluster(running.address, folder, tmp_path / "out.csv"))
    wait_for(lambda: watching.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.tasks)))
    running.scheduler.kill()
    assert answer().key == "scheduler_lost"
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
