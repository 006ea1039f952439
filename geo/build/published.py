"""Published tables in: read with the columns expected, and refused as a whole when they do not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo import reference, tables
from geo.errors import FileError, GeoError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import pandas as pd

    from geo.reference import Row

_FINDINGS_SHOWN = 12


def read(path: Path, columns: Iterable[str]) -> list[Row]:
    """Read a published CSV file: every value as text, empty where nothing is given.

    Parameters
    ----------
    path : Path
        UTF-8, one header row.
    columns : iterable of str
        Columns that must be there; others are kept too.

    Raises
    ------
    FileError
        ``file_missing``, ``columns_missing``.
    """
    if not path.is_file():
        raise FileError("file_missing", file=path)
    rows = reference.rows(path)
    if missing := [column for column in columns if not rows or column not in rows[0]]:
        raise FileError("columns_missing", file=path, missing=", ".join(missing))
    return rows


def refuse(findings: Sequence[str], path: Path) -> None:
    """Raise one error that lists what is wrong with a published file; return where nothing is.

    Raises
    ------
    GeoError
        ``dataset_invalid``.
    """
    if findings:
        shown = "; ".join(findings[:_FINDINGS_SHOWN])
        raise GeoError("dataset_invalid", file=path, count=len(findings), findings=shown)


def write(kind: str, rows: pd.DataFrame, path: Path, by: Sequence[str]) -> int:
    """Write a table of the project's own in the order of some of its columns; return its number of rows.

    Raises
    ------
    pandera.errors.SchemaError
        When the table breaks the rules of its kind; nothing is written then.
    """
    table = tables.typed(kind, rows).sort_values([*by], ignore_index=True)
    tables.write(kind, table, path)
    return len(table)
