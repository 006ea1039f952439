"""The measurements themselves, in their shortest form: that they run, and compare what they say."""

import json
import socket
import subprocess
import sys
from pathlib import Path

from benchmarks import kept, load, partner_rows, plots, points


def test_points_are_placed_alike_in_every_way() -> None:
    answers = {points.measured(way, 2_000)["answer"] for way in points.WAYS}
    assert len(answers) == 1


def test_partner_rows_are_compared_with_where_they_belong(tmp_path: Path) -> None:
    rows, truth = partner_rows.table(400), tmp_path / "truth.json"
    truth.write_text(json.dumps(rows.pop(partner_rows.TRUTH).tolist()))
    rows.to_csv(tmp_path / "3w.csv", index=False)
    right = {}
    for way in ("this project", "pandas, by names", "pandas, by code"):
        found = partner_rows.measured(way, tmp_path / "3w.csv", truth)
        assert sum(found.get(one, 0) for one in ("right", "open", "wrong")) == 400
        right[way] = found["right"]
    assert [*right.values()] == sorted(right.values(), reverse=True)
    assert right["this project"] > 390


def test_two_people_change_the_map(tmp_path: Path) -> None:
    load.main(["--people", "2", "--every", "0.2", "--seconds", "1", "--folder", str(tmp_path)])
    *_, row = (tmp_path / "load.md").read_text(encoding="utf-8").splitlines()
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells[0] == "2"
    assert int(cells[2]) > 0
    assert cells[-1] == "0"


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
