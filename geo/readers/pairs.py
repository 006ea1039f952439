"""A column that holds latitude and longitude together, "14.5, -4.2" → two columns more.

Most of its values must be two coordinates in Mali, whose box has no longitude that is a latitude
too: what they are, they say themselves. A file that gives the two apart is left as it is.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from geo.kinds import PLACE
from geo.readers import coordinates
from geo.readers.content import distinct
from geo.readers.table import blank, written
from geo.readers.words import header_words

if TYPE_CHECKING:
    from geo.readers.header import Header
    from geo.readers.table import Row, Table

PARTS = ("latitude", "longitude")
"""Headers of the columns made, behind that of the column they are from."""

_BETWEEN = [re.compile(mark) for mark in (r"\s*[;|/]\s*", r",\s+", r"(?<=[NSns])\s+", r"\s+", r",")]
"""What stands between the two, the surest first: a comma may be in each of them too."""

_POINT = re.compile(r"(?:point\s*z?\s*)?\((.*)\)", re.IGNORECASE)
_EXACT = re.compile(r"\d[.,]\d|[°º˚]")


def apart(table: Table, top: Header) -> tuple[Table, Header, int | None]:
    """Return a table and its header with the two columns added on the right, where one holds both.

    Parameters
    ----------
    table : Table
        The rows below the header.
    top : Header
        Its header.

    Returns
    -------
    tuple
        The table, the header, and the position of the column that holds both; None where none does.
    """
    if any(tag.startswith(("#geo+lat", "#geo+lon")) for tag in top.tags) or _latitudes() & {
        header_words(text) for text in top.texts
    }:
        return table, top, None
    at = next((at for at in range(len(top.headers)) if _holds_both(distinct(table, at))), None)
    if at is None:
        return table, top, None
    rows: list[Row] = [
        (*row, *[None] * (len(top.headers) - len(row)), *_parts(row[at] if at < len(row) else None))
        for row in table.rows
    ]
    headers = (*top.headers, *((*top.headers[at], f"({part})") for part in PARTS))
    tags = (*top.tags, "#geo+lat", "#geo+lon") if top.tags else ()
    return replace(table, rows=rows), replace(top, headers=headers, tags=tags), at


@cache
def _latitudes() -> frozenset[frozenset[str]]:
    (column,) = (one for one in PLACE if one.name == "lat")
    return frozenset(map(header_words, column.headers))


def _holds_both(cells: list[object]) -> bool:
    """Tell whether most of the texts are two exact coordinates in Mali."""
    found = 0
    for cell in cells:
        pair = pair_of(cell) if isinstance(cell, str) and len(_EXACT.findall(cell)) > 1 else None
        found += pair is not None and bool(coordinates.in_mali(pair[1], pair[0]))
    return found > len(cells) / 2


def _parts(cell: object) -> tuple[object, object]:
    """Return a cell as latitude and longitude; one that is no pair goes to the latitude, to be said."""
    if blank(cell):
        return None, None
    return pair_of(cell) or (written(cell), None)


def pair_of(cell: object) -> tuple[float, float] | None:
    """Return the latitude and longitude that a text gives, in degrees; None where it gives no two.

    The latitude comes first, unless the other order alone is in Mali.

    Examples
    --------
    >>> pair_of("14,5 ; -4,2"), pair_of("POINT (-4.2 14.5)"), pair_of("14.5")
    ((14.5, -4.2), (14.5, -4.2), None)
    """
    text = written(cell).strip()
    text = match[1].strip() if (match := _POINT.fullmatch(text)) else text
    for mark in _BETWEEN:
        parts = mark.split(text)
        if len(parts) != 2:
            continue
        try:
            first, second = map(coordinates.degrees, parts)
        except ValueError:
            continue
        turned = bool(coordinates.in_mali(first, second)) and not coordinates.in_mali(second, first)
        return (second, first) if turned else (first, second)
    return None
