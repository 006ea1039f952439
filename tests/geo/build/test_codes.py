"""The codes of 2015, from a published table to ours."""

import csv
from pathlib import Path

import pytest

from geo.build import codes
from geo.errors import FileError, GeoError

SHARED = Path(__file__).resolve().parents[3].parent / "shared" / "sources" / "boundaries" / "crosswalk"
HEADER = [f"old2015_admin{n}{what}" for n in (1, 2, 3) for what in ("Name", "Pcod")] + [codes.NEW]
ROWS = [
    ["Mopti", "ML05", "Bandiagara", "ML0502", "Bandiagara Commune", "ML050201", "ML050101"],
    ["Mopti", "ML05", "Bandiagara", "ML0502", "Kendie", "ML050210", "ML050110"],
    ["Mopti", "ML05", "Bandiagara", "ML0502", "Kassa", "ML050209", "ML050509"],
    ["Gao", "ML07", "Menaka", "ML0704", "Inekar", "ML070402", "ML100301"],
]


def written(folder: Path, rows: list[list[str]]) -> Path:
    with (folder / codes.SOURCE_FILE).open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows([HEADER, *rows])
    return folder


def test_build(tmp_path: Path) -> None:
    assert codes.build(written(tmp_path, ROWS), tmp_path) == 6
    with (tmp_path / "codes_2015.csv").open(encoding="utf-8", newline="") as lines:
        assert list(csv.reader(lines)) == [
            ["code", "level", "name", "area"],
            ["ML0502", "2", "Bandiagara", "ML0501"],  # where most of its communes are
            ["ML0704", "2", "Menaka", "ML10"],  # a region now
            ["ML050201", "3", "Bandiagara Commune", "ML050101"],
            ["ML050209", "3", "Kassa", "ML050509"],
            ["ML050210", "3", "Kendie", "ML050110"],
            ["ML070402", "3", "Inekar", "ML100301"],
        ]


@pytest.mark.parametrize(
    ("rows", "finding"),
    [
        ([*ROWS, ROWS[0]], "ML050201 stands 2 times"),
        ([[*ROWS[0][:-1], "ML990101"]], "ML990101 is no commune"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path: Path, rows: list[list[str]], finding: str) -> None:
    with pytest.raises(GeoError, match=finding):
        codes.build(written(tmp_path, rows), tmp_path)
    assert not (tmp_path / "codes_2015.csv").exists()


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="file_missing"):
        codes.build(tmp_path, tmp_path)


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the published table")
def test_the_published_table_gives_ours(tmp_path: Path) -> None:
    from geo.paths import DATA

    codes.build(SHARED, tmp_path)
    assert (tmp_path / "codes_2015.csv").read_bytes() == (DATA / "reference/codes_2015.csv").read_bytes()
