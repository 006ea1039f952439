"""The areas of one division by every spelling of their names, and the search through them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from geo import areas as divisions
from geo import steady
from geo.areas import DIVISIONS, LEVELS
from geo.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.areas import Area, Areas

ALIKE = 80.0
"""Least likeness (rapidfuzz ratio, 0 to 100) that a search offers: one letter in five is another."""


class NameIndex:
    """The areas of one division by folded name.

    Parameters
    ----------
    areas : Areas
        The division.
    spellings : iterable of (str, str)
        Area id and another spelling; ids of other divisions are left out.

    Attributes
    ----------
    written, keys : dict of str to set of str
        Spellings by area id, as written and folded.
    """

    def __init__(self, areas: Areas, spellings: Iterable[tuple[str, str]] = ()) -> None:
        self.areas = areas
        self.written = {area.id: {area.name_fr, area.name_en, area.name_source} for area in areas}
        for area_id, name in spellings:
            if area_id in self.written:
                self.written[area_id].add(name)
        self.keys = {area: set(map(fold, names)) for area, names in self.written.items()}
        self._named: dict[tuple[int, str], list[str]] = defaultdict(list)
        for area in areas:
            for key in self.keys[area.id]:
                self._named[area.level, key].append(area.id)

    def bearing(self, level: int, key: str) -> Sequence[str]:
        """Return the areas of a level that bear a folded name."""
        return self._named.get((level, key), ())

    def find(self, text: str, limit: int = 8) -> list[Area]:
        """Search areas of any level by any spelling, the best first.

        The name itself, names that begin with it, that hold it, and then, where room is left,
        those at least `ALIKE` to it; the larger area first among equals.
        """
        key = fold(text)
        if not key:
            return []
        ranked = {area: rank for area, keys in self.keys.items() if (rank := _rank(key, keys)) is not None}
        found = sorted(ranked, key=lambda area: (ranked[area], self.areas[area].level, area))
        if len(found) < limit:
            found += [area for area in self._alike(key) if area not in ranked]
        return [self.areas[area] for area in found[:limit]]

    def _alike(self, key: str) -> list[str]:
        from rapidfuzz import fuzz, process

        spellings = [(area, spelling) for area, keys in self.keys.items() for spelling in keys]
        hits = process.extract(
            key, [spelling for _, spelling in spellings], scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None
        )
        best: dict[str, float] = {}
        for _, score, position in hits:
            area = spellings[position][0]
            best[area] = max(score, best.get(area, 0.0))
        return sorted(best, key=lambda area: (-best[area], self.areas[area].level, area))


@steady.kept
def load(division: str) -> NameIndex:
    """Return the names of a division with the spellings of ``data/``."""
    spellings = [(area, name) for area, names in divisions.spellings(division).items() for name in names]
    return NameIndex(divisions.load(division), spellings)


@steady.kept
def known_as(key: str) -> tuple[tuple[int, str], ...]:
    """Return the levels, and the divisions in hand, in which areas bear a folded name.

    Communes are the same in every division and are named for the first one.

    Examples
    --------
    >>> known_as("san")
    ((1, 'reform2023'), (2, 'cod2021'), (3, 'cod2021'))
    """
    found = {
        (level, division)
        for division in DIVISIONS
        for level in load(division).areas.levels
        if load(division).bearing(level, key)
    }
    return tuple(sorted(found - {(LEVELS["commune"], division) for division in DIVISIONS[1:]}))


def _rank(key: str, spellings: Iterable[str]) -> int | None:
    """Return 0 for the name itself, 1 where one begins with it, 2 where one holds it, else None."""
    holding = [spelling for spelling in spellings if key in spelling]
    ranks = [0 if spelling == key else 1 if spelling.startswith(key) else 2 for spelling in holding]
    return min(ranks, default=None)
