"""Which dataset says that it is complete: where it names nobody, there is nobody.

Only such a word makes a gap of a silence. It is given when a dataset is loaded, for clusters, areas
and dates, and holds for no other.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo import clusters, disclosure, reference, steady, workspace
from geo.areas import COUNTRY, load
from geo.clusters import NOT_STATED
from geo.crosswalk import communes
from geo.errors import GeoError
from geo.statements import day_of
from geo.workspace import Claim

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.disclosure import Audience

NEVER = (NOT_STATED, "COO")
"""Clusters that nobody can be without: none, and coordination, which serves organisations."""


@dataclass(frozen=True, slots=True)
class Complete:
    """A dataset's claim to be complete.

    Attributes
    ----------
    dataset, title, source, date : str
        The loaded dataset: ``data:<name>``, what it is called, who says so, of when.
    claim : Claim
        For what.
    """

    dataset: str
    title: str
    source: str
    date: str
    claim: Claim


@steady.kept
def claims(audience: Audience) -> tuple[Complete, ...]:
    """Return the claims of the tables of projects whose rows an audience may see.

    A gap is thus worked out from what the audience may see, and betrays nothing else.
    """
    return tuple(
        Complete(f"data:{one.name}", one.title, one.source, one.date, claim)
        for one in workspace.loaded()
        if one.kind == "projects" and disclosure.may_show_rows(one.sensitivity, audience)
        for claim in one.claims
    )


def claim_for(
    area: str, division: str, cluster: str, given: tuple[Complete, ...], on: dt.date | None = None
) -> Complete | None:
    """Return the first claim that holds for a whole area, for a cluster, and for a day where one is asked."""
    if cluster in NEVER:
        return None
    return next(
        (one for one in given if _names(one.claim, cluster, on) and _holds(one.claim, division, area)), None
    )


def declared(
    among: Iterable[str], division: str, areas: Iterable[str], start: str = "", end: str = ""
) -> Claim:
    """Return a claim that a table is complete.

    Parameters
    ----------
    among : iterable of str
        Codes of clusters; none is every one.
    division : str
        Of the areas.
    areas : iterable of str
        Ids; none is the whole country.
    start, end : str
        ISO dates, or a month or a year of which the whole is meant; empty is not bounded.

    Raises
    ------
    GeoError
        ``claim_not_understood`` for a cluster or area that there is not, or dates the wrong way
        round; ``date_not_allowed`` for what is no date.
    """
    known, wanted = load(division), tuple(areas) or (COUNTRY,)
    codes = tuple(among)
    strange = [code for code in codes if code not in reference.clusters()]
    if strange := [*strange, *(area for area in wanted if area not in known)]:
        raise GeoError("claim_not_understood", given=",".join(strange))
    days = [_day(iso, last=last) for iso, last in ((start, False), (end, True))]
    if all(days) and days[0] > days[1]:
        raise GeoError("claim_not_understood", given=f"{start}:{end}")
    return Claim(codes, division, tuple(known[one].id for one in wanted), *days)


def read(text: str, division: str) -> Claim:
    """Return the claim that a text declares: ``WSH,HEA:ML05``, ``all:ML:2026-01:2026-06``.

    Raises
    ------
    GeoError
        As `declared`.

    Examples
    --------
    >>> read("WSH,HEA:ML05:2026-01:2026-06", "cod2021")
    Claim(clusters=('WSH', 'HEA'), division='cod2021', areas=('ML05',), start='2026-01-01', end='2026-06-30')
    """
    parts = [part.strip() for part in text.split(":")]
    if len(parts) not in (2, 4):
        raise GeoError("claim_not_understood", given=text)
    codes, areas = ([one.strip() for one in part.split(",") if one.strip()] for part in parts[:2])
    return declared([] if codes == ["all"] else codes, division, areas, *parts[2:])


def _day(iso: str, *, last: bool) -> str:
    if not iso:
        return ""
    try:
        return dt.date.fromisoformat(day_of(iso, last=last)).isoformat()
    except ValueError:
        raise GeoError("date_not_allowed", given=iso) from None


def _names(claim: Claim, cluster: str, on: dt.date | None) -> bool:
    """Tell whether a claim is for a cluster (a cluster holds its sub-clusters) and a day."""
    if claim.clusters and not any(clusters.is_of(cluster, code) for code in claim.clusters):
        return False
    day = on.isoformat() if on else ""
    return not day or ((not claim.start or claim.start <= day) and (not claim.end or claim.end >= day))


def _holds(claim: Claim, division: str, area: str) -> bool:
    wanted = communes(division, area)
    return wanted <= frozenset[str]().union(*(communes(claim.division, held) for held in claim.areas))
