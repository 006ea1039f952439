"""What the rows of a table say of where they are: the different things, each once.

Placing (`geo.join`) needs nothing else of a table, so that one whose rows lie in many files is placed
as the whole that it is: each part tells what it says, and `together` puts that in one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geo import gazetteer
from geo.areas import LEVELS
from geo.kinds import AREAS, LINES, SENT
from geo.placement import OUTSIDE
from geo.points import points_to_areas

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from geo.readers import Sheet

    Positions = NDArray[np.intp]

GIVEN = (1, 2, 3)
"""Levels that a row may give."""

Evidence = tuple[str, ...]
"""What a row gives by level, as written: regions, cercles, communes; empty where not given."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a row says of where it is."""

    names: Evidence
    codes: Evidence
    at: str | None
    round: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What a table says of where its rows are.

    Attributes
    ----------
    kind : str
        The table's.
    said : tuple of Said
        The different things, in the order of the first rows that say them.
    rows : array of int
        How many rows say each.
    """

    kind: str
    said: tuple[Said, ...]
    rows: NDArray[np.int64]


def told(sheet: Sheet) -> tuple[Told, Positions]:
    """Return what a sheet says of where its rows are, and for each row what of it the row says.

    A sheet that is not recognised, or whose rows are shapes, says nothing.
    """
    if sheet.kind not in SENT or is_shapes(sheet):
        return Told(sheet.kind, (), np.zeros(0, dtype=np.int64)), np.zeros(0, dtype=np.intp)
    said, which = _distinct(sheet)
    return Told(sheet.kind, said, np.bincount(which, minlength=len(said))), which


def together(parts: Iterable[Told]) -> tuple[Told, list[Positions]]:
    """Return what parts of one table say as a whole, and where in it stands what each of them says."""
    kind, known, rows, positions = "", dict[Said, int](), list[int](), list[Any]()
    for part in parts:
        kind = part.kind
        found = [known.setdefault(one, len(known)) for one in part.said]
        rows += [0] * (len(known) - len(rows))
        for at, many in zip(found, part.rows.tolist(), strict=True):
            rows[at] += many
        positions.append(np.array(found, dtype=np.intp))
    return Told(kind, tuple(known), np.array(rows, dtype=np.int64)), positions


def is_shapes(sheet: Sheet) -> bool:
    """Tell whether the rows of a sheet are shapes of their own."""
    return sheet.kind in (LINES, AREAS) and sheet.geometry is not None


def _distinct(sheet: Sheet) -> tuple[tuple[Said, ...], Positions]:
    """Return the different things that rows say, and for each row which of them."""
    rows = sheet.rows
    names = [_text(rows, f"admin{level}") for level in GIVEN]
    coded = [_text(rows, f"code{level}") for level in GIVEN]
    rounds = [rows[name].astype("str").fillna("") for name in ("date", "round") if name in rows]
    at = pd.Series(_communes(rows), index=rows.index, dtype=object)
    columns = [*names, *coded, at, *rounds]
    which = np.zeros(len(rows), dtype=np.int64)
    for column in columns:
        found, values = pd.factorize(column, use_na_sentinel=False)
        which = pd.factorize(which * max(len(values), 1) + found)[0]
    _, first = np.unique(which, return_index=True)
    cells = [column.iloc[first].tolist() for column in columns]
    said = tuple(Said(one[:3], one[3:6], one[6], one[7:]) for one in zip(*cells, strict=True))
    return said, which


def _text(rows: pd.DataFrame, name: str) -> pd.Series:
    return (
        rows[name].fillna("").astype(object)
        if name in rows
        else pd.Series("", index=rows.index, dtype=object)
    )


def _communes(rows: pd.DataFrame) -> NDArray[np.object_]:
    """Return the commune that each row's point lies in, `OUTSIDE`, or None where it has no point."""
    found = np.full(len(rows), None, dtype=object)
    if "lon" not in rows or "lat" not in rows:
        return found
    lon, lat = (rows[name].to_numpy(dtype=float, na_value=np.nan) for name in ("lon", "lat"))
    known = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
    points, which = np.unique(np.column_stack([lon[known], lat[known]]), axis=0, return_inverse=True)
    communes = points_to_areas(points[:, 0], points[:, 1], gazetteer.load().areas, LEVELS["commune"])
    communes[[area is None for area in communes]] = OUTSIDE
    found[known] = communes[which.reshape(-1)]
    return found
