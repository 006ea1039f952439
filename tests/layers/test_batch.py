import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from geo.errors import GeoError
from layers.render import batch, export, report_set, worker
from layers.render.batch import MANIFEST, Page
from layers.render.export import Options

MOPTI = Page("level=2&area=ML05&round=2018-12&lang=en", ("csv", "geojson"), Options())
GAO = Page("level=2&area=ML07&lang=en", ("csv",), Options())
CSV = "MLI_displaced_mopti_20181231_en.csv"


def times(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir() if path.name != MANIFEST}


def test_starting_again_makes_only_what_is_missing_or_changed(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    first = batch.run(
        [MOPTI, GAO], tmp_path, workers=1, progress=lambda done, total, _: told.append((done, total))
    )
    assert [outcome.made for outcome in first] == [True, True]
    assert told == [(1, 2), (2, 2)]
    before = times(tmp_path)
    assert before.keys() == {CSV, CSV.replace("csv", "geojson"), "MLI_displaced_gao_20200430_en.csv"}
    again = batch.run([MOPTI, GAO], tmp_path, workers=1)
    assert [outcome.made for outcome in again] == [False, False]
    assert times(tmp_path) == before
    (tmp_path / CSV).unlink()
    third = batch.run([MOPTI, GAO], tmp_path, workers=1)
    assert [outcome.made for outcome in third] == [True, False]
    assert (tmp_path / CSV).exists()


def test_what_changed_since_the_last_time_is_told(tmp_path: Path) -> None:
    assert batch.run([MOPTI], tmp_path, workers=1)[0].changes == ()
    manifest = tmp_path / MANIFEST
    known = json.loads(manifest.read_text(encoding="utf-8"))
    (entry,) = known.values()
    entry["values"] |= {"ML0501": 7, "ML0506": None}
    entry["key"] = "as of other figures"
    manifest.write_text(json.dumps(known), encoding="utf-8")
    (outcome,) = batch.run([MOPTI], tmp_path, workers=1)
    assert outcome.made
    assert {(one.area, one.before, one.after) for one in outcome.changes} == {
        ("Bandiagara", "7", "4,835"), ("Mopti", "", "1,558"),
    }  # fmt: skip


def test_a_page_that_fails_keeps_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> bytes:
        raise RuntimeError("no ink")

    monkeypatch.setitem(export.FORMATS, "geojson", export.Format("", fail))
    mopti, gao = batch.run([MOPTI, GAO], tmp_path, workers=1)
    assert (mopti.made, mopti.problem) == (False, "RuntimeError: no ink")
    assert gao.made
    monkeypatch.undo()
    assert [outcome.made for outcome in batch.run([MOPTI, GAO], tmp_path, workers=1)] == [True, False]


def test_a_page_that_cannot_be_composed_keeps_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    composed = export.all_composed

    def fail(query: str, lang: str) -> object:
        if "ML05" in query:
            raise GeoError("settings_damaged", file="settings.toml", problem="colour")
        return composed(query, lang)

    monkeypatch.setattr(export, "all_composed", fail)
    mopti, gao = batch.run([MOPTI, GAO], tmp_path, "en", workers=1)
    assert "settings.toml: this setting is not understood" in mopti.problem
    assert gao.made


def test_a_process_that_dies_is_told_and_followed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    task = worker.Task("level=1", {"/dev/null/no.csv": "csv"}, Options(), "en")
    with worker.Crew(2) as crew:
        submit = worker.Queue.submit
        monkeypatch.setattr(worker.Queue, "submit", lambda queue, *_: submit(queue, os.abort))
        ((_, problem),) = crew.make({0: task})
        assert problem.startswith("The program that did this stopped")
        monkeypatch.undo()
        ((_, problem),) = crew.make({0: task})
        assert "NotADirectoryError" in problem


def test_a_damaged_manifest_is_as_none(tmp_path: Path) -> None:
    batch.run([GAO], tmp_path, workers=1)
    (tmp_path / MANIFEST).write_text("{cut", encoding="utf-8")
    assert batch.run([GAO], tmp_path, workers=1)[0].made


def test_two_pages_never_share_a_file(tmp_path: Path) -> None:
    pages = [GAO, Page("level=1&area=ML07&lang=en", ("csv",), Options())]
    names = [outcome.files[0] for outcome in batch.run(pages, tmp_path, workers=1)]
    assert names == ["MLI_displaced_gao_20200430_en.csv", "MLI_displaced_gao_20200430_en-2.csv"]


def test_several_processes_make_the_same(tmp_path: Path) -> None:
    batch.run([MOPTI, GAO], tmp_path / "one", workers=1)
    batch.run([MOPTI, GAO], tmp_path / "two", workers=2)
    one, two = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two")
    )
    assert one == two


def test_what_was_not_understood_is_told_with_its_page(tmp_path: Path) -> None:
    (outcome,) = batch.run([Page("area=ML07&colour=red&lang=en", ("csv",), Options())], tmp_path, workers=1)
    assert "colour" in outcome.doubts[0]


# A saved set

SET = """
[[page]]
query = "level=2&area=ML05&lang=fr"
formats = ["pdf", "png"]
size = "a3"
without = ["inset"]

[[page]]
query = "theme=returnees"
"""


def test_a_set_names_its_pages(tmp_path: Path) -> None:
    path = tmp_path / "set.toml"
    path.write_text(SET, encoding="utf-8")
    assert report_set.read(path) == (
        Page("level=2&area=ML05&lang=fr", ("pdf", "png"), Options("a3", without=("inset",))),
        Page("theme=returnees", ("pdf",), Options()),
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "set_damaged"), ("page = 1", "set_damaged"), ("[[page]]\nsize = 'a4'", "set_damaged"), ("[[page", "set_damaged"),
        ("[[page]]\nquery = ''\ncolour = 'red'", "set_damaged"), ("[[page]]\nquery = ''\ndpi = true", "set_damaged"),
        ("[[page]]\nquery = ''\nformats = ['doc']", "format_unknown"),
        ("[[page]]\nquery = ''\nformats = [1]", "set_damaged"),
    ],
)  # fmt: skip
def test_a_set_that_is_not_understood_is_refused(text: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "set.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GeoError, match=why):
        report_set.read(path)


def test_a_comparison_is_made_again_where_its_second_map_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Page("area=ML05&compare=area%3DML05%26round%3D2018-12", ("csv",), Options())
    (first,) = batch.run([page], tmp_path, "en", workers=1)
    assert first.files == ("MLI_compared-displaced_mopti_20200430_en.csv",)
    assert not batch.run([page], tmp_path, "en", workers=1)[0].made
    one, second, _ = export.all_composed(page.query, "en")
    changed = replace(second, fill=replace(second.fill, values=second.fill.values | {"ML05": 1}))
    monkeypatch.setattr(export, "all_composed", lambda *_: (one, changed))
    assert batch.run([page], tmp_path, "en", workers=1)[0].made
