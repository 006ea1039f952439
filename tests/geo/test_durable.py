"""What killed writers left beside their files goes with the next writer, once it is no living writer's."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from geo import durable, imports, joined, workspace
from tests.loaded_data import loaded

AGES = {"new": 0.0, "old": durable.LIVING + 60}


@pytest.mark.parametrize(("age", "is_left"), [("new", True), ("old", False)])
def test_what_is_unfinished_goes_once_it_is_old(tmp_path: Path, age: str, is_left: bool) -> None:
    left = tmp_path / ".index.json.4711"
    others = [
        tmp_path / name for name in ("index.json", ".lock", ".refresh-hapi-idps", ".htaccess", "a.4711")
    ]
    for path in (left, *others):
        path.write_text("")
        os.utime(path, (time.time() - AGES[age],) * 2)
    durable.clear(tmp_path)
    assert left.exists() is is_left
    assert all(path.exists() for path in others)


def test_what_a_killed_import_left_goes_with_the_next_write_whatever_it_is_of(own_workspace: Path) -> None:
    half = own_workspace / "datasets" / "never-again" / ".tmp1234"
    half.mkdir(parents=True)
    (half / "table.parquet").write_text("half")
    loaded({"area": ["ML05"]})
    assert not half.exists()
    assert workspace.damages() == ()


@pytest.mark.parametrize(("age", "is_left"), [("new", True), ("old", False)])
def test_what_a_killed_join_left_goes_with_the_next_of_the_same_name(
    tmp_path: Path, age: str, is_left: bool
) -> None:
    sheet = tmp_path / "dtm.csv"
    sheet.write_text("Admin 1,Admin 2,Total No. of IDPs Ind.\nMopti,Koro,60\n")
    left, other = tmp_path / ".out.csv-x1", tmp_path / ".mine"
    for folder in (left, other):
        folder.mkdir()
        os.utime(folder, (time.time() - AGES[age],) * 2)
    joined.write(imports.check(sheet), tmp_path / "out.csv")
    assert (left.exists(), other.exists()) == (is_left, True)
    assert {path.name for path in tmp_path.iterdir()} - {left.name} == {"dtm.csv", "out.csv", ".mine"}
