"""Who says they do what where: what a statement is, how it speaks of an area, which are meant.

*Presence* is an ongoing or completed activity reported for an area. A plan, a coordination
role, or "present, sector not stated" is listed as that and is not presence. Country-wide and
zone-wide statements stand beside the areas and never speak for one.

Where statements come from is told in `geo.reports`.
"""

from __future__ import annotations

import calendar
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from geo import clusters, steady
from geo.clusters import NOT_STATED as NOT_STATED
from geo.crosswalk import communes, holders

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from geo.areas import Language

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


HERE = (Reach.EXACT, Reach.PART)
AROUND = (Reach.LARGER, Reach.OVERLAP)


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of a source: an organisation, an activity, a place, a status.

    Attributes
    ----------
    id, dataset : str
        Its own id, and that of its dataset: in the catalogue, or ``data:<name>`` of a loaded one.
    org, cluster : str
        Codes of the organisation and cluster (`NOT_STATED` where none is named or understood).
    cluster_given : str
        The cluster as written, where it is none of ours.
    activity, zone : dict of str to str
        Words by language, empty where not given; `zone` is empty unless the scope is ``zone``.
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
    withheld : bool
        Whether the source asks not to name the organisation: the public is told of *an* organisation.
    reached : int or None
        People reached, as the row says. Never to be summed: the same people may be in several rows.
    sensitivity : str
        ``public``, or who may be shown it (see `geo.disclosure`).
    source, place_in_source : str
        Code of the source, or its name where it was loaded, and where in it the sentence stands: the
        row of a loaded file.
    note : dict of str to str
        What else to know, by language.
    """

    id: str
    dataset: str
    org: str
    cluster: str
    activity: Mapping[Language, str]
    zone: Mapping[Language, str]
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
    note: Mapping[Language, str]
    cluster_given: str = ""
    reached: int | None = None
    withheld: bool = False

    @property
    def is_presence(self) -> bool:
        """Whether it reports an ongoing or completed activity."""
        return self.status in ("ongoing", "completed")

    @property
    def first_day(self) -> str:
        """The first day it may have been under way, as ISO date; empty where it is not bounded."""
        return day_of(self.start, last=False)

    @property
    def last_day(self) -> str:
        """The last day it may have been under way; empty where it is not bounded.

        What is completed and names no end was over when its source says so.
        """
        return day_of(self.end or (self.date if self.status == "completed" else ""), last=True)


Spoken = tuple[Statement, Reach]
"""A statement and how it speaks of an area."""


def under_way(statement: Statement, day: dt.date) -> bool:
    """Tell whether it may have been under way on a day: a date that is not stated bounds nothing."""
    first, last, asked = statement.first_day, statement.last_day, day.isoformat()
    return (not first or first <= asked) and (not last or last >= asked)


def overlap(one: Statement, other: Statement) -> bool:
    """Tell whether two may have been under way on one same day; dates not stated bound nothing."""
    first, last = max(one.first_day, other.first_day), min(one.last_day or "9", other.last_day or "9")
    return first <= last


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
    return tuple(
        statement
        for statement in given
        if (not sector or any(clusters.is_of(statement.cluster, asked) for asked in sector))
        and (not org or statement.org in org)
        and (not target or not statement.targets or {*statement.targets} & {*target})
        and (on is None or under_way(statement, on))
    )


@steady.kept
def reaches(division: str, area: str, to_division: str, level: int) -> Mapping[str, Reach]:
    """Return how what is said of one area speaks of those of a level, in any division; others are left out.

    Areas compare as their sets of communes do, as in `geo.crosswalk`.
    """
    said = communes(division, area)
    parts, sizes = _parts(to_division, level)
    shared = Counter(parts[commune] for commune in said if commune in parts)
    return {target: _reach(n, len(said), sizes[target]) for target, n in shared.items()}


def by_area(given: Iterable[Statement], division: str, level: int) -> dict[str, list[Spoken]]:
    """Return the statements that speak of each area of a level; those beside are left out."""
    found: dict[str, list[Spoken]] = {}
    for statement in given:
        if statement.scope == "area":
            for area, how in reaches(statement.division, statement.area, division, level).items():
                found.setdefault(area, []).append((statement, how))
    return found


def ordered(spoken: Iterable[Spoken]) -> tuple[Spoken, ...]:
    """Order statements by how close and how firmly they speak, then by organisation."""
    reach_order, status_order = list(Reach), list(STATUSES)
    return tuple(
        sorted(
            spoken,
            key=lambda pair: (
                reach_order.index(pair[1]),
                status_order.index(pair[0].status),
                pair[0].org,
                pair[0].id,
            ),
        )
    )


def organisations_in(spoken: Iterable[Spoken], how: tuple[Reach, ...]) -> tuple[str, ...]:
    """Return the organisations that report an activity with one of some reaches, by code."""
    return tuple(sorted({found.org for found, reach in spoken if reach in how and found.is_presence}))


@lru_cache(maxsize=10_000)  # a large file says few different dates, each many thousand times
def day_of(iso: str, *, last: bool) -> str:
    """Return the first or the last day of a year, a month or a day; empty where nothing is stated."""
    if len(iso) == len("2021"):
        return f"{iso}-12-31" if last else f"{iso}-01-01"
    if len(iso) == len("2021-02"):
        days = calendar.monthrange(int(iso[:4]), int(iso[5:]))[1]
        return f"{iso}-{days if last else 1:02}"
    return iso


@steady.kept
def _parts(division: str, level: int) -> tuple[dict[str, str], Counter[str]]:
    """Return the area of a level that holds each commune, and how many communes each area has."""
    parts = holders(division, level)
    return parts, Counter(parts.values())


def _reach(shared: int, said: int, asked: int) -> Reach:
    if shared == said == asked:
        return Reach.EXACT
    if shared == said:
        return Reach.PART
    return Reach.LARGER if shared == asked else Reach.OVERLAP
