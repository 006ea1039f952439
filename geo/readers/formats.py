"""A file is opened by what it holds, whatever its name ends in."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from geo.errors import FileError
from geo.readers import delimited, limits, spatial, workbooks

if TYPE_CHECKING:
    from pathlib import Path

    from geo.readers.table import Table

_NOT_DATA = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"{\\rtf")
_HEAD = 4096


def tables(path: Path) -> list[Table]:
    """Return the tables of a file.

    Raises
    ------
    FileError
        Where it cannot be opened, each with its own key.
    """
    limits.check_size(path)
    content = path.read_bytes()
    if content.startswith(b"PK"):
        return _archive(path.name, content)
    if content.startswith(workbooks.OLE):
        return workbooks.read(path.name, content)
    if content.startswith(b"SQLite format 3\0"):
        return spatial.geopackage(path.name, content)
    if content.startswith(b"PAR1"):
        return spatial.parquet(path.name, content)
    if content.startswith(_NOT_DATA):
        raise _unknown(path.name)
    return _text(path, content)


def _archive(file: str, content: bytes) -> list[Table]:
    """Open a zip as what its parts say it is."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            limits.check_archive(file, archive)
            names = archive.namelist()
            if any(name.lower().endswith(".shp") for name in names):
                return spatial.shapefiles(file, archive)
            if any(name.lower().endswith(".kml") for name in names):
                return spatial.zipped_kml(file, archive)
    except FileError:
        raise
    except Exception as error:  # a damaged zip raises nearly anything
        raise FileError("file_unreadable", file=file, expected="zip, XLSX, ODS", cause=error) from error
    if "content.xml" in names or any(name.startswith("xl/") for name in names):
        return workbooks.read(file, content)
    raise FileError("zip_of_nothing_known", file=file, found=", ".join(names[:5]))


def _text(path: Path, content: bytes) -> list[Table]:
    encoding, skipped = delimited.encoding_of(path.name, content)
    head = content[skipped : skipped + _HEAD].decode(encoding, errors="replace").lstrip().casefold()
    if head.startswith("{"):
        return spatial.geojson(path.name, content)
    if head.startswith("<"):
        if "<kml" in head:
            return spatial.kml(path.name, content)
        page = any(tag in head for tag in ("<html", "<table", "<workbook", "<!doctype html"))
        raise FileError("page_not_workbook", file=path.name) if page else _unknown(path.name)
    table = delimited.read(path.name, path.stem, content)
    return [table]


def _unknown(file: str) -> FileError:
    return FileError("file_type", file=file, known=limits.KNOWN)
