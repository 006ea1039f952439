"""Where most displaced people are without a reported activity, and what changed in coverage.

It counts presence, not reach: an activity in an area need not reach the people there, and an area
without a report need not be without help.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo import coverage
from geo.coverage import REPORTED, State
from geo.statements import day_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from geo.coverage import Cell, Question
    from geo.statements import Statement


@dataclass(frozen=True, slots=True)
class Ranking:
    """Areas with displaced people by cluster, the most people first.

    Attributes
    ----------
    cluster : str
        Code.
    without : tuple of Cell
        No activity of the cluster is reported for the area, a part of it, or an area that holds it.
    larger : tuple of Cell
        One is reported, but only for a larger or former area: nobody knows whether here.
    reported : tuple of Cell
        One is reported for the area or a part of it.
    unknown : tuple of str
        Areas of which nobody knows whether displaced people are there.
    """

    cluster: str
    without: tuple[Cell, ...]
    larger: tuple[Cell, ...]
    reported: tuple[Cell, ...]
    unknown: tuple[str, ...]

    @property
    def people(self) -> int:
        """Displaced people in the areas of `without`: at least so many."""
        return sum(cell.displaced.value or 0 for cell in self.without)


@dataclass(frozen=True, slots=True)
class Changes:
    """What was reported to begin or end in a period, its first day left out, its last day included.

    Attributes
    ----------
    started, ended : tuple of Statement
        The earliest first.
    undated : int
        Activities whose dates are not stated: nobody knows whether they began or ended then.
    """

    started: tuple[Statement, ...]
    ended: tuple[Statement, ...]
    undated: int


def ranking(question: Question, cluster: str, within: Iterable[str] | None = None) -> Ranking:
    """Rank the areas of a question by displaced people for one cluster.

    Parameters
    ----------
    question : Question
        Round, audience, level and filters.
    cluster : str
        Code.
    within : iterable of str, optional
        Only these areas.
    """
    kept = None if within is None else frozenset(within)
    cells = [
        cell for area, cell in coverage.column(question, cluster).items() if kept is None or area in kept
    ]
    known = [cell for cell in cells if cell.displaced.value]
    known.sort(key=lambda cell: (-(cell.displaced.value or 0), cell.area))

    def of(*states: State) -> tuple[Cell, ...]:
        return tuple(cell for cell in known if cell.state in states)

    others = [state for state in State if state not in (*REPORTED, State.LARGER)]
    unknown = tuple(cell.area for cell in cells if cell.displaced.value is None)
    return Ranking(cluster, of(*others), of(State.LARGER), of(*REPORTED), unknown)


def changes(given: Iterable[Statement], since: dt.date, until: dt.date) -> Changes:
    """Return which activities were reported to begin or end after one day, up to another.

    A date of which only the month or year is known counts where the whole of it lies in the period.
    """
    given = [one for one in given if one.is_presence]
    after, last = since.isoformat(), until.isoformat()

    def inside(iso: str) -> bool:
        return bool(iso) and day_of(iso, last=False) > after and day_of(iso, last=True) <= last

    started = [one for one in given if inside(one.start)]
    ended = [one for one in given if inside(one.end)]
    return Changes(
        tuple(sorted(started, key=lambda one: (one.first_day, one.id))),
        tuple(sorted(ended, key=lambda one: (one.last_day, one.id))),
        sum(not one.start and not one.end for one in given),
    )


def differences(now: Question, then: Question, cluster: str) -> tuple[tuple[Cell, Cell], ...]:
    """Return the cells whose state or organisations differ between two questions: before, after."""
    before, after = coverage.column(then, cluster), coverage.column(now, cluster)
    return tuple(
        (before[area], cell)
        for area, cell in after.items()
        if (cell.state, cell.organisations) != (before[area].state, before[area].organisations)
    )
