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
    workspace.remember("aliases", lambda given: [*given, 1], [])

    def full(*_args: object, **_kw: object) -> None:
        raise OSError(28, "No space left on device")

    owner: object = {"to_parquet": pd.DataFrame, "rename": Path}.get(step, workspace)
    with monkeypatch.context() as patched:
        patched.setattr(owner, step, full)
        with pytest.raises(GeoError, match="workspace_not_writable"):
            workspace.save(entry(rows=9), TABLE, {})
    assert workspace._loaded.__wrapped__(str(first.folder.parents[2]), (1, 1)) == (first,)
    assert workspace.recall("aliases", []) == [1]


def test_small_things_are_remembered(own_workspace: Path) -> None:
    assert workspace.recall("layouts", {}) == {}
    workspace.remember("layouts", lambda known: known | {"a": 1}, {})
    workspace.remember("layouts", lambda known: known | {"b": 2}, {})
    assert workspace.recall("layouts", {}) == {"a": 1, "b": 2}


@pytest.mark.parametrize("content", ["{", "[]]", "\x00"])
def test_a_damaged_index_is_one_sentence(own_workspace: Path, content: str) -> None:
    (own_workspace / "index.json").write_text(content)
    with pytest.raises(GeoError, match="workspace_damaged"):
        workspace.loaded()


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
