"""Whether an instance is ready, and to whom it says what is damaged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit import runtime
from streamlit.runtime import RuntimeState

from geo import catalog
from geo.errors import GeoError
from tests.loaded_data import loaded
from tests.ui.test_guard import EDITOR, PARTNER, asked
from ui import guard, health, sign_in


@pytest.fixture(autouse=True)
def _running(monkeypatch: pytest.MonkeyPatch) -> None:
    running = SimpleNamespace(state=RuntimeState.NO_SESSIONS_CONNECTED)
    monkeypatch.setattr(runtime, "get_instance", lambda: running)


def answer(claims: object = None, monkeypatch: pytest.MonkeyPatch | None = None) -> tuple[int, str]:
    if monkeypatch:
        monkeypatch.setattr(sign_in, "signs_in", lambda: True)
        monkeypatch.setattr(sign_in, "_claims", lambda _request: claims or {})
    found = health.ready(asked("/ready"))
    return found.status_code, bytes(found.body).decode()


def test_with_everything_whole_it_is_ready() -> None:
    loaded({"area": ["ML05"]})
    assert answer() == (200, "ready")


@pytest.mark.parametrize(("claims", "knows"), [(None, False), (PARTNER, False), (EDITOR, True)])
def test_a_damaged_file_is_named_to_editors_alone_and_readers_are_still_sent(
    own_workspace: Path, monkeypatch: pytest.MonkeyPatch, claims: object, knows: bool
) -> None:
    (own_workspace / "settings.toml").write_text('editors = ["editors"]\n')
    entry = loaded({"area": ["ML05"]}, name="secret-sites")
    (entry.folder / "table.parquet").write_bytes(b"PAR1")
    status, said = answer(claims, monkeypatch)
    assert (status, said.splitlines()[0]) == (200, "degraded")
    assert ("secret-sites" in said and "Restore an earlier version" in said) is knows
    assert (len(said.splitlines()) == 1) is not knows


@pytest.mark.parametrize(
    ("sits_here", "said"), [(False, "degraded"), (True, "degraded\naliases.json: JSONDecode")]
)
def test_whoever_sits_at_the_computer_is_told(
    own_workspace: Path, monkeypatch: pytest.MonkeyPatch, sits_here: bool, said: str
) -> None:
    (own_workspace / "aliases.json").write_text("{")
    monkeypatch.setattr(guard, "may_upload", lambda _request: sits_here)
    status, told = answer()
    assert (status, told.startswith(said), "\n" in told) == (200, True, sits_here)


def _state(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime, "get_instance", lambda: SimpleNamespace(state=RuntimeState.STOPPING))


def _catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise GeoError("catalog_damaged", file="catalog.json", problem="x")

    monkeypatch.setattr(catalog, "datasets", broken)


@pytest.mark.parametrize("breaks", [_state, _catalogue])
def test_without_the_programs_own_data_it_is_not_ready(
    breaks: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    breaks(monkeypatch)
    assert answer() == (503, "not ready")
