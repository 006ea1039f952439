"""A table as one file and as a folder of parts, for the tests of joining it in parts."""

from __future__ import annotations

import csv
import random
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from geo import areas, codes, imports, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADERS = ["Date", "Région", "Cercle", "Admin 2 pcode", "Longitude", "Latitude", "IDPs"]


def rows() -> list[list[str]]:
    """Return rows of which some are placed only by what others of the table say."""
    mali, found, seeded = areas.load(), list[list[str]](), random.Random(3)
    cercles = [row for row in codes.table() if row["level"] == "2" and mali[row["area"]].level == 2]
    for number, row in enumerate(cercles):
        area = mali[row["area"]]
        region, date = mali[str(area.parent)].name_fr, f"2026-{9 + number % 2:02}-01"
        found.append([date, region, area.name_fr, row["code"], "", "", str(10 + number)])
        if number % 3 == 0:  # which scheme its code is of, the names of the others tell
            found.append([date, "", "", row["code"], "", "", str(1000 + number)])
    for commune in mali.at(3)[::40]:
        lon, lat = commune.label
        found.append(["2026-10-01", "", "", "", f"{lon:.6f}", f"{lat:.6f}", "7"])
    found += [
        ["2026-10-01", "Mopti", "Atlantis", "", "", "", "5"],
        ["2026-10-01", "Gao", "Bourem", "", "", "", "n/a"],
        ["2026-10-01", "Mopti", "Bandiagarra", "", "", "", "8"],
        ["2026-10-01", "Mopti", "Bandiagara", "", "", "", "=2+2"],
        ["2026-10-01", "", "", "", "30.5", "60.5", "3"],
        ["", "Gao", "Ménaka", "", "", "", "12"],
    ]
    seeded.shuffle(found)
    return found


def folder_of(
    table: Sequence[Sequence[str]], cuts: Sequence[int], folder: Path, ending: str = ".csv"
) -> Path:
    """Write a table as parts that begin at `cuts`."""
    folder.mkdir()
    bounds = [0, *cuts, len(table)]
    for number, (start, end) in enumerate(pairwise(bounds)):
        write(table[start:end], folder / f"{number:03}{ending}")
    return folder


def write(table: Sequence[Sequence[str]], path: Path) -> Path:
    """Write a table as one file."""
    if path.suffix == ".parquet":
        pd.DataFrame([*table], columns=HEADERS).replace("", None).to_parquet(path, index=False)
    else:
        with path.open("w", encoding="utf-8", newline="") as lines:
            csv.writer(lines).writerows([HEADERS, *table])
    return path


def joined_in_one(table: Sequence[Sequence[str]], folder: Path) -> pd.DataFrame:
    """Return what one machine says of the table as one file."""
    joined.write(imports.check(write(table, folder / "one.csv")), folder / "one-out.csv")
    return pd.read_csv(folder / "one-out.csv", dtype=str).drop(columns=["sheet", "row"])


def joined_in_parts(output: Path) -> pd.DataFrame:
    """Return the rows of all parts of an output, in order."""
    found = [pd.read_csv(path, dtype=str) for path in sorted(output.glob("part-*.csv"))]
    return pd.concat(found, ignore_index=True).drop(columns=["sheet", "row"])
