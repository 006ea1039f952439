"""What the rows of a loaded dataset say of the areas of any division.

Only counts of people or households are added, as `geo.crosswalk.split` carries them over. Any other
measure, an index or a phase, is never added nor averaged: an area has the value of its own row, or
"several values" where its rows differ. A figure of a larger area is never spread over its parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import pandas as pd

from geo import areas as divisions
from geo import steady
from geo.crosswalk import Relation, relation, split
from geo.workspace import Loaded, Measure

if TYPE_CHECKING:
    from collections.abc import Iterable

COUNTED = "rows"
"""Measure that every list of places has: how many of its rows lie in an area."""

LISTS = ("sites", "offices", "projects")
"""Kinds whose rows are counted; the rows of the others are figures."""

ASIDE = "aside"
"""State of a row that is kept and stands nowhere (`geo.sources.found.place`)."""

PEOPLE = ("people", "households")
"""Units of what may be added."""

WITHIN = (Relation.SAME, Relation.INSIDE)


class State(StrEnum):
    """What is known of an area's value."""

    REPORTED = "reported"
    SEVERAL = "several"
    """Its rows differ, and the measure is none that can be added."""
    PARTS = "parts"
    """Only parts of it have a value of their own."""
    WHOLE = "whole"
    """Reported only for a larger area, or for one that it shares."""
    HIDDEN = "hidden"
    """So small that it may not be shown, or such that a small one could be worked out from it."""
    NO_REPORT = "no_report"


@dataclass(frozen=True, slots=True)
class Value:
    """A measure of a dataset in an area.

    Attributes
    ----------
    value : float or None
        Only of state ``reported``; a count is "at least" so many where `up_to` is above zero.
    state : State
        What is known of it.
    up_to : float
        So many more at most, reported for areas that this one shares with others.
    shared : tuple of str
        Those areas, or the larger one of state ``whole``; ids in the dataset's division.
    whole : float or None
        What was reported for the larger area; None where it has several values.
    date : str
        Of its rows, where older than the dataset's.
    """

    value: float | None
    state: State
    up_to: float = 0
    shared: tuple[str, ...] = ()
    whole: float | None = None
    date: str = ""


NOTHING = Value(None, State.NO_REPORT)


def measures(entry: Loaded) -> tuple[Measure, ...]:
    """Return what can colour areas: the measures of a dataset, and of a list how many rows lie there."""
    return entry.measures + ((Measure(COUNTED, "", ""),) if entry.kind in LISTS else ())


def measure(entry: Loaded, name: str) -> Measure | None:
    """Return a measure by name, the first one where the name is empty; None where there is none."""
    found = measures(entry)
    return next((one for one in found if name in ("", one.name)), None)


def adds_up(entry: Loaded, one: Measure) -> bool:
    """Tell whether a measure may be summed: whole numbers of people or households, or of rows."""
    if one.name == COUNTED:
        return True
    return one.unit in PEOPLE and pd.api.types.is_integer_dtype(entry.counted()[one.name])


def counts_level(entry: Loaded) -> int:
    """Return the finest level of the counts that the public may have of a dataset that is not public.

    That which its owner allows, or the next coarser one that its division has.
    """
    return divisions.load(entry.division).at_most(entry.public_level)


@steady.kept
def values(entry: Loaded, name: str, division: str, level: int) -> dict[str, Value]:
    """Return a measure by area, for the areas of a level that any row touches.

    Parameters
    ----------
    entry : Loaded
        The dataset; pass `geo.disclosure` first.
    name : str
        Of one of its `measures`.
    division, level : str, int
        Of the areas wanted; a division has them.
    """
    one = measure(entry, name)
    assert one is not None, name
    rows = told(entry, name)
    if adds_up(entry, one):
        sums = _sums(entry, rows, division, level)
        return {
            area: Value(None, State.HIDDEN) if entry.hides(name, division, level, area) else value
            for area, value in sums.items()
        }
    return _own(entry, rows, division, level)


def rows_of(entry: Loaded, division: str, area: str) -> pd.DataFrame:
    """Return the rows of a dataset whose area is, or lies in, an area of any division."""
    table = entry.table()
    if entry.counts_only:
        return table.iloc[:0]
    known = table["area"].dropna().unique()
    near = [one for one in known if relation(entry.division, one, division, area) in WITHIN]
    return table[table["area"].isin(near)]


def speaks_of(entry: Loaded, division: str, area: str) -> bool:
    """Tell whether any row of a dataset is of an area, of its parts, or of what holds it."""
    known = entry.counted()["area"].dropna().unique()
    return any(relation(entry.division, one, division, area) is not Relation.APART for one in known)


def not_placed(entry: Loaded) -> int:
    """Return how many rows of a dataset are on no area, though they should be."""
    if entry.counts_only or "area" not in (table := entry.table()):
        return 0
    return int((table["area"].isna() & ~_is_aside(table)).sum())


def aside(entry: Loaded) -> int:
    """Return how many rows are kept and stand nowhere: of an earlier period, or a total beside its parts."""
    return 0 if entry.counts_only else int(_is_aside(entry.table()).sum())


def _is_aside(table: pd.DataFrame) -> pd.Series[bool]:
    return table.get("state", pd.Series("", table.index)) == ASIDE


def told(entry: Loaded, name: str) -> pd.DataFrame:
    """Return ``area``, ``value`` and ``date`` of the rows that count: placed, with a value, the newest.

    Rounds are never added: of several dates of a displacement file the newest round is taken, and of
    any other table the newest rows of each area. The rows of a list stand beside one another.
    """
    table = entry.counted()
    found = pd.DataFrame({"area": table["area"]})
    found["value"] = table.get(name, 1)  # a row of a list counts as one
    found["date"] = table["date"].fillna("").astype(str) if "date" in table else ""
    found = found.dropna(subset=["area", "value"])
    if entry.kind in LISTS or found.empty:
        return found
    if entry.kind == "displacement":
        newest = found["date"].max()
    else:
        newest = found.groupby("area")["date"].transform("max")
    return pd.DataFrame(found[found["date"] == newest])


def _older(dates: Iterable[str], entry: Loaded) -> str:
    """Return the oldest of some dates, where it is older than the dataset's own."""
    oldest = min(filter(None, dates), default="")
    return oldest if entry.kind not in LISTS and oldest < entry.date else ""


def _sums(entry: Loaded, rows: pd.DataFrame, division: str, level: int) -> dict[str, Value]:
    sums = {str(area): int(total) for area, total in rows.groupby("area")["value"].sum().items()}
    dates = rows.groupby("area")["date"].min().to_dict()
    found = {}
    for area, share in split(sums, entry.division, division, level).items():
        exact, shared = share.exact, share.shared
        if entry.kind == "figures":  # its rows may be a region beside its own cercles
            exact = tuple(one for one in exact if not _in_another(entry, one, exact))
            shared = tuple(one for one in shared if not any(_holds(entry, one, part) for part in exact))
        up_to = sum(sums[one] for one in shared)
        old = _older((dates[one] for one in exact or shared), entry)
        if exact:
            total = sum(sums[one] for one in exact)
            found[area] = Value(total, State.REPORTED, up_to, shared if up_to else (), None, old)
        else:
            found[area] = Value(None, State.WHOLE, 0, shared, up_to, old)
    return found


def _in_another(entry: Loaded, area: str, others: Iterable[str]) -> bool:
    return any(_holds(entry, other, area) for other in others if other != area)


def _holds(entry: Loaded, outer: str, inner: str) -> bool:
    return relation(entry.division, outer, entry.division, inner) is Relation.HOLDS


def _own(entry: Loaded, rows: pd.DataFrame, division: str, level: int) -> dict[str, Value]:
    """Give each area the value of its own rows, else say who has one: its parts, or what holds it."""
    grouped = {str(area): part for area, part in rows.groupby("area")}
    by_area = {area: sorted(set(part["value"].tolist())) for area, part in grouped.items()}
    dates = {area: _older(part["date"], entry) for area, part in grouped.items()}
    touched = split(dict.fromkeys(by_area, 0), entry.division, division, level)
    found = {}
    for area, share in touched.items():
        same = [one for one in share.exact if _same(entry, one, division, area)]
        if same:
            known = sorted({value for one in same for value in by_area[one]})
            state = State.REPORTED if len(known) == 1 else State.SEVERAL
            value = known[0] if len(known) == 1 else None
            found[area] = Value(value, state, date=dates[same[0]])
        elif share.exact:
            found[area] = Value(None, State.PARTS)
        else:
            of_one = by_area[share.shared[0]] if len(share.shared) == 1 else []
            whole = of_one[0] if len(of_one) == 1 else None
            found[area] = Value(None, State.WHOLE, 0, share.shared, whole, dates[share.shared[0]])
    return found


def _same(entry: Loaded, area: str, division: str, other: str) -> bool:
    return relation(entry.division, area, division, other) is Relation.SAME
