from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def own_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give every test an empty workspace of its own, whatever lies in the one of this computer."""
    folder = tmp_path / "workspace"
    folder.mkdir()
    monkeypatch.setenv("MALI_MAP_WORKSPACE", str(folder))
    return folder
