"""Which rows of a sheet say what its columns are: below titles, perhaps two, perhaps with HXL tags."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from geo.kinds import SENT
from geo.readers.content import is_place
from geo.readers.numbers import looks_numeric
from geo.readers.table import blank, texts_of, written
from geo.readers.words import header_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.readers.table import Row, Table

_SEARCHED = 40
"""Rows in which a header is looked for."""

_TAG = re.compile(r"#[^\W\d]\w*(?:\s*\+\s*\w+)*")

Parts = tuple[str, ...]
"""A header as written; of two rows, the upper and the lower one."""


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header of a sheet stands and what it says.

    Attributes
    ----------
    above : int
        How many rows are titles.
    below : int
        Position of the first row of data.
    headers : tuple of Parts
        One per column; empty where the column has none.
    tags : tuple of str
        HXL tags without spaces, one per column; empty where there are none.
    rows : tuple of tuple of str
        Its rows as written.
    """

    above: int
    below: int
    headers: tuple[Parts, ...]
    tags: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """The headers in one piece each."""
        return tuple(" ".join(parts) for parts in self.headers)


@cache
def known_words() -> frozenset[frozenset[str]]:
    """Return the words of every header of every kind."""
    return frozenset(
        header_words(text) for kind in SENT.values() for column in kind.columns for text in column.headers
    )


def find(table: Table) -> Header:
    """Return the header of a sheet: the row, or the two, with most headers that are known.

    Where none is known, it is the first row that has words alone, and at least two of them; where
    there is no such row, the sheet has no header.
    """
    rows, width = table.rows[:_SEARCHED], table.width
    tagged = next((place for place, row in enumerate(rows) if _is_tags(row)), None)
    if tagged is not None:
        tags = tuple(re.sub(r"\s", "", text).casefold() for text in texts_of(rows[tagged], width))
        upper = texts_of(rows[tagged - 1], width) if tagged else ("",) * width
        return Header(max(tagged - 1, 0), tagged + 1, _joined([upper]), tags)
    found = [(_known(_joined([texts_of(row, width)])), -place, 1) for place, row in enumerate(rows)]
    for place, (above, below) in enumerate(pairwise(rows)):
        if _is_group(texts_of(above, width)) and not _has_numbers(below):
            both = _joined([_filled(texts_of(above, width)), texts_of(below, width)])
            found.append((_known(both), -place, 2))
    score, place, deep = max(found)
    at = -place
    if score < 2:
        deep, plain = 1, _plain_header(rows)
        if plain is None and not score:
            return Header(0, 0, ((),) * width, ())
        at = at if plain is None else plain
    pieces = [texts_of(row, width) for row in rows[at : at + deep]]
    filled = [_filled(pieces[0]), pieces[1]] if deep == 2 else pieces
    return Header(at, at + deep, _joined(filled), (), tuple(pieces))


def _plain_header(rows: Sequence[Row]) -> int | None:
    """Return the first row of words alone; none of them the name of a place, which is data."""
    for place, row in enumerate(rows):
        texts = [cell for cell in row if not blank(cell)]
        words = all(isinstance(cell, str) and not looks_numeric(cell) for cell in texts)
        if words and len({written(cell) for cell in texts}) > 1:
            return None if any(is_place(written(cell)) for cell in texts) else place
    return None


def _is_tags(row: Row) -> bool:
    texts = [written(cell).strip() for cell in row if not blank(cell)]
    return bool(texts) and all(_TAG.fullmatch(text) for text in texts)


def _is_group(texts: tuple[str, ...]) -> bool:
    """Tell whether a row can stand above a header: a title can only where it says who is counted."""
    given = {text for text in texts if text}
    return len(given) > 1 or any(subject(header_words(text)) for text in given)


def subject(words: frozenset[str]) -> bool:
    """Tell whether words say who is counted, and nothing else."""
    return bool(words) and words <= {"idp", "returnee", "abroad"}


def _filled(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Repeat a group's header to the right, over the cells that it was merged with."""
    found, last = list[str](), ""
    for text in texts:
        last = text or last
        found.append(last)
    return tuple(found)


def _joined(rows: Sequence[tuple[str, ...]]) -> tuple[Parts, ...]:
    """Return the headers of each column from above to below, without those that repeat."""
    return tuple(tuple(dict.fromkeys(text for text in texts if text)) for texts in zip(*rows, strict=True))


def _known(headers: Sequence[Parts]) -> int:
    """Count the headers that are known, each once; the lower of two rows may stand alone."""
    found = set[frozenset[str]]()
    for parts in (parts for parts in headers if parts):
        whole, lower = header_words(" ".join(parts)), header_words(parts[-1])
        found.add(whole if whole in known_words() else lower)
    return len(found & known_words())


def _has_numbers(row: Row) -> bool:
    return any(looks_numeric(cell) for cell in row)
