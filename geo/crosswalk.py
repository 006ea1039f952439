"""From one division to another: what is certain, and what nobody knows.

One shape serves every pair: an area of any division is a set of pieces, and two areas compare as
their sets do. While the division of 2023 is derived, the pieces are the communes of 2021, the finest
level of both divisions. Official areas need not consist of whole communes: the pieces are then what
communes and the finest official areas have in common (`geo.build.official.cuts`).

Figures go over whole: those of an area that lies in one target are certain there; those of an area
that several targets share are "up to" in each of them, for nobody knows how its people divide, and
nothing divides them here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from geo import steady
from geo.areas import DIVISIONS, load, reported

if TYPE_CHECKING:
    from collections.abc import Mapping


class Relation(StrEnum):
    """How an area lies to another one."""

    SAME = "same"
    INSIDE = "inside"
    HOLDS = "holds"
    OVERLAPS = "overlaps"
    """They share ground, and each has others."""
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Share:
    """What an area of the other division has of some figures: at least `least`, and `up_to` more.

    Attributes
    ----------
    least : int
        Sum over `exact`.
    up_to : int
        Sum over `shared`: each counts as a whole in every area that shares it, so the `up_to` of
        several areas must not be added.
    exact : tuple of str
        Source areas that lie wholly in this one.
    shared : tuple of str
        Source areas that lie partly in this one.
    """

    least: int
    up_to: int
    exact: tuple[str, ...]
    shared: tuple[str, ...]


@steady.kept
def communes(division: str, area: str) -> frozenset[str]:
    """Return the communes of 2021 that an area consists of, or the pieces of them (see above).

    Raises
    ------
    GeoError
        ``division_unknown``.
    KeyError
        When the division has no such area.
    """
    areas = load(division)
    finest = areas.within(areas[area].id, areas.levels[-1])
    if not _cuts():
        return frozenset(commune.id for commune in finest)
    ids, side = {one.id for one in finest}, DIVISIONS.index(division)
    return frozenset("|".join(cut) for cut in _cuts() if cut[side] in ids)


@steady.kept
def _cuts() -> tuple[tuple[str, str], ...]:
    """Return the pairs of a commune of 2021 and an official area that share ground."""
    official = load(DIVISIONS[1]).official
    return reported(official).cuts if official else ()


@steady.kept
def holders(division: str, level: int) -> dict[str, str]:
    """Return the area of a level that holds each commune of 2021, or each piece of one."""
    areas = load(division)
    whole = communes(division, areas.at(0)[0].id)
    found = {piece: areas.ancestor(_finest(piece, division), level) for piece in whole}
    return {piece: area.id for piece, area in sorted(found.items()) if area}


def _finest(piece: str, division: str) -> str:
    """Return the finest area of a division that a piece lies in."""
    return piece.split("|")[DIVISIONS.index(division)] if _cuts() else piece


def relation(from_division: str, area: str, to_division: str, other: str) -> Relation:
    """Tell how an area of one division lies to an area of another (or the same) one.

    Examples
    --------
    >>> relation("cod2021", "ML0501", "reform2023", "r23-bandiagara")
    <Relation.INSIDE: 'inside'>
    >>> relation("cod2021", "ML0507", "reform2023", "r23-mopti")
    <Relation.OVERLAPS: 'overlaps'>
    """
    mine, theirs = communes(from_division, area), communes(to_division, other)
    if mine == theirs:
        return Relation.SAME
    if mine < theirs:
        return Relation.INSIDE
    if mine > theirs:
        return Relation.HOLDS
    return Relation.OVERLAPS if mine & theirs else Relation.APART


def split(sums: Mapping[str, int], from_division: str, to_division: str, level: int) -> dict[str, Share]:
    """Carry figures over to another division without dividing any.

    Parameters
    ----------
    sums : mapping of str to int
        People by source area, each counted once: what rows say, not sums of regions beside
        those of their cercles.
    from_division, to_division : str
        Division of the source areas, and of those wanted.
    level : int
        Level of the areas wanted.

    Returns
    -------
    dict of str to Share
        By area, in the order of the drawn geometry. An area that no source area touches is left
        out: no report is not zero.

    Raises
    ------
    ValueError
        When the other division has no such level: the figures would be lost.
    KeyError
        When the division has no such source area.
    """
    targets = load(to_division)
    if level not in targets.levels:
        raise ValueError(f"{to_division} has the levels {targets.levels}, not {level}")
    held = holders(to_division, level)
    exact: dict[str, list[str]] = {area.id: [] for area in targets.at(level)}
    shared: dict[str, list[str]] = {area.id: [] for area in targets.at(level)}
    for source in sorted(sums):
        held_by = {held[piece] for piece in communes(from_division, source) if piece in held}
        for area in held_by:
            (exact if len(held_by) == 1 else shared)[area].append(source)
    return {
        area: Share(
            least=sum(sums[source] for source in exact[area]),
            up_to=sum(sums[source] for source in shared[area]),
            exact=tuple(exact[area]),
            shared=tuple(shared[area]),
        )
        for area in exact
        if exact[area] or shared[area]
    }


def counterpart(from_division: str, area: str, to_division: str) -> str:
    """Return the smallest area of another division that is, or holds, an area: at most the country.

    Examples
    --------
    >>> counterpart("cod2021", "ML0501", "reform2023"), counterpart("cod2021", "ML05", "reform2023")
    ('r23-bandiagara', 'ML')
    """
    mine = communes(from_division, area)
    holding = [
        other
        for other in load(to_division)
        if relation(from_division, area, to_division, other.id) in (Relation.SAME, Relation.INSIDE)
    ]
    # Of areas with the same pieces, the coarser is meant where the given one is coarse itself.
    level = load(from_division)[area].level
    smallest = min(
        holding, key=lambda other: (len(communes(to_division, other.id)), abs(other.level - level))
    )
    assert mine <= communes(to_division, smallest.id)
    return smallest.id
