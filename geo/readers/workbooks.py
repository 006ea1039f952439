"""Workbooks: XLSX, XLSM, XLSB, XLS and ODS. Cells are read; nothing in them runs."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.errors import FileError
from geo.readers import limits, unseen
from geo.readers.sheet import Note
from geo.readers.table import letter, numbered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from python_calamine import CalamineSheet, CalamineWorkbook

    from geo.readers.table import Table
    from geo.readers.unseen import Unseen

    Merged = Sequence[tuple[tuple[int, int], tuple[int, int]]]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How XLS files begin, and workbooks with a password."""

_LETTERS_SHOWN = 12

_MANIFEST = "META-INF/manifest.xml"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORD = "WordDocument".encode("utf-16-le")
_MACROS = "_VBA_PROJECT".encode("utf-16-le")


def read(file: str, content: bytes) -> list[Table]:
    """Return the sheets of a workbook.

    Raises
    ------
    FileError
        ``file_protected``, ``file_unreadable``, ``file_type``, ``xml_entities``, or beyond the limits.
    """
    notes = list[Note]()
    beside: dict[str, Unseen] = {}
    if content.startswith(OLE):
        if _ENCRYPTED in content:
            raise FileError("file_protected", file=file)
        if _WORD in content:
            raise FileError("file_type", file=file, known=limits.KNOWN)
        macros = _MACROS in content
    else:
        macros, beside = _looked_through(file, content)
    if macros:
        notes.append(Note("macros"))
    return [replace(table, notes=table.notes + notes) for table in _opened(file, content, beside)]


def _looked_through(file: str, content: bytes) -> tuple[bool, dict[str, Unseen]]:
    """Look through the parts of a workbook that is a zip: whether it has macros, and what is unseen."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            limits.check_archive(file, archive)
            names = archive.namelist()
            if "xl/workbook.xml" in names:
                found = unseen.of_xlsx(file, archive)
            elif "content.xml" in names:
                if b"encryption-data" in archive.read(_MANIFEST):
                    raise FileError("file_protected", file=file)
                found = unseen.of_ods(archive)
            else:
                found = unseen.of_xlsb(archive)
    except FileError:
        raise
    except Exception as error:  # a damaged zip raises nearly anything
        raise _unreadable(file, error) from error
    for name, sheet in found.items():
        limits.check_table(file, name, sheet.rows, sheet.columns)
    return any(name.lower().endswith("vbaproject.bin") for name in names), found


def _opened(file: str, content: bytes, beside: dict[str, Unseen]) -> list[Table]:
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return list(_tables(file, book, beside))
    except (FileError, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except PasswordError as error:
        raise FileError("file_protected", file=file) from error
    except BaseException as error:  # what panics in calamine is no Exception
        raise _unreadable(file, error) from error


def _tables(file: str, book: CalamineWorkbook, beside: dict[str, Unseen]) -> Iterator[Table]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    for place, about in enumerate(book.sheets_metadata):
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_index(place)
        limits.check_table(file, about.name, sheet.total_height, sheet.total_width)
        more = beside.get(about.name) or unseen.Unseen()
        rows: list[list[object]] = [[*row] for row in sheet.to_python(skip_empty_area=False)]
        limits.check_cells(file, about.name, rows)
        for (row, column), text in more.cells.items():
            if row < len(rows) and column < len(rows[row]) and rows[row][column] == "":
                rows[row][column] = text
        filled = _fill_merged(rows, _merged(sheet))
        table = numbered(about.name, rows)
        shown = set(table.numbers)
        hidden = tuple(number for number in more.hidden if number in shown)
        table.notes += [Note("errors_not_seen")] if about.name not in beside else []
        table.notes += [Note("hidden_rows", hidden)] if hidden else []
        table.notes += _hidden_columns(more)
        table.notes += [Note("merged_cells", filled)] if filled else []
        table.notes += [Note("hidden_sheet")] if about.visible != SheetVisibleEnum.Visible else []
        yield table


def _hidden_columns(more: unseen.Unseen) -> list[Note]:
    """Return a note where columns of the table are hidden."""
    within = sorted(at for at in more.hidden_columns if at < more.columns)
    letters = ", ".join(map(letter, within[:_LETTERS_SHOWN])) + (" …" if len(within) > _LETTERS_SHOWN else "")
    return [Note("hidden_columns", details={"letters": letters})] if within else []


def _merged(sheet: CalamineSheet) -> Merged:
    return getattr(sheet, "merged_cell_ranges", None) or []


def _fill_merged(rows: list[list[object]], merged: Merged) -> tuple[int, ...]:
    """Repeat the text of merged cells in each of them; a number stays one number.

    Returns
    -------
    tuple of int
        Numbers of rows that have been given the text of a row above them.
    """
    filled = set[int]()
    for (top, left), (bottom, right) in merged:
        text = rows[top][left] if top < len(rows) and left < len(rows[top]) else None
        if not isinstance(text, str) or not text.strip():
            continue
        for row in range(top, min(bottom + 1, len(rows))):
            for column in range(left, min(right + 1, len(rows[row]))):
                if rows[row][column] == "":
                    rows[row][column] = text
                    if row > top:
                        filled.add(row + 1)
    return tuple(sorted(filled))


def _unreadable(file: str, error: BaseException) -> FileError:
    return FileError(
        "file_unreadable",
        file=file,
        expected="XLSX, XLS, XLSB, ODS",
        cause=str(error) or type(error).__name__,
    )
