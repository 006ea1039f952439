"""The backup of ``docs/operations.md``: a plain tar under the workspace's own lock, and back."""

import re
import shutil
import subprocess
import threading
from pathlib import Path

import pandas as pd
import pytest

from geo import aliases, audit, workspace
from tests.geo.test_workspace import entry

OPERATIONS = Path(__file__).resolve().parents[2] / "docs" / "operations.md"

BAROUELI = aliases.Alias("cod2021", 2, ("Segou",), "Baroueli", "ML0401")

pytestmark = pytest.mark.skipif(not (shutil.which("flock") and shutil.which("tar")), reason="no flock or tar")


def documented(name: str, own_workspace: Path, archive: Path) -> str:
    """Return the command that the documentation gives."""
    block = re.search(rf"```sh\n# {name}\n(.*?)```", OPERATIONS.read_text(encoding="utf-8"), re.DOTALL)
    assert block
    command = block[1].replace("/var/lib/mali-map", str(own_workspace)).replace("mali-map.tgz", str(archive))
    return command.replace("sudo ", "")


def run(command: str) -> None:
    done = subprocess.run(["sh", "-ec", command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def save(number: int) -> None:
    workspace.save(
        entry("sites", title=str(number), measures=()), pd.DataFrame({"area": ["ML01"], "n": [number]}), {}
    )


def test_what_was_saved_comes_back(
    own_workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(1)
    save(2)
    aliases.remember(BAROUELI)
    (own_workspace / "settings.toml").write_text('organisation = "OCHA"\n')
    audit.record("import", "sites", "partner", "im@example.org")
    before = (workspace.loaded(), workspace.versions("sites"))
    archive = tmp_path / "backup.tgz"
    run(documented("backup", own_workspace, archive))
    shutil.rmtree(own_workspace)
    run(documented("restore", own_workspace, archive))
    assert (workspace.loaded(), workspace.versions("sites")) == before
    assert workspace.find("sites").table()["n"].tolist() == [2]  # type: ignore[union-attr]
    assert aliases.known() == (BAROUELI,)
    assert "im@example.org" in (own_workspace / audit.FILE).read_text()
    assert "OCHA" in (own_workspace / "settings.toml").read_text()
    save(3)  # and it can be written again


def test_a_backup_while_others_write_is_whole(
    own_workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(0)
    ended, wrote = threading.Event(), threading.Event()

    def write() -> None:
        number = 0
        while not ended.is_set():
            save(number := number + 1)
            wrote.set()

    writer = threading.Thread(target=write)
    writer.start()
    archives = [tmp_path / f"{number}.tgz" for number in range(6)]
    try:
        for archive in archives:
            wrote.clear()
            assert wrote.wait(10)
            run(documented("backup", own_workspace, archive))
    finally:
        ended.set()
        writer.join()
    seen = set()
    for archive in archives:
        restored = archive.with_suffix("")
        monkeypatch.setenv("MALI_MAP_WORKSPACE", str(restored))
        run(documented("restore", restored, archive))
        (found,) = workspace.loaded()
        assert found.table()["n"].tolist() == [int(found.title)]
        assert found in workspace.versions("sites")
        seen.add(found.title)
    assert len(seen) == len(archives)  # each caught the writer at another version


def test_a_backup_waits_for_whoever_writes(own_workspace: Path, tmp_path: Path) -> None:
    save(1)
    waiting = documented("backup", own_workspace, tmp_path / "a.tgz").replace("flock ", "flock --nonblock ")
    with workspace._writing():
        assert subprocess.run(["sh", "-c", waiting], check=False, capture_output=True).returncode == 1
    run(waiting)
