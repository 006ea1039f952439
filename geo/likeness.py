"""Names that nobody bears, and the areas they may mean: proposals, never placements.

Two names are as alike as the share of letters that need no change (optimal string alignment: a
letter changed, doubled, lost, added, or two beside one another swapped, is one change), or nearly
so as what they sound like. The names of all levels of a row count together, so that a slip in the
cercle does not hide the commune. One letter is no proof: Kendé and Kendié are two communes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING

import numpy as np

from geo import codes
from geo.spelling import sound

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from geo.former import FormerArea
    from geo.name_index import NameIndex

    Scores = NDArray[np.float64]

LEAST = 0.6
"""Least likeness of a proposal, 0 to 1: two letters in five are others."""

LEAST_OF_A_NAME = 0.75
"""Least likeness where the name is one, of another area: one letter in four is another."""

WITHOUT_PARENT = 0.8
"""What a proposal is worth where the parent's name is like none, against one with its parent."""

SOUNDING = 0.95
"""What sounding alike is worth, against being written alike."""

MOST = 0.99
"""Certainty of the best proposal: none is certain."""

_KEPT = 2_000
"""Parents whose scores are kept: some kilobytes each."""

_FAR = 0.5
"""Likeness below which it is not worked out: less than `LEAST`."""

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class _Entry:
    """An area as a row may name it: its spellings, and what may stand before it, by level."""

    area: str
    keys: tuple[str, ...]
    up: dict[int, str]


@dataclass(frozen=True)
class _Level:
    """The entries of a level as arrays."""

    entries: tuple[_Entry, ...]
    spellings: tuple[str, ...]
    sounds: tuple[str, ...]
    first: NDArray[np.intp]
    """Where the spellings of each entry begin."""


class Likeness:
    """Which areas of a division a row's names are like.

    Parameters
    ----------
    index : NameIndex
        The division's names.
    former : sequence of FormerArea
        Areas that files still name.
    """

    def __init__(self, index: NameIndex, former: Sequence[FormerArea] = ()) -> None:
        self._index, self._areas, self._former = index, index.areas, tuple(former)
        self._of_parent = lru_cache(maxsize=_KEPT)(self._parent_scores)

    def ranked(self, given: Sequence[tuple[int, str]], least: float = LEAST) -> list[tuple[str, float]]:
        """Return the areas of the finest level given that the names are like, the likeliest first.

        Parameters
        ----------
        given : sequence of (int, str)
            Level and folded name, the coarsest first.
        least : float
            Least likeness of the finest name.

        Returns
        -------
        list of (str, float)
            Area ids, and the product of the likeness of all names given.
        """
        (finest, key), parents = given[-1], given[:-1]
        scores = self._of(finest, key)
        scores[scores < least - _ROUNDING] = 0
        for level, name in parents:
            scores = scores * self._of_parent(finest, level, name)
        best: dict[str, float] = {}
        for position in np.flatnonzero(scores):
            area = self._levels[finest].entries[position].area
            best[area] = max(best.get(area, 0.0), float(scores[position]))
        return sorted(best.items(), key=lambda found: (-found[1], found[0]))

    def twins(self, level: int, key: str) -> bool:
        """Tell whether areas of a level bear names that differ from this one by a letter at most."""
        from rapidfuzz.distance import OSA

        near = {
            entry.area
            for entry in self._levels[level].entries
            if any(OSA.distance(key, other, score_cutoff=1) <= 1 for other in entry.keys)
        }
        return len(near) > 1

    def _of(self, level: int, key: str) -> Scores:
        """Return the likeness, 0 to 1, of a folded name to each entry of a level."""
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import cdist

        table = self._levels[level]
        compared = partial(cdist, scorer=OSA.normalized_similarity, score_cutoff=_FAR, dtype=np.float64)
        written = compared([key], table.spellings)[0]
        said = compared([sound(key)], table.sounds)[0]
        scores: Scores = np.maximum.reduceat(np.maximum(written, SOUNDING * said), table.first)
        return scores

    def _parent_scores(self, finest: int, level: int, key: str) -> Scores:
        """Return for each entry of the finest level how much its parent's name supports it."""
        scores, table = self._of(level, key), self._levels[finest]
        least = 1.0 if scores.max(initial=0) > 1 - _ROUNDING else LEAST
        alike = {
            entry.area: score
            for entry, score in zip(self._levels[level].entries, scores.tolist(), strict=True)
            if score >= least - _ROUNDING
        }
        if not alike:
            return np.full(len(table.entries), WITHOUT_PARENT)
        return np.array([alike.get(entry.up.get(level, ""), 0.0) for entry in table.entries])

    @cached_property
    def _levels(self) -> dict[int, _Level]:
        return {level: _arrays([*self._entries(level)]) for level in self._areas.levels}

    def _entries(self, level: int) -> Iterator[_Entry]:
        """Yield the areas of a level, also under the parents they had."""
        cercles = codes.former_cercles()
        for area in self._areas.at(level):
            keys = tuple(sorted(self._index.keys[area.id] - {""}))
            yield _Entry(area.id, keys, self._up(area.id))
            if (cercle := cercles.get(area.id)) and cercle in self._areas:
                yield _Entry(area.id, keys, self._up(cercle))
            for former in self._former:
                if former.level < level and self._areas.holds(former.area, area.id):
                    yield _Entry(area.id, keys, self._up(former.parent) | {former.level: former.area})
        for former in self._former:
            if former.level == level:
                yield _Entry(former.area, (former.key,), self._up(former.parent))

    def _up(self, area: str) -> dict[int, str]:
        return {one.level: one.id for one in self._areas.chain(area)}


def _arrays(entries: Sequence[_Entry]) -> _Level:
    spellings = tuple(key for entry in entries for key in entry.keys)
    first = np.cumsum([0, *(len(entry.keys) for entry in entries)])[:-1]
    return _Level(tuple(entries), spellings, tuple(map(sound, spellings)), first)
