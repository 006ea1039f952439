"""A file somebody sent → typed rows and problems.

::

    formats ──▶ delimited, workbooks (+ unseen),              a file → tables as they stand in it
                spatial (+ offline)
    assemble ─▶ header, recognise (+ content), rows, cells    a table → a sheet
                cells ─▶ numbers, dates, coordinates

What a file is, its content says, not its ending. What a column is, a person says, or HXL tags, or
the words of its header in French or English, or what it holds. Nothing is dropped in silence: rows
keep the number that a spreadsheet shows; cells that cannot be read, rows that are left out and
whatever else was decided are listed. Nothing in a file runs, or opens anything else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.errors import FileError
from geo.readers import assemble, formats
from geo.readers.sheet import UNKNOWN as UNKNOWN
from geo.readers.sheet import Mapped as Mapped
from geo.readers.sheet import Progress as Progress
from geo.readers.sheet import Rejected as Rejected
from geo.readers.sheet import Sheet as Sheet
from geo.readers.sheet import Skipped as Skipped
from geo.readers.words import header_words as header_words

if TYPE_CHECKING:
    from pathlib import Path

_OPENED = 0.4
"""Share of the reading that opening the file takes."""


def read(
    path: Path, *, kind: str | None = None, mapping: Mapped | None = None, progress: Progress | None = None
) -> list[Sheet]:
    """Read a file that somebody sent.

    Parameters
    ----------
    path : Path
        The file.
    kind : str, optional
        One of `geo.kinds.SENT`, where it is known; else each sheet says what it is.
    mapping : Mapped, optional
        What a person said of the columns of a layout; it goes before what headers say.
    progress : Progress, optional
        Is told how far it is.

    Returns
    -------
    list of Sheet
        One per sheet that is not empty. One that is not recognised has its headers, its first rows
        and the problem; `recognised` raises where all are so.

    Raises
    ------
    FileError
        Where the file cannot be opened: ``file_missing``, ``file_empty``, ``file_type``,
        ``file_unreadable``, ``file_protected``, or beyond `geo.readers.limits`.
    """
    tell = progress or (lambda _done, _what: None)
    if not path.is_file():
        raise FileError("file_missing", file=path)
    tell(0.0, "opening")
    tables = [table for table in formats.tables(path) if table.rows]
    if not tables:
        raise FileError("file_empty", file=path.name)
    sheets = list[Sheet]()
    for number, table in enumerate(tables):
        tell(_OPENED + (1 - _OPENED) * number / len(tables), "reading")
        sheets.append(assemble.sheet(path.name, table, kind, mapping or {}))
    tell(1.0, "reading")
    return sheets


def recognised(sheets: list[Sheet]) -> list[Sheet]:
    """Return the sheets of a file, at least one of which is recognised.

    Raises
    ------
    FileError
        The problem of the first sheet, where none is: ``header_not_recognised``, ``header_twice``.
    """
    if sheets and all(sheet.kind == UNKNOWN for sheet in sheets) and (problem := sheets[0].problem):
        raise problem
    return sheets
