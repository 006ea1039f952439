"""What a file gives: sheets with typed rows, and all that has to be said of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geo.errors import FileError
    from geo.workspace import Measure

UNKNOWN = "unknown"
"""Kind of a sheet that is not recognised."""

How = Literal["hxl", "header", "content", "person", ""]
"""What said what a column is."""

Mapped = Mapping[str, Mapping[int, str]]
"""What a person said of columns: by layout, the name (or "" for nothing) by position, from 0."""

Progress = Callable[[float, str], None]
"""Is told how far the reading is, 0 to 1, and at what: ``opening``, ``recognising``, ``cells``."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A cell that cannot be read as what its column holds.

    Attributes
    ----------
    row : int
        Number that a spreadsheet shows.
    column : str
        The project's name of the column.
    value : str
        As written.
    problem : str
        Key of the sentence, under ``reason.``: ``not_a_number``, ``negative``, ``not_a_date`` …
    """

    row: int
    column: str
    value: str
    problem: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is not data, and why: ``total_row`` and so on, a key under ``reason.``."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was found and dealt with, so that a person knows.

    Attributes
    ----------
    key : str
        Key of the sentence, under ``note.``: ``hidden_rows``, ``swapped``, ``duplicate_rows`` …
    rows : tuple of int
        Numbers that a spreadsheet shows; empty where it is about the whole sheet.
    column : str
        Header as written, or the project's name; empty where it is about no column.
    details : mapping
        What the sentence quotes.
    """

    key: str
    rows: tuple[int, ...] = ()
    column: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recognised:
    """A column of a sheet: where it stands, its header as written, and what it is taken for.

    Attributes
    ----------
    position : int
        From 0.
    header : str
        As written; of two header rows, both.
    name : str
        The project's name of the column, or that of a measure; empty where it is not read.
    how : str
        What said so; empty where it is not read.
    """

    position: int
    header: str
    name: str = ""
    how: How = ""


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One table of a file.

    Attributes
    ----------
    file, name : str
        The file's name and the sheet's.
    kind : str
        One of `geo.kinds.SENT`, or `UNKNOWN`.
    rows : pandas.DataFrame
        ``row`` (the spreadsheet's number) and the columns of the kind that this file has, typed;
        text as written; missing where not given.
    rejected : tuple of Rejected
        Unreadable cells; they are missing in `rows`.
    skipped : tuple of Skipped
        Rows that were left out.
    notes : tuple of Note
        What else has to be known.
    columns : tuple of Recognised
        Every column, in order.
    layout : str
        Digest of the headers: files of one layout share it.
    measures : tuple of geo.workspace.Measure
        Columns of figures that can colour areas.
    geometry : geopandas.GeoSeries or None
        Shapes of the rows, EPSG:4326, where they have some.
    preview : tuple of tuple of str
        First rows below the header, as written.
    problem : FileError or None
        Why an unknown sheet is not recognised.
    """

    file: str
    name: str
    kind: str
    rows: pd.DataFrame
    rejected: tuple[Rejected, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[Note, ...] = ()
    columns: tuple[Recognised, ...] = ()
    layout: str = ""
    measures: tuple[Measure, ...] = ()
    geometry: gpd.GeoSeries | None = None
    preview: tuple[tuple[str, ...], ...] = ()
    problem: FileError | None = None
