from pathlib import Path

import pytest

from geo import aliases, imports, workspace
from geo.errors import GeoError
from geo.imports import Description
from geo.work_queue import Queue
from layers import intake, received
from layers.received import Given, Shown

SITES = (
    "Site,Région,Cercle,Commune,Site individus",
    "Sud,Sikasso,,Diédougou,120",
    "Nord,Mopti,Mopti,Fatoma,n/a",
    "Est,Gao,Gao,Gao,80",
    "Perdu,,,Diédougou,30",
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def file(folder: Path) -> Path:
    path = folder / "sites.csv"
    path.write_text("\n".join(SITES) + "\n", encoding="utf-8")
    return path


def counted(shown: Shown) -> dict[str, int]:
    return {key: n for key, _, n in shown.counts if n}


def test_what_is_shown_is_what_the_whole_report_says(file: Path, folder: Path) -> None:
    (shown,) = received.read(file, folder, Given(), "en")
    (report,) = imports.check(file)
    assert shown.counts == intake.counts(report, "en")
    assert shown.totals == intake.totals(report, "en")
    assert shown.problems == intake.problems(report, "en")
    assert shown.beside == intake.conflicts(report, "en")
    assert (shown.rows, shown.placed, shown.has_rows) == (4, report.counts["placed"], True)
    assert imports.described(shown.report) == imports.described(report)


def test_a_file_is_mended_and_kept(file: Path, folder: Path) -> None:
    (shown,) = received.read(file, folder, Given(), "en")
    assert counted(shown) == {"placed": 2, "ambiguous": 1, "rejected": 1}
    given = Given(edits={"sites": {3: {"individuals": "45"}}})
    shown = received.place(folder, 0, given, "en")
    assert counted(shown) == {"placed": 3, "ambiguous": 1}
    shown = received.confirm(folder, 0, 5, "ML030105", given, "en")
    assert [one.area for one in aliases.known()] == ["ML030105"]
    kept = received.keep(folder, 0, Description("sites", "Sites"), file, "im@example.org", given)
    assert workspace.find("sites") == kept
    assert (kept.rows, kept.by) == (4, "im@example.org")
    assert kept.report()["edits"] == {"3": {"individuals": "45"}}


def test_it_is_said_in_the_other_language(file: Path, folder: Path) -> None:
    (english,) = received.read(file, folder, Given(), "en")
    (french,) = received.word(folder, 1, "fr")
    assert french.counts[0][1] == "Placées"
    assert [one.rows for one in french.problems] == [one.rows for one in english.problems]
    assert len(received.all_problems(folder, 1, "fr")) > 1000


def test_what_comes_back_of_a_large_file_is_little(folder: Path) -> None:
    path = folder / "large.csv"
    rows = [f"Région {n},Cercle {n},Commune {n},{n}" for n in range(700)]
    path.write_text("\n".join(["Région,Cercle,Commune,Site individus", *rows]), encoding="utf-8")
    (shown,) = received.read(path, folder, Given(), "en")
    assert (shown.rows, shown.placed) == (700, 0)
    assert len(shown.problems) + shown.more == 700
    assert len(shown.problems) == received.MOST_PROBLEMS
    assert len(shown.report.sheet.rows) == 0


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("quote.csv", b'R\xc3\xa9gion,Cercle,PDI\nMopti,"Mopti,5\n' + b"Gao,Gao,7\n" * 400_000, "cell_too_long"),
        ("nothing.csv", b"", "file_empty"),
    ],
)  # fmt: skip
def test_a_hostile_file_is_one_sentence_from_another_process(
    name: str, content: bytes, key: str, folder: Path
) -> None:
    (folder / name).write_bytes(content)
    queue = Queue(1)
    try:
        with pytest.raises(GeoError, match=key):
            queue.submit(received.read, folder / name, folder, Given(), "en").result(timeout=10)
    finally:
        queue.close()
