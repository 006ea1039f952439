"""Rows and points → areas, each with its reconciliation: read = placed + what was not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geo.kinds import SENT

if TYPE_CHECKING:
    import shapely
    from numpy.typing import ArrayLike, NDArray

    from geo.areas import Areas
    from geo.gazetteer import Gazetteer, Split
    from geo.placement import Placement
    from geo.readers import Sheet

    Ids = NDArray[np.object_]
    """Area ids, None where there is none."""

REJECTED = "rejected"
"""State of a row with a cell that cannot be read: it is placed once the cell is corrected."""

STATES = ("placed", "proposed", "ambiguous", "unplaced", REJECTED)
"""Each row is in exactly one."""

_LEVELS = (1, 2, 3)

Evidence = tuple[str, ...]
"""What a row gives by level, as written: regions, cercles, communes; empty where not given."""


Word = Callable[[str, Mapping[str, str]], str]


def bare(key: str, _details: Mapping[str, str]) -> str:
    """Say a reason by its key alone."""
    return key


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row: its number in the spreadsheet, its finest name as written, its state and area."""

    row: int
    given: str
    state: str
    placement: Placement


@dataclass(frozen=True, eq=False)
class Report:
    """Where each row of a table landed.

    Attributes
    ----------
    sheet : Sheet
        The table.
    division, division_from : str
        Division of the areas, and whether it was ``inferred`` or ``given``.
    outcomes : tuple of Outcome
        One per row of ``sheet.rows``, in its order.
    """

    sheet: Sheet
    division: str
    division_from: str
    outcomes: tuple[Outcome, ...]

    @cached_property
    def counts(self) -> dict[str, int]:
        """Number of rows in each state; they sum to the rows of the sheet."""
        found = Counter(outcome.state for outcome in self.outcomes)
        return {state: found[state] for state in STATES}

    @cached_property
    def totals(self) -> dict[str, dict[str, int]]:
        """People or households by column, read and in each state.

        What can be read of a rejected row is with the unplaced, so that ``read`` is the sum of
        ``placed``, ``proposed``, ``ambiguous`` and ``unplaced``; ``unreadable`` counts cells.
        """
        landed = np.array(["unplaced" if o.state == REJECTED else o.state for o in self.outcomes])
        unreadable = Counter(cell.column for cell in self.sheet.rejected)
        totals = {}
        for column in _counted(self.sheet):
            people = self.sheet.rows[column].fillna(0).to_numpy(dtype="int64")
            totals[column] = {
                "read": int(people.sum()),
                **{state: int(people[landed == state].sum()) for state in STATES if state != REJECTED},
                "unreadable": unreadable[column],
            }
        return totals

    @property
    def needs_attention(self) -> bool:
        """Whether a row is not placed; conflicts and skipped rows alone need no attention."""
        return self.counts["placed"] < len(self.outcomes)

    def as_dict(self, *, placements: bool = False, word: Word = bare) -> dict[str, Any]:
        """Return one table of ``mali-map check --json``; with `placements` also each row's area.

        `word` says a reason or problem, given its key and details, to a person.
        """
        table: dict[str, Any] = {
            "sheet": self.sheet.name,
            "kind": self.sheet.kind,
            "division": self.division,
            "division_from": self.division_from,
            "rows": len(self.outcomes),
            "placed": self.counts["placed"],
            "proposed": [
                _entry(o, area=o.placement.area, certainty=o.placement.certainty)
                for o in self._in("proposed")
            ],
            "ambiguous": [_entry(o, candidates=[*o.placement.candidates]) for o in self._in("ambiguous")],
            "unplaced": [
                _entry(o, reason=word(o.placement.reason.key, o.placement.reason.details))
                for o in self._in("unplaced")
                if o.placement.reason
            ],
            "rejected": [
                {"row": c.row, "column": c.column, "value": c.value, "problem": word(c.problem, {})}
                for c in self.sheet.rejected
            ],
            "skipped": [
                {"row": skipped.row, "reason": word(skipped.reason, {})} for skipped in self.sheet.skipped
            ],
            "conflicts": self._conflicts(),
            "totals": self.totals,
        }
        if placements:
            table["placements"] = [
                {"row": o.row, "area": o.placement.area, "method": o.placement.method}
                for o in self._in("placed")
            ]
        return table

    def _in(self, state: str) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.state == state]

    def _conflicts(self) -> list[dict[str, object]]:
        return [
            {"row": o.row, "code": c.code, "code_means": c.code_means, "name": c.name, "used": c.used}
            for o in self.outcomes
            if (c := o.placement.conflict) and o.state != REJECTED
        ]


def place_rows(sheet: Sheet, gazetteer: Gazetteer, *, division_from: str = "inferred") -> Report:
    """Place each row of a table by its names, with those of its round as context.

    Parameters
    ----------
    sheet : Sheet
        As `geo.readers.read` gives it.
    gazetteer : Gazetteer
        The division to place in.
    division_from : str
        ``inferred``, or ``given`` where a person set the division.
    """
    division = gazetteer.areas.division
    if (kind := SENT.get(sheet.kind)) is None:
        return Report(sheet, division, division_from, ())
    names, codes, rounds = _evidence(sheet, "admin"), _evidence(sheet, "code"), _rounds(sheet)
    split = _splits(names, rounds, gazetteer)
    rejected = {cell.row for cell in sheet.rejected}

    @cache  # a file says the same of a place again and again
    def place(names: Evidence, codes: Evidence, split: frozenset[Split]) -> Placement:
        return gazetteer.place(_by_level(names), _by_level(codes), kind.finest, split)

    outcomes = []
    for row, name, code, given in zip(sheet.rows["row"].tolist(), names, codes, rounds, strict=True):
        found = place(name, code, split[given])
        written = next((part for part in reversed(name[: kind.finest]) if part), "")
        outcomes.append(Outcome(row, written, REJECTED if row in rejected else found.status, found))
    return Report(sheet, division, division_from, tuple(outcomes))


def points_to_areas(lon: ArrayLike, lat: ArrayLike, areas: Areas, level: int) -> Ids:
    """Return the area of each point.

    A point on a border belongs to the area with the smallest id among those it touches. A point
    outside every area has none, however near: it is not moved, it is listed (`count_points`).

    Parameters
    ----------
    lon, lat : array of float, shape (n,)
        Degrees, EPSG:4326; NaN where not known.
    areas : Areas
        The division.
    level : int
        Level of the areas wanted.

    Returns
    -------
    array of str or None, shape (n,)
    """
    import shapely

    ids, tree = _tree(areas, level)
    positions = np.column_stack([np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)])
    known = np.flatnonzero(np.isfinite(positions).all(axis=1))
    touched, touching = tree.query(shapely.points(positions[known]), predicate="intersects")
    smallest = np.full(len(positions), len(ids))
    np.minimum.at(smallest, known[touched], touching)
    found: Ids = np.append(ids, [None])[smallest]
    return found


@dataclass(frozen=True, slots=True)
class PointCount:
    """The reconciliation of points: ``read = placed + outside + unreadable``.

    Attributes
    ----------
    read, placed : int
        How many.
    outside, unreadable : tuple of int
        Positions of those outside every area, and of those without coordinates.
    """

    read: int
    placed: int
    outside: tuple[int, ...]
    unreadable: tuple[int, ...]


def count_points(lon: ArrayLike, lat: ArrayLike, found: Ids) -> PointCount:
    """Reconcile the areas that `points_to_areas` found for these points."""
    unreadable = ~(np.isfinite(np.asarray(lon, dtype=float)) & np.isfinite(np.asarray(lat, dtype=float)))
    without = np.array([area is None for area in found], dtype=bool)
    return PointCount(
        read=len(found),
        placed=int((~without).sum()),
        outside=tuple(np.flatnonzero(without & ~unreadable).tolist()),
        unreadable=tuple(np.flatnonzero(unreadable).tolist()),
    )


@cache
def _tree(areas: Areas, level: int) -> tuple[Ids, shapely.STRtree]:
    """Return the ids of a level, the smallest first, and their polygons in the same order."""
    import shapely

    polygons = areas.geometry(level).sort_values("id")
    return polygons["id"].to_numpy(dtype=object), shapely.STRtree(polygons.geometry.to_numpy())


def _evidence(sheet: Sheet, what: str) -> list[Evidence]:
    """Return what each row gives at levels 1 to 3, as written; empty where not given."""
    missing = pd.Series("", index=sheet.rows.index)
    columns = [sheet.rows.get(f"{what}{level}", missing).fillna("") for level in _LEVELS]
    return list(zip(*columns, strict=True))


def _rounds(sheet: Sheet) -> list[Evidence]:
    """Return the round that each row belongs to: a file may hold several."""
    columns = [sheet.rows[name].astype("str") for name in ("date", "round") if name in sheet.rows]
    return list(zip(*columns, strict=True)) if columns else [()] * len(sheet.rows)


def _splits(
    names: list[Evidence], rounds: list[Evidence], gazetteer: Gazetteer
) -> dict[Evidence, frozenset[Split]]:
    """Return for each round the former areas that it gives by their parts."""
    named: dict[Evidence, set[Evidence]] = {}
    for name, given in zip(names, rounds, strict=True):
        named.setdefault(given, set()).add(name)
    return {given: gazetteer.parts_named(map(_by_level, found)) for given, found in named.items()}


def _by_level(evidence: Evidence) -> dict[int, str]:
    return dict(zip(_LEVELS, evidence, strict=True))


def _counted(sheet: Sheet) -> list[str]:
    counts = SENT[sheet.kind].counts() if sheet.kind in SENT else ()
    return [column.name for column in counts if column.name in sheet.rows]


def _entry(outcome: Outcome, **what: object) -> dict[str, object]:
    return {"row": outcome.row, "given": outcome.given, **what}
