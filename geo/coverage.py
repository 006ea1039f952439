"""Who is covered by whom: one state for each area and cluster, and what it rests on.

The states are those of `State`, the first that applies. They compare what is reported with where
displaced people are; they say nothing of people reached. A gap needs a dataset that declares itself
complete (`geo.completeness`): where nobody does, silence is unknown, not a gap.

Everything is worked out from what the audience of the `Question` may see, and says so: a reader
with less in sight may see a gap where a partner sees a report, and learns nothing of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from geo import (
    clusters,
    completeness,
    duplications,
    indicators,
    reports,
    settings,
    steady,
)
from geo import statements as said
from geo.areas import load
from geo.statements import AROUND, HERE, NOT_STATED, Reach

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping, Sequence

    from geo.completeness import Complete
    from geo.disclosure import Audience
    from geo.indicators import Figure
    from geo.rounds import Round
    from geo.statements import Spoken, Statement


class State(StrEnum):
    """What is known of an area and a cluster, in the order in which they are tried."""

    DUPLICATION = "possible_duplication"
    """Two or more organisations report the same kind of activity for the same lowest area, this one or
    one inside it, with overlapping dates (`geo.duplications`)."""
    COVERED = "covered"
    """An organisation reports an ongoing or completed activity for this area."""
    PART = "part"
    """Reported for a part of this area."""
    LARGER = "larger"
    """Reported for a larger or former area that holds this one or shares a part of it."""
    PLANNED = "planned_or_present_only"
    """A plan, a coordination role, or presence with no sector."""
    GAP = "gap"
    """Displaced people are here, and a dataset that declares itself complete reports nobody."""
    NOBODY = "nobody_displaced"
    """No displaced people reported, or fewer than the threshold."""
    NO_REPORT = "no_report"
    """Unknown, not a gap: no dataset claims completeness, or nobody knows whether displaced people
    are here."""


QUESTIONS = 64
"""Whose answers are kept, with a dozen clusters each: a question holds what a reader writes, any date say."""

REPORTED = (State.DUPLICATION, State.COVERED, State.PART)
"""States of an area for which, or for a part of which, an activity is reported."""

URGENT = (State.GAP, State.DUPLICATION)
"""What is told first of an area where every cluster counts."""


@dataclass(frozen=True, slots=True)
class Question:
    """What coverage is asked for; everything that is worked out is kept by it.

    Attributes
    ----------
    division, level : str, int
        Of the areas.
    round : Round
        Displaced people are those of this round.
    audience : {"public", "partner"}
        See `geo.disclosure`.
    org, target : tuple of str
        Only statements of these organisations and target groups; empty is all.
    on : datetime.date or None
        Only activities under way, and claims that hold, on this day; None is any day.
    """

    division: str
    level: int
    round: Round
    audience: Audience = "public"
    org: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """The state of one area and cluster.

    Attributes
    ----------
    area, cluster : str
        Which.
    state : State
        What is known.
    rows : tuple of (Statement, Reach)
        What the state rests on; empty for a gap (see `claim`), nobody displaced, and no report.
    others : tuple of (Statement, Reach)
        What else speaks of this area and cluster.
    organisations, around : tuple of str
        Organisations that report an activity here or in a part, and for an area around; by code.
    displaced : Figure
        People displaced here in the question's round.
    claim : Complete or None
        A dataset that declares itself complete for this area and cluster.
    """

    area: str
    cluster: str
    state: State
    rows: tuple[Spoken, ...]
    others: tuple[Spoken, ...]
    organisations: tuple[str, ...]
    around: tuple[str, ...]
    displaced: Figure
    claim: Complete | None


def threshold() -> int:
    """Return how many displaced people make a gap of a silence: a setting, at least 1."""
    return max(settings.load().gap_people, 1)


@steady.latest(QUESTIONS * 12)
def column(question: Question, cluster: str) -> Mapping[str, Cell]:
    """Return the cell of every area of the question's level for one cluster, with its sub-clusters.

    `cluster` may be `NOT_STATED`: what is reported with no cluster.
    """
    about_areas, doubled, people = spoken(question, ()), _doubled(question), threshold()
    claims = completeness.claims(question.audience)
    figures = indicators.figures("idps", question.round, question.division, question.level)
    # A filter hides reports; it must not make a gap of it.
    whole = replace(question, org=(), target=())
    unfiltered = column(whole, cluster) if whole != question else None
    found = {}
    for area in load(question.division).at(question.level):
        claim = completeness.claim_for(area.id, question.division, cluster, claims, question.on)
        if unfiltered and unfiltered[area.id].state is not State.GAP:
            claim = None
        about = [pair for pair in about_areas.get(area.id, ()) if _is_about(pair[0], cluster, claim)]
        found[area.id] = _cell(area.id, cluster, about, doubled, figures[area.id], claim, people)
    return found


def cell(question: Question, area: str, cluster: str) -> Cell:
    """Return one cell; the area is of the question's level."""
    return column(question, cluster)[area]


def matrix(question: Question, among: Sequence[str] = ()) -> dict[str, dict[str, Cell]]:
    """Return the cells of every area by cluster, the areas with most displaced people first.

    `among` are the clusters; none is every one that is no sub-cluster.
    """
    columns = {code: column(question, code) for code in among or clusters.main()}
    first = next(iter(columns.values()))
    order = sorted(first, key=lambda area: (-(first[area].displaced.value or 0), area))
    return {area: {code: cells[area] for code, cells in columns.items()} for area in order}


def most_telling(cells: Mapping[str, Cell]) -> Cell:
    """Return the cell of an area that tells most of it, of several clusters.

    A gap in any cluster, then a possible duplication; else the firmest report; else what is left.
    """
    order = [*URGENT, *State]
    return min(cells.values(), key=lambda one: order.index(one.state))


@steady.latest(QUESTIONS)
def spoken(question: Question, sector: tuple[str, ...] = ()) -> Mapping[str, tuple[Spoken, ...]]:
    """Return what is said of each area of the question's level, of some clusters; none is all.

    The closest and firmest come first. What stands beside every area is not in it: see `beside`.
    """
    given = said.chosen(_statements(question), sector=sector)
    found = said.by_area(given, question.division, question.level)
    return {area: said.ordered(spoken) for area, spoken in found.items()}


def beside(question: Question, among: Collection[str] = ()) -> tuple[Statement, ...]:
    """Return the country-wide and zone-wide statements: listed beside the map, they decide nothing."""
    found = (one for one in _statements(question) if one.scope != "area")
    return tuple(
        one for one in found if not among or any(clusters.is_of(one.cluster, code) for code in among)
    )


def _statements(question: Question) -> tuple[Statement, ...]:
    return said.chosen(
        reports.shown_to(question.audience), org=question.org, target=question.target, on=question.on
    )


@steady.latest(QUESTIONS)
def _doubled(question: Question) -> frozenset[str]:
    """Return the ids of the statements in a possible duplication."""
    found = duplications.find(_statements(question))
    return frozenset(statement.id for one in found for statement in one.statements)


def _is_about(statement: Statement, cluster: str, claim: Complete | None) -> bool:
    """Tell whether a statement speaks of a cluster, or may do so.

    May: it is of the cluster that holds this sub-cluster, or presence whose sector is not stated or
    not understood. Where another dataset says that it names everybody of this cluster here, an
    unnamed sector is not this one.
    """
    if clusters.is_of(statement.cluster, cluster):
        return True
    if cluster == NOT_STATED:
        return False
    if statement.cluster != NOT_STATED:
        return statement.cluster == clusters.parent(cluster)
    if statement.cluster_given or statement.status != "present":
        return bool(statement.cluster_given)
    return claim is None or claim.dataset == statement.dataset


def _cell(
    area: str,
    cluster: str,
    about: list[Spoken],
    doubled: frozenset[str],
    displaced: Figure,
    claim: Complete | None,
    people: int,
) -> Cell:
    firm = [pair for pair in about if clusters.is_of(pair[0].cluster, cluster)]
    state, rows = _decide(about, firm, doubled)
    if not rows:
        state = _silence(displaced, claim, people)
    deciding = {one.id for one, _ in rows}
    return Cell(
        area=area,
        cluster=cluster,
        state=state,
        rows=tuple(rows),
        others=tuple(pair for pair in about if pair[0].id not in deciding),
        organisations=said.organisations_in(firm, HERE),
        around=said.organisations_in(firm, AROUND),
        displaced=displaced,
        claim=claim,
    )


def _decide(
    spoken: Sequence[Spoken], firm: Sequence[Spoken], doubled: frozenset[str]
) -> tuple[State, list[Spoken]]:
    """Return the first state that what is said gives, and the rows that give it; none where nothing is said.

    `firm` are those of the very cluster: the others are at most "present, sector not stated".
    """
    present = [pair for pair in firm if pair[0].is_presence]
    tried = {
        State.DUPLICATION: [pair for pair in present if pair[1] in HERE and pair[0].id in doubled],
        State.COVERED: [pair for pair in present if pair[1] is Reach.EXACT],
        State.PART: [pair for pair in present if pair[1] is Reach.PART],
        State.LARGER: [pair for pair in present if pair[1] in AROUND],
        State.PLANNED: [*spoken],
    }
    return next(((state, rows) for state, rows in tried.items() if rows), (State.NO_REPORT, []))


def _silence(displaced: Figure, claim: Complete | None, people: int) -> State:
    """Return the state of an area of which nothing is said.

    People "at least" and "up to" are known only where both lie on one side of the threshold.
    """
    if displaced.value is None:
        return State.NO_REPORT
    if displaced.value >= people:
        return State.GAP if claim else State.NO_REPORT
    return State.NOBODY if displaced.value + displaced.up_to < people else State.NO_REPORT
