import json
import multiprocessing
import os
import stat
from pathlib import Path

import pytest

from geo import audit
from geo.errors import GeoError


def lines(own_workspace: Path) -> list[dict[str, str]]:
    text = (own_workspace / audit.FILE).read_text(encoding="utf-8")
    assert text.endswith("\n")
    return [json.loads(line) for line in text.splitlines()]


def test_a_line_says_who_did_what_for_whom_and_when(own_workspace: Path) -> None:
    audit.record("import", "sites-gao", "partner", "im@example.org")
    audit.record("export", "csv level=2&area=ML05", "public", "")
    first, second = lines(own_workspace)
    assert first.pop("at") <= second["at"]
    assert first == {"action": "import", "what": "sites-gao", "audience": "partner", "by": "im@example.org"}
    assert second["by"] == ""
    assert stat.S_IMODE((own_workspace / audit.FILE).stat().st_mode) == 0o600


@pytest.mark.parametrize("what", ['a\n{"by": "somebody else"}', "é" * 5000, "\u2028", '"', ""])
def test_nothing_that_is_said_makes_another_line(own_workspace: Path, what: str) -> None:
    audit.record("export", what, "public", "a\nb")
    (line,) = (json.loads(text) for text in (own_workspace / audit.FILE).read_text("utf-8").split("\n")[:-1])
    assert line["what"] == what[: audit.LONGEST]
    assert line["by"] == "a\nb"


def _write(name: str) -> None:
    for number in range(20):
        audit.record("export", f"{name}-{number}-{'x' * 1500}", "public", name)


def test_several_servers_lose_no_line_and_cut_none(own_workspace: Path) -> None:
    with multiprocessing.get_context("fork").Pool(4) as pool:
        pool.map(_write, "abcd")
    found = [line["what"].rstrip("x") for line in lines(own_workspace)]
    assert sorted(found) == sorted(f"{name}-{number}-" for name in "abcd" for number in range(20))


def test_what_stands_there_is_never_written_over(
    own_workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit.record("import", "a", "public", "")
    before = (own_workspace / audit.FILE).read_bytes()
    opened: dict[str, int] = {}
    real = os.open
    monkeypatch.setattr(
        os,
        "open",
        lambda path, flags, mode=0o777: opened.update({Path(path).name: flags}) or real(path, flags, mode),
    )
    audit.record("remove", "a", "public", "")
    assert (own_workspace / audit.FILE).read_bytes().startswith(before)
    assert opened[audit.FILE] & os.O_APPEND
    assert not opened[audit.FILE] & os.O_TRUNC


@pytest.mark.parametrize("written", [0, 10])
def test_without_a_line_nothing_is_done(monkeypatch: pytest.MonkeyPatch, written: int) -> None:
    monkeypatch.setattr(os, "write", lambda _handle, _line: written)
    with pytest.raises(GeoError, match="audit_not_writable"):
        audit.record("export", "csv", "partner", "")


def test_a_folder_that_cannot_be_is_a_sentence(own_workspace: Path) -> None:
    own_workspace.rmdir()
    own_workspace.write_text("a file where the folder should be")
    with pytest.raises(GeoError, match="audit_not_writable"):
        audit.record("import", "a", "public", "")


def test_an_action_that_fails_is_said_to_have_failed_after_it_was_said_to_begin(own_workspace: Path) -> None:
    with audit.recorded("remove", "sites", "partner", "im@example.org"):
        assert [line["what"] for line in lines(own_workspace)] == [
            "sites"
        ]  # a kill from here on loses no line
    with pytest.raises(GeoError, match="version_unknown"), audit.recorded("restore", "a", "public", "im"):
        raise GeoError("version_unknown")
    with pytest.raises(ZeroDivisionError), audit.recorded("import", "b", "public", ""):
        _ = 1 / 0
    told = [(line["action"], line.get("failed")) for line in lines(own_workspace)]
    assert told == [
        ("remove", None), ("restore", None), ("restore", "version_unknown"), ("import", None), ("import", "ZeroDivisionError"),
    ]  # fmt: skip


def test_without_a_line_an_action_is_not_begun(own_workspace: Path) -> None:
    (own_workspace / audit.FILE).mkdir()
    begun = False
    with pytest.raises(GeoError, match="audit_not_writable"), audit.recorded("import", "a", "public", ""):
        begun = True
    assert not begun


def test_after_a_line_that_was_cut_the_next_one_is_whole(own_workspace: Path) -> None:
    (own_workspace / audit.FILE).write_text('{"at": "2026-11-24T06:15:00Z", "acti')
    audit.record("export", "csv", "public", "")
    cut, whole = (own_workspace / audit.FILE).read_text().splitlines()
    assert cut.endswith("acti")
    assert json.loads(whole)["what"] == "csv"
