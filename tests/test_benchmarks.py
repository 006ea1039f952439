"""The measurements themselves, in their shortest form: that they run, and compare what they say."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import beside, bounds, cluster, kept, load, partner_rows, plots, points
from tests import amounts


def told(folder: Path, name: str) -> list[dict[str, str]]:
    """Return the rows of a table that was kept, by the heads of its columns; its numbers are beside it."""
    assert {"machine"} < json.loads((folder / f"{name}.json").read_text(encoding="utf-8")).keys()
    written = (folder / f"{name}.md").read_text(encoding="utf-8").splitlines()
    head, _, *rows = [
        [cell.strip() for cell in line.split("|")[1:-1]] for line in written if line.startswith("|")
    ]
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_points_are_placed_alike_in_every_way(tmp_path: Path) -> None:
    points.main(["--points", "2000", "--folder", str(tmp_path)])
    rows = told(tmp_path, points.NAME)
    assert [row["way"] for row in rows] == [*points.WAYS]
    assert {row["points"] for row in rows} == {"2,000"}
    kept_rows = json.loads((tmp_path / "points.json").read_text())["rows"]
    assert len({row["answer"] for row in kept_rows}) == 1


def test_partner_rows_are_compared_with_where_they_belong(tmp_path: Path) -> None:
    partner_rows.main(["--rows", "150", "--folder", str(tmp_path)])
    right = {}
    for row in told(tmp_path, partner_rows.NAME):
        assert sum(int(row[one]) for one in ("right", "left open", "on a wrong area")) == 150
        right[row["way"]] = int(row["right"])
    assert right["this project"] == right["this project, XLSX"] > 145
    assert right["this project"] > right["pandas, by names"] > right["pandas, by code"]


def test_a_table_in_parts_is_joined_by_one_worker_and_by_two(tmp_path: Path) -> None:
    cluster.main(["--parts", "2", "--rows", "50", "--rounds", "1", "--folder", str(tmp_path)])
    alone, one, two = told(tmp_path, cluster.NAME)
    assert [row["workers"] for row in (alone, one, two)] == ["", "1", "2"]
    assert one["times one worker: clock, processor"] == "1.00, 1.00"
    assert int(two["rows a second of a worker"].replace(",", "")) > 0


def test_two_people_change_the_map(tmp_path: Path) -> None:
    load.main(["--people", "2", "--every", "0.2", "--seconds", "1", "--folder", str(tmp_path)])
    (row,) = told(tmp_path, "load")
    assert row["people"] == "2"
    assert int(row["changes"]) > 0
    assert row["errors"] == "0"


def test_people_change_the_map_beside_a_file_and_an_atlas(tmp_path: Path) -> None:
    short = ["--every", "0.5", "--seconds", "2", "--megabytes", "0.1", "--uploads", "0"]
    beside.main(["--people", str(amounts.SESSIONS), *short, "--folder", str(tmp_path)])
    (row,) = told(tmp_path, "beside")
    assert int(row["changes"]) > 0
    assert float(row["upload s"]) > 0
    assert float(row["atlas s"]) > 0
    assert row["errors"] == "0"


@pytest.mark.parametrize(
    ("times", "kept_it"),
    [([200.0, 300.0, 900.0], True), ([200.0, 301.0, 301.0], False), ([float("nan")], False)],
)
def test_a_bound_is_kept_by_the_median_of_what_was_measured(times: list[float], kept_it: bool) -> None:
    assert bounds.Measured.of(bounds.CHANGE, times).kept is kept_it


def test_a_measurement_that_is_not_there_is_named() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "nothing"], capture_output=True, text=True, check=False
    )
    assert done.returncode
    assert "no measurement nothing" in done.stderr


def test_what_was_measured_is_drawn(tmp_path: Path) -> None:
    rows = [
        {"way": way, "points": 10, "processor": took} for way, took in (("this project", 1.0), ("sjoin", 2.0))
    ]
    path = plots.draw("points", {"rows": rows}, tmp_path)
    assert all(word in path.read_text(encoding="utf-8") for word in ("this project", "sjoin", "10 points"))
    first = path.read_bytes()
    assert plots.draw("points", {"rows": rows}, tmp_path).read_bytes() == first


def test_a_measurement_says_neither_the_name_nor_the_place_of_its_machine() -> None:
    said = repr(kept.machine()) + kept.on(kept.machine() | {"chromium": "1"})
    assert socket.gethostname() not in said
    assert "/" not in said
