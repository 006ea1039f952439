"""Whether a version of a dataset can be shown: its files say what they must, and fit one another.

What is found is kept until a file changes. Each damage is told by its file (`geo.damage`).
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from geo import areas as divisions
from geo import damage, reference, steady
from geo.areas import BOUNDARIES
from geo.entries import ENTRY, REPORT, TABLE, parsed
from geo.kinds import SENT

if TYPE_CHECKING:
    import pandas as pd

    from geo.areas import Areas
    from geo.damage import Damage
    from geo.entries import Loaded
    from geo.steady import Stamp

Read = tuple["Loaded | None", frozenset[str], "tuple[Damage, ...]"]
"""A version whose own files are sound, the areas of its rows, and the damages met."""

NUMBERS = ("whole", "number", "degrees")
"""Types of columns that hold numbers."""


def read(folder: Path) -> Loaded | None:
    """Return a version that can be shown; None where it cannot, and the damage is noted then.

    A version without its report is shown, unless it is a division, whose report holds its aliases.
    """
    written = tuple(steady.written(folder / name) for name in (ENTRY, TABLE, REPORT))
    entry, areas, damages = _own(str(folder), written)
    for one in damages:
        damage.note(one)
    if entry is None or entry.kind == BOUNDARIES:
        return entry
    return damage.read(folder / TABLE, lambda _path: _on_known_areas(entry, areas), None, "areas")


@lru_cache(maxsize=1024)
def _own(folder: str, _written: Stamp) -> Read:
    path, areas = Path(folder), None
    with damage.noted() as damages:
        entry = damage.read(path / ENTRY, _entry, None, "version", needed=True)
        if entry:
            areas = _official(entry) if entry.kind == BOUNDARIES else _of_rows(entry)
    return (entry if areas is not None else None), areas or frozenset(), tuple(damages)


def _entry(path: Path) -> Loaded:
    found = parsed(path)
    if found.division not in divisions.DIVISIONS or found.kind not in (*SENT, BOUNDARIES):
        raise ValueError(f"division or kind: {found.division}, {found.kind}"[:60])
    for claim in found.claims:
        if claim.division not in divisions.DIVISIONS or not reference.clusters().keys() >= {*claim.clusters}:
            raise ValueError("claims: no such division or cluster")
    return found


def _official(entry: Loaded) -> frozenset[str] | None:
    """Return the areas of a division; None where one of its files is damaged."""
    report, table = entry.folder / REPORT, entry.folder / TABLE
    if damage.read(report, lambda _path: divisions.reported(entry), None, "version", needed=True) is None:
        return None
    areas = partial(divisions.read, entry.division, entry)
    found = damage.read(table, lambda _path: areas(), None, "version", needed=True)
    return damage.read(report, lambda _path: _reported(found, entry), None, "version") if found else None


def _reported(found: Areas, entry: Loaded) -> frozenset[str]:
    """Return the areas of a division, once its report names no other."""
    cuts, before = divisions.reported(entry).cuts, divisions.load()
    named = {*found.aliases.values(), *(new for _, new in cuts)}
    if missing := [one for one in named if one not in found] + [old for old, _ in cuts if old not in before]:
        raise ValueError(f"no such area: {missing[0]:.40}")
    return frozenset(area.id for area in found)


def _of_rows(entry: Loaded) -> frozenset[str] | None:
    """Return the areas of the rows of a dataset; None where its table is damaged. Its report may be."""
    entry.report()
    return damage.read(entry.folder / TABLE, lambda _path: _areas(entry), None, "version", needed=True)


def _areas(entry: Loaded) -> frozenset[str]:
    """Return the areas of the rows of a dataset, once its columns are as its kind says."""
    table = entry.table()
    numbers = {column.name: column.type in NUMBERS for column in SENT[entry.kind].columns}
    for name in ("area", *(one.name for one in entry.measures)):
        if name not in table:
            raise ValueError(f"no column {name}")
    for name in {*table} & (numbers.keys() | {"area"} | {one.name for one in entry.measures}):
        wanted = numbers.get(name, name != "area")
        if not _is(table[name], number=wanted):
            raise ValueError(f"column {name}: {table[name].dtype}")
    return frozenset(table["area"].dropna().unique())


def _is(column: pd.Series, *, number: bool) -> bool:
    """Tell whether a column holds numbers, or words and dates; one that is empty holds either."""
    from pandas.api import types

    if column.isna().all():
        return True
    if number:
        return types.is_numeric_dtype(column) and not types.is_bool_dtype(column)
    return all(isinstance(one, str | dt.date) for one in column.dropna().unique())


def _on_known_areas(entry: Loaded, areas: frozenset[str]) -> Loaded:
    known = divisions.load(entry.division)
    asked = {(claim.division, one) for claim in entry.claims for one in claim.areas}
    claimed = {one for division, one in asked if one not in divisions.load(division)}
    if unknown := sorted(claimed | {one for one in areas if one not in known}):
        raise ValueError(f"no such areas in {entry.division}: {', '.join(map(str, unknown[:5]))}")
    return entry
