"""The census of 2009: how many people lived in an area then.

The table is ``data/reference/census_2009.csv``: 49 cercles of that time and Bamako. Ménaka was
one cercle; it is a region with four cercles now, which have no figure of their own, and so have
no communes. A share is "of the 2009 census population".
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from geo import reference, steady
from geo.crosswalk import Share, split
from geo.paths import DATA

if TYPE_CHECKING:
    from geo.areas import Areas

DIVISION = "cod2021"
"""Division that the rows' areas belong to."""


@cache
def census() -> dict[str, int]:
    """Return the resident population of 2009 by area of `DIVISION`; each person counted once."""
    return {
        row["area"]: int(row["population"]) for row in reference.rows(DATA / "reference" / "census_2009.csv")
    }


def population(area: str, areas: Areas) -> int | None:
    """Return the 2009 census population of an area of any division; None where nobody knows it.

    It is known where the rows of the census that touch the area lie wholly in it: not for a
    commune, for a cercle of Ménaka, or for a region of 2023 that shares a former cercle.

    Examples
    --------
    >>> from geo import areas
    >>> population("ML", areas.load()), population("ML10", areas.load()), population("ML1001", areas.load())
    (14528662, 54456, None)
    """
    share = bounds(area, areas)
    return None if share is None or share.shared else share.least


def bounds(area: str, areas: Areas) -> Share | None:
    """Return at least how many people the census counted in an area, and up to how many more.

    None where no row of the census touches the area.
    """
    return _shares(areas.division, areas[area].level).get(area)


@steady.kept
def _shares(division: str, level: int) -> dict[str, Share]:
    return split(census(), DIVISION, division, level)
