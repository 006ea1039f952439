"""The measurements themselves, in their shortest form: that they run, and compare what they say."""

import subprocess
import sys
from pathlib import Path

from benchmarks import load, points


def test_points_are_placed_alike_in_every_way() -> None:
    answers = {points.measured(way, 2_000)["answer"] for way in points.WAYS}
    assert len(answers) == 1


def test_two_people_change_the_map(tmp_path: Path) -> None:
    out = tmp_path / "load.md"
    load.main(["--people", "2", "--every", "0.2", "--seconds", "1", "--output", str(out)])
    *_, row = out.read_text(encoding="utf-8").splitlines()
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
