"""What the rows of a table add up to, part by part: their states, their people, their sums by area.

A tally of each part, added up (`together`), says of the whole table what its rows say. The sums by
area go through `geo.loaded.values`, as those of a dataset in the workspace do.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from geo import areas as divisions
from geo import loaded
from geo.imports import date_of
from geo.loaded import COUNTED, PEOPLE
from geo.workspace import Loaded, Measure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.report import Report

KEYS = ["area", "date"]


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """What rows add up to.

    Attributes
    ----------
    states : Counter of str
        Rows in each state (`geo.report.STATES`).
    unreadable : int
        Unreadable cells that do not keep their row from being placed or counted.
    skipped : int
        Rows that are no data: totals, headers that come again, notes.
    totals : mapping of str to Counter of str
        People, households or figures by column, as in `geo.report.Report.totals`.
    sums : pandas.DataFrame
        A row by ``area`` and ``date`` of the placed rows: their number, ``rows``, and the sum of each
        measure of people or households, missing where none of them gives it.
    newest : str
        Newest date that any row gives; empty where none does.
    """

    states: Counter[str]
    unreadable: int
    skipped: int
    totals: dict[str, Counter[str]]
    sums: pd.DataFrame
    newest: str

    @property
    def needs_attention(self) -> bool:
        """As `geo.report.Report.needs_attention`."""
        return self.states["placed"] < self.states.total() or bool(self.unreadable)


def of(report: Report) -> Tally:
    """Return what the rows of a sheet add up to."""
    table, sheet = report.table(), report.sheet
    counted = [one.name for one in sheet.measures if one.unit in PEOPLE and one.name in table]
    rows = table.loc[table["area"].notna(), ["area", *counted]]
    rows["date"] = table["date"].fillna("").astype("str") if "date" in table else ""
    rows[COUNTED] = pd.array([1] * len(rows), dtype="Int64")
    totals = {column: Counter(dict(sums)) for column, sums in report.totals.items()}
    return Tally(
        Counter(report.counts), len(report.unreadable), len(sheet.skipped), totals, _added(rows, counted),
        date_of(sheet),
    )  # fmt: skip


def together(tallies: Sequence[Tally]) -> Tally:
    """Add up the tallies of parts of one table."""
    totals = dict[str, Counter[str]]()
    for one in tallies:
        for column, sums in one.totals.items():
            totals.setdefault(column, Counter()).update(sums)
    rows = pd.concat([one.sums for one in tallies], ignore_index=True)
    counted = [str(name) for name in rows if name not in (*KEYS, COUNTED)]
    return Tally(
        sum((one.states for one in tallies), Counter()),
        sum(one.unreadable for one in tallies),
        sum(one.skipped for one in tallies),
        totals,
        _added(rows, counted),
        max(one.newest for one in tallies),
    )


def _added(rows: pd.DataFrame, counted: Iterable[str]) -> pd.DataFrame:
    grouped = rows.groupby(KEYS, sort=True)
    return grouped[[COUNTED, *counted]].sum(min_count=1).reset_index()


@dataclass(frozen=True, slots=True)
class _Counted(Loaded):
    """A dataset of which the sums by area and date are at hand, and no row."""

    sums: pd.DataFrame = field(kw_only=True, compare=False)

    def counted(self) -> pd.DataFrame:
        """Return the sums, which stand for the rows that they are of."""
        return self.sums


def by_area(tally: Tally, name: str, kind: str, division: str, measures: Sequence[Measure]) -> pd.DataFrame:
    """Return the sums of a table's measures by area of every level of its division.

    Of several dates the newest counts, as on the map (`geo.loaded.told`); rounds are never added.

    Returns
    -------
    pandas.DataFrame
        ``level``, ``area``, ``area_name``, ``measure``, ``unit``, ``value`` (missing where only a
        larger area has one), ``state`` (`geo.loaded.State`), ``up_to`` (so many more at most),
        ``shared`` (areas of that figure) and ``date`` (where older than the table's).
    """
    counted = tuple(one for one in measures if one.unit in PEOPLE and one.name in tally.sums)
    entry = _Counted(
        name=name, kind=kind, title=name, source="", licence="", division=division, date=tally.newest,
        sensitivity="restricted", rows=tally.states.total(), placed=tally.states["placed"],
        measures=counted, claims=(), file=name, sha256=_digest(tally.sums), layout="", address="", by="",
        at="", sums=tally.sums,
    )  # fmt: skip
    areas, found = divisions.load(division), []
    for level in (level for level in areas.levels if level):
        for one in loaded.measures(entry):
            for area, value in loaded.values(entry, one.name, division, level).items():
                found.append(
                    {
                        "level": level, "area": area, "area_name": areas[area].name_fr,
                        "measure": one.name, "unit": one.unit or COUNTED, "value": value.value,
                        "state": str(value.state), "up_to": value.up_to, "shared": " ".join(value.shared),
                        "date": value.date,
                    }
                )  # fmt: skip
    heads = ["level", "area", "area_name", "measure", "unit", "value", "state", "up_to", "shared", "date"]
    return pd.DataFrame(found, columns=heads).astype({"value": "Int64", "up_to": "Int64"})


def _digest(sums: pd.DataFrame) -> str:
    return hashlib.sha256(sums.to_csv(index=False).encode()).hexdigest()
