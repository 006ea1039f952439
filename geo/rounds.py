"""The rounds of displacement figures in hand.

A *round* is one dated collection of one series. Rounds are never added together and series
are never joined. The table is ``data/displacement/dtm_rounds.csv``, a row per row of the
published files; see `geo.build.displacement` for how each row got its area.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from geo import reference
from geo.crosswalk import Relation, relation
from geo.paths import DATA

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geo.areas import Areas, Language

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
        Every row of the file.
    """

    series: str
    number: str
    date: dt.date
    division: str
    source: str
    rows: tuple[Row, ...]

    @property
    def month(self) -> str:
        """``YYYY-MM``, as the view's query writes it."""
        return f"{self.date:%Y-%m}"

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


@cache
def rounds() -> tuple[Round, ...]:
    """Return the rounds in hand, oldest first."""
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
