"""A scene as a workbook (XLSX): the figures on one sheet, every fact on another."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from geo.spreadsheet import inert
from layers.render import tables
from layers.render.said import printable, said
from layers.text import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from layers.render.said import Said
    from layers.scene import Scene

WIDTHS = (12, 24, 18, 12, 16, 12, 40, 60)
"""Of the columns, in characters."""


def draw(scene: Scene, made: dt.date | None = None, *, hxl: bool = False) -> bytes:
    """Return the workbook."""
    heads = (tables.COLUMNS, *([tables.tags(scene)] if hxl else []))
    return written(said(scene, made), heads, (row.cells() for row in tables.areas(scene)), WIDTHS)


def written(
    facts: Said,
    heads: Sequence[Sequence[str]],
    rows: Iterable[Iterable[str | float | None]],
    widths: tuple[int, ...],
) -> bytes:
    """Return a table as a workbook: its rows below their heads, and on another sheet every fact."""
    from openpyxl import Workbook

    book = Workbook()
    data = book.worksheets[0]
    data.title = say("export.sheet.data", facts.lang)
    _fill(data, (*heads, *rows), widths)
    data.freeze_panes = f"C{len(heads) + 1}"
    _fill(book.create_sheet(say("export.sheet.about", facts.lang)), facts.lines(), (24, 110))
    for sheet in book.worksheets:  # on every page that is printed, whatever is cut out of it
        header: Any = sheet.oddHeader
        header.center.text = facts.audience.replace("&", "&&")
    _describe(book, facts)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Any, rows: Iterable[Iterable[str | float | None]], widths: tuple[int, ...]) -> None:
    """Write rows; a text is always a text, whatever it begins with."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for place, cells in enumerate(rows, start=1):
        for column, value in enumerate(cells, start=1):
            cell = sheet.cell(place, column)
            if isinstance(value, str):
                cell.value, cell.data_type = printable(value), "s"
                cell.quotePrefix = inert(value) != value
            elif value is not None:
                cell.value = value
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=place == 1)
    sheet.page_setup.orientation, sheet.sheet_properties.pageSetUpPr.fitToPage = "landscape", True
    sheet.page_setup.fitToHeight = 0  # as many pages as it takes
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def _describe(book: Any, facts: Said) -> None:
    about = book.properties
    about.title, about.subject = printable(facts.title), printable(facts.subtitle)
    about.language = facts.lang
    about.creator = printable(facts.organisation)
    about.description = printable("\n".join(facts.sentences()))
    about.identifier, about.keywords = facts.link, facts.fingerprint
    about.created = about.modified = dt.datetime.combine(facts.made, dt.time())
