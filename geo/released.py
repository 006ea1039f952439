"""What the public may have of a loaded dataset that is not public, or not in all its columns.

Of an ``internal`` dataset the public sees counts by area, down to the level that its owner allows,
and of no row more than that: the rows are added up first, so that nothing finer, no name and no
position is left. Of counts of people the small ones are hidden, and others with them
(`geo.suppression`), over every level and division that the app shows and therefore over every
table, picture and file that it makes. Of a ``restricted`` dataset the public sees nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo import areas as divisions
from geo import clusters, loaded, steady, suppression
from geo.crosswalk import split
from geo.loaded import PEOPLE
from geo.report import REJECTED
from geo.workspace import Loaded, Measure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

KINDS = ("displacement", "figures", "sites", "offices")
"""Kinds whose rows can be counted by area."""

STRICTER = frozenset(("sensitivity", "withheld"))
"""Columns by which a row is stricter than its table."""

TELLING_NOBODY = ("area", "row", "state", "method", "cluster", "start", "end", "date", "withheld")
"""Columns, beside those of figures, that are left of a row whose organisation is not to be named: free
words may name it, and so may an exact place."""

Key = tuple[str, int, str, bool]
"""Division, level and area of a sum that is shown; and whether it is "up to" so many."""


_NO = frozenset(("", "no", "non", "n", "0", "0.0", "false", "faux", "public", "publique", "ouvert", "open"))
"""What a cell says where an organisation may be named; whatever else it says, it is not."""


@dataclass(frozen=True, slots=True)
class Released(Loaded):
    """The counts by area of an internal dataset.

    Attributes
    ----------
    threshold : int
        Counts of people from 1 to below it are hidden.
    """

    threshold: int = 10

    @property
    def counts_only(self) -> bool:
        """Whether this reader may have counts by area alone, and none of its rows."""
        return True

    def table(self) -> pd.DataFrame:
        """Return a row by area of the level allowed; hidden counts are missing."""
        counts = self.counted().copy()
        division = divisions.load(self.division)
        for one in self.measures:
            hidden = [
                self.hides(one.name, self.division, division[area].level, area) for area in counts["area"]
            ]
            counts[one.name] = counts[one.name].mask(pd.Series(hidden, counts.index, dtype=bool))
        return counts

    def counted(self) -> pd.DataFrame:
        """Return a row by area of the level allowed, nothing hidden: only to make sums of."""
        return _added_up(self)

    def hides(self, measure: str, division: str, level: int, area: str) -> bool:
        """Tell whether the sum of a measure in an area may not be shown."""
        hidden = _hidden(self).get(measure, frozenset())
        return any((division, level, area, up_to) in hidden for up_to in (False, True))


@dataclass(frozen=True, slots=True)
class Trimmed(Loaded):
    """A dataset without the columns and rows that are stricter than itself.

    Attributes
    ----------
    withheld : tuple of str
        Columns left out.
    closed : tuple of str
        Sensitivities of rows left out, where its rows name one.
    """

    withheld: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()

    def table(self) -> pd.DataFrame:
        """Return its rows with what the public may see of them."""
        return _trimmed(self)


def withholds(cell: Any) -> bool:
    """Tell whether a row asks not to name its organisation: anything but a plain no does.

    Examples
    --------
    >>> withholds("oui"), withholds("ne pas diffuser"), withholds(None), withholds("Non")
    (True, True, False, False)
    """
    return not (cell is None or pd.isna(cell)) and str(cell).strip().casefold() not in _NO


def for_public(entry: Loaded, threshold: int) -> Loaded | None:
    """Return what the public may have of a dataset; None where it may not know of it."""
    measures = tuple(one for one in entry.measures if not one.sensitivity)
    if entry.sensitivity == "public":
        return _open_part(entry, measures)
    added = tuple(one for one in measures if loaded.adds_up(entry, one))
    if entry.sensitivity == "restricted" or entry.kind not in KINDS:
        return None
    if not added and entry.kind not in loaded.LISTS:
        return None
    unsaid = {"file": "", "sha256": "", "address": "", "by": "", "rows": 0, "placed": 0}
    return Released(**_fields(entry, measures=added, **unsaid), threshold=threshold)


@steady.kept
def _open_part(entry: Loaded, measures: tuple[Measure, ...]) -> Loaded:
    """Return a public dataset without what in it is stricter; as it is where nothing is."""
    withheld = tuple(one.name for one in entry.measures if one.sensitivity)
    given = entry.table()
    if not withheld and not STRICTER & {*given} and not _rejected(given).any():
        return entry
    part = Trimmed(**_fields(entry, measures=measures), withheld=withheld, closed=("internal", "restricted"))
    table = part.table()
    return replace(part, rows=len(table), placed=int(table["area"].notna().sum()))


@steady.kept
def _trimmed(part: Trimmed) -> pd.DataFrame:
    table = Loaded.table(part).drop(columns=[*part.withheld])
    table = table[~_rejected(table)]
    if "sensitivity" in table:
        table = table[~table["sensitivity"].isin(part.closed)]
    if "withheld" not in table:
        return table
    unnamed = table["withheld"].map(withholds)
    if "cluster" in table:  # a word that is no cluster of ours may be a name
        known = table["cluster"].map(lambda cell: isinstance(cell, str) and bool(clusters.codes_of(cell)))
        table = table.assign(cluster=table["cluster"].mask(unnamed & ~known))
    masked = {str(name): table[name].mask(unnamed) for name in table if _may_name(table[name])}
    return table.assign(**masked)


def _rejected(table: pd.DataFrame) -> pd.Series[bool]:
    """Tell of which rows a cell was not understood: nobody knows what it says, so it is not for everybody."""
    return table["state"].eq(REJECTED) if "state" in table else pd.Series(False, index=table.index)


def _may_name(column: pd.Series) -> bool:
    if column.name in ("lon", "lat"):
        return True
    return column.name not in TELLING_NOBODY and not pd.api.types.is_numeric_dtype(column)


def _fields(entry: Loaded, **changed: Any) -> dict[str, Any]:
    return {field.name: getattr(entry, field.name) for field in fields(Loaded)} | changed


@steady.kept
def _added_up(entry: Released) -> pd.DataFrame:
    """Add up the rows by area of the level allowed; a row of a larger area stands for itself."""
    whole = Trimmed(**_fields(entry), closed=("restricted",))
    columns = {one.name: _sums(whole, one.name) for one in loaded.measures(whole)}
    return pd.DataFrame(columns).astype("Int64").rename_axis("area").reset_index()


def _sums(whole: Loaded, measure: str) -> pd.Series[int]:
    division, told = divisions.load(whole.division), loaded.told(whole, measure)
    given = set(told["area"])
    if whole.kind == "figures":  # what lies in an area with a figure of its own is in that figure
        inside = [not given.isdisjoint(up.id for up in division.chain(one)[1:]) for one in told["area"]]
        told = told[~pd.Series(inside, told.index, dtype=bool)]
    level = loaded.counts_level(whole)
    lifted = told["area"].map(lambda one: (division.ancestor(one, level) or division[one]).id)
    sums: pd.Series[int] = told.groupby(lifted)["value"].sum()
    return sums


@steady.kept
def _hidden(entry: Released) -> Mapping[str, frozenset[Key]]:
    """Return the sums to hide of each measure of people, over all that is ever shown."""
    counts = entry.counted().set_index("area")
    parts = {
        one.name: {str(area): int(count) for area, count in counts[one.name].dropna().items()}
        for one in entry.measures
        if one.unit in PEOPLE
    }
    return suppression.hide(dict(_cells(entry, counts.index)), parts, entry.threshold)


def _cells(entry: Released, areas: Iterable[str]) -> Iterator[tuple[Key, frozenset[str]]]:
    given = dict.fromkeys(areas, 0)
    for division in divisions.DIVISIONS:
        for level in divisions.load(division).levels:
            for area, share in split(given, entry.division, division, level).items():
                for up_to, held in ((False, share.exact), (True, share.shared)):
                    if held:
                        yield (division, level, area, up_to), frozenset(held)
