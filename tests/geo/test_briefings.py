from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from geo import briefings
from geo.errors import GeoError


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MALI_MAP_WORKSPACE", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Monthly update", "monthly-update"),
        ("Point mensuel : Gao & Ménaka", "point-mensuel-gao-menaka"),
        ("../../etc/passwd", "etc-passwd"),
        ("أخبار", "briefing"),
        ("", "briefing"),
        ("x" * 90, "x" * 40),
    ],
)
def test_a_name_is_made_from_the_title(title: str, name: str, workspace: Path) -> None:
    assert briefings.create(title, "a") == name
    assert (workspace / "briefings" / f"{name}.toml").read_text() == "a"


def test_a_name_that_is_taken_is_numbered() -> None:
    assert [briefings.create("Update", str(n)) for n in range(3)] == ["update", "update-2", "update-3"]
    assert briefings.names() == ("update", "update-2", "update-3")
    assert briefings.text("update-2") == "1"


def test_people_who_write_at_once_lose_nothing() -> None:
    name = briefings.create("Update", "")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: briefings.change(name, lambda text: f"{text}{n}\n"), range(40)))
    assert sorted(map(int, briefings.text(name).split())) == list(range(40))


@pytest.mark.parametrize("name", ["missing", "../settings", "", "A", "x/y"])
def test_what_there_is_not_is_said(name: str) -> None:
    with pytest.raises(GeoError, match="briefing_unknown"):
        briefings.text(name)
    with pytest.raises(GeoError, match="briefing_unknown"):
        briefings.change(name, str)


def test_a_briefing_is_taken_away_once() -> None:
    name = briefings.create("Update", "")
    briefings.remove(name)
    briefings.remove(name)
    assert briefings.names() == ()


def test_a_folder_that_cannot_be_made_is_a_sentence(workspace: Path) -> None:
    (workspace / "briefings").write_text("a file")
    with pytest.raises(GeoError, match="workspace_not_writable"):
        briefings.create("Update", "")


def test_a_file_that_cannot_be_read_is_a_sentence(workspace: Path) -> None:
    (workspace / "briefings" / "folder.toml").mkdir(parents=True)
    (workspace / "briefings" / "latin.toml").write_bytes(b"title = '\xe9'")
    for name in briefings.names():
        with pytest.raises(GeoError, match="briefing_damaged"):
            briefings.text(name)
