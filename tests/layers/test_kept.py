import datetime as dt
import shutil
from pathlib import Path

import pytest

from geo import areas
from layers.render import kept
from layers.render.kept import Kept
from tests.loaded_data import PEOPLE, loaded


def made(keep: Kept, key: str, size: int = 10) -> None:
    folder = keep.folder(key)
    folder.mkdir()
    (folder / "sheet.pdf").write_bytes(b"x" * size)
    (folder / ".lock").touch()
    keep.keep(key, f"about {key}")


def test_what_is_kept_is_given_again_and_stays_with_who_took_it(tmp_path: Path) -> None:
    keep = Kept(most=25)
    assert keep.take("a", tmp_path) is None
    made(keep, "a")
    assert keep.take("a", tmp_path) == "about a"
    made(keep, "b", size=30)  # there is room for one
    assert not keep.folder("a").exists()
    assert keep.take("a", tmp_path / "other") is None
    assert [path.name for path in tmp_path.iterdir()] == ["sheet.pdf"]


def test_what_was_asked_for_longest_ago_goes_first(tmp_path: Path) -> None:
    keep = Kept(most=25)
    for key in "ab":
        made(keep, key)
    assert keep.take("a", tmp_path)
    made(keep, "c")
    assert [keep.folder(key).exists() for key in "abc"] == [True, False, True]


def test_a_file_is_made_once() -> None:
    keep = Kept()
    asked: list[str] = []

    def make() -> bytes:
        asked.append("made")
        return b"%PDF"

    assert keep.content("a", make) == keep.content("a", make) == b"%PDF"
    assert asked == ["made"]
    assert keep.content("b", make) == b"%PDF"
    assert asked == ["made", "made"]


def test_what_the_system_has_cleared_away_is_made_again(tmp_path: Path) -> None:
    keep = Kept()
    assert keep.content("a", lambda: b"x") == b"x"
    made(keep, "b")
    shutil.rmtree(keep.folder("a").parent)
    assert keep.content("a", lambda: b"y") == b"y"
    assert keep.take("b", tmp_path) is None


def test_a_file_that_cannot_be_made_is_not_kept() -> None:
    keep = Kept()
    with pytest.raises(ZeroDivisionError):
        keep.content("a", lambda: bytes(1 // 0))
    assert keep.content("a", lambda: b"x") == b"x"


def test_another_view_another_state_of_the_data_and_another_day_are_other_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = kept.key("level=1", "pdf")
    assert one == kept.key("level=1", "pdf")
    assert one != kept.key("level=2", "pdf")
    area = next(iter(areas.load().at(1))).id
    loaded({"area": [area], "idps": [1]}, measures=PEOPLE)
    other = kept.key("level=1", "pdf")
    assert other != one

    class Tomorrow(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> "Tomorrow":
            return super().now(tz) + dt.timedelta(days=1)  # type: ignore[return-value]

    monkeypatch.setattr(kept.dt, "datetime", Tomorrow)
    assert kept.key("level=1", "pdf") != other
