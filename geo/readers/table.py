"""A table as it stands in a file, before anything in it is understood."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.readers.sheet import Note

Row = Sequence[object]
"""Cells: text, numbers, dates; None or blank text where empty."""

UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Characters that nobody sees: control characters, marks of direction, spaces without width."""


@dataclass(slots=True)
class Table:
    """The rows of a sheet that are not blank.

    Attributes
    ----------
    name : str
        The sheet's.
    numbers : list of int
        Number of each row that a spreadsheet shows.
    rows : list of sequences of cells
        May differ in length.
    notes : list of Note
        What was found while it was opened.
    shapes : geopandas.GeoSeries, optional
        EPSG:4326, one per row below the first, which is the header; where rows have shapes.
    """

    name: str
    numbers: list[int]
    rows: list[Row]
    notes: list[Note] = field(default_factory=list)
    shapes: gpd.GeoSeries | None = None

    def column(self, position: int) -> list[object]:
        """Return the cells of a column; None where a row is too short."""
        return [row[position] if position < len(row) else None for row in self.rows]

    def part(self, kept: Sequence[int]) -> Table:
        """Return some of the rows, without their shapes."""
        return Table(self.name, [self.numbers[i] for i in kept], [self.rows[i] for i in kept], self.notes)

    @property
    def width(self) -> int:
        """Number of columns of the longest row."""
        return max(map(len, self.rows), default=0)


def numbered(name: str, rows: Iterable[Row]) -> Table:
    """Return the rows that are not blank with their numbers, from 1."""
    found = [(number, row) for number, row in enumerate(rows, start=1) if any(not blank(c) for c in row)]
    return Table(name, [number for number, _ in found], [row for _, row in found])


def blank(cell: object) -> bool:
    r"""Tell whether a cell shows nothing.

    Examples
    --------
    >>> blank(None), blank(" \u200f"), blank(0)
    (True, True, False)
    """
    if isinstance(cell, str):
        return not cell.strip() or not UNSEEN.sub("", cell).strip()
    return cell is None


def written(cell: object) -> str:
    """Return a cell as a spreadsheet shows it; whole numbers without a decimal point.

    Examples
    --------
    >>> written(101.0), written(None), written(dt.datetime(2020, 4, 30))
    ('101', '', '2020-04-30')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return f"{cell:%Y-%m-%d}" if cell.time() == dt.time() else f"{cell:%Y-%m-%d %H:%M}"
    return UNSEEN.sub("", str(cell))


def texts_of(row: Row, width: int) -> tuple[str, ...]:
    """Return the cells of a row as text, with one space between words, as many as `width`."""
    texts = [" ".join(written(cell).split()) for cell in row]
    return (*texts, *[""] * (width - len(texts)))


def letter(position: int) -> str:
    """Return a column as a spreadsheet names it.

    Examples
    --------
    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    before, last = divmod(position, 26)
    return (letter(before - 1) if before else "") + chr(ord("A") + last)
