"""Cells of a column → typed values, with what could not be read; each distinct cell is read once."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geo.kinds import SENSITIVITIES, SERVICE_STATES
from geo.readers import coordinates, dates, numbers
from geo.readers.content import plain
from geo.readers.numbers import Parsed
from geo.readers.sheet import Note, Rejected
from geo.readers.table import UNSEEN, blank, written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.columns import Column

_STATES = {
    "yes": "yes oui y o 1 x true vrai disponible available fonctionnel functional",
    "no": "no non n 0 false faux aucun none non disponible unavailable",
    "partial": "partial partiel partielle partially partiellement insuffisant insufficient limited limite",
    "unknown": "unknown inconnu inconnue nsp",
}
_STATE_OF = {word: state for state, words in _STATES.items() for word in words.split()} | {
    "non disponible": "no", "not available": "no", "ne sait pas": "unknown", "non renseigne": "unknown",
}  # fmt: skip

SENSITIVITY_OF = {
    "public": "public", "publique": "public", "internal": "internal", "interne": "internal",
    "restricted": "restricted", "restreint": "restricted", "restreinte": "restricted",
}  # fmt: skip
"""What the words of a row say of whom it is for; any other word makes it restricted."""

_NO_CODE = frozenset(["nan", "none", "null", "n/a", "#n/a", "-"])
"""What programs and people write in a column of codes where there is none."""


@dataclass(slots=True)
class Typed:
    """A column read.

    Attributes
    ----------
    values : pandas.Series
        One per row.
    rejected : list of Rejected
        Cells that could not be read.
    notes : list of Note
        What was decided or taken away.
    """

    values: pd.Series[Any]
    rejected: list[Rejected] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def column(kind: Column, rows: Sequence[int], cells: Sequence[object], header: str) -> Typed:
    """Read the cells of a column as its type.

    Parameters
    ----------
    kind : geo.columns.Column
        What it holds.
    rows : sequence of int
        Numbers of the rows that a spreadsheet shows.
    cells : sequence
        As written, one per row.
    header : str
        As written, for the notes.
    """
    places, distinct = _distinct(cells)
    parsed = _parsed(kind, distinct)
    values = np.array([*parsed.values, None], dtype=object)[places]
    found = Typed(pd.Series(values, dtype=kind.dtype))
    for at in np.flatnonzero(np.isin(places, [*parsed.problems])).tolist():
        place = int(places[at])
        found.rejected.append(
            Rejected(rows[at], kind.name, written(distinct[place])[:200], parsed.problems[place])
        )
    found.notes += [Note(key, (), header, {"example": example}) for key, example in parsed.notes.items()]
    if marked := [at for at, cell in enumerate(distinct) if isinstance(cell, str) and UNSEEN.search(cell)]:
        where = np.flatnonzero(np.isin(places, marked)).tolist()
        found.notes.append(Note("unseen_characters", tuple(rows[at] for at in where), header))
    return found


def positions(
    rows: Sequence[int], lon: Typed, lat: Typed, headers: tuple[str, str]
) -> tuple[Typed, Typed, list[Note]]:
    """Put right longitudes and latitudes that were mixed up, and say so."""
    found = coordinates.settle(lon.values.to_numpy(), lat.values.to_numpy(), headers)
    said: dict[str, tuple[Sequence[int], dict[str, str]]] = {
        "swapped": (found.swapped.tolist(), {}),
        "zero_position": (found.zero.tolist(), {}),
        "projected": (found.projected.tolist() if found.zone else [], {"crs": f"UTM {found.zone}N"}),
    }
    notes = [
        Note(key, tuple(rows[at] for at in places), headers[0], details)
        for key, (places, details) in said.items()
        if len(places)
    ]
    problems = dict.fromkeys(np.flatnonzero(found.nowhere).tolist(), "not_a_position")
    if not found.zone:
        problems |= dict.fromkeys(found.projected.tolist(), "zone_unknown")
    rejected = [
        Rejected(rows[at], "lon", f"{lon.values[at]:.10g} {lat.values[at]:.10g}", problem)
        for at, problem in problems.items()
    ]
    settled = Typed(pd.Series(found.lon), lon.rejected + rejected, lon.notes)
    return settled, Typed(pd.Series(found.lat), lat.rejected, lat.notes), notes


def _distinct(cells: Sequence[object]) -> tuple[Any, list[Any]]:
    """Return for each cell the place of what it says among the distinct ones, -1 for an empty one."""
    if len({*map(type, cells)} & {bool, int, float}) < 2:
        places, distinct = pd.factorize(np.fromiter(cells, dtype=object, count=len(cells)))
        return places, distinct.tolist()
    found = dict[tuple[type, object], int]()  # 1, 1.0 and TRUE are equal, and not the same
    marks = [-1 if cell is None else found.setdefault((type(cell), cell), len(found)) for cell in cells]
    return np.array(marks, dtype=np.intp), [cell for _, cell in found]


def _parsed(kind: Column, cells: Sequence[object]) -> Parsed:
    if kind.type == "whole":
        return numbers.read(cells, counts=True)
    if kind.type == "number":
        return numbers.read(cells, counts=False, signed=True)
    if kind.type in ("date", "day"):
        return dates.read(cells, whole_day=kind.type == "day")
    if kind.type == "degrees":
        if all(isinstance(cell, float) and math.isfinite(cell) for cell in cells):
            return Parsed([*cells])  # nothing is left to read
        return _one_by_one(cells, coordinates.degrees)
    if kind.values == SERVICE_STATES:
        return _one_by_one(cells, _state)
    if kind.values == SENSITIVITIES:
        return _one_by_one(cells, _sensitivity)
    return Parsed([_text(cell, code=kind.name.startswith("code")) for cell in cells])


def _one_by_one(cells: Sequence[object], read: Any) -> Parsed:
    found = Parsed()
    for position, cell in enumerate(cells):
        try:
            found.values.append(None if blank(cell) else read(cell))
        except ValueError as problem:
            found.values.append(None)
            found.problems[position] = str(problem)
    return found


def _state(cell: object) -> str:
    if state := _STATE_OF.get(plain(written(cell))):
        return state
    raise ValueError("not_a_state")


def _sensitivity(cell: object) -> str:
    """Return for whom a row is: nothing but a plain "public" makes it everybody's."""
    return SENSITIVITY_OF.get(plain(written(cell)), "restricted")


def _text(cell: object, *, code: bool) -> str | None:
    """Return a text as written; a code that was turned into a number loses its ".0".

    A code that says there is none is none.
    """
    if blank(cell):
        return None
    text = written(cell)
    if code and text.strip().casefold() in _NO_CODE:
        return None
    whole, dot, zeros = text.strip().partition(".")
    return whole if code and dot and whole.isdigit() and zeros.strip("0") == "" else text
