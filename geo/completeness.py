"""Which dataset says that it is complete: where it names nobody, there is nobody.

Only such a word makes a gap of a silence. It is given when a dataset is loaded, for clusters, areas
and dates, and holds for no other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo import clusters, disclosure, steady, workspace
from geo.clusters import NOT_STATED
from geo.crosswalk import communes

if TYPE_CHECKING:
    import datetime as dt

    from geo.disclosure import Audience
    from geo.workspace import Claim

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


def _names(claim: Claim, cluster: str, on: dt.date | None) -> bool:
    """Tell whether a claim is for a cluster (a cluster holds its sub-clusters) and a day."""
    if claim.clusters and not any(clusters.is_of(cluster, code) for code in claim.clusters):
        return False
    day = on.isoformat() if on else ""
    return not day or ((not claim.start or claim.start <= day) and (not claim.end or claim.end >= day))


def _holds(claim: Claim, division: str, area: str) -> bool:
    wanted = communes(division, area)
    return wanted <= frozenset[str]().union(*(communes(claim.division, held) for held in claim.areas))
