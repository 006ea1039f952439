from pathlib import Path

import pytest

from geo import settings
from geo.errors import GeoError
from geo.settings import Settings


def test_everything_has_a_default() -> None:
    assert settings.load() == Settings()


def test_a_file_sets_some(own_workspace: Path) -> None:
    (own_workspace / "settings.toml").write_text('organisation = "Croix-Rouge"\nlogos = ["a.png"]\n')
    assert settings.load() == Settings(organisation="Croix-Rouge", logos=("a.png",))


@pytest.mark.parametrize("text", ["organisation = 1", "colour = 'red'", "a = ", "\xff"])
def test_what_is_not_a_setting_is_one_sentence(own_workspace: Path, text: str) -> None:
    (own_workspace / "settings.toml").write_text(text, encoding="latin-1")
    with pytest.raises(GeoError, match="settings_damaged"):
        settings.load()
