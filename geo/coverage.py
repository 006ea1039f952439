"""Who says they do what where: statements of presence, by area.

*Presence* is an ongoing or completed activity reported for an area. A plan, a coordination
role, or "present, sector not stated" is listed as that and is not presence. Country-wide and
zone-wide statements stand beside the areas and never speak for one.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from geo import reference
from geo.crosswalk import Relation, relation
from geo.paths import DATA

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.areas import Areas, Language

NOT_STATED = "not_stated"
"""Cluster of a statement that names none."""

STATUSES = ("ongoing", "completed", "planned", "coordination", "present")


class Reach(StrEnum):
    """How a statement speaks of an area."""

    EXACT = "exact"
    PART = "part"
    """Reported for an area inside this one."""
    LARGER = "larger"
    """Reported for an area that holds this one, also a former one."""
    OVERLAP = "overlap"
    """Reported for an area of another division that shares a part of this one."""
    BESIDE = "beside"
    """Country-wide, or for a zone without borders."""


_REACH = {
    Relation.SAME: Reach.EXACT,
    Relation.INSIDE: Reach.PART,
    Relation.HOLDS: Reach.LARGER,
    Relation.OVERLAPS: Reach.OVERLAP,
    Relation.APART: None,
}


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of a source: an organisation, an activity, a place, a status.

    Attributes
    ----------
    id, org, cluster : str
        Its own id, and codes of the organisation and cluster (`NOT_STATED` where none is named).
    activity, zone : dict of str to str
        Words by language; `zone` is empty unless the scope is ``zone``.
    status : str
        One of `STATUSES`.
    scope : str
        ``area``, ``country`` or ``zone``.
    division, area : str
        Where, for the scope ``area``; else empty.
    start, end, date : str
        ISO dates, a year or a month where the source says no more; empty is not stated. `date`
        is the source's.
    targets : tuple of str
        Codes of target groups.
    sensitivity : str
        ``public``, or who may be shown it (see `geo.disclosure`).
    source, place_in_source : str
        Code of the source and where in it the sentence stands.
    note : dict of str to str
        What else to know, by language.
    """

    id: str
    org: str
    cluster: str
    activity: dict[Language, str]
    zone: dict[Language, str]
    status: str
    scope: str
    division: str
    area: str
    start: str
    end: str
    date: str
    targets: tuple[str, ...]
    sensitivity: str
    source: str
    place_in_source: str
    note: dict[Language, str]

    @property
    def is_presence(self) -> bool:
        """Whether it reports an ongoing or completed activity."""
        return self.status in ("ongoing", "completed")


@cache
def statements() -> tuple[Statement, ...]:
    """Return every statement in hand, of every sensitivity: pass them through `geo.disclosure`."""
    return tuple(_statement(row) for row in reference.rows(DATA / "projects" / "statements.csv"))


def chosen(
    given: Iterable[Statement],
    *,
    sector: tuple[str, ...] = (),
    org: tuple[str, ...] = (),
    target: tuple[str, ...] = (),
    on: dt.date | None = None,
) -> tuple[Statement, ...]:
    """Keep the statements of some clusters (with their sub-clusters), organisations, groups, a day.

    A statement that names no target group, or no date, is kept: it may well be meant.
    """
    parents = reference.clusters()
    return tuple(
        statement
        for statement in given
        if (not sector or {statement.cluster, parents.get(statement.cluster, {}).get("parent")} & {*sector})
        and (not org or statement.org in org)
        and (not target or not statement.targets or {*statement.targets} & {*target})
        and (on is None or _under_way(statement, on))
    )


def reach(statement: Statement, area: str, areas: Areas) -> Reach | None:
    """Tell how a statement speaks of an area; None where it speaks of another one."""
    if statement.scope != "area":
        return Reach.BESIDE
    return _REACH[relation(statement.division, statement.area, areas.division, area)]


def speaking_of(given: Iterable[Statement], area: str, areas: Areas) -> tuple[tuple[Statement, Reach], ...]:
    """Return the statements that speak of an area, the closest and firmest first."""
    found = [(statement, how) for statement in given if (how := reach(statement, area, areas))]
    reaches, statuses = list(Reach), list(STATUSES)
    return tuple(
        sorted(found, key=lambda pair: (reaches.index(pair[1]), statuses.index(pair[0].status), pair[0].org))
    )


def organisations_present(given: Iterable[Statement], area: str, areas: Areas) -> tuple[str, ...]:
    """Return the organisations that report an activity in an area or in parts of it, by code."""
    return _organisations(given, area, areas, (Reach.EXACT, Reach.PART))


def organisations_around(given: Iterable[Statement], area: str, areas: Areas) -> tuple[str, ...]:
    """Return the organisations that report an activity for an area that holds or shares it, by code."""
    return _organisations(given, area, areas, (Reach.LARGER, Reach.OVERLAP))


def _organisations(
    given: Iterable[Statement], area: str, areas: Areas, reaches: tuple[Reach, ...]
) -> tuple[str, ...]:
    spoken = speaking_of(given, area, areas)
    return tuple(sorted({found.org for found, how in spoken if how in reaches and found.is_presence}))


def without_report(given: Iterable[Statement], among: Iterable[str], areas: Areas) -> tuple[str, ...]:
    """Return those of some areas for which no activity report is in hand: unknown, not a gap.

    A report for a part of it, or for an area that holds or shares it, counts as one in hand.
    """
    present = [statement for statement in given if statement.is_presence]
    return tuple(
        area
        for area in among
        if all(reach(statement, area, areas) in (None, Reach.BESIDE) for statement in present)
    )


def _under_way(statement: Statement, day: dt.date) -> bool:
    start, end = statement.start, statement.end
    return (not start or start <= day.isoformat()[: len(start)]) and (
        not end or end >= day.isoformat()[: len(end)]
    )


def _statement(row: reference.Row) -> Statement:
    def words(column: str) -> dict[Language, str]:
        return {"fr": row[f"{column}_fr"], "en": row[f"{column}_en"]}

    return Statement(
        id=row["id"],
        org=row["org"],
        cluster=row["cluster"],
        activity=words("activity"),
        zone=words("zone"),
        status=row["status"],
        scope=row["scope"],
        division=row["division"],
        area=row["area"],
        start=row["start"],
        end=row["end"],
        date=row["date"],
        targets=tuple(filter(None, row["targets"].split(";"))),
        sensitivity=row["sensitivity"],
        source=row["source"],
        place_in_source=row["place_in_source"],
        note=words("note"),
    )
