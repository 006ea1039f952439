"""What the names of one row say: an area, several, one to confirm, or why none.

The names are followed from the country down. What each leads to lies in what the one before it
led to, today or, for the communes that changed cercle, in 2015.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo import areas as divisions
from geo import codes, settlements
from geo.areas import COUNTRY, LEVELS
from geo.likeness import LEAST, LEAST_OF_A_NAME, MOST, WITHOUT_PARENT
from geo.name_index import known_as
from geo.placement import Placement, Reason
from geo.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from geo.aliases import Confirmed
    from geo.former import Split
    from geo.gazetteer import Gazetteer

Given = tuple[int, str]
"""A level and the folded name that a row gives there."""

CONTRADICTED = 0.5
"""What a proposal is worth where one of the parents named says otherwise."""

ELSEWHERE = 0.75
"""What a proposal is worth where the name, as written, is that of an area elsewhere."""

SETTLEMENT = 0.7
"""What a proposal is worth where the name is that of a settlement in the area."""

_CANDIDATES = 5
"""Most areas that a proposal lists."""

_TIE = 1e-6


class RowNames:
    """The names of one row.

    Parameters
    ----------
    gazetteer : Gazetteer
        The division to place in.
    names : mapping of int to str
        As written, by level; empty or absent where not given.
    level : int
        Finest level that is evidence.
    split : set of Split
        Former areas that the row's table gives by their parts.
    aliases : mapping
        Confirmed spellings.
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        names: Mapping[int, str],
        level: int,
        split: AbstractSet[Split],
        aliases: Confirmed,
    ) -> None:
        self._gazetteer, self._areas = gazetteer, gazetteer.areas
        self._names, self._split, self._aliases = names, split, aliases
        self._all = [(n, fold(names[n])) for n in sorted(names) if 1 <= n <= level and fold(names[n])]
        self._given = [one for one in self._all if one[0] in self._areas.levels]
        self._moved = set[str]()

    def place(self) -> Placement:
        """Return what the names say."""
        if not self._all:
            return Placement("unplaced", reason=Reason("name_missing"))
        if confirmed := self._alias(*self._all[-1]):
            return Placement("placed", confirmed, "alias", certainty=1.0)
        if self._given != self._all and self._all[-1] not in self._given:
            found = self._reachable(self._given)
            return Placement("unplaced", candidates=found, reason=Reason("level_lacking", self._details()))
        found = self._by_cercle(self._reachable(self._given))
        if len(found) == 1:
            return self._only(found[0])
        if found:
            reason = Reason("several_areas", self._details())
            return Placement("ambiguous", None, self._method(), found, reason=reason)
        return self._not_found()

    def _only(self, area: str) -> Placement:
        """Place on the one area that all names lead to, if its name alone is proof enough."""
        level, key = self._given[-1]
        alone = len(self._given) == 1 and level == LEVELS["commune"]
        if alone and self._gazetteer.likeness.twins(level, key):
            reason = Reason("twin", self._details())
            return Placement("proposed", area, "name", (area,), WITHOUT_PARENT, reason)
        return Placement("placed", area, self._method(area), certainty=1.0)

    def _not_found(self) -> Placement:
        """Propose what the names are like, else say why they lead nowhere."""
        (level, key), parents = self._given[-1], self._given[:-1]
        bearers = self._bearers(level, key)
        known = bool(bearers) or bool(known_as(key))
        ranked = self._gazetteer.likeness.ranked(self._given, LEAST_OF_A_NAME if known else LEAST)
        if ranked and ranked[0][0] in bearers:
            return self._proposed(ranked, self._parent_unknown(), "name")
        if bearers:
            return self._contradicted(ranked, bearers)
        scope = self._reachable(parents)
        places = self._of_settlements(scope) if not known else {}
        found = dict(ranked) | {area: worth for area, worth in places.items() if area not in dict(ranked)}
        if found:
            ranked = sorted(found.items(), key=lambda one: (-one[1], one[0]))
            what = "alike" if ranked[0][0] not in places or ranked[0][1] > SETTLEMENT else "settlement"
            return self._proposed(ranked, Reason(what, self._details()), what)
        if known:
            elsewhere = [area for n in self._areas.levels for area in self._bearers(n, key)]
            reason = Reason("other_level", {"name": self._names[level], "known": _kinds(key)})
            return Placement("unplaced", candidates=tuple(elsewhere), reason=reason)
        return Placement("unplaced", candidates=scope, reason=Reason("name_not_found", self._details()))

    def _of_settlements(self, scope: tuple[str, ...]) -> dict[str, float]:
        """Return the areas, inside `scope`, of settlements that bear the finest name."""
        level, key = self._given[-1]
        communes = {place.commune for place in settlements.places().bearing(key) if place.commune}
        inside = [c for c in communes if any(self._areas.holds(outer, c) for outer in scope)]
        areas = (self._areas.ancestor(commune, level) for commune in inside)
        return {area.id: SETTLEMENT for area in areas if area}

    def _contradicted(self, ranked: Sequence[tuple[str, float]], bearers: tuple[str, ...]) -> Placement:
        """Propose where all names but one parent agree, or what the name is like inside its parents."""
        reason = Reason("parent_contradicts", self._details())
        found = {area: ELSEWHERE * score for area, score in ranked}
        for left_out in self._given[:-1] if len(self._given) > 2 else ():
            for area in self._reachable([one for one in self._given if one != left_out]):
                found[area] = max(found.get(area, 0), CONTRADICTED)
        if not found:
            return Placement("unplaced", candidates=bearers, reason=reason)
        return self._proposed(sorted(found.items(), key=lambda one: (-one[1], one[0])), reason, "alike")

    def _proposed(self, ranked: Sequence[tuple[str, float]], reason: Reason, method: str) -> Placement:
        """Propose the likeliest area; where several are as likely, the row is ambiguous."""
        candidates = tuple(area for area, _ in ranked[:_CANDIDATES])
        method += "+parent" if len(self._given) > 1 else ""
        first = ranked[0][1]
        if tied := tuple(area for area, score in ranked[1:] if score > first - _TIE):
            return Placement("ambiguous", None, method, (candidates[0], *tied), reason=reason)
        return Placement("proposed", candidates[0], method, candidates, round(min(first, MOST), 2), reason)

    def _reachable(self, given: Sequence[Given]) -> tuple[str, ...]:
        """Follow names from the country down; return every area that they can mean."""
        scope = {COUNTRY}
        for level, key in given:
            confirmed = self._alias(level, key)
            scope = {confirmed} if confirmed else self._step(scope, level, key)
        return tuple(sorted(scope))

    def _step(self, scope: set[str], level: int, key: str) -> set[str]:
        bearing = self._gazetteer.bearing(level, key)
        today = {area for area in bearing if self._within(scope, area)}
        moved = {area for area in bearing if area not in today and self._was_within(scope, area)}
        self._moved |= moved
        return self._gazetteer.former.meant(scope, level, self._names, self._split, today | moved)

    def _within(self, scope: AbstractSet[str], area: str) -> bool:
        return any(outer.id in scope for outer in self._areas.chain(area))

    def _was_within(self, scope: AbstractSet[str], area: str) -> bool:
        cercle = codes.former_cercles().get(area)
        return cercle is not None and cercle in self._areas and self._within(scope, cercle)

    def _by_cercle(self, found: tuple[str, ...]) -> tuple[str, ...]:
        """Tell communes of one name apart by their cercle of 2021, in a division without cercles."""
        cercle = dict(self._all).get(LEVELS["cercle"])
        if len(found) < 2 or cercle is None or LEVELS["cercle"] in self._areas.levels:
            return found
        mali = divisions.load()
        bearing = {area.id for area in mali.at(LEVELS["cercle"]) if fold(area.name_fr) == cercle}
        inside = tuple(area for area in found if area in mali and mali[area].parent in bearing)
        return inside or found

    def _alias(self, level: int, key: str) -> str | None:
        if not self._aliases:
            return None
        return self._aliases.get((level, key, tuple(fold(self._names.get(n, "")) for n in range(1, level))))

    def _bearers(self, level: int, key: str) -> tuple[str, ...]:
        former = self._gazetteer.former.bearing(level, key)
        return tuple(sorted(former.union(self._gazetteer.bearing(level, key))))

    def _method(self, area: str = "") -> str:
        if any(self._alias(*one) for one in self._given):
            return "alias"
        former = area in self._moved or area in self._gazetteer.former.bearing(*self._given[-1])
        return ("former" if former else "name") + ("+parent" if len(self._given) > 1 else "")

    def _parent_unknown(self) -> Reason:
        """Say that a parent is no area of its level, and what else it is."""
        details = self._details()
        kinds = _kinds(fold(details["parent"]))
        return (
            Reason("parent_other_level", details | {"known": kinds})
            if kinds
            else Reason("parent_not_found", details)
        )

    def _details(self) -> dict[str, str]:
        """Return what a sentence quotes: the name and its parents, only the unknown ones if any is."""
        level, _ = self._all[-1]
        parents = [n for n, _ in self._given if n < level]
        unknown = [n for n, one in self._given if n < level and not self._bearers(n, one)]
        return {"name": self._names[level], "parent": ", ".join(self._names[n] for n in unknown or parents)}


def _kinds(key: str) -> str:
    """Return the level and division of each kind of area that bears a folded name."""
    return ", ".join(f"{level} {division}" for level, division in known_as(key))
