import dataclasses
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from geo import settings, workspace
from geo.errors import GeoError
from geo.workspace import Claim, Loaded, Measure
from tests import amounts


def entry(name: str = "mopti-sites", **changed: object) -> Loaded:
    given = Loaded(
        name=name,
        kind="figures",
        title="Indice <b>",
        source="Partenaire",
        licence="",
        division="cod2021",
        date="2026-10",
        sensitivity="restricted",
        rows=2,
        placed=1,
        measures=(Measure("index", "Indice"),),
        claims=(Claim(("NUT",), "cod2021", ("ML05",)),),
        file="indice.csv",
        sha256="0" * 64,
        layout="abc",
        address="",
        by="",
        at=workspace.now(),
    )
    return dataclasses.replace(given, **changed)


KEPT = settings.Settings().versions_kept
TABLE = pd.DataFrame({"area": ["ML0501", None], "index": [1.5, None]})


def test_nothing_is_loaded_where_there_is_no_workspace(own_workspace: Path) -> None:
    assert workspace.loaded() == ()
    assert workspace.find("mopti-sites") is None
    assert not any(own_workspace.iterdir())


def test_what_is_saved_is_found_again(own_workspace: Path, tmp_path: Path) -> None:
    sent = tmp_path / "indice.CSV"
    sent.write_bytes(b"a;b")
    saved = workspace.save(entry(), TABLE, {"rows": 2}, sent)
    (found,) = workspace.loaded()
    assert found == saved == dataclasses.replace(entry(), at=saved.at, version=saved.version)
    assert found.table().equals(TABLE)
    assert found.report() == {"rows": 2}
    assert (found.folder / "original.csv").read_bytes() == b"a;b"


def test_the_current_version_is_the_last_saved_or_the_one_restored() -> None:
    first = workspace.save(entry(), TABLE, {})
    before = workspace.stamp()
    second = workspace.save(entry(rows=3), TABLE, {})
    assert workspace.stamp() != before
    assert workspace.find("mopti-sites") == second
    assert workspace.versions("mopti-sites") == (second, first)
    workspace.restore("mopti-sites", first.version)
    assert workspace.find("mopti-sites") == first
    with pytest.raises(GeoError, match="version_unknown"):
        workspace.restore("mopti-sites", "never")


def test_old_versions_and_what_a_killed_writer_left_are_cleared(own_workspace: Path) -> None:
    workspace.save(entry(), TABLE, {})
    (own_workspace / "datasets" / "mopti-sites" / ".half").mkdir()
    saved = [workspace.save(entry(), TABLE, {}).version for _ in range(KEPT + 2)]
    kept = sorted(path.name for path in (own_workspace / "datasets" / "mopti-sites").iterdir())
    assert kept == sorted(saved[-KEPT:])


def test_a_dataset_can_be_taken_away(own_workspace: Path) -> None:
    workspace.save(entry(), TABLE, {})
    workspace.remove("mopti-sites")
    workspace.remove("mopti-sites")
    assert workspace.loaded() == ()
    assert not (own_workspace / "datasets" / "mopti-sites").exists()


@pytest.mark.parametrize("name", ["", "../x", "A", "a/b", "-a", "a" * 41, "é"])
def test_names_are_folders_and_stand_in_addresses(name: str) -> None:
    with pytest.raises(GeoError, match="name_not_allowed"):
        workspace.save(entry(name), TABLE, {})
    assert workspace.versions(name) == ()


@pytest.mark.parametrize("step", ["to_parquet", "write", "sync", "rename", "_write_index"])
def test_a_disk_that_refuses_changes_nothing(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = workspace.save(entry(), TABLE, {})
    workspace.remember("aliases", lambda given: [*given, 1], [], list)

    def full(*_args: object, **_kw: object) -> None:
        raise OSError(28, "No space left on device")

    owner: object = {"to_parquet": pd.DataFrame, "rename": Path}.get(step, workspace)
    with monkeypatch.context() as patched:
        patched.setattr(owner, step, full)
        with pytest.raises(GeoError, match="workspace_not_writable"):
            workspace.save(entry(rows=9), TABLE, {})
    workspace._loaded.cache_clear()
    assert workspace.loaded() == (first,)
    assert workspace.damages() == ()
    assert workspace.recall("aliases", [], list) == [1]


def test_small_things_are_remembered(own_workspace: Path) -> None:
    assert workspace.recall("layouts", {}, dict) == {}
    workspace.remember("layouts", lambda known: known | {"a": 1}, {}, dict)
    workspace.remember("layouts", lambda known: known | {"b": 2}, {}, dict)
    assert workspace.recall("layouts", {}, dict) == {"a": 1, "b": 2}


@pytest.mark.parametrize("content", ["{", "[]]", "\x00", '{"mopti-sites": "../../elsewhere"}', None])
def test_with_a_damaged_index_the_newest_versions_are_in_use(
    own_workspace: Path, content: str | None
) -> None:
    workspace.save(entry(), TABLE, {})
    newest = workspace.save(entry(title="Newest"), TABLE, {})
    index = own_workspace / "index.json"
    index.write_text(content) if content else index.unlink()
    assert workspace.loaded() == (newest,)
    assert [(one.file, one.remedy) for one in workspace.damages()] == [("index.json", "index")]
    third = workspace.save(entry("third"), TABLE, {})  # writes the index anew
    assert workspace.loaded() == (newest, third)
    assert workspace.damages() == ()
    away = [*own_workspace.glob("damaged/*-index.json")]
    assert [path.read_text() for path in away] == ([content] if content else [])


def test_with_a_damaged_index_nobody_sees_more_than_before(own_workspace: Path) -> None:
    closed = workspace.save(entry(), TABLE, {})
    workspace.save(entry(sensitivity="public"), TABLE, {})
    workspace.restore("mopti-sites", closed.version)
    (own_workspace / "index.json").write_text("{")
    assert workspace.loaded() == (closed,)


def test_a_damaged_version_is_put_away_when_another_is_restored_or_saved(own_workspace: Path) -> None:
    first = workspace.save(entry(), TABLE, {})
    second = workspace.save(entry(), TABLE, {})
    (second.folder / "table.parquet").write_bytes(b"PAR1")
    assert workspace.loaded() == ()
    with pytest.raises(GeoError, match="version_unknown"):
        workspace.restore("mopti-sites", second.version)
    workspace.restore("mopti-sites", first.version)
    assert workspace.loaded() == (first,)
    (second.folder / "entry.json").write_text("{")
    assert [(one.file, one.remedy) for one in workspace.damages()] == [
        (f"datasets/mopti-sites/{second.version}/entry.json", "older")
    ]
    assert workspace.versions("mopti-sites") == (first,)
    third = workspace.save(entry(), TABLE, {})
    assert workspace.versions("mopti-sites") == (third, first)
    assert workspace.damages() == ()
    (away,) = own_workspace.glob("damaged/*")
    assert (away / "table.parquet").read_bytes() == b"PAR1"


def test_unfinished_files_of_killed_writers_are_cleared_once_they_are_old(own_workspace: Path) -> None:
    old, new, lock = (
        own_workspace / name for name in (".index.json.71", ".index.json.72", ".refresh-hdx-3w")
    )
    for path in (old, new, lock):
        path.write_text("half")
    for path in (old, lock):
        os.utime(path, (0, 0))
    workspace.save(entry(), TABLE, {})
    assert (old.exists(), new.exists(), lock.exists()) == (False, True, True)


WRITER = """
import sys
sys.path.insert(0, sys.argv[1])
from tests_entry import entry, TABLE
from geo import workspace
n = 0
while True:
    n += 1
    workspace.save(entry(rows=n), TABLE.assign(index=float(n)), {"rows": n})
    print(n, flush=True)
"""


def test_a_writer_killed_at_any_moment_leaves_one_whole_version(own_workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "tests_entry.py").write_text(Path(__file__).read_text(encoding="utf-8"), encoding="utf-8")
    for round_ in range(amounts.KILLS):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, cwd=Path.cwd()
        )
        assert writer.stdout
        for _ in range(1 + round_ % 3):
            writer.stdout.readline()
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        found = workspace.find("mopti-sites")
        assert found is not None
        assert found.report() == {"rows": found.rows}
        assert set(found.table()["index"]) == {float(found.rows)}
    index = json.loads((own_workspace / "index.json").read_text())
    assert index == {"mopti-sites": found.version}
