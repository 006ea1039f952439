"""A table as it stands in a file → a sheet: recognised, typed, with all that has to be said of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from geo import clusters
from geo.columns import Column
from geo.errors import FileError
from geo.kinds import PLACED_BY
from geo.readers import cells, header, numbers, pairs, recognise, rows
from geo.readers.content import code_level, is_place, plain
from geo.readers.sheet import UNKNOWN, Mapped, Note, Recognised, Sheet, Skipped
from geo.readers.table import blank, written
from geo.readers.words import header_words
from geo.workspace import Measure

if TYPE_CHECKING:
    from geo.columns import Kind
    from geo.readers.cells import Typed
    from geo.readers.header import Header
    from geo.readers.recognise import Found
    from geo.readers.table import Table

PREVIEWED = 20
"""Rows of the preview."""

_HEADERS_SHOWN = 12
_LONGEST_SHOWN = 60
_LONGEST_PREVIEWED = 300
_WORDS_SHOWN = 8
_RESERVED = frozenset(["row", "area", "state", "method", "geometry", "measure", "date", *PLACED_BY, "lat"])
_PEOPLE = frozenset(
    [
        *("idp", "ind", "returnee", "population", "habitants", "beneficiaires", "refugies", "refugees"),
        *("personnes", "people", "persons", "effectif", "effectifs", "beneficiaries", "migrants"),
    ]
)
_RATES = frozenset(
    [
        *("taux", "rate", "pourcentage", "percent", "part", "share", "densite", "density", "indice", "index"),
        *("score", "moyenne", "mean", "average"),
    ]
)
"""Words of a header of figures: it counts people; it counts nothing."""


def sheet(file: str, table: Table, wanted: str | None, mapping: Mapped) -> Sheet:
    """Return a table as a sheet; one that is not recognised has its headers and the problem.

    Parameters
    ----------
    file : str
        The file's name.
    table : Table
        At least one row.
    wanted : str or None
        The kind, where it is given.
    mapping : Mapped
        What a person said of the columns of a layout.
    """
    top = header.find(table)
    layout = hashlib.sha256("\x1f".join(top.texts).encode(errors="replace")).hexdigest()[:16]
    body, top, both = pairs.apart(table.part(range(top.below, len(table.rows))), top)
    if both is not None:
        body.notes = [*body.notes, Note("one_column", (), top.texts[both])]
    said = {int(at): name for at, name in mapping.get(layout, {}).items() if int(at) < len(top.headers)}
    body.shapes = table.shapes
    preview = tuple(tuple(map(_previewed, row)) for row in body.rows[:PREVIEWED])
    titles = [Skipped(number, "title_row") for number in table.numbers[: top.above]]
    try:
        kind, found, figures = recognise.kind_of(file, body, top, wanted, said)
        problem = None if kind else _not_recognised(file, table, top)
    except FileError as error:
        kind, found, figures, problem = None, {}, [], error
    if kind is None or problem:
        return Sheet(
            file, table.name, UNKNOWN, pd.DataFrame({"row": []}, dtype="Int64"),
            skipped=(Skipped(table.numbers[0], problem.key if problem else ""),), notes=tuple(table.notes),
            columns=_columns(top, {}, said, {}), layout=layout, preview=preview, problem=problem,
        )  # fmt: skip
    return _read(file, body, top, kind, found, figures, said, layout, preview, titles)


def _previewed(cell: object) -> str:
    text = written(cell)
    return text if len(text) <= _LONGEST_PREVIEWED else f"{text[:_LONGEST_PREVIEWED]}…"


def _not_recognised(file: str, table: Table, top: Header) -> FileError:
    first = [cell for cell in table.rows[0] if not blank(cell)]
    if not top.below and any(numbers.looks_numeric(cell) or is_place(written(cell)) for cell in first):
        return FileError("no_header", file=file, sheet=table.name, row=table.numbers[0])
    texts = [text for text in top.texts if text] or list(map(written, first))
    found = ", ".join(text[:_LONGEST_SHOWN] for text in texts[:_HEADERS_SHOWN])
    return FileError("header_not_recognised", file=file, sheet=table.name, found=found)


def _read(
    file: str, body: Table, top: Header, kind: Kind, found: Found, figures: Sequence[int],
    said: Mapping[int, str], layout: str, preview: tuple[tuple[str, ...], ...], titles: list[Skipped],
) -> Sheet:  # fmt: skip
    """Read the rows of a sheet whose columns are known."""
    places = {stands.position for name, stands in found.items() if name in PLACED_BY}
    words = {stands.position for name, stands in found.items() if name in ("org", "org_name", "activity")}
    kept, skipped = rows.data(body, top, places, words)
    data = body.part(kept)
    measures = dict(_figure_columns(data, top, figures))
    typed, notes = _typed(data, top, kind, found, measures)
    frame = pd.DataFrame(
        {"row": pd.Series(data.numbers, dtype="Int64")} | {name: one.values for name, one in typed.items()}
    )
    shapes = body.shapes.iloc[kept].reset_index(drop=True) if body.shapes is not None else None
    return Sheet(
        file, body.name, kind.name, _with_codes(frame),
        rejected=tuple(sorted((r for one in typed.values() for r in one.rejected), key=lambda r: r.row)),
        skipped=tuple(sorted([*titles, *skipped], key=lambda one: one.row)),
        notes=(*body.notes, *notes, *rows.duplicates(body, kept), *_same_headers(top)),
        columns=_columns(top, found, said, measures), layout=layout,
        measures=tuple(_measures(kind, found, top, measures)), geometry=shapes, preview=preview,
    )  # fmt: skip


def _typed(
    data: Table, top: Header, kind: Kind, found: Found, measures: Mapping[int, Column]
) -> tuple[dict[str, Typed], list[Note]]:
    """Read each column as its type."""
    wanted = [(found[column.name].position, column) for column in kind.columns if column.name in found]
    typed = {
        column.name: cells.column(column, data.numbers, data.column(at), top.texts[at])
        for at, column in (*wanted, *measures.items())
    }
    notes = [note for one in typed.values() for note in one.notes]
    if "lon" in typed and "lat" in typed:
        headers = (top.texts[found["lon"].position], top.texts[found["lat"].position])
        typed["lon"], typed["lat"], more = cells.positions(data.numbers, typed["lon"], typed["lat"], headers)
        notes += more
    for name, key, known in (
        ("cluster", "cluster_unknown", clusters.codes_of),
        ("sensitivity", "sensitivity_unknown", lambda text: plain(text) in cells.SENSITIVITY_OF),
    ):
        if name in typed:
            notes += _unknown_words(key, data, found[name].position, top, known)
    return typed, notes


def _unknown_words(key: str, data: Table, at: int, top: Header, known: Callable[[str], object]) -> list[Note]:
    """Return a note where cells of a column say what no word of ours does."""
    given = pd.Series(data.column(at), dtype=object)
    distinct = {cell: written(cell).strip() for cell in given.dropna().unique()}
    unknown = {cell: text for cell, text in distinct.items() if text and not known(text)}
    if not unknown:
        return []
    where = tuple(data.numbers[row] for row in given.index[given.isin([*unknown])])
    words = [*dict.fromkeys(unknown.values())][:_WORDS_SHOWN]
    names = ", ".join(text[:_LONGEST_SHOWN] for text in words)
    return [Note(key, where, top.texts[at], {"names": names})]


def _with_codes(frame: pd.DataFrame) -> pd.DataFrame:
    """Move codes of no stated level to the level that their digits say."""
    if "code" not in frame:
        return frame
    levels = frame["code"].map(lambda code: code_level(code) or 0 if isinstance(code, str) else 0)
    for level in (1, 2, 3):
        if f"code{level}" not in frame and (levels == level).any():
            frame[f"code{level}"] = frame["code"].where(levels == level).astype("str")
    return frame.drop(columns="code")


def _figure_columns(data: Table, top: Header, figures: Sequence[int]) -> list[tuple[int, Column]]:
    """Return a column for each of the figures: named by its header, a count where it counts people."""
    taken, found = set(_RESERVED), []
    for at in figures:
        slug = plain(top.texts[at]).replace(" ", "_")[:60] or f"column_{at + 1}"
        name = next(n for n in (slug, *(f"{slug}_{i}" for i in range(2, 1000))) if n not in taken)
        taken.add(name)
        unit = _unit(top.texts[at])
        values = numbers.read(list(dict.fromkeys(data.column(at))), counts=bool(unit)).values
        counts = unit and any(value is not None for value in values)
        found.append((at, Column(name, "whole" if counts else "number", unit if counts else "")))
    return found


def _unit(text: str) -> str:
    """Return what a column of figures counts, by the words of its header; nothing where it is a rate."""
    words = {*plain(text).split(), *header_words(text)}
    if "%" in text or words & _RATES:
        return ""
    return "households" if "hh" in words else "people" if words & _PEOPLE else ""


def _measures(kind: Kind, found: Found, top: Header, figures: Mapping[int, Column]) -> list[Measure]:
    counts = [(found[column.name].position, column) for column in kind.counts() if column.name in found]
    return [
        Measure(column.name, top.texts[at] or column.name, column.unit)
        for at, column in (*counts, *figures.items())
    ]


def _columns(
    top: Header, found: Found, said: Mapping[int, str], measures: Mapping[int, Column]
) -> tuple[Recognised, ...]:
    """Return what every column of a sheet is taken for."""
    names = {stands.position: (name, stands.how) for name, stands in found.items()}
    names |= {at: (column.name, "person" if at in said else "content") for at, column in measures.items()}
    names |= {at: ("", "person") for at, name in said.items() if at not in names}
    return tuple(Recognised(at, text, *names.get(at, ("", ""))) for at, text in enumerate(top.texts))


def _same_headers(top: Header) -> list[Note]:
    """Return a note where a header stands more than once."""
    given = [text for text in top.texts if text]
    twice = [text for text in dict.fromkeys(given) if given.count(text) > 1]
    return [Note("same_headers", column=text) for text in twice]
