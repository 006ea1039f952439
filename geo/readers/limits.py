"""How large a file may be: stated here, and said in the sentence that refuses a larger one."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING

from geo.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

KNOWN = "CSV, XLSX, XLSM, XLS, XLSB, ODS, GeoJSON, GeoPackage, Parquet, KML, shapefile (zip)"
"""What can be read, for the sentence that refuses the rest."""

MEBIBYTE = 1024 * 1024

LARGEST_FILE = 200 * MEBIBYTE
"""Bytes of a file; a 3W of 100,000 rows has 20."""

LARGEST_UNPACKED = 600 * MEBIBYTE
"""Bytes of everything in a workbook or archive, unpacked."""

MOST_ROWS = 1_000_000
"""Rows of a sheet, about as many as a spreadsheet program shows."""

MOST_COLUMNS = 702
"""Columns of a sheet: A to ZZ."""

MOST_CELLS = 10_000_000
"""Cells between the first and the last one used in a sheet."""


MOST_PACKED = 100
"""Times its size that a zip may unpack to, beyond `BOMB`: workbooks have ten to thirty times."""

BOMB = 50 * MEBIBYTE
"""Bytes unpacked, below which it does not matter how a zip is packed."""

SECONDS, SECONDS_EACH, SECONDS_UNPACKED = 8.0, 1.0, 0.15
"""Of a processor, for the reading of any file; more for each mebibyte of it; more for each one unpacked."""

LONGEST_CELL = 32_767
"""Characters of a workbook's cell: no spreadsheet program writes more."""


def check_size(path: Path) -> None:
    """Refuse a file that is empty or too large, before it is opened.

    Raises
    ------
    FileError
        ``file_empty``, ``file_too_large``.
    """
    size = path.stat().st_size
    if size == 0:
        raise FileError("file_empty", file=path.name)
    if size > LARGEST_FILE:
        raise FileError(
            "file_too_large", file=path.name, size=size // MEBIBYTE, most=LARGEST_FILE // MEBIBYTE
        )


def check_archive(file: str, archive: zipfile.ZipFile) -> None:
    """Refuse an archive with a password, or one that unpacks to too much.

    A size that an archive states falsely is no way round: whoever reads a part of it through
    `zipfile` gets no more than stated.

    Raises
    ------
    FileError
        ``file_protected``, ``unpacks_too_large``.
    """
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise FileError("file_protected", file=file)
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if unpacked > LARGEST_UNPACKED or (unpacked > BOMB and unpacked > MOST_PACKED * packed):
        raise FileError("unpacks_too_large", file=file, most=LARGEST_UNPACKED // MEBIBYTE)


def seconds(path: Path) -> float:
    """Return the seconds of a processor that the reading of a file may take, by its size."""
    size = unpacked = path.stat().st_size
    if zipfile.is_zipfile(path):
        with suppress(OSError, zipfile.BadZipFile, NotImplementedError), zipfile.ZipFile(path) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    return SECONDS + (SECONDS_EACH * size + SECONDS_UNPACKED * min(unpacked, LARGEST_UNPACKED)) / MEBIBYTE


def check_table(file: str, sheet: str, rows: int, columns: int) -> None:
    """Refuse a table with too many rows, columns or cells.

    Raises
    ------
    FileError
        ``too_many_rows``, ``too_many_columns``, ``too_many_cells``.
    """
    where = {"file": file, "sheet": sheet}
    if rows > MOST_ROWS:
        raise FileError("too_many_rows", **where, most=MOST_ROWS)
    if columns > MOST_COLUMNS:
        raise FileError("too_many_columns", **where, columns=columns, most=MOST_COLUMNS)
    if rows * columns > MOST_CELLS:
        raise FileError("too_many_cells", **where, rows=rows, columns=columns, most=MOST_CELLS)


def check_cells(file: str, sheet: str, rows: Sequence[Sequence[object]]) -> None:
    """Refuse a table of a workbook with a cell that no spreadsheet program has written.

    Raises
    ------
    FileError
        ``text_too_long``.
    """
    for number, row in enumerate(rows, start=1):
        for cell in row:
            if isinstance(cell, str) and len(cell) > LONGEST_CELL:
                raise FileError("text_too_long", file=file, sheet=sheet, row=number, most=LONGEST_CELL)
