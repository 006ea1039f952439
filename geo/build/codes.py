"""Codes of OCHA's boundaries of 2015 in, ``codes_2015.csv`` out: the area of 2021 that each denotes.

The published tables match the areas of both years by their geometry. Eight communes have gone to
another cercle since, so a cercle of 2015 is the one of 2021 that most of its communes lie in; a
former cercle that is a region now (``former_areas.csv``) is that region. The nine codes of regions
are those of 2021 and are not listed.

=========  ==============================================================
``code``   of 2015: ``ML0502``, ``ML050201``
``level``  2 cercle, 3 commune
``name``   its name in 2015
``area``   id in ``cod2021``
=========  ==============================================================
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from geo import areas, reference
from geo.areas import DIVISIONS
from geo.build import published
from geo.paths import DATA

if TYPE_CHECKING:
    from pathlib import Path

    from geo.areas import Areas
    from geo.reference import Row

SOURCE_FILE = "pcode_crosswalk_cod2015_to_cod2021_adm3.csv"
OLD, NEW = "old2015_admin{0}Pcod", "cod2021_ADM3_PCODE"
COLUMNS = ("code", "level", "name", "area")


def build(source: Path, out: Path) -> int:
    """Turn the published table into ``<out>/codes_2015.csv``; return its number of codes.

    Parameters
    ----------
    source : Path
        Folder with `SOURCE_FILE`.
    out : Path
        Folder; nothing is written there unless every code has an area that exists.

    Raises
    ------
    FileError
        ``file_missing``, ``columns_missing``.
    GeoError
        ``dataset_invalid``.
    """
    path = source / SOURCE_FILE
    needed = [column for level in (1, 2, 3) for column in (OLD.format(level), f"old2015_admin{level}Name")]
    given = published.read(path, [*needed, NEW])
    division = areas.load(DIVISIONS[0])
    published.refuse(_unsound(given, division), path)
    rows = sorted([*_cercles(given, division), *_communes(given)], key=lambda row: (row[1], row[0]))
    with (out / "codes_2015.csv").open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines, lineterminator="\n").writerows([COLUMNS, *rows])
    return len(rows)


def _communes(given: list[Row]) -> list[tuple[str, int, str, str]]:
    return [(row[OLD.format(3)], 3, row["old2015_admin3Name"], row[NEW]) for row in given]


def _cercles(given: list[Row], division: Areas) -> list[tuple[str, int, str, str]]:
    former = {
        (row["parent"], row["name"]): row["area"]
        for row in reference.rows(DATA / "reference" / "former_areas.csv")
        if row["division"] == division.division
    }
    now, names = defaultdict[str, Counter[str]](Counter), dict[str, tuple[str, str]]()
    for row in given:
        code = row[OLD.format(2)]
        now[code][str(division[row[NEW]].parent)] += 1
        names[code] = (row[OLD.format(1)], row["old2015_admin2Name"])
    return [
        (code, 2, names[code][1], former.get(names[code]) or found.most_common(1)[0][0])
        for code, found in now.items()
    ]


def _unsound(given: list[Row], division: Areas) -> list[str]:
    """Return codes that stand twice, and areas that there are not."""
    codes = Counter(row[OLD.format(3)] for row in given)
    findings = [f"{code} stands {count} times" for code, count in codes.items() if count > 1]
    return findings + [f"{row[NEW]} is no commune" for row in given if row[NEW] not in division]
