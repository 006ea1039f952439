"""Which kind a sheet is, and which of its columns are what.

A person's word goes first, then HXL tags, then headers. Contents are asked only for what headers
leave open (`geo.readers.content`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from geo.errors import FileError
from geo.kinds import PLACED_BY, SENT
from geo.readers import content
from geo.readers.dates import of_dates
from geo.readers.header import subject
from geo.readers.sheet import How
from geo.readers.table import blank, written
from geo.readers.words import header_words

if TYPE_CHECKING:
    from geo.columns import Column, Kind
    from geo.readers.header import Header, Parts
    from geo.readers.table import Table

_PART_OF = re.compile(
    r"f|m|i|x|male|female|children|child|adults?|adolescents?|elderly|infants?|age.*|disabled"
)
"""Attributes of an HXL tag that say: only a part of the people."""

_SAYS_ONLY_TOTAL = frozenset(["total", "totaux", "ind", "general", "ensemble", "effectif", "effectifs", "t"])
"""Words of a header that counts the people whom the sheet is about."""


class Stands(NamedTuple):
    """Where a column stands and what said so."""

    position: int
    how: How


_OF_COORDINATES = frozenset(
    [
        "utm",
        "zone",
        "wgs",
        "29",
        "30",
        "31",
        "84",
        "n",
        "dd",
        "dms",
        "deg",
        "decimal",
        "degrees",
        "degres",
        "m",
    ]
)
"""Words of a header of coordinates that say how they are written."""

Found = dict[str, Stands]
"""Columns of a kind that a sheet has, by their name."""


def kind_of(
    file: str, table: Table, header: Header, wanted: str | None, said: Mapping[int, str]
) -> tuple[Kind | None, Found, list[int]]:
    """Return the kind of a sheet, its columns, and the positions of its figures.

    Parameters
    ----------
    file : str
        For the sentence.
    table : Table
        The rows below the header.
    header : Header
        Its header.
    wanted : str or None
        The kind, where it is given.
    said : mapping
        What a person said of its columns.

    Raises
    ------
    FileError
        ``header_twice`` where two columns say the same and their contents differ.
    """
    shapes = content.shapes_of(table)
    for kind in _possible(wanted, shapes):
        found, twice = _columns(kind, table, header, said)
        taken = {stands.position for stands in found.values()}
        figures = content.figures(table, header, taken, said) if kind.name == "figures" else []
        has = {*found, *(["measure"] if figures else []), *(["geometry"] if shapes else [])}
        if all(has & {*group} for group in kind.known_by):
            if twice:
                column, first, second = twice
                raise FileError(
                    "header_twice", file=file, sheet=table.name, column=column,
                    first=header.texts[first], second=header.texts[second],
                )  # fmt: skip
            return kind, found, figures
    return None, {}, []


def _possible(wanted: str | None, shapes: str) -> Sequence[Kind]:
    if wanted:
        return [SENT[wanted]]
    return [SENT[shapes]] if shapes else [*SENT.values()]


def _columns(
    kind: Kind, table: Table, header: Header, said: Mapping[int, str]
) -> tuple[Found, tuple[str, int, int] | None]:
    """Return the columns of a kind, and the first two that say the same and differ."""
    known = {column.name for column in kind.columns}
    found: Found = {name: Stands(at, "person") for at, name in said.items() if name in known}
    free = [at for at in range(len(header.headers)) if at not in said]
    tagged = _take(kind, table, header, found, "hxl", _by_tags(kind, header, free))
    worded = _take(kind, table, header, found, "header", _by_words(kind, table, header, free))
    if "code" in found and not content.are_codes(table, found["code"].position):
        del found["code"]
    if ("lon" in found) != ("lat" in found):
        del found["lon" if "lon" in found else "lat"]
    if "org" in known and "org" not in found and "org_name" in found:
        found["org"] = found.pop("org_name")
    _ask_contents(kind, table, header, found, said)
    return found, tagged or worded


def _take(
    kind: Kind,
    table: Table,
    header: Header,
    found: Found,
    how: How,
    ranked: Mapping[str, list[tuple[int, int]]],
) -> tuple[str, int, int] | None:
    """Add to the columns found; return the first that two say and differ."""
    known, twice = {column.name: column for column in kind.columns}, None
    for name, places in ranked.items():
        taken = {stands.position for stands in found.values()}
        left = sorted((rank, at) for rank, at in places if at not in taken)
        if name in found or not left:
            continue
        position, other = _chosen(table, header, known[name], left)
        if other is not None:
            twice = twice or (name, position, other)
        found[name] = Stands(position, how)
    return twice


def _ask_contents(kind: Kind, table: Table, header: Header, found: Found, said: Mapping[int, str]) -> None:
    """Look into columns for a place or a cluster where headers gave none."""
    known = {column.name for column in kind.columns}
    free = [
        at
        for at in range(len(header.headers))
        if at not in said and at not in {column.position for column in found.values()}
    ]
    asked = dict[str, int]()
    if not found.keys() & {*PLACED_BY}:
        asked |= content.places(table, header, free)
    if "cluster" in known and "org" in found and "cluster" not in found:
        asked |= content.clusters(table, free)
    for name, position in asked.items():
        if name in known and name not in found:
            found[name] = Stands(position, "content")


def _chosen(
    table: Table, header: Header, column: Column, places: Sequence[tuple[int, int]]
) -> tuple[int, int | None]:
    """Return the position meant, and another that says the same but differs, if there is one.

    Of names the header that is most exactly meant is taken, and of two that mean it alike the first;
    of counts there must be one. A header that says no more than "Total" may stand several times: the
    greatest in every row is meant.
    """
    (rank, first), *others = places
    rivals = [at for other, at in others if other == rank or (column.unit and rank >= 0)]
    if rank < 0:
        return _greatest(table, [first, *rivals])
    rivals = rivals if column.unit else [at for at in rivals if header.texts[at] == header.texts[first]]
    different = [at for at in rivals if table.column(at) != table.column(first)]
    return first, different[0] if different else None


def _greatest(table: Table, positions: Sequence[int]) -> tuple[int, int | None]:
    """Return the column that is never less than another of these; else the first, and a rival."""
    values = {at: [_figure(cell) for cell in table.column(at)] for at in positions}
    for at in positions:
        if all(a >= b for other in positions for a, b in zip(values[at], values[other], strict=True)):
            return at, None
    return positions[0], positions[1] if len(positions) > 1 else None


def _figure(cell: object) -> float:
    try:
        return float(re.sub(r"\s", "", written(cell))) if not blank(cell) else 0.0
    except ValueError:
        return 0.0


def _by_words(
    kind: Kind, table: Table, header: Header, free: Sequence[int]
) -> dict[str, list[tuple[int, int]]]:
    """Return for each column of a kind where its headers stand, with the rank of the header."""
    meant = _meanings(kind.name)
    # A sheet may say whose figures it holds, and of when: "PDI septembre 2026".
    about = frozenset(word for word in header_words(table.name) if not of_dates(word))
    counts = {column.name for column in kind.counts()}
    found = dict[str, list[tuple[int, int]]]()
    for at in free:
        for name, rank in _said(header.headers[at], meant, counts, about if subject(about) else frozenset()):
            found.setdefault(name, []).append((rank, at))
    return found


def _said(
    parts: Parts, meant: Mapping[frozenset[str], tuple[str, int]], counts: set[str], about: frozenset[str]
) -> list[tuple[str, int]]:
    """Return the column that a header means; a count needs both of two header rows."""
    if not parts:
        return []
    words, lower = header_words(" ".join(parts)), header_words(parts[-1])
    if about and words - _SAYS_ONLY_TOTAL <= {"hh"}:
        name = meant.get((words - _SAYS_ONLY_TOTAL) | about, ("", 0))[0]
        return [(name, -1)] if name else []
    if words in meant:
        return [meant[words]]
    without = meant.get(words - _OF_COORDINATES, ("", 0))
    if without[0] in ("lon", "lat"):
        return [without]
    if len(parts) > 1 and lower in meant and meant[lower][0] not in counts:
        return [meant[lower]]
    return []


@cache
def _meanings(kind: str) -> dict[frozenset[str], tuple[str, int]]:
    return {
        header_words(text): (column.name, rank)
        for column in reversed(SENT[kind].columns)
        for rank, text in reversed([*enumerate(column.headers)])
    }


def _by_tags(kind: Kind, header: Header, free: Sequence[int]) -> dict[str, list[tuple[int, int]]]:
    """Return for each column of a kind where its tags stand."""
    found = dict[str, list[tuple[int, int]]]()
    for at in (at for at in free if header.tags and header.tags[at]):
        if name := _tagged(kind, header.tags[at]):
            found.setdefault(name, []).append((0, at))
    return found


def _tagged(kind: Kind, tag: str) -> str:
    """Return the column that a tag means: that of the tag with most of its attributes."""
    base, *attributes = tag.split("+")
    best = (-1, "")
    for column in kind.columns:
        if column.unit and any(_PART_OF.fullmatch(attribute) for attribute in attributes):
            continue
        for pattern in column.hxl:
            wanted, *needed = pattern.split("+")
            if base == wanted and {*needed} <= {*attributes} and len(needed) > best[0]:
                best = (len(needed), column.name)
    return best[1]
