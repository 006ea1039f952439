import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

WORKSPACE = "MALI_MAP_WORKSPACE"


@pytest.fixture(scope="session", autouse=True)
def no_workspace_of_this_computer() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.delenv(WORKSPACE, raising=False)
        yield


@pytest.fixture(scope="session")
def workspaces(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return the folders for workspaces: ``mktemp`` reads the names of all that there are to find the next."""
    folder = tmp_path_factory.mktemp("workspaces")
    return (folder / str(n) for n in count())


@pytest.fixture(autouse=True)
def own_workspace(workspaces: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give every test an empty workspace of its own, unless its module has one for all its tests."""
    if given := os.environ.get(WORKSPACE):
        return Path(given)
    folder = next(workspaces)
    folder.mkdir()
    monkeypatch.setenv(WORKSPACE, str(folder))
    return folder
