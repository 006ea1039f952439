"""The census of 2009 (RGPH) by cercle in, ``census_2009.csv`` out.

The file's column "District" names Gao's cercles "Tombouctou" and Bamako "Kidal", so it is not
read. A row is placed by the name of its cercle alone, which both its columns of names must give
alike. One name then means two areas: the cercle of Menaka is now a region with four cercles, one
of which kept the name. A census counts the cercles of its year, so the former one is meant, and
its figure stands on the region. The number of the region in the file's code (``ML-7-ME``) takes
no part in the placing: it must agree with the result.

Nothing is written unless every row is placed, every cercle of 2021 is counted exactly once, men
and women make the population of each row, and the sum is the published one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geo import areas, gazetteer, reference
from geo.areas import COUNTRY, LEVELS
from geo.build import published
from geo.paths import DATA
from geo.spelling import fold

if TYPE_CHECKING:
    from pathlib import Path

SOURCE_FILE = "rgph2009_mli_cercles.csv"
PUBLISHED_TOTAL = 14_528_662
"""Resident population of Mali (INSTAT, RGPH 2009)."""

COLUMNS = {
    "Location": "code",
    "Cercle": "name",
    "Location frenchname": "french",
    "Population résidente": "population",
    "Population résidente2 (Hommes)": "men",
    "Population résidente (Femelles)": "women",
}
_CERCLE = LEVELS["cercle"]
_BAMAKO = {"ML-BKO": "ML09"}
"""The one code without the number of a region."""


def build(source: Path, out: Path) -> int:
    """Turn the published table into ``<out>/census_2009.csv``; return its number of rows.

    Parameters
    ----------
    source : Path
        Folder with ``rgph2009_mli_cercles.csv``.
    out : Path
        Folder; nothing is written there unless every check passes.

    Raises
    ------
    FileError
        ``file_missing``, ``columns_missing``.
    GeoError
        ``dataset_invalid``.
    """
    path = source / SOURCE_FILE
    given = pd.DataFrame(published.read(path, COLUMNS)).rename(columns=COLUMNS)
    placed = [place(*names) for names in zip(given["name"], given["french"], strict=True)]
    lost = [name for name, area in zip(given["french"], placed, strict=True) if area is None]
    published.refuse([f"{name}: not one area of that name" for name in lost], path)
    found = [str(area) for area in placed]
    rows = given.assign(area=found, level=[areas.load()[area].level for area in found], given=given["french"])
    published.refuse([*_codes_disagree(rows), *_sums_differ(rows), *_cercles_uncounted(rows)], path)
    return published.write("census", rows, out / "census_2009.csv", by=("area",))


def place(*names: str) -> str | None:
    """Return the area of a row by every spelling of its cercle; None where it is not one area.

    Examples
    --------
    >>> place("Goudam", "Cercle De Goundam"), place("Menaka", "Cercle De Menaka"), place("Kati", "Kita")
    ('ML0602', 'ML10', None)
    """
    found = {_meant(name) for name in names}
    return found.pop() if len(found) == 1 else None


def _meant(name: str) -> str | None:
    placement = gazetteer.load().place({_CERCLE: name}, {}, _CERCLE)
    if placement.status == "placed":
        return placement.area
    former = [
        row["area"]
        for row in reference.rows(DATA / "reference" / "former_areas.csv")
        if row["division"] == areas.DIVISIONS[0] and fold(row["name"]) == fold(name)
    ]
    return former[0] if len(former) == 1 and former[0] in placement.candidates else None


def _codes_disagree(rows: pd.DataFrame) -> list[str]:
    """Return rows whose code has the number of another region than the one of that time."""
    division = areas.load()
    parents = {row["area"]: row["parent"] for row in reference.rows(DATA / "reference" / "former_areas.csv")}
    findings = []
    for code, area in zip(rows["code"], rows["area"], strict=True):
        region = parents.get(area) or division.chain(area)[-2].id
        expected = _BAMAKO.get(code) or f"ML{int(code.split('-')[1]):02}"
        if region != expected:
            findings.append(f"{code}: placed in {region}, its code says {expected}")
    return findings


def _sums_differ(rows: pd.DataFrame) -> list[str]:
    people = rows[["population", "men", "women"]].astype("int64")
    differ = rows["french"][people["men"] + people["women"] != people["population"]]
    findings = [f"{name}: men and women are not its population" for name in differ]
    if (total := people["population"].sum()) != PUBLISHED_TOTAL:
        findings.append(f"the sum is {total}, the published total {PUBLISHED_TOTAL}")
    return findings


def _cercles_uncounted(rows: pd.DataFrame) -> list[str]:
    """Return cercles that no row counts, or several."""
    division = areas.load()
    counted = [part.id for area in rows["area"] for part in division.within(area, _CERCLE)]
    times = pd.Series(counted, dtype="str").value_counts()
    cercles = [area.id for area in division.within(COUNTRY, _CERCLE)]
    return [f"{area} is counted {times.get(area, 0)} times" for area in cercles if times.get(area, 0) != 1]
