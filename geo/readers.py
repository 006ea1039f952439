"""A file somebody sent → typed rows and problems.

Columns are recognised by the words of their headers, whatever stands between them: "Total No#
of IDPs Ind#" and "Total No. of IDPs Ind." are one. A header that is not exactly one of those in
`geo.tables` is left alone: "No. of IDPs Ind. in collective settings" is part of a total.

Nothing is dropped in silence: rows keep the number that a spreadsheet shows, a cell that should
be a number or a date and is not is listed, and so is a sheet that is not recognised.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from geo.errors import FileError
from geo.tables import KINDS, LARGEST_COUNT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from geo.tables import Column, Kind, Type

Cells = tuple[object, ...]

UNKNOWN = "unknown"
"""Kind of a sheet whose header is not recognised."""

DATE_FORMATS = ("%Y-%m-%d", "%d-%m-%Y")
"""Dates as text that occur in DTM's files."""

_FILLERS = frozenset(["total", "no", "num", "number", "of", "from", "the", "name", "raw"])
_SAME_WORD = {
    "idps": "idp", "individuals": "ind", "households": "hh", "household": "hh",
    "returnees": "returnee", "ret": "returnee", "pcode": "code",
}  # fmt: skip
_HEADERS_SHOWN = 12


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
        ``not_a_number``, ``negative``, ``not_whole``, ``too_large`` or ``not_a_date``.
    """

    row: int
    column: str
    value: str
    problem: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is not data: ``header_not_recognised`` for the first of an unknown sheet."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One table of a file.

    Attributes
    ----------
    file, name : str
        The file's name and the sheet's.
    kind : str
        One of `geo.tables.KINDS`, or `UNKNOWN`.
    rows : pandas.DataFrame
        ``row`` (the spreadsheet's number) and the columns of the kind that this file has, typed;
        text as written; missing where not given.
    rejected : tuple of Rejected
        Unreadable cells; they are missing in `rows`.
    skipped : tuple of Skipped
        What was left out.
    """

    file: str
    name: str
    kind: str
    rows: pd.DataFrame
    rejected: tuple[Rejected, ...] = ()
    skipped: tuple[Skipped, ...] = ()


def read(path: Path) -> list[Sheet]:
    """Read a spreadsheet or a CSV file.

    Returns
    -------
    list of Sheet
        One per sheet that is not empty, at least one of them recognised.

    Raises
    ------
    FileError
        ``file_missing``, ``file_empty``, ``file_type``, ``file_unreadable``,
        ``header_not_recognised`` or ``header_twice``.
    """
    if not path.is_file():
        raise FileError("file_missing", file=path)
    if path.stat().st_size == 0:
        raise FileError("file_empty", file=path.name)
    if (opened := _FORMATS.get(path.suffix.lower())) is None:
        raise FileError("file_type", file=path.name, known=", ".join(_FORMATS))
    tables = [(name, table) for name, cells in opened(path) if (table := list(cells))]
    if not tables:
        raise FileError("file_empty", file=path.name)
    sheets = [_sheet(path.name, name, table) for name, table in tables]
    if all(sheet.kind == UNKNOWN for sheet in sheets):
        name, table = tables[0]
        found = [str(cell) for cell in table[0][1] if cell is not None]
        raise FileError(
            "header_not_recognised", file=path.name, sheet=name, found=", ".join(found[:_HEADERS_SHOWN])
        )
    return sheets


def header_words(header: str) -> frozenset[str]:
    """Return the words of a header that say what its column is.

    Examples
    --------
    >>> header_words("Total No# of IDPs Ind#") == header_words("Total No. of IDPs Ind.")
    True
    >>> sorted(header_words("Num_RET_from_Abroad_IND"))
    ['abroad', 'ind', 'returnee']
    """
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)
    plain = unicodedata.normalize("NFKD", spaced).casefold()
    words = re.findall(r"[a-z]+|\d+", "".join(c for c in plain if not unicodedata.combining(c)))
    return frozenset(_SAME_WORD.get(word, word) for word in words if word not in _FILLERS)


def _xlsx(path: Path) -> Iterator[tuple[str, Iterator[tuple[int, Cells]]]]:
    """Yield the sheets of a workbook; formulas as their stored results."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        try:
            sheets = {}
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # some programs write a size that cuts rows off
                sheets[sheet.title] = list(_numbered(sheet.iter_rows(values_only=True)))
        finally:
            book.close()
    except Exception as error:  # on damaged files openpyxl raises nearly anything
        raise FileError("file_unreadable", file=path.name, expected="xlsx", cause=error) from error
    yield from ((name, iter(rows)) for name, rows in sheets.items())


def _csv(path: Path) -> Iterator[tuple[str, Iterator[tuple[int, Cells]]]]:
    """Yield the one table of a UTF-8 CSV file."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(_numbered(tuple(row) for row in csv.reader(lines)))
    except (UnicodeDecodeError, csv.Error, OSError) as error:
        raise FileError("file_unreadable", file=path.name, expected="csv, UTF-8", cause=error) from error
    yield path.stem, iter(rows)


_FORMATS: dict[str, Callable[[Path], Iterator[tuple[str, Iterator[tuple[int, Cells]]]]]] = {
    ".xlsx": _xlsx,
    ".csv": _csv,
}


def _numbered(rows: Iterator[Cells]) -> Iterator[tuple[int, Cells]]:
    """Yield the rows that are not blank with the number that a spreadsheet shows."""
    for number, cells in enumerate(rows, start=1):
        if not all(_blank(cell) for cell in cells):
            yield number, cells


def _sheet(file: str, name: str, table: Sequence[tuple[int, Cells]]) -> Sheet:
    (first, header), *body = table
    for kind in (kind for kind in KINDS.values() if kind.partial):
        positions = _positions(file, name, kind, header)
        if _recognised(kind, positions):
            rows, rejected = _typed(kind, positions, body)
            return Sheet(file, name, kind.name, rows, rejected)
    unknown = Skipped(first, "header_not_recognised")
    return Sheet(file, name, UNKNOWN, pd.DataFrame({"row": []}, dtype="Int64"), skipped=(unknown,))


@cache
def _known_headers(kind: str) -> dict[frozenset[str], str]:
    return {header_words(text): column.name for column in KINDS[kind].columns for text in column.headers}


def _positions(file: str, sheet: str, kind: Kind, header: Cells) -> dict[str, int]:
    """Return where each column of a kind stands."""
    found: dict[str, int] = {}
    for position, cell in enumerate(header):
        column = _known_headers(kind.name).get(header_words(str(cell or "")))
        if column in found:
            first = header[found[column]]
            raise FileError("header_twice", file=file, sheet=sheet, column=column, first=first, second=cell)
        if column is not None:
            found[column] = position
    return found


def _recognised(kind: Kind, positions: dict[str, int]) -> bool:
    """Tell whether a header has a place and a count."""
    counts = any(column.name in positions for column in kind.counts())
    return counts and any(f"admin{level}" in positions for level in (1, 2, 3))


def _typed(
    kind: Kind, positions: dict[str, int], body: Sequence[tuple[int, Cells]]
) -> tuple[pd.DataFrame, tuple[Rejected, ...]]:
    """Read the cells of each column as its type; what cannot be read is missing and listed."""
    numbers = [number for number, _ in body]
    columns = {"row": pd.Series(numbers, dtype="Int64")}
    rejected: list[Rejected] = []
    for column in (column for column in kind.columns if column.name in positions):
        at = positions[column.name]
        cells = [cells[at] if at < len(cells) else None for _, cells in body]
        values, problems = _values(column, numbers, cells)
        columns[column.name] = pd.Series(values, dtype=column.dtype)
        rejected += problems
    return pd.DataFrame(columns), tuple(sorted(rejected, key=lambda cell: cell.row))


def _values(
    column: Column, numbers: Sequence[int], cells: Sequence[object]
) -> tuple[list[object], list[Rejected]]:
    parse, values, rejected = _PARSERS[column.type], list[object](), list[Rejected]()
    for number, cell in zip(numbers, cells, strict=True):
        try:
            values.append(parse(cell) if not _blank(cell) else None)
        except ValueError as problem:
            values.append(None)
            rejected.append(Rejected(number, column.name, str(cell), str(problem)))
    return values, rejected


def _whole(cell: object) -> int:
    """Read a count; a ValueError carries the problem's name."""
    if isinstance(cell, str) and re.fullmatch(r"\s*-?[0-9]{1,15}\s*", cell):
        cell = int(cell)
    if isinstance(cell, bool) or not isinstance(cell, int | float) or cell != cell:
        raise ValueError("not_a_number")
    if cell < 0:
        raise ValueError("negative")
    if cell > LARGEST_COUNT:
        raise ValueError("too_large")
    if cell != int(cell):
        raise ValueError("not_whole")
    return int(cell)


def _day(cell: object) -> str:
    """Read a date as ``YYYY-MM-DD``; a ValueError carries the problem's name."""
    return f"{cell:%Y-%m-%d}" if isinstance(cell, dt.date) else _written_day(str(cell).strip())


@lru_cache(maxsize=10_000)
def _written_day(text: str) -> str:
    for form in DATE_FORMATS:
        try:
            return f"{dt.datetime.strptime(text, form):%Y-%m-%d}"
        except ValueError:
            continue
    raise ValueError("not_a_date")


_PARSERS: dict[Type, Callable[[object], object]] = {"whole": _whole, "day": _day, "text": str}


def _blank(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
