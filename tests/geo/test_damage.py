"""The one place where files of the workspace are read: what a file says, or a damage that is told."""

from __future__ import annotations

import errno
import logging
from pathlib import Path

import pytest

from geo import damage, workspace
from geo.errors import GeoError


def read(path: Path, **given: bool) -> str:
    return damage.read(path, lambda file: file.read_text("utf-8"), "otherwise", "answers", **given)


def test_a_file_that_is_there_is_read_and_one_that_is_not_is_no_damage_unless_it_is_needed(
    own_workspace: Path,
) -> None:
    path = own_workspace / "a.json"
    with damage.noted() as found:
        assert read(path) == "otherwise"
        path.write_text("said")
        assert read(path) == "said"
    assert found == []
    path.unlink()
    with damage.noted() as found:
        assert read(path, needed=True) == "otherwise"
    assert [(one.file, one.kind) for one in found] == [("a.json", "FileNotFoundError")]


def test_a_damage_is_logged_once_until_the_file_is_another(
    own_workspace: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = own_workspace / "a.json"
    path.write_bytes(b"\xff secret")
    with caplog.at_level(logging.ERROR):
        read(path), read(path)
        assert [record.getMessage() for record in caplog.records] == [
            "damaged and set aside: a.json (UnicodeDecodeError)"
        ]
        path.write_bytes(b"longer \xff")
        read(path)
    assert len(caplog.records) == 2
    assert path.read_bytes() == b"longer \xff"


def test_what_is_met_inside_is_collected_outside_too(own_workspace: Path) -> None:
    (own_workspace / "a.json").write_bytes(b"\xff")
    with damage.noted() as outer:
        with damage.noted() as inner:
            read(own_workspace / "a.json")
        read(own_workspace / "a.json")
    assert [one.file for one in inner] == ["a.json"]
    assert outer == inner


def test_where_the_computer_is_short_of_something_nothing_is_taken_for_damaged(
    own_workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.remember("layouts", lambda known: known | {"a": 1}, {}, dict)
    before = (own_workspace / "layouts.json").read_bytes()

    def short(*_args: object, **_given: object) -> str:
        raise OSError(errno.EMFILE, "Too many open files")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_text", short)
        with damage.noted() as found, pytest.raises(OSError, match="Too many"):
            workspace.recall("layouts", {}, dict)
        with pytest.raises(GeoError, match="workspace_not_writable"):
            workspace.remember("layouts", lambda known: known | {"b": 2}, {}, dict)
    assert found == []
    assert (own_workspace / "layouts.json").read_bytes() == before
    assert not (own_workspace / damage.FOLDER).exists()
