"""The problems of a file as a spreadsheet, to send back to whoever sent it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from geo.joined import text_cells, written
from layers import intake
from layers.text import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.areas import Language
    from geo.report import Report

COLUMNS = ("sheet", "row", "given", "problem", "todo")
WIDTHS = {"A": 18, "B": 8, "C": 36, "D": 60, "E": 70}
"""Characters."""


def as_xlsx(reports: Iterable[Report], lang: Language) -> bytes:
    """Return a workbook with a row per problem: sheet, row, given, problem, what to do.

    Whatever stands in the file is text in it: no cell can be taken for a formula.
    """
    import openpyxl
    from openpyxl.styles import Alignment, Font

    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = say("intake.problem.title", lang)
    page.append([say(f"intake.problem.{name}", lang) for name in COLUMNS])
    for report in reports:
        for row, *said in intake.listed(report, lang):
            page.append([written(report.sheet.name), row, *map(written, said)])
    text_cells(page)
    for column, width in WIDTHS.items():
        page.column_dimensions[column].width = width
    for cells in page.iter_rows():
        for cell in cells:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.font = Font(bold=cell.row == 1)
    page.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
