"""The rounds of displacement figures in hand.

A *round* is one dated collection of one series. Rounds are never added together and series
are never joined. The table is ``data/displacement/dtm_rounds.csv``, a row per row of the
published files; see `geo.build.displacement` for how each row got its area. What was fetched from
a service (`geo.sources`) is a series of its own, beside the shipped one; no round of one is taken
for a round of another, though both may count the same people.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo import reference, steady, workspace
from geo.crosswalk import Relation, relation
from geo.paths import DATA

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geo.areas import Areas, Language
    from geo.workspace import Loaded

SHIPPED = "dtm_baseline"
"""Series of the files that the project was built with; it comes first where a month has several."""

MEASURES = ("idps", "idp_households", "returnees", "returnee_households", "returnees_idp", "returnees_abroad")
"""Columns that count people or households; empty where a file does not give them."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a round: where it was placed and what it counts.

    Attributes
    ----------
    area : str
        Id in the division of the round; a cercle, or the region where only that is known.
    counts : mapping of str to int or None
        By name in `MEASURES`; None is "not given", which is not zero.
    origin, kind : str
        Region that most of the displaced come from, and type of displacement, in the file's own
        words; empty where the file does not give them.
    """

    area: str
    counts: Mapping[str, int | None]
    origin: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Round:
    """One dated collection of figures; each exists once, so results can be kept by round.

    Attributes
    ----------
    series : str
        ``dtm_baseline``: the original files of IOM's DTM.
    number : str
        The publisher's number, ``64``.
    date : datetime.date
        Day the figures stand for.
    division : str
        Division that the rows' areas belong to.
    source : str
        Code in ``data/reference/sources.csv``.
    rows : tuple of Row
        Every row of the file that has an area.
    title : str
        What a series that was fetched is called; empty for the one that is shipped.
    """

    series: str
    number: str
    date: dt.date
    division: str
    source: str
    rows: tuple[Row, ...]
    title: str = ""

    @property
    def month(self) -> str:
        """``YYYY-MM``."""
        return f"{self.date:%Y-%m}"

    @property
    def key(self) -> str:
        """How the view's query writes it: the month, and the series where the month alone means another.

        The month alone is the last round of that month in the foremost series that has one.
        """
        first = min(_rank(other.series) for other in rounds() if other.month == self.month)
        return self.month if _rank(self.series) == first else f"{self.month}:{self.series}"

    def total(self, measure: str) -> int | None:
        """Return the sum over all rows; None where no row gives the measure."""
        return add(row.counts[measure] for row in self.rows)


@dataclass(frozen=True, slots=True)
class NationalFigure:
    """A figure for the whole country from a series of its own.

    Attributes
    ----------
    series, source, kind, note : str
        Which series, who says so, how good that is (``official_report``, ``press``,
        ``third_party`` …) and what to know of it.
    date : datetime.date
        Day it stands for.
    idps, returnees : int or None
        People.
    """

    series: str
    date: dt.date
    idps: int | None
    returnees: int | None
    source: str
    kind: str
    note: str


def add(values: Iterable[int | None]) -> int | None:
    """Add what is known; None where nothing is.

    Examples
    --------
    >>> add([1, None, 2]), add([0, None]), add([None])
    (3, 0, None)
    """
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def in_month(key: str, choice: Iterable[Round]) -> Round | None:
    """Return the round that a query means, among some; None where there is none.

    Parameters
    ----------
    key : str
        ``YYYY-MM``, or ``YYYY-MM:series``; see `Round.key`.
    choice : iterable of Round
        Oldest first.
    """
    month, _, series = key.partition(":")
    meant = [given for given in choice if given.month == month and series in ("", given.series)]
    return min(reversed(meant), key=lambda given: _rank(given.series), default=None)


def _rank(series: str) -> tuple[bool, str]:
    return series != SHIPPED, series


@steady.kept
def rounds() -> tuple[Round, ...]:
    """Return the rounds in hand, oldest first; of the same day, the shipped one last."""
    found = [*_shipped(), *(given for one in workspace.loaded() if _is_series(one) for given in _rounds(one))]
    return tuple(sorted(sorted(found, key=lambda given: _rank(given.series), reverse=True), key=_day))


def series() -> tuple[str, ...]:
    """Return the series that have rounds, the shipped one first."""
    return tuple(sorted({given.series for given in rounds()}, key=_rank))


def _day(given: Round) -> dt.date:
    return given.date


def _is_series(one: Loaded) -> bool:
    """Tell whether a dataset is a series for all to see: fetched, not somebody's file, and public."""
    return one.kind == "displacement" and bool(one.address) and one.sensitivity == "public"


@lru_cache(maxsize=16)
def _rounds(one: Loaded) -> tuple[Round, ...]:
    """Return the rounds of a dataset, the same objects as long as it is the same version.

    Operations of the same publisher are series apart. The day of a round is the last that its rows
    name; rows without a day or without an area are in the dataset, and in no round.
    """
    table = one.table()
    table = table[table["area"].notna() & table["date"].fillna("").ne("")]
    table = table.assign(
        round=table["round"].astype("str") if "round" in table else "",
        operation=table["operation"].fillna("") if "operation" in table else "",
    )
    several = table["operation"].nunique() > 1
    found = []
    for key, rows in table.groupby(["operation", "round"]):
        operation, number = (str(part) for part in key)
        found.append(
            Round(
                series=f"{one.name}-{slug(operation)}" if several else one.name,
                number="" if number in ("<NA>", "nan") else number,
                date=_last_day(str(rows["date"].max())),
                division=one.division,
                source=one.source,
                rows=tuple(_row(row) for _, row in rows.iterrows()),
                title=f"{one.title}, {operation}" if several else one.title,
            )
        )
    return tuple(sorted(found, key=_day))


def _last_day(iso: str) -> dt.date:
    """Return the last day of a year, a month or a day."""
    year, month, day = (int(part) for part in (iso[:10] + "-0-0").split("-")[:3])
    month = month or 12
    return dt.date(year, month, day or calendar.monthrange(year, month)[1])


def slug(text: str) -> str:
    """Return a text as a part of an address.

    Examples
    --------
    >>> slug("Mali Conflict")
    'mali-conflict'
    """
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))[:40]


def _row(row: pd.Series[Any]) -> Row:
    counts = {measure: None if pd.isna(row.get(measure)) else int(row[measure]) for measure in MEASURES}
    said = {
        name: "" if pd.isna(row.get(name)) else str(row[name])
        for name in ("origin_admin1", "displacement_type")
    }
    return Row(str(row["area"]), counts, said["origin_admin1"], said["displacement_type"])


@cache
def _shipped() -> tuple[Round, ...]:
    grouped: dict[tuple[str, str, str], list[Row]] = {}
    for row in reference.rows(DATA / "displacement" / "dtm_rounds.csv"):
        counts = {measure: _count(row[measure]) for measure in MEASURES}
        grouped.setdefault((row["date"], row["series"], row["round"]), []).append(
            Row(row["area"], counts, row["origin_admin1"], row["displacement_type"])
        )
    return tuple(
        Round(series, number, dt.date.fromisoformat(date), "cod2021", "iom_dtm", tuple(rows))
        for (date, series, number), rows in sorted(grouped.items())
    )


@cache
def national_figures() -> tuple[NationalFigure, ...]:
    """Return national figures of other series, oldest first."""
    return tuple(
        NationalFigure(
            series=row["series"],
            date=dt.date.fromisoformat(row["date"]),
            idps=_count(row["idps"]),
            returnees=_count(row["returnees"]),
            source=row["source"],
            kind=row["kind"],
            note=row["note"],
        )
        for row in sorted(reference.rows(DATA / "displacement" / "national.csv"), key=lambda row: row["date"])
    )


def _count(text: str) -> int | None:
    return int(text) if text else None


@dataclass(frozen=True, slots=True)
class Caveat:
    """What to know of some figures; an empty `series`, `round`, `area` or `measure` is "any"."""

    series: str
    round: str
    area: str
    measure: str
    text: dict[Language, str]


@cache
def caveats() -> tuple[Caveat, ...]:
    """Return every caveat in hand, of ``data/displacement/caveats.csv``."""
    return tuple(
        Caveat(
            row["series"],
            row["round"],
            row["area"],
            row["measure"],
            {"fr": row["text_fr"], "en": row["text_en"]},
        )
        for row in reference.rows(DATA / "displacement" / "caveats.csv")
    )


def _touch(division: str, area: str, other_division: str, other: str) -> bool:
    return relation(division, area, other_division, other) is not Relation.APART


def caveats_of(given: Round, measure: str, focus: str, areas: Areas) -> tuple[Caveat, ...]:
    """Return the caveats of a round's measure that concern an area: it, its parts, what holds it."""
    return tuple(
        caveat
        for caveat in caveats()
        if caveat.series in ("", given.series)
        and caveat.round in ("", given.number)
        and caveat.measure in ("", measure)
        and (not caveat.area or _touch(given.division, caveat.area, areas.division, focus))
    )
