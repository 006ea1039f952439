"""A file somebody sent → typed rows and problems.

Columns are recognised by the words of their headers, whatever stands between them: "Total No#
of IDPs Ind#" and "Total No. of IDPs Ind." are one. A header that is not exactly one of those in
`geo.kinds` is left alone: "No. of IDPs Ind. in collective settings" is part of a total.

Nothing is dropped in silence: rows keep the number that a spreadsheet shows, a cell that should
be a number or a date and is not is listed, and so is a sheet that is not recognised.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from geo.columns import LARGEST_COUNT
from geo.errors import FileError
from geo.kinds import SENT
from geo.readers.sheet import UNKNOWN as UNKNOWN
from geo.readers.sheet import Note as Note
from geo.readers.sheet import Recognised as Recognised
from geo.readers.sheet import Rejected as Rejected
from geo.readers.sheet import Sheet as Sheet
from geo.readers.sheet import Skipped as Skipped
from geo.readers.words import header_words as header_words
from geo.workspace import Measure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from geo.columns import Column, Kind, Type
    from geo.readers.sheet import Mapped, Progress

Cells = tuple[object, ...]

DATE_FORMATS = ("%Y-%m-%d", "%d-%m-%Y")
"""Dates as text that occur in DTM's files."""

_HEADERS_SHOWN = 12
_PREVIEWED = 20


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
        ``file_missing``, ``file_empty``, ``file_type``, ``file_unreadable``.
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
    tell = progress or (lambda _done, _what: None)
    sheets = []
    for number, (name, table) in enumerate(tables):
        sheets.append(_sheet(path.name, name, table, kind, mapping or {}))
        tell((number + 1) / len(tables), "cells")
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


def _sheet(
    file: str, name: str, table: Sequence[tuple[int, Cells]], wanted: str | None, mapping: Mapped
) -> Sheet:
    (first, header), *body = table
    layout = hashlib.sha256("\x1f".join(_text(cell) for cell in header).encode()).hexdigest()[:16]
    preview = tuple(tuple(_text(cell) for cell in cells) for _, cells in body[:_PREVIEWED])
    said = {int(position): column for position, column in mapping.get(layout, {}).items()}
    problem = None
    for kind in (SENT[wanted],) if wanted else SENT.values():
        try:
            positions = _positions(file, name, kind, header, said)
        except FileError as error:
            problem = problem or error
            continue
        if _is(kind, positions):
            rows, rejected = _typed(kind, positions, body)
            columns = tuple(_recognised(header, positions, said))
            measures = tuple(
                Measure(column.name, _text(header[positions[column.name]]), column.unit)
                for column in kind.counts()
                if column.name in positions
            )
            return Sheet(
                file, name, kind.name, rows, rejected,
                columns=columns, layout=layout, measures=measures, preview=preview,
            )  # fmt: skip
    found = ", ".join([_text(cell) for cell in header if not _blank(cell)][:_HEADERS_SHOWN])
    problem = problem or FileError("header_not_recognised", file=file, sheet=name, found=found)
    return Sheet(
        file, name, UNKNOWN, pd.DataFrame({"row": []}, dtype="Int64"),
        skipped=(Skipped(first, problem.key),), columns=tuple(_recognised(header, {}, said)),
        layout=layout, preview=preview, problem=problem,
    )  # fmt: skip


def _recognised(header: Cells, positions: dict[str, int], said: dict[int, str]) -> Iterator[Recognised]:
    names = {position: name for name, position in positions.items()}
    for position, cell in enumerate(header):
        name = names.get(position, "")
        yield Recognised(
            position, _text(cell), name, "person" if position in said else "header" if name else ""
        )


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)


@cache
def _known_headers(kind: str) -> dict[frozenset[str], str]:
    return {header_words(text): column.name for column in SENT[kind].columns for text in column.headers}


def _positions(file: str, sheet: str, kind: Kind, header: Cells, said: dict[int, str]) -> dict[str, int]:
    """Return where each column of a kind stands."""
    found = {name: position for position, name in said.items() if name}
    for position, cell in enumerate(header):
        column = _known_headers(kind.name).get(header_words(str(cell or "")))
        if column is None or position in said:
            continue
        if column in found:
            first = header[found[column]]
            raise FileError("header_twice", file=file, sheet=sheet, column=column, first=first, second=cell)
        found[column] = position
    if "org" not in found and "org_name" in found:
        found["org"] = found.pop("org_name")
    return found


def _is(kind: Kind, positions: dict[str, int]) -> bool:
    """Tell whether a header has what a kind needs."""
    return all(any(name in positions for name in group) for group in kind.known_by)


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


def _number(cell: object) -> float:
    """Read a figure; a ValueError carries the problem's name."""
    try:
        return float(str(cell).replace(",", "."))
    except ValueError as error:
        raise ValueError("not_a_number") from error


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


_PARSERS: dict[Type, Callable[[object], object]] = {
    "whole": _whole,
    "day": _day,
    "date": _day,
    "number": _number,
    "degrees": _number,
    "text": str,
}


def _blank(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
