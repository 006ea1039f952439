"""One organisation, or one cluster: where, what, since when, with whom, next to which displacement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo import clusters, indicators, reports
from geo.statements import HERE, by_area, chosen, ordered

if TYPE_CHECKING:
    from geo.coverage import Question
    from geo.indicators import Figure
    from geo.statements import Spoken, Statement


@dataclass(frozen=True, slots=True)
class Place:
    """One area of a profile.

    Attributes
    ----------
    area : str
        Id, of the question's level.
    rows : tuple of (Statement, Reach)
        What is reported here, for a part, or around, the closest and firmest first.
    organisations : tuple of str
        Who reports an activity here: for an organisation, the others of the same clusters.
    clusters : tuple of str
        Clusters of which an activity is reported here.
    displaced : Figure
        People displaced here.
    since : str
        The earliest start that is stated, as ISO date, month or year; empty where none is.
    """

    area: str
    rows: tuple[Spoken, ...]
    organisations: tuple[str, ...]
    clusters: tuple[str, ...]
    displaced: Figure
    since: str


@dataclass(frozen=True, slots=True)
class Profile:
    """Where an organisation or a cluster is.

    `places` have the most displaced people first; `beside` is country-wide or zone-wide.
    """

    places: tuple[Place, ...]
    beside: tuple[Statement, ...]


def of_organisation(code: str, question: Question) -> Profile:
    """Return where an organisation reports what, and with whom of the same clusters."""
    known = chosen(reports.shown_to(question.audience), target=question.target, on=question.on)
    return _profile([one for one in known if one.org == code], known, question, {code})


def of_cluster(code: str, question: Question) -> Profile:
    """Return where a cluster, with its sub-clusters, is reported, and by whom."""
    known = chosen(
        reports.shown_to(question.audience), org=question.org, target=question.target, on=question.on
    )
    return _profile([one for one in known if clusters.is_of(one.cluster, code)], known, question, set())


def _profile(
    own: list[Statement], known: tuple[Statement, ...], question: Question, without: set[str]
) -> Profile:
    mine = by_area(own, question.division, question.level)
    theirs = by_area((one for one in known if one.is_presence), question.division, question.level)
    places = [_place(area, rows, theirs.get(area, []), question, without) for area, rows in mine.items()]
    places.sort(key=lambda place: (-(place.displaced.value or 0), place.area))
    return Profile(tuple(places), tuple(one for one in own if one.scope != "area"))


def _place(
    area: str, rows: list[Spoken], others: list[Spoken], question: Question, without: set[str]
) -> Place:
    here = [one for one, how in rows if how in HERE and one.is_presence]
    named = {one.cluster for one in here}
    same = {one.org for one, how in others if how in HERE and one.cluster in named}
    figures = indicators.figures("idps", question.round, question.division, question.level)
    starts = [one.start for one, _ in rows if one.start and one.is_presence]
    return Place(
        area=area,
        rows=ordered(rows),
        organisations=tuple(sorted(same - without)),
        clusters=tuple(sorted(named)),
        displaced=figures[area],
        since=min(starts, default=""),
    )
