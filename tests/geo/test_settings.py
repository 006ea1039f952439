from pathlib import Path

import pytest

from geo import settings
from geo.errors import GeoError
from geo.settings import Settings


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MALI_MAP_WORKSPACE", str(tmp_path))
    return tmp_path


def test_everything_has_a_default() -> None:
    assert settings.load() == Settings()


def test_a_file_sets_some(folder: Path) -> None:
    (folder / "settings.toml").write_text('organisation = "Croix-Rouge"\nlogos = ["a.png"]\n')
    assert settings.load() == Settings(organisation="Croix-Rouge", logos=("a.png",))


@pytest.mark.parametrize("text", ["organisation = 1", "colour = 'red'", "a = ", "\xff"])
def test_what_is_not_a_setting_is_one_sentence(folder: Path, text: str) -> None:
    (folder / "settings.toml").write_text(text, encoding="latin-1")
    with pytest.raises(GeoError, match="settings_damaged"):
        settings.load()
