"""Tables as text for a spreadsheet, which calculates nothing that stands in them.

A spreadsheet takes a cell that begins with a sign for a formula, also where it cuts the cell out of
another: a French one cuts at semicolons what was written with commas, and every one ends a row at a
carriage return that stands outside quotation marks. So wherever a cell can be cut, a sign that
begins what is behind the cut gets an apostrophe before it. Everything that writes a table as text
writes it with `as_csv` or `of_rows`.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

_SIGNS = "=+-@＝＋－＠"
"""What begins a formula; in Japanese and Chinese also at full width."""

_CUTS = ",;|\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"
"""Where a program may end a cell."""

_UNSEEN = (0x7F, 0xA0, 0xAD, *range(0x2000, 0x2010), *range(0x202A, 0x2030), *range(0x205F, 0x2070))
_SKIPPED = '"' + "".join(map(chr, (*range(33), *_UNSEEN, 0x3000, 0xFEFF)))
"""Quotation mark, spaces, and what nobody sees: a spreadsheet may leave them out."""

_CUT = re.compile(f"([{_CUTS}])")
_MAY_BEGIN = re.compile(f"(?:^|[{re.escape(_CUTS + _SKIPPED)}])[{re.escape(_SIGNS)}]")
_NUMBER = re.compile(r"[+-](?:[\d\s.,()%]|(?<=\d)[eE][+-]?(?=\d))*")
"""A number with its sign, as people write it; a telephone number too, and a coordinate in WKT."""


def inert(value: Any) -> Any:
    r"""Return a cell that no spreadsheet calculates: an apostrophe goes before what it would; numbers stay.

    Examples
    --------
    >>> inert("=1+1"), inert("-5"), inert("Mopti"), inert(-3)
    ("'=1+1", '-5', 'Mopti', -3)
    >>> inert("Mopti;=1+1"), inert("Mopti\r=1+1")
    ("Mopti;'=1+1", "Mopti\r'=1+1")
    """
    if not isinstance(value, str):
        return value
    first = "'" if value.startswith(("\t", "\r")) else ""
    if not _MAY_BEGIN.search(value):
        return first + value
    return first + "".join(map(_inert, _CUT.split(value)))


def _inert(piece: str) -> str:
    begun = piece.lstrip(_SKIPPED)
    if not begun.startswith((*_SIGNS,)) or _NUMBER.fullmatch(begun):
        return piece
    return f"{piece[: len(piece) - len(begun)]}'{begun}"


def as_csv(table: pd.DataFrame) -> str:
    """Return a table as CSV whose cells no spreadsheet calculates."""
    from pandas.api.types import is_numeric_dtype

    safe = table.apply(lambda column: column if is_numeric_dtype(column) else column.map(inert))
    lines = _Lines()
    safe.set_axis([inert(str(name)) for name in safe], axis="columns").to_csv(
        lines, index=False, lineterminator=_Lines.END
    )
    return lines.getvalue()


def of_rows(rows: Iterable[Iterable[object]]) -> str:
    """Return rows as CSV whose cells no spreadsheet calculates."""
    lines = _Lines()
    csv.writer(lines, lineterminator=_Lines.END).writerows(map(inert, row) for row in rows)
    return lines.getvalue()


class _Lines(io.StringIO):
    """Rows of CSV that end with a line feed.

    Before Python 3.13 only a character of what ends a row is quoted in a cell: so the writer ends
    rows with a carriage return too, which is taken away here.
    """

    END = "\r\n"

    def __init__(self) -> None:
        super().__init__(newline="")

    def write(self, row: str) -> int:
        return super().write(row.removesuffix(self.END) + "\n")
