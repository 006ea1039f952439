import os
import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from geo import briefings
from geo.errors import GeoError
from geo.rights import EDITORS, OPERATOR

ANA, BEN, EVE = "browser ana", "browser ben", "browser eve"


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
    name = briefings.create("Update", "", owner=ANA)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: briefings.change(name, lambda text: f"{text}{n}\n", ANA), range(40)))
    assert sorted(map(int, briefings.text(name).split())) == list(range(40))


@pytest.mark.parametrize("name", ["missing", "../settings", "", "A", "x/y"])
def test_what_there_is_not_is_said(name: str) -> None:
    with pytest.raises(GeoError, match="briefing_unknown"):
        briefings.text(name)
    with pytest.raises(GeoError, match="briefing_unknown"):
        briefings.change(name, str, OPERATOR)


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


def owned(text: str = "a") -> str:
    return briefings.create("Update", text, owner=ANA)


def link_of(name: str) -> str:
    found = briefings.rights_of(name)
    assert found
    return found.link


def shared_with(reader: str, name: str) -> str:
    briefings.share(name, ANA)
    briefings.join(name, link_of(name), reader)
    return link_of(name)


def test_the_name_of_an_owned_briefing_cannot_be_guessed() -> None:
    made = {briefings.create("Monthly update " * 5, "", owner=ANA) for _ in range(20)}
    assert len(made) == 20
    for name in made:
        assert re.fullmatch(r"monthly-update-monthly-update-m-[a-z2-9]{8}", name)
    assert re.fullmatch(r"briefing-[a-z2-9]{8}", briefings.create("", "", owner=ANA))


def test_a_briefing_is_its_makers_own() -> None:
    name = owned()
    assert briefings.standings(ANA) == {name: "own"}
    assert briefings.standings(BEN) == {}
    assert briefings.standing(name, BEN) == "seen"
    assert briefings.text(name) == "a"
    for reader in (BEN, "", briefings.rights.digest_of(ANA)):
        with pytest.raises(GeoError, match="briefing_not_yours"):
            briefings.change(name, str.upper, reader)
        for refused in (briefings.share, briefings.withdraw, briefings.take):
            with pytest.raises(GeoError, match="briefing_not_yours"):
                refused(name, reader)
        with pytest.raises(GeoError, match="briefing_not_yours"):
            briefings.remove(name, reader, briefings.version(name))
    assert briefings.text(name) == "a"
    briefings.change(name, str.upper, ANA)
    briefings.change(name, lambda text: f"{text}!", OPERATOR)
    assert briefings.text(name) == "A!"


def test_the_one_that_changed_last_comes_first() -> None:
    names = [owned(str(n)) for n in range(3)]
    for place, name in enumerate(names):
        os.utime(briefings.file_of(name), (place, place))
    briefings.change(names[1], str.upper, ANA)
    assert [*briefings.standings(ANA)] == [names[1], names[2], names[0]]


def test_nobody_is_named_in_the_file_beside(workspace: Path) -> None:
    name = owned()
    shared_with(BEN, name)
    said = (workspace / "briefings" / f"{name}.json").read_text()
    assert "ana" not in said
    assert "ben" not in said


def test_a_link_to_edit_lets_who_has_it_edit_until_it_is_withdrawn() -> None:
    name = owned()
    secret = shared_with(BEN, name)
    assert briefings.standings(BEN) == {name: "shared"}
    briefings.change(name, lambda text: f"{text}b", BEN)
    for refused in (briefings.share, briefings.withdraw):
        with pytest.raises(GeoError, match="briefing_not_yours"):
            refused(name, BEN)
    with pytest.raises(GeoError, match="briefing_not_yours"):
        briefings.remove(name, BEN, briefings.version(name))
    briefings.withdraw(name, ANA)
    assert briefings.standings(BEN) == {}
    with pytest.raises(GeoError, match="briefing_not_yours"):
        briefings.change(name, lambda text: f"{text}c", BEN)
    with pytest.raises(GeoError, match="briefing_link"):
        briefings.join(name, secret, BEN)
    assert briefings.text(name) == "ab"


def test_another_link_takes_the_place_of_the_one_before() -> None:
    name = owned()
    secret = shared_with(BEN, name)
    briefings.share(name, ANA)
    assert link_of(name) != secret
    assert briefings.standing(name, BEN) == "seen"
    with pytest.raises(GeoError, match="briefing_link"):
        briefings.join(name, secret, BEN)


@pytest.mark.parametrize("secret", ["", "x", "A" * 32, "é" * 32])
def test_a_link_that_is_guessed_opens_nothing(secret: str) -> None:
    name = owned()
    with pytest.raises(GeoError, match="briefing_link"):  # there is none at all
        briefings.join(name, secret, EVE)
    briefings.share(name, ANA)
    with pytest.raises(GeoError, match="briefing_link"):
        briefings.join(name, secret, EVE)
    with pytest.raises(GeoError, match="briefing_link"):
        briefings.join(name, link_of(name), "")
    assert briefings.standing(name, EVE) == "seen"


def test_an_editor_is_written_down_once_and_not_without_end() -> None:
    name = owned()
    briefings.share(name, ANA)
    for reader in (BEN, BEN, ANA, *(f"browser {n}" for n in range(EDITORS - 1))):
        briefings.join(name, link_of(name), reader)
    found = briefings.rights_of(name)
    assert found
    assert len(found.editors) == EDITORS
    assert briefings.standing(name, ANA) == "own"
    with pytest.raises(GeoError, match="briefing_editors"):
        briefings.join(name, link_of(name), EVE)


def test_what_has_no_owner_is_taken_over_once() -> None:
    name = briefings.create("Update", "a")
    assert briefings.standings(ANA) == briefings.standings(BEN) == {name: "free"}
    with pytest.raises(GeoError, match="briefing_not_yours"):
        briefings.change(name, str.upper, ANA)
    with pytest.raises(GeoError, match="briefing_not_yours"):
        briefings.take(name, "")
    with ThreadPoolExecutor(8) as pool:
        taken = [pool.submit(briefings.take, name, f"browser {n}") for n in range(8)]
    assert [one.exception() is None for one in taken].count(True) == 1
    owners = [n for n in range(8) if briefings.standing(name, f"browser {n}") == "own"]
    assert len(owners) == 1


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff",
        b"{}",
        b'{"owner": "", "editors": [], "link": ""}',
        b'{"owner": null, "editors": [], "link": ""}',
        b'{"owner": "browser eve", "editors": [], "link": ""}',
        b'{"owner": "%s", "editors": ["x"], "link": ""}' % (b"a" * 64),
        b'{"owner": "%s", "editors": [], "link": "short"}' % (b"a" * 64),
        b'{"owner": "%s", "editors": 7, "link": ""}' % (b"a" * 64),
    ],
)
def test_where_it_is_not_known_whose_it_is_nobody_changes_it(workspace: Path, damaged: bytes) -> None:
    name = owned()
    (workspace / "briefings" / f"{name}.json").write_bytes(damaged)
    for reader in (ANA, EVE, ""):
        assert briefings.standing(name, reader) == "seen"
        assert briefings.standings(reader) == {}
        for refused in (briefings.share, briefings.withdraw, briefings.take):
            with pytest.raises(GeoError, match="briefing_not_yours"):
                refused(name, reader)
        with pytest.raises(GeoError, match="briefing_not_yours"):
            briefings.change(name, str.upper, reader)
        with pytest.raises(GeoError, match="briefing_not_yours"):
            briefings.join(name, "", reader)
    assert briefings.text(name) == "a"


@pytest.mark.parametrize("name", ["../settings", "x/y", "", "A", "deleted/x", "missing"])
def test_a_name_that_is_none_leads_nowhere(workspace: Path, name: str) -> None:
    (workspace / "settings.toml").write_text("a")
    for refused in (briefings.share, briefings.withdraw, briefings.take, briefings.bring_back):
        with pytest.raises(GeoError, match="briefing_unknown"):
            refused(name, ANA)
    with pytest.raises(GeoError, match="briefing_unknown"):
        briefings.join(name, "A" * 32, ANA)
    with pytest.raises(GeoError, match="briefing_unknown"):
        briefings.remove(name, ANA, "")
    assert (workspace / "settings.toml").read_text() == "a"


def test_a_deleted_briefing_is_brought_back_by_its_owner_alone_with_its_rights() -> None:
    name = owned()
    shared_with(BEN, name)
    briefings.remove(name, ANA, briefings.version(name))
    assert briefings.names() == ()
    assert briefings.deleted(ANA) == {name: "a"}
    for reader in (BEN, EVE, ""):
        assert briefings.deleted(reader) == {}
        with pytest.raises(GeoError, match="briefing_unknown"):
            briefings.bring_back(name, reader)
    briefings.bring_back(name, ANA)
    assert briefings.deleted(ANA) == {}
    assert briefings.text(name) == "a"
    assert (briefings.standing(name, ANA), briefings.standing(name, BEN)) == ("own", "shared")
    with pytest.raises(GeoError, match="briefing_unknown"):
        briefings.bring_back(name, ANA)


def test_what_somebody_has_written_meanwhile_is_not_deleted() -> None:
    name = owned()
    shared_with(BEN, name)
    seen = briefings.version(name)
    briefings.change(name, lambda text: f"{text}b", BEN)
    with pytest.raises(GeoError, match="briefing_changed"):
        briefings.remove(name, ANA, seen)
    assert briefings.text(name) == "ab"


def test_a_new_briefing_never_has_the_name_of_one_that_may_come_back() -> None:
    name = briefings.create("Update", "a")
    briefings.take(name, ANA)
    briefings.remove(name, ANA, briefings.version(name))
    assert briefings.create("Update", "b") == "update-2"
    briefings.bring_back(name, ANA)
    assert briefings.names() == ("update", "update-2")


def test_what_was_deleted_long_ago_goes_and_never_more_is_kept_than_allowed(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def delete(text: str) -> str:
        name = owned(text)
        briefings.remove(name, ANA, briefings.version(name))
        return name

    old, new = delete("old"), delete("new")
    long_ago = time.time() - (briefings.DELETED_DAYS * 24 + 1) * 3600
    os.utime(workspace / "briefings" / "deleted" / f"{old}.toml", (long_ago, long_ago))
    last = delete("last")
    assert [*briefings.deleted(ANA)] == [last, new]
    monkeypatch.setattr(briefings, "DELETED_MOST", 2)
    kept = [delete("one more"), last]
    assert [*briefings.deleted(ANA)] == kept
    assert len([*(workspace / "briefings" / "deleted").iterdir()]) == 4


def test_rights_that_an_interrupted_removal_left_are_nobodys(workspace: Path) -> None:
    (workspace / "briefings").mkdir()
    (workspace / "briefings" / "update.json").write_text("{")
    assert briefings.create("Update", "a") == "update"
    assert briefings.standing("update", ANA) == "free"
