"""The field's vocabularies: clusters, organisations, target groups, activity areas.

Each is a small table in ``data/reference``, keyed by code, with its names in both languages.
"""

from __future__ import annotations

import csv
from functools import cache
from typing import TYPE_CHECKING

from geo.paths import DATA

if TYPE_CHECKING:
    from pathlib import Path

    from geo.areas import Language

Row = dict[str, str]


def rows(path: Path) -> list[Row]:
    """Read a table of the project's own: UTF-8 CSV with one header row; every value is text."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def _table(name: str) -> dict[str, Row]:
    return {row["code"]: row for row in rows(DATA / "reference" / f"{name}.csv")}


def clusters() -> dict[str, Row]:
    """Return clusters and sub-clusters by global code: ``name_fr``, ``parent``, ``spellings`` and so on."""
    return _table("clusters")


def organisations() -> dict[str, Row]:
    """Return organisations by code: ``acronym_fr``, ``acronym_en``, ``name_fr``, ``name_en``, ``type``."""
    return _table("organisations")


def target_groups() -> dict[str, Row]:
    """Return the groups of people that activities are for, by code."""
    return _table("target_groups")


def sources() -> dict[str, Row]:
    """Return who publishes what is shown, by code: ``name_fr``, ``short_fr``, ``kind`` and so on."""
    return _table("sources")


def name(table: dict[str, Row], code: str, lang: Language, what: str = "name") -> str:
    """Return the name of a code in a language, or the code where the table does not know it."""
    return table[code][f"{what}_{lang}"] if code in table else code
