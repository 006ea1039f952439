"""Damage to every kind of file of the workspace, while the program runs and when it starts.

Whatever is damaged: every page is there, every other dataset is there, the file is named with what can be
done, and nothing is deleted or changed by reading.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from geo import workspace
from layers import damages
from tests import damaged_workspace as damaged
from tests.damaged_workspace import BYTES, DATASETS, VALUES, Way, in_table, said, with_key, without, written

ALL = os.environ.get("ATTACK_DAMAGES") == "all"
"""Whether every case is tried and looks at all pages; else every second one is, and of those the first of each
outcome looks at all pages and the others at one."""

Case = tuple[str, str, Way, tuple[str, ...], dict[str, str]]
"""Name, file, way, the datasets that are set aside, and the files named with what can be done."""

SMALL = ("aliases", "layouts", "layout_kinds", "organisations", "refreshes")


def _of_dataset(name: str, file: str, way: str, how: Way, remedy: str = "version") -> Case:
    path = f"{{{name}}}/{file}"
    return f"{name}-{file}-{way}", path, how, (name,), {path: remedy}


def _entry(way: str, how: Way, remedy: str = "version") -> Case:
    return _of_dataset("counted", "entry.json", way, how, remedy)


def _table(way: str, how: Way, remedy: str = "version") -> Case:
    return _of_dataset("counted", "table.parquet", way, how, remedy)


def _harmless(name: str, path: str, how: Way) -> Case:
    return f"{name}-still-read", path, how, (), {}


def _boundaries(file: str, way: str, how: Way) -> Case:
    path = "{boundaries-reform2023}/" + file
    gone = ("boundaries-reform2023", "new-regions")
    return (
        f"boundaries-{file}-{way}",
        path,
        how,
        gone,
        {path: "version", "{new-regions}/table.parquet": "areas"},
    )


def _cases() -> Iterator[Case]:
    every = BYTES | VALUES
    for way, how in every.items():
        yield f"index-{way}", "index.json", how, (), {"index.json": "index"}
        yield _entry(way, how)
        if way not in ("too_long_a_number", "half_of_a_pair"):
            report = "{counted}/report.json"
            yield f"report-{way}", report, how, (), {report: "report"}
        for name in SMALL:
            if way != "half_of_a_pair" or name not in ("aliases", "layouts"):
                yield f"{name}-{way}", f"{name}.json", how, (), {f"{name}.json": "answers"}
    for way, how in BYTES.items():
        yield _table(way, how)
        yield _boundaries("table.parquet", way, how)
        if way != "empty":
            yield f"settings-{way}", "settings.toml", how, (), {"settings.toml": "settings"}
            yield f"rights-{way}", "briefings/one.json", how, (), {"briefings/one.json": "rights"}
            yield f"briefing-{way}", "briefings/one.toml", how, (), {"briefings/one.toml": "briefing"}
    yield from _missing()
    yield from _entries_that_say_something_else()
    yield from _tables_that_hold_something_else()
    yield from _small_files_that_say_something_else()
    yield from _settings_and_texts()


def _missing() -> Iterator[Case]:
    yield "index-missing", "index.json", Path.unlink, (), {"index.json": "index"}
    yield _entry("missing", Path.unlink)
    yield _table("missing", Path.unlink)
    yield "report-missing", "{counted}/report.json", Path.unlink, (), {"{counted}/report.json": "report"}
    yield _boundaries("table.parquet", "missing", Path.unlink)
    for name in SMALL:  # as in a new workspace
        yield _harmless(f"{name}-missing", f"{name}.json", Path.unlink)
    yield "index-names-no-version", "index.json", with_key("counted", value="20000101T000000000000"), ("counted",), {
        "datasets/counted/20000101T000000000000/entry.json": "version"
    }  # fmt: skip
    yield (
        "index-names-a-folder-outside",
        "index.json",
        with_key("counted", value="../../.."),
        (),
        {"index.json": "index"},
    )
    yield (
        "index-names-no-name",
        "index.json",
        with_key("../x", value="20000101T000000000000"),
        (),
        {"index.json": "index"},
    )
    yield "index-names-a-number", "index.json", with_key("counted", value=7), (), {"index.json": "index"}


def _entries_that_say_something_else() -> Iterator[Case]:
    for key in (
        "name",
        "kind",
        "title",
        "division",
        "date",
        "sensitivity",
        "rows",
        "measures",
        "claims",
        "at",
    ):
        yield _entry(f"without-{key}", without(key))
    values = {
        "name": "places", "kind": "banana", "division": "mars2050", "date": "soon", "sensitivity": "publique", "rows": "2",
        "placed": None, "title": ["a"], "at": "yesterday", "version": "20000101T000000000000", "public_level": 99,
    }  # fmt: skip
    for key, value in values.items():
        yield _entry(f"{key}-wrong", with_key(key, value=value))
    yield _entry("rows-huge", with_key("rows", value=10**400))
    yield _entry("date-no-day", with_key("date", value="2026-02-31"))
    yield _entry("measure-no-name", with_key("measures", value=[{"title": "x"}]))
    yield _entry("title-half-a-pair", with_key("title", value="\ud800"))
    yield "entry-measure-not-there", "{counted}/entry.json", with_key("measures", 0, "name", value="nothing"), ("counted",), {
        "{counted}/table.parquet": "version"
    }  # fmt: skip
    yield _of_dataset(
        "who", "entry.json", "claim-no-cluster", with_key("claims", 0, "clusters", value=["XYZ"])
    )
    yield _of_dataset("who", "entry.json", "claim-no-date", with_key("claims", 0, "start", value="x"))
    yield "claim-no-area", "{who}/entry.json", with_key("claims", 0, "areas", value=["ML99"]), ("who",), {
        "{who}/table.parquet": "areas"
    }  # fmt: skip
    yield _harmless("entry-unknown-key", "{counted}/entry.json", with_key("colour", value={"a": [1]}))
    yield _harmless("entry-without-default", "{counted}/entry.json", without("public_level"))
    yield "older-version", "{older}/entry.json", written(b"{"), (), {"{older}/entry.json": "older"}


def _tables_that_hold_something_else() -> Iterator[Case]:
    yield _table("without-area", in_table(lambda table: table.drop(columns="area")))
    yield _table("without-measure", in_table(lambda table: table.drop(columns="idps")))
    yield _table("words-for-people", in_table(lambda table: table.assign(idps=["many", "few"])))
    yield _table("numbers-for-areas", in_table(lambda table: table.assign(area=[1, 2])))
    yield _table("numbers-for-dates", in_table(lambda table: table.assign(date=[2026.5, 1e300])))
    yield _table("no-such-area", in_table(lambda table: table.assign(area=["ML0501", "ML9999"])), "areas")
    yield _table("other-table", in_table(lambda _table: pd.DataFrame({"a": [1]})))
    yield _table(
        "flipped",
        lambda path: path.write_bytes(path.read_bytes()[:200] + bytes(200) + path.read_bytes()[400:]),
    )
    yield _of_dataset(
        "places", "table.parquet", "words-for-positions", in_table(lambda table: table.assign(lon="west"))
    )
    yield _harmless("table-no-rows", "{counted}/table.parquet", in_table(lambda table: table.iloc[:0]))
    for way, change in {
        "empty": lambda _report: {}, "aliases": lambda report: report | {"aliases": 7},
        "cuts": lambda report: report | {"cuts": [["a"]]}, "no-area": lambda report: report | {"aliases": {"x": "ML99"}},
    }.items():  # fmt: skip
        yield _boundaries("report.json", way, said(change))


def _small_files_that_say_something_else() -> Iterator[Case]:
    for way, how in {
        "no-such-division": with_key(0, "division", value="mars2050"), "level-9": with_key(0, "level", value=9),
        "no-parent": with_key(0, "parent", value=[]), "number-for-name": with_key(0, "name", value=7),
    }.items():  # fmt: skip
        yield f"aliases-{way}", "aliases.json", how, (), {"aliases.json": "answers"}
    for name, how in {
        "layouts": with_key("abc", value={"first": "admin1"}), "layout_kinds": with_key("abc", value="banana"),
        "organisations": with_key("merged", value=[["COOPI", "IOM"]]), "refreshes": with_key("due", value="soon"),
    }.items():  # fmt: skip
        yield f"{name}-other", f"{name}.json", how, (), {f"{name}.json": "answers"}
    feed = ("feeds", "hapi-idps")
    yield (
        "refresh-no-time",
        "refreshes.json",
        with_key(*feed, "done", value="x"),
        (),
        {"refreshes.json": "answers"},
    )
    yield _harmless("alias-of-no-area", "aliases.json", with_key(0, "area", value="ML9999"))
    yield _harmless(
        "refresh-error-of-a-later-program", "refreshes.json", with_key(*feed, "error", value="no_such_thing")
    )
    yield _harmless(
        "refresh-error-without-details", "refreshes.json", with_key(*feed, "error", value="source_wait")
    )
    yield _harmless(
        "merge-in-a-circle", "organisations.json", with_key("merged", value={"IOM": "NRC", "NRC": "IOM"})
    )


def _settings_and_texts() -> Iterator[Case]:
    for way, text in {
        "unknown-key": b"colour = 'red'", "number-for-list": b"editors = 7", "list-of-numbers": b"partners = [1]",
        "zero": b"small_count = 0", "huge": b"sign_in_hours = " + b"9" * 30, "colon": b"user_agent = 'a:b'",
        "contact-here": b"contact = 'me@localhost'", "utf16": "a = 1".encode("utf-16"),
    }.items():  # fmt: skip
        yield f"settings-{way}", "settings.toml", written(text), (), {"settings.toml": "settings"}
    yield (
        "briefing-other-toml",
        "briefings/two.toml",
        written(b"slide = 7"),
        (),
        {"briefings/two.toml": "briefing"},
    )
    yield (
        "rights-other",
        "briefings/two.json",
        written(b'{"owner": "me"}'),
        (),
        {"briefings/two.json": "rights"},
    )
    yield "audit-cut", "audit.jsonl", BYTES["cut"], (), {"audit.jsonl": "audit"}
    yield "audit-folder", "audit.jsonl", BYTES["folder"], (), {"audit.jsonl": "audit"}


CASES = [*_cases()][:: 1 if ALL else 2]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A workspace for all cases: each is put right again, and noticed as such by the next."""
    folder = tmp_path_factory.mktemp("world")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("MALI_MAP_WORKSPACE", str(folder))
        damaged.build(folder)
        assert damaged.look() == {*DATASETS}
        assert damaged.named() == {}
        yield folder


SEEN: set[tuple[str, ...]] = set()


def test_there_are_enough_of_them_and_each_once() -> None:
    names = [name for name, *_ in CASES]
    assert len({*names}) == len(names) >= 92


@pytest.mark.parametrize(("name", "file", "way", "aside", "named"), CASES, ids=[case[0] for case in CASES])
def test_everything_else_is_shown_and_the_file_is_named(
    world: Path, name: str, file: str, way: Way, aside: tuple[str, ...], named: dict[str, str]
) -> None:
    folders = {one: damaged.current(one) for one in DATASETS}
    older = workspace.versions("counted")[-1]
    folders["older"] = f"datasets/counted/{older.version}"
    path, expected = (
        world / file.format(**folders),
        {one.format(**folders): what for one, what in named.items()},
    )
    outcome = (*aside, *named.values())
    see = damaged.look if ALL or not named or outcome not in SEEN else damaged.glance
    SEEN.add(outcome)
    with damaged.damaged(path, way):
        files = contents(world)
        for start in (False, True):
            if start and file.endswith(
                ("parquet", "entry.json", "report.json", "index.json", "settings.toml")
            ):
                damaged.forget()  # no other file is kept in memory
            assert see() == {*DATASETS} - {*aside}
            assert damaged.named() == expected
            for one in damages.found():
                kept = damages.instead(one)
                assert (kept is not None) == (one.dataset == "counted" and bool(aside))
        assert contents(world) == files
    assert damaged.named() == {}


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
