"""Text with separators, in any encoding and with any separator that people send."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from geo.errors import FileError
from geo.readers import limits
from geo.readers.sheet import Note
from geo.readers.table import Row, numbered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.readers.table import Table

SEPARATORS = (",", ";", "\t", "|")

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ZEROS_OF_WIDE = 0.2
"""Share of zero bytes in a text of two bytes a letter, at least."""

_SAMPLE_ROWS = 200
_SAMPLE_CHARACTERS = 200_000
_MOST_LINES = 200
"""Lines in one cell: more is a quotation mark that nobody closed."""


def encoding_of(file: str, content: bytes) -> tuple[str, int]:
    """Return the encoding of a text, and how many bytes its mark has: the mark's, UTF-8 or Windows-1252.

    Raises
    ------
    FileError
        ``encoding_unknown`` for what is no text in any of them.
    """
    marked = [(encoding, len(mark)) for mark, encoding in _MARKS if content.startswith(mark)]
    wide = content.count(0) > len(content) * _ZEROS_OF_WIDE
    guessed = [(_without_mark(content), 0)] if wide else [("utf-8", 0), ("cp1252", 0)]
    for encoding, skipped in marked[:1] or guessed:
        try:
            content[skipped:].decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding, skipped
    raise FileError("encoding_unknown", file=file)


def read(file: str, name: str, content: bytes) -> Table:
    """Return the one table of a text.

    Raises
    ------
    FileError
        ``encoding_unknown``, ``quote_not_closed``, ``cell_too_long``, or beyond the limits.
    """
    encoding, skipped = encoding_of(file, content)
    lines = io.TextIOWrapper(io.BytesIO(content), encoding, newline="")
    lines.buffer.seek(skipped)
    sample = lines.read(_SAMPLE_CHARACTERS)
    hint = re.match(r"sep=(.)\r?\n", sample, re.IGNORECASE)
    separator = hint[1] if hint else separator_of(sample)
    lines.seek(skipped)
    if hint:
        lines.readline()  # Excel reads it, and does not show it as a row
    try:
        table = numbered(name, _checked(file, name, csv.reader(lines, delimiter=separator)))
    except csv.Error as error:
        raise FileError("cell_too_long", file=file, sheet=name, most=csv.field_size_limit()) from error
    if encoding == "cp1252":
        table.notes.append(Note("encoding", details={"encoding": "Windows-1252"}))
    return table


def separator_of(text: str) -> str:
    r"""Return the separator that divides most rows into equally many columns.

    Examples
    --------
    >>> separator_of("région;part\nMopti;12,5\nGao;3,4\n")
    ';'
    """

    def division(separator: str) -> tuple[float, int]:
        try:
            rows = islice(csv.reader(io.StringIO(text, ""), delimiter=separator), _SAMPLE_ROWS)
            widths = Counter(len(row) for row in rows if any(map(str.strip, row)))
        except csv.Error:
            return (0, 0)
        columns, rows_alike = max(widths.items(), key=lambda found: (found[0] > 1, found[1]), default=(0, 0))
        return (round(rows_alike / max(widths.total(), 1), 1), columns) if columns > 1 else (0, 0)

    return max(SEPARATORS, key=division)


def _without_mark(content: bytes) -> str:
    """Tell which half of each pair of bytes of Latin text is zero."""
    return "utf-16-le" if content[1:2000:2].count(0) >= content[0:2000:2].count(0) else "utf-16-be"


def _checked(file: str, name: str, rows: Iterator[list[str]]) -> Iterator[Row]:
    """Yield rows within the limits; one too many is told at once, not after five million."""
    cells = 0
    for number, row in enumerate(rows, start=1):
        cells += len(row)
        if number > limits.MOST_ROWS or len(row) > limits.MOST_COLUMNS or cells > limits.MOST_CELLS:
            limits.check_table(file, name, number, max(len(row), -(-cells // number)))
        if max(map(len, row), default=0) > _MOST_LINES and any(c.count("\n") > _MOST_LINES for c in row):
            raise FileError("quote_not_closed", file=file, sheet=name, row=number)
        yield row
