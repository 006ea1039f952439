"""Figures of series other than the rounds: reports, press, IDMC, third parties.

Figures of the country stand in ``data/displacement/national.csv``, those of regions and communes
in ``data/displacement/series.csv`` (see `geo.build.series`). Series are never joined: each is
returned apart, with its points. The series of the rounds is not among them: `geo.indicators.trend`
gives it for any area, with what is known of each figure.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from geo import reference, rounds
from geo.areas import COUNTRY, DIVISIONS
from geo.crosswalk import Relation, relation
from geo.paths import DATA

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.areas import Language


@dataclass(frozen=True, slots=True)
class Point:
    """One dated figure of a series.

    Attributes
    ----------
    date : datetime.date
        Day it stands for.
    idps, returnees : int or None
        People; None where the source gives none.
    source, kind : str
        Who says so, in words, and how good that is: one of `geo.tables.ORIGINS`.
    note : dict of str to str
        What to know of it, by language; empty where nothing.
    division, area : str
        Where; the area is empty for a zone that is no single area.
    """

    date: dt.date
    idps: int | None
    returnees: int | None
    source: str
    kind: str
    note: dict[Language, str]
    division: str
    area: str


@dataclass(frozen=True, slots=True)
class Series:
    """The figures of one series for one area: a line of its own.

    Attributes
    ----------
    id : str
        Its code in ``data/reference/series.csv``.
    name : dict of str to str
        By language.
    points : tuple of Point
        Oldest first.
    """

    id: str
    name: dict[Language, str]
    points: tuple[Point, ...]


@cache
def names() -> dict[str, dict[Language, str]]:
    """Return the name of every series by its code, those of rounds and camps too."""
    rows = reference.rows(DATA / "reference" / "series.csv")
    return {row["code"]: {"fr": row["name_fr"], "en": row["name_en"]} for row in rows}


def series_of(area: str, division: str) -> tuple[Series, ...]:
    """Return the series that have figures for an area, the one with the oldest figure first.

    A figure for an area of another division counts where both are the same ground, as Ménaka's
    region of 2023 is that of 2021; no figure is carried over otherwise.

    Examples
    --------
    >>> [(found.id, [point.idps for point in found.points]) for found in series_of("ML09", "cod2021")]
    [('dtm_report', [46143])]
    """
    if area == COUNTRY:
        return _grouped(_national())
    return _grouped(
        (series, point)
        for series, point in _regional()
        if point.area and relation(point.division, point.area, division, area) is Relation.SAME
    )


@cache
def french(note: str) -> str:
    """Return a source's note in French, by ``data/reference/figure_notes.csv``.

    Examples
    --------
    >>> french("new displacements in the year: 0")
    "nouveaux déplacements dans l'année : 0"

    Raises
    ------
    KeyError
        When the table does not have it.
    """
    if not note:
        return ""
    for row in reference.rows(DATA / "reference" / "figure_notes.csv"):
        if said := re.match(row["pattern"], note):
            return said.expand(row["note_fr"])
    raise KeyError(note)


@cache
def _national() -> tuple[tuple[str, Point], ...]:
    return tuple(
        (
            figure.series,
            Point(
                date=figure.date,
                idps=figure.idps,
                returnees=figure.returnees,
                source=figure.source,
                kind=figure.kind,
                note={"fr": french(figure.note), "en": figure.note},
                division=DIVISIONS[0],
                area=COUNTRY,
            ),
        )
        for figure in rounds.national_figures()
    )


@cache
def _regional() -> tuple[tuple[str, Point], ...]:
    return tuple((row["series"], _point(row)) for row in reference.rows(DATA / "displacement" / "series.csv"))


def _point(row: reference.Row) -> Point:
    return Point(
        date=dt.date.fromisoformat(row["date"]),
        idps=int(row["idps"]) if row["idps"] else None,
        returnees=int(row["returnees"]) if row["returnees"] else None,
        source=row["source"],
        kind=row["kind"],
        note={"fr": row["note_fr"], "en": row["note_en"]},
        division=row["division"],
        area=row["area"],
    )


def _grouped(points: Iterable[tuple[str, Point]]) -> tuple[Series, ...]:
    found: dict[str, list[Point]] = {}
    for series, point in sorted(points, key=lambda pair: pair[1].date):
        found.setdefault(series, []).append(point)
    return tuple(Series(series, names()[series], tuple(points)) for series, points in found.items())
