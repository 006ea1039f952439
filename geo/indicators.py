"""Figures by area: how many, as of when, and what is known of a figure.

No report is not zero, and a figure for a larger area is never spread over its parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from geo import steady
from geo.areas import LEVELS, load
from geo.crosswalk import Relation, Share, communes, holders, relation, split
from geo.population import population
from geo.rounds import SHIPPED, rounds

if TYPE_CHECKING:
    import datetime as dt

    from geo.areas import Areas
    from geo.rounds import Round

INDICATORS = ("idps", "returnees")
"""Measures that a theme can show."""


class State(StrEnum):
    """What is known of a figure."""

    REPORTED = "reported"
    WHOLE = "whole"
    """Reported only for a larger area that holds this one."""
    NO_REPORT = "no_report"
    SAME = "same"
    """Of a change: an identical figure above zero, which may not have been assessed again."""
    NOT_COMPARABLE = "not_comparable"
    """Of a change or share: one of the two figures is not known for this very area."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of people for an area in a round, and what is known of it.

    Attributes
    ----------
    area : str
        Id of the area.
    value : int or None
        People reported for the area or for parts of it: at least so many; None unless the state is
        ``reported``.
    state : State
        Whether it was reported, and for what.
    date : datetime.date
        Day it stands for.
    source : str
        Code of the source.
    up_to : int
        People reported for areas that this one shares with others: so many more at most.
    shared : tuple of str
        Those areas, or the larger one that a figure of state ``whole`` was reported for; ids in
        the round's division.
    whole : int or None
        What was reported for the larger area, of state ``whole``.
    same_as : datetime.date or None
        The earliest round since which an identical figure above zero is repeated: it may not
        have been assessed again.
    """

    area: str
    value: int | None
    state: State
    date: dt.date
    source: str
    up_to: int = 0
    shared: tuple[str, ...] = ()
    whole: int | None = None
    same_as: dt.date | None = None


def figure(area: str, indicator: str, given: Round, areas: Areas) -> Figure:
    """Return the figure of one area in a round, in any division.

    A figure is the sum of the rows placed in the area or in parts of it, and "up to" what was
    reported for areas that lie only partly in it. Where nothing lies wholly in it, the figure of
    the area that shares it is named, and divided nowhere.
    """
    share = _shares(given, indicator, areas.division, areas[area].level).get(area)
    if share is None:
        return Figure(area, None, State.NO_REPORT, given.date, given.source)
    if not share.exact:
        return Figure(
            area, None, State.WHOLE, given.date, given.source, shared=share.shared, whole=share.up_to
        )
    return Figure(
        area,
        share.least,
        State.REPORTED,
        given.date,
        given.source,
        up_to=share.up_to,
        shared=share.shared,
        same_as=_same_since(area, indicator, given, areas, share),
    )


@steady.kept
def figures(indicator: str, given: Round, division: str, level: int) -> dict[str, Figure]:
    """Return the figures of every area of a level, in the order of the drawn geometry."""
    areas = load(division)
    return {area.id: figure(area.id, indicator, given, areas) for area in areas.at(level)}


def trend(area: str, indicator: str, areas: Areas, series: str = SHIPPED) -> tuple[Figure, ...]:
    """Return an area's figures over every round of a series, oldest first."""
    return tuple(figure(area, indicator, given, areas) for given in rounds() if given.series == series)


def change(now: Figure, then: Figure) -> tuple[int | None, State]:
    """Return the difference of an area's figures in two rounds of a series, and what it is worth.

    Only figures reported for the very area are compared: "at least" on one side is no comparison.
    """
    if now.value is None or then.value is None or now.shared or then.shared:
        return None, State.NOT_COMPARABLE
    return now.value - then.value, State.SAME if now.value == then.value > 0 else State.REPORTED


def share(figure: Figure, areas: Areas) -> tuple[float | None, State]:
    """Return a figure as a share of the 2009 census population, and what it is worth."""
    if figure.value is None:
        return None, figure.state
    people = population(figure.area, areas)
    if not people or figure.shared:
        return None, State.NOT_COMPARABLE
    return figure.value / people, State.REPORTED


def rounds_at(indicator: str, level: int) -> tuple[Round, ...]:
    """Return the rounds to choose from at a level: those with a row at least that fine.

    There is no figure below the cercle, so communes have the rounds of their cercles.
    """
    finest = min(level, LEVELS["cercle"])
    return tuple(
        given
        for given in rounds()
        if any(
            row.counts[indicator] is not None and load(given.division)[row.area].level >= finest
            for row in given.rows
        )
    )


def before(given: Round) -> Round | None:
    """Return the round of the same series before this one."""
    earlier = [other for other in rounds() if other.series == given.series and other.date < given.date]
    return earlier[-1] if earlier else None


def cercles_reporting(area: str, given: Round, areas: Areas) -> tuple[int, int]:
    """Return how many cercles of an area have a row of their own in the round, and how many there are."""
    parts, reporting = areas.within(area, LEVELS["cercle"]), _reporting(given, areas.division)
    return sum(part.id in reporting for part in parts), len(parts)


@steady.kept
def _reporting(given: Round, division: str) -> frozenset[str]:
    """Return the cercles of a division that a row of a round lies in, alone."""
    held = holders(division, LEVELS["cercle"])
    inside = ({held.get(piece, "") for piece in communes(given.division, row.area)} for row in given.rows)
    return frozenset(area for areas in inside if len(areas) == 1 for area in areas)


def said_of(area: str, given: Round, areas: Areas) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the regions of origin and the types of displacement that rows inside an area give."""
    near = (Relation.SAME, Relation.INSIDE)
    rows = [row for row in given.rows if relation(given.division, row.area, areas.division, area) in near]
    origins = sorted({row.origin for row in rows if row.origin})
    return tuple(origins), tuple(sorted({row.kind for row in rows if row.kind}))


@steady.kept
def _shares(given: Round, indicator: str, division: str, level: int) -> dict[str, Share]:
    sums: dict[str, int] = {}
    for row in given.rows:
        if (count := row.counts[indicator]) is not None:
            sums[row.area] = sums.get(row.area, 0) + count
    return split(sums, given.division, division, level)


def _same_since(area: str, indicator: str, given: Round, areas: Areas, share: Share) -> dt.date | None:
    since, other = None, before(given)
    while (
        share.least
        and other
        and share == _shares(other, indicator, areas.division, areas[area].level).get(area)
    ):
        since, other = other.date, before(other)
    return since
