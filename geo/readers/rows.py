"""Which rows of a sheet are no data: totals, headers that come again, notes below the table."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from geo.readers.content import plain
from geo.readers.numbers import looks_numeric
from geo.readers.sheet import Note, Skipped
from geo.readers.table import blank, texts_of

if TYPE_CHECKING:
    from geo.readers.header import Header
    from geo.readers.table import Table

_TOTAL = re.compile(
    r"(?:(?:sous|sub|grand) ?)?tota(?:l|ux|ls)|(?:grand )?total (?:general|national|pays|mali|global|overall)"
    r"|(?:general|overall|national) total|ensemble(?: (?:mali|du mali|pays|du pays|national))?|somme|sum"
)
_TOTAL_OF = re.compile(r"(?:(?:sous|sub|grand) ?)?(?:total|totaux) .+|.+ (?:sous ?|sub ?)?total")
_NOTE = re.compile(
    r"(?:sources?|notes?|nb|n b|remarques?|legende|date d|mise a jour|updated|commentaires?|disclaimer)\b"
)
_LONG = 60
"""Characters of a text that stands alone below a table and is a note."""

_LOOKED_AT = 2
"""Columns from the left in which "Total" is looked for, beside those of places."""


def data(
    table: Table, header: Header, places: Collection[int], words: Collection[int]
) -> tuple[list[int], list[Skipped]]:
    """Return the positions of the rows of data below a header, and the rows left out.

    Parameters
    ----------
    table : Table
        The rows below the header.
    header : Header
        Its header.
    places, words : collection of int
        Columns of places, in which "Total Mopti" is a total; and of other words, in which it may
        be a name.
    """
    reasons = dict[int, str]()
    for at in {*places, *range(_LOOKED_AT)}:
        cells = table.column(at)
        totals = {cell for cell in set(map(_hashed, cells)) if is_total(cell, name_too=at in words)}
        if totals:
            reasons |= {row: "total_row" for row, cell in enumerate(cells) if _hashed(cell) in totals}
    for again in header.rows:
        first = next((text for text in again if text), "")
        for row, cells_of in enumerate(table.rows):
            if first in cells_of and texts_of(cells_of, len(again)) == again:
                reasons[row] = "header_again"
    reasons |= _notes_below(table)
    kept = [row for row in range(len(table.rows)) if row not in reasons]
    return kept, [Skipped(table.numbers[row], reasons[row]) for row in sorted(reasons)]


def is_total(text: str, *, name_too: bool = False) -> bool:
    """Tell whether a cell says that its row is a total.

    Parameters
    ----------
    text : str
        As written.
    name_too : bool
        Whether the cell may be a name: "Total Énergies" is one.

    Examples
    --------
    >>> is_total("Sous-total Mopti"), is_total("TOTAL GÉNÉRAL"), is_total("Totalité")
    (True, True, False)
    """
    if "tot" not in text.casefold() and not text.casefold().strip().startswith(("ens", "som", "sum")):
        return False
    words = plain(text)
    return bool(_TOTAL.fullmatch(words) or (not name_too and _TOTAL_OF.fullmatch(words)))


def duplicates(table: Table, kept: Sequence[int]) -> list[Note]:
    """Return a note on rows that say in every cell what an earlier row says; they are kept."""
    seen, twice = set[tuple[object, ...]](), []
    for row in kept:
        cells = tuple(table.rows[row])
        if cells in seen:
            twice.append(table.numbers[row])
        seen.add(cells)
    return [Note("duplicate_rows", tuple(twice))] if twice else []


def _hashed(cell: object) -> str:
    return cell if isinstance(cell, str) else ""


def _notes_below(table: Table) -> dict[int, str]:
    """Return the last rows that hold one text and nothing else, where it reads as a note."""
    found = dict[int, str]()
    for row in range(len(table.rows) - 1, -1, -1):
        texts = [cell for cell in table.rows[row] if not blank(cell)]
        if len(texts) != 1 or not isinstance(texts[0], str) or looks_numeric(texts[0]):
            break
        if len(texts[0]) > _LONG or _NOTE.match(plain(texts[0])) or texts[0].lstrip().startswith("*"):
            found[row] = "note_below"
        else:
            break
    return found
