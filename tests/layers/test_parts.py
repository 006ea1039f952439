from pathlib import Path

import pytest

from geo.parts import SUMS
from layers.render.parts import run
from tests import parted

ROWS = parted.rows()


def test_what_became_of_the_rows_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = parted.folder_of([*ROWS, ["2026-10-01", "Total", "", "", "", "", "9"]], [30], tmp_path / "in")
    assert run(folder, tmp_path / "out.csv", "here", None, None, None) == 1
    rows = parted.joined_in_parts(tmp_path / "out.csv")["state"].value_counts()
    first, people, *others, where = capsys.readouterr().out.splitlines()
    assert first == f"2 parts: {len(ROWS)} rows, {rows['placed']} placed (cod2021)"
    assert people.startswith("  idps: ")
    assert others == [
        f"  {rows['proposed']} rows to confirm", f"  {rows['unplaced']} rows not placed",
        f"  {rows['rejected']} rows with a cell that cannot be read",
        "  1 rows left out: totals, headings, notes",
    ]  # fmt: skip
    assert str(tmp_path / "out.csv" / SUMS) in where
