"""Where each row of a table landed, and the reconciliation: read = placed + what was not."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geo.aliases import Alias
from geo.kinds import PLACED_BY, SENT
from geo.spelling import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.codes import Established
    from geo.placement import Placement
    from geo.readers import Rejected, Sheet

REJECTED = "rejected"
"""State of a row with an unreadable cell that places, counts or protects it, until that is corrected."""

PRESENCE = "projects"
"""Kind whose rows say who is where."""

STATES = ("placed", "proposed", "ambiguous", "unplaced", REJECTED)
"""Each row is in exactly one."""

_DECIMALS = 6
"""Of sums of decimal figures."""

Word = Callable[[str, Mapping[str, str]], str]

Sums = dict[str, int | float]


def bare(key: str, _details: Mapping[str, str]) -> str:
    """Say a reason by its key alone."""
    return key


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row: its number in the spreadsheet, its finest name as written, its state and area.

    Where the row names no area, `given` is its code, its coordinates, or what it is called.
    """

    row: int
    given: str
    state: str
    placement: Placement


@dataclass(frozen=True, eq=False)
class Report:
    """Where each row of a table landed.

    Rows that say the same of where they are share a placement, so that a table of 100,000 rows
    has some thousands; `outcomes` are made when they are asked for.

    Attributes
    ----------
    sheet : Sheet
        The table.
    division, division_from : str
        Division of the areas, and whether it was ``inferred`` or ``given``.
    placements : tuple of Placement
        Those that occur.
    given : tuple of str
        The name, or code, of each of them as written; empty where its rows give neither.
    which : array of int
        For each row of ``sheet.rows``, in its order, the position of its placement.
    finest : int
        Finest level that was evidence.
    schemes : mapping of int to frozenset of str
        Schemes that the table's codes are of, by level (`geo.codes`).
    """

    sheet: Sheet
    division: str
    division_from: str
    placements: tuple[Placement, ...] = ()
    given: tuple[str, ...] = ()
    which: NDArray[np.intp] = field(default_factory=lambda: np.zeros(0, dtype=np.intp))
    finest: int = 0
    schemes: Established = field(default_factory=dict)

    @cached_property
    def states(self) -> NDArray[np.object_]:
        """The state of each row."""
        found = np.array([placement.status for placement in self.placements], dtype=object)[self.which]
        if self.rejected:
            rejected = [cell.row for cell in self.rejected]
            found[self.sheet.rows["row"].isin(rejected).to_numpy(dtype=bool)[: len(found)]] = REJECTED
        return found

    @cached_property
    def rejected(self) -> tuple[Rejected, ...]:
        """The unreadable cells that keep their row from being placed or counted."""
        spared = self._spared
        return tuple(cell for cell in self.sheet.rejected if not spared(cell))

    @cached_property
    def unreadable(self) -> tuple[Rejected, ...]:
        """The other unreadable cells: a date, a service. Their rows land as they would without them."""
        spared = self._spared
        return tuple(cell for cell in self.sheet.rejected if spared(cell))

    @cached_property
    def _spared(self) -> Callable[[Rejected], bool]:
        """Tell of a cell whether its row does without: it is placed by its names, and counted."""
        columns, positions = _spared(self.sheet), {"lat", "lon"}
        if not any(cell.column in positions for cell in self.sheet.rejected):
            return lambda cell: cell.column in columns
        placed = np.array([one.status == "placed" for one in self.placements], dtype=bool)[self.which]
        without = {number for number, is_placed in zip(self._numbers, placed, strict=False) if is_placed}
        return lambda cell: (
            cell.column in (positions if cell.row in without else ()) or cell.column in columns
        )

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """One per row of ``sheet.rows``, in its order."""
        return tuple(map(self._outcome, range(len(self.which))))

    @cached_property
    def counts(self) -> dict[str, int]:
        """Number of rows in each state; they sum to the rows of the sheet."""
        return {state: int((self.states == state).sum()) for state in STATES}

    @cached_property
    def totals(self) -> dict[str, Sums]:
        """People, households or figures by column, read and in each state.

        What can be read of a rejected row is with the unplaced, so that ``read`` is the sum of
        ``placed``, ``proposed``, ``ambiguous`` and ``unplaced``; ``unreadable`` counts cells.
        """
        landed = np.where(self.states == REJECTED, "unplaced", self.states)
        unreadable = Counter(cell.column for cell in self.sheet.rejected)
        totals: dict[str, Sums] = {}
        for column in _counted(self.sheet) if len(landed) or self.sheet.kind in SENT else ():
            figures = self.sheet.rows[column].fillna(0)
            totals[column] = {
                "read": _sum(figures),
                **{state: _sum(figures[landed == state]) for state in STATES if state != REJECTED},
                "unreadable": unreadable[column],
            }
        return totals

    @property
    def needs_attention(self) -> bool:
        """Whether a row is not placed or a cell not read; conflicts and skipped rows alone need none."""
        return self.counts["placed"] < len(self.which) or bool(self.unreadable)

    def table(self) -> pd.DataFrame:
        """Return the rows of the sheet with ``area``, ``state`` and ``method``.

        ``area`` and ``method`` are missing where the row is not placed; a proposed area is none
        until it is confirmed.
        """
        placed = self.states == "placed"
        rows = self.sheet.rows.iloc[: len(self.which)]

        def of_each(what: str) -> pd.Series:
            values = np.array([getattr(one, what) for one in self.placements], dtype=object)[self.which]
            values[~placed] = None
            return pd.Series(values, index=rows.index, dtype="str")

        states = pd.Series(self.states, index=rows.index, dtype="str")
        return rows.assign(area=of_each("area"), state=states, method=of_each("method"))

    def names(self) -> list[tuple[str, ...]]:
        """Return what each row calls its areas, the widest first; empty where it says nothing."""
        rows = self.sheet.rows
        nothing = pd.Series("", rows.index)
        columns = [rows.get(f"admin{n}", nothing).fillna("").astype(str) for n in range(1, self.finest + 1)]
        return list(zip(*columns, strict=True))

    def alias(self, row: int, area: str) -> Alias | None:
        """Return the alias that places a row, and all rows with its names, on an area.

        None where the row has no name: then a cell has to be corrected.
        """
        names = self.names()[self._numbers.index(row)]
        level = max((n for n, name in enumerate(names, start=1) if fold(name)), default=0)
        return Alias(self.division, level, names[: level - 1], names[level - 1], area) if level else None

    def as_dict(self, *, placements: bool = False, word: Word = bare) -> dict[str, Any]:
        """Return one table of ``mali-map check --json``; with `placements` also each row's area.

        `word` says a reason or problem, given its key and details, to a person.
        """
        table: dict[str, Any] = {
            "sheet": self.sheet.name,
            "kind": self.sheet.kind,
            "division": self.division,
            "division_from": self.division_from,
            "rows": len(self.which),
            "placed": self.counts["placed"],
            "proposed": [
                _entry(o, area=o.placement.area, certainty=o.placement.certainty)
                for o in self.among("proposed")
            ],
            "ambiguous": [_entry(o, candidates=[*o.placement.candidates]) for o in self.among("ambiguous")],
            "unplaced": [
                _entry(o, reason=word(o.placement.reason.key, o.placement.reason.details))
                for o in self.among("unplaced")
                if o.placement.reason
            ],
            "rejected": [_cell(one, word) for one in self.rejected],
            "unreadable": [_cell(one, word) for one in self.unreadable],
            "skipped": [
                {"row": skipped.row, "reason": word(skipped.reason, {})} for skipped in self.sheet.skipped
            ],
            "conflicts": [
                {"row": o.row, "code": c.code, "code_means": c.code_means, "name": c.name, "used": c.used}
                for o in self.conflicting()
                for c in o.placement.conflicts
            ],
            "totals": self.totals,
        }
        if placements:
            table["placements"] = [
                {"row": o.row, "area": o.placement.area, "method": o.placement.method}
                for o in self.among("placed")
            ]
        return table

    def among(self, state: str) -> list[Outcome]:
        """Return the rows in a state."""
        return [self._outcome(int(position)) for position in np.flatnonzero(self.states == state)]

    def conflicting(self) -> list[Outcome]:
        """Return the rows with evidence that says otherwise, but for those rejected."""
        conflicts = np.array([bool(one.conflicts) for one in self.placements], dtype=bool)[self.which]
        return [self._outcome(int(p)) for p in np.flatnonzero(conflicts & (self.states != REJECTED))]

    def _outcome(self, position: int) -> Outcome:
        which = self.which[position]
        placement, given = self.placements[which], self.given[which]
        if not given or any(conflict.kind == "point" for conflict in placement.conflicts):
            written = self._coordinates(position) or self._called(position)
            conflicts = tuple(
                replace(c, code=c.code or written, name=c.name or written) for c in placement.conflicts
            )
            placement, given = replace(placement, conflicts=conflicts), given or written
        return Outcome(self._numbers[position], given, str(self.states[position]), placement)

    @cached_property
    def _numbers(self) -> list[int]:
        return [int(number) for number in self.sheet.rows["row"].tolist()]

    @cached_property
    def _points(self) -> list[list[float]]:
        """Latitude and longitude of each row, NaN where not given; empty where the table has none."""
        if "lat" not in self.sheet.rows or "lon" not in self.sheet.rows:
            return []
        found: list[list[float]] = self.sheet.rows[["lat", "lon"]].to_numpy(float, na_value=np.nan).tolist()
        return found

    def _called(self, position: int) -> str:
        """Return what a row that is a shape or a site is called; empty where it has no name."""
        name = self.sheet.rows["name"].iloc[position] if "name" in self.sheet.rows else None
        return "" if pd.isna(name) else str(name)

    def _coordinates(self, position: int) -> str:
        """Return latitude and longitude of a row; empty where it has none."""
        point = self._points[position] if self._points else [math.nan]
        return ", ".join(f"{degrees:.10g}" for degrees in point) if all(map(math.isfinite, point)) else ""


def _spared(sheet: Sheet) -> frozenset[str]:
    """Return the columns that say neither where a row is, nor what it counts, nor who may see it.

    A row of projects says who is where, whatever it counts: without it the map would show a gap.
    """
    if sheet.kind not in SENT:
        return frozenset()
    kind = SENT[sheet.kind]
    counted = () if kind.name == PRESENCE else (column.name for column in kind.counts())
    decisive = {*PLACED_BY, "lat", "sensitivity", "withheld", *counted}
    return frozenset(column.name for column in kind.columns) - decisive


def _cell(cell: Rejected, word: Word) -> dict[str, object]:
    problem = word(cell.problem, {})
    return {"row": cell.row, "column": cell.column, "value": cell.value, "problem": problem}


def _counted(sheet: Sheet) -> list[str]:
    counts = SENT[sheet.kind].counts() if sheet.kind in SENT else ()
    names = [column.name for column in counts] + [measure.name for measure in sheet.measures]
    return [name for name in dict.fromkeys(names) if name in sheet.rows]


def _sum(figures: pd.Series) -> int | float:
    if pd.api.types.is_integer_dtype(figures.dtype):
        return int(figures.to_numpy(dtype="int64").sum())
    total = round(math.fsum(figures), _DECIMALS)
    return int(total) if total.is_integer() else total


def _entry(outcome: Outcome, **what: object) -> dict[str, object]:
    return {"row": outcome.row, "given": outcome.given, **what}
