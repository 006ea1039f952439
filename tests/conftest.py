import os
from collections.abc import Iterator
from pathlib import Path

import pytest

WORKSPACE = "MALI_MAP_WORKSPACE"


@pytest.fixture(scope="session", autouse=True)
def no_workspace_of_this_computer() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.delenv(WORKSPACE, raising=False)
        yield


@pytest.fixture(autouse=True)
def own_workspace(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give every test an empty workspace of its own, unless its module has one for all its tests."""
    if given := os.environ.get(WORKSPACE):
        return Path(given)
    folder = tmp_path_factory.mktemp("workspace")
    monkeypatch.setenv(WORKSPACE, str(folder))
    return folder
