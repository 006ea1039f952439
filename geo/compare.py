"""What changed from one version of a dataset to another: areas, people, organisations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.areas import BOUNDARIES
from geo.kinds import SENT

if TYPE_CHECKING:
    import pandas as pd

    from geo.workspace import Loaded


@dataclass(frozen=True, slots=True)
class Sides:
    """Names that came, and names that went."""

    came: tuple[str, ...]
    went: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two versions.

    Attributes
    ----------
    areas : Sides
        Ids of areas that have rows, or of the areas of boundaries.
    organisations : Sides
        As the rows name them.
    people : dict of str to (int or None, int or None)
        Sum of each count of the newest round or period, before and after, where either has it; of
        money and indices there is no sum of people.
    rows : (int, int)
        Before and after.
    """

    areas: Sides
    organisations: Sides
    people: dict[str, tuple[int | None, int | None]]
    rows: tuple[int, int]


def between(before: Loaded, after: Loaded) -> Difference:
    """Compare two versions of a dataset."""
    old, new = before.table(), after.table()
    area = "id" if after.kind == BOUNDARIES else "area"
    sums, others = _people(old, before), _people(new, after)
    return Difference(
        areas=_sides(old, new, area),
        organisations=_sides(old, new, "org"),
        people={name: (sums.get(name), others.get(name)) for name in sorted({*sums, *others})},
        rows=(len(old), len(new)),
    )


def _sides(old: pd.DataFrame, new: pd.DataFrame, column: str) -> Sides:
    was, now = (
        {str(value) for value in table[column].dropna()} if column in table else set() for table in (old, new)
    )
    return Sides(tuple(sorted(now - was)), tuple(sorted(was - now)))


def _people(table: pd.DataFrame, entry: Loaded) -> dict[str, int]:
    """Return the sums of the newest round's people: rounds are never added."""
    kind = SENT.get(entry.kind)
    named = [column.name for column in kind.counts()] if kind else []
    named += [measure.name for measure in entry.measures if measure.unit == "people"]
    if "state" in table:
        table = table[table["state"] != "aside"]
    if "date" in table and table["date"].notna().any():
        table = table[table["date"] == table["date"].max()]
    return {name: int(table[name].sum()) for name in named if name in table and table[name].notna().any()}
