"""How large a file may be: stated here, and said in the sentence that refuses a larger one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.errors import FileError

if TYPE_CHECKING:
    import zipfile
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
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise FileError("unpacks_too_large", file=file, most=LARGEST_UNPACKED // MEBIBYTE)


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
