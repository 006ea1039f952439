"""Floods: events with the people they displaced, and totals that documents quote.

The table is ``data/displacement/floods.csv``; see `geo.build.floods`. Most events name no area.
A quoted total stands beside the sum of a year's events: the two do not agree and are never added.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from geo import reference
from geo.crosswalk import Relation, relation
from geo.paths import DATA

if TYPE_CHECKING:
    from geo.areas import Areas, Language

DIVISION = "cod2021"
"""Division that the events' areas belong to."""


@dataclass(frozen=True, slots=True)
class Flood:
    """A flood, or a year's total as a document quotes it.

    Attributes
    ----------
    id : str
        Its own id.
    kind : {"event", "year_total"}
        Which of the two it is.
    start, end : str
        ISO dates, to the month where no more is known; empty where not known.
    year : int
        Year that the source counts it in.
    displaced : int
        People newly displaced.
    name, note : dict of str to str
        By language.
    area : str
        Id in `DIVISION`; empty where it names none, or several.
    source : str
        Code in ``data/reference/sources.csv``.
    """

    id: str
    kind: Literal["event", "year_total"]
    start: str
    end: str
    year: int
    displaced: int
    name: dict[Language, str]
    note: dict[Language, str]
    area: str
    source: str


@dataclass(frozen=True, slots=True)
class Year:
    """The floods of a year.

    Attributes
    ----------
    year : int
        The year.
    displaced : int or None
        Sum over its events, of one source; None where only quoted totals are in hand.
    events, quoted : tuple of Flood
        Its events, and totals for the same year from other documents: beside, never added.
    """

    year: int
    displaced: int | None
    events: tuple[Flood, ...]
    quoted: tuple[Flood, ...]


@cache
def floods() -> tuple[Flood, ...]:
    """Return every event and quoted total, oldest first."""
    return tuple(_flood(row) for row in reference.rows(DATA / "displacement" / "floods.csv"))


@cache
def years() -> tuple[Year, ...]:
    """Return the years that have an event or a total, oldest first; the others have no report."""
    return tuple(_year(year) for year in sorted({flood.year for flood in floods()}))


def inside(area: str, areas: Areas) -> tuple[Flood, ...]:
    """Return the events that stand on an area of any division, or on a part of it, oldest first."""
    near = (Relation.SAME, Relation.INSIDE)
    return tuple(
        flood
        for flood in floods()
        if flood.area and relation(DIVISION, flood.area, areas.division, area) in near
    )


def _year(year: int) -> Year:
    found = [flood for flood in floods() if flood.year == year]
    events = tuple(flood for flood in found if flood.kind == "event")
    return Year(
        year=year,
        displaced=sum(event.displaced for event in events) if events else None,
        events=events,
        quoted=tuple(flood for flood in found if flood.kind == "year_total"),
    )


def _flood(row: reference.Row) -> Flood:
    return Flood(
        id=row["id"],
        kind="event" if row["kind"] == "event" else "year_total",
        start=row["start"],
        end=row["end"],
        year=int(row["year"]),
        displaced=int(row["displaced"]),
        name={"fr": row["name_fr"], "en": row["name_en"]},
        note={"fr": row["note_fr"], "en": row["note_en"]},
        area=row["area"],
        source=row["source"],
    )
