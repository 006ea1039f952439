from pathlib import Path

import pytest

from geo import damage, settings
from geo.columns import LARGEST_COUNT
from geo.errors import GeoError
from geo.settings import Settings
from geo.sources.fetch import Client


def test_everything_has_a_default() -> None:
    assert settings.load() == Settings()


def test_a_file_sets_some(own_workspace: Path) -> None:
    (own_workspace / "settings.toml").write_text('organisation = "Croix-Rouge"\nlogos = ["a.png"]\n')
    assert settings.load() == Settings(organisation="Croix-Rouge", logos=("a.png",))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("organisation = 1", "settings_damaged"), ("colour = 'red'", "settings_damaged"), ("a = ", "settings_damaged"),
        ("\xff", "settings_damaged"), ("small_count = 0", "settings_damaged"),
        ("versions_kept = 9999999999", "settings_damaged"), ("editors = ['a', 1]", "settings_damaged"),
        ("user_agent = 'ngo-map:2'", "setting_user_agent"), ("user_agent = 'ngo\xe9'", "setting_user_agent"),
        ('user_agent = "a\\nb"', "setting_user_agent"), ("user_agent = ''", "setting_user_agent"),
        ("contact = 'map@localhost'", "setting_contact"), ("contact = 'nobody'", "setting_contact"),
        ("contact = 'a:b@example.org'", "setting_contact"),
    ],
)  # fmt: skip
def test_what_is_not_a_setting_is_one_sentence(own_workspace: Path, text: str, key: str) -> None:
    (own_workspace / "settings.toml").write_text(text, encoding="latin-1" if "\xff" in text else "utf-8")
    with pytest.raises(GeoError, match=key):
        settings.sound()
    with pytest.raises(GeoError, match=key):
        Client()  # a refresh begins with it
    with damage.noted() as damaged:
        settings.check()
    assert [(one.file, one.remedy) for one in damaged] == [("settings.toml", "settings")]


@pytest.mark.parametrize("text", ["contact = 'map@example.org'", "user_agent = 'ngo-map/2 (Mali; +1)'", ""])
def test_what_services_take_is_taken(own_workspace: Path, text: str) -> None:
    (own_workspace / "settings.toml").write_text(text)
    assert settings.sound() == settings.load()


def test_where_a_line_is_not_understood_the_others_hold_and_it_is_closed(own_workspace: Path) -> None:
    (own_workspace / "settings.toml").write_text(
        'organisation = "OCHA"\neditors = "im@example.org"\nsmall_count = "20"\nversions_kept = 0\n'
    )
    found = settings.load()
    assert (found.organisation, found.editors) == ("OCHA", ())
    assert found.small_count == found.versions_kept == LARGEST_COUNT


def test_where_the_file_is_cut_the_last_settings_hold_and_at_start_all_is_closed(own_workspace: Path) -> None:
    path = own_workspace / "settings.toml"
    path.write_text('editors = ["im@example.org"]\nsmall_count = 20\n')
    before = settings.load()
    path.write_text('editors = ["im@exa')
    assert settings.load() == before
    settings._last.clear()
    settings._parsed.cache_clear()
    assert settings.load() == settings.CLOSED
