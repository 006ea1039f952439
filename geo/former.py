"""Areas that files still name although they are others now.

Former cercles that are regions now (``data/reference/former_areas.csv``) go on that region. By
name alone Ménaka would land on the cercle that kept the name, a quarter of the former one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo import reference
from geo.paths import DATA
from geo.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from geo.name_index import NameIndex

Split = tuple[str, str]
"""A parent's id and a folded name: the former area that a table gives by its parts."""


@dataclass(frozen=True, slots=True)
class FormerArea:
    """An area that is now a larger one: a cercle that has become a region.

    Attributes
    ----------
    name : str
        Its name.
    level : int
        Level it had.
    parent : str
        Id of the area that held it.
    area : str
        Id of the area that it is now.
    """

    name: str
    level: int
    parent: str
    area: str

    @property
    def key(self) -> str:
        """The folded name."""
        return fold(self.name)


class FormerAreas:
    """The former areas of a division, and what a table means by them.

    Parameters
    ----------
    index : NameIndex
        The division's names.
    former : sequence of FormerArea
        Those that are to be known.
    """

    def __init__(self, index: NameIndex, former: Sequence[FormerArea] = ()) -> None:
        self.all = tuple(former)
        self._index, self._areas = index, index.areas
        self._parts = {f: {area.id for area in index.areas.within(f.area, f.level + 1)} for f in self.all}

    def bearing(self, level: int, key: str) -> set[str]:
        """Return what the former areas of a name and level are now."""
        return {former.area for former in self.all if (former.level, former.key) == (level, key)}

    def meant(
        self,
        scope: AbstractSet[str],
        level: int,
        names: Mapping[int, str],
        split: AbstractSet[Split],
        today: set[str],
    ) -> set[str]:
        """Return the areas that a name means inside `scope`: those of today, and former ones."""
        key = fold(names.get(level, ""))
        for former in (former for former in self.all if (former.level, former.key) == (level, key)):
            if self._within(scope, former.parent):
                today = today | self._whole_or_part(former, names, split)
            elif self._within(scope, former.area) and (former.area, key) not in split:
                today = {former.area}
        return today

    def parts_named(self, rows: Iterable[Mapping[int, str]]) -> frozenset[Split]:
        """Return the former areas that one table gives by their parts instead of as a whole.

        A table does so when it names *every* commune under the former cercle (a single one may
        be the chief town as a placeholder), or when it names another cercle of today's region:
        then the cercle that kept the former name means itself.

        Parameters
        ----------
        rows : iterable of mapping of int to str
            The names of each row of one table or round, by level.
        """
        rows = list(rows)
        return frozenset(split for former in self.all for split in self._parts_of(former, rows))

    def _whole_or_part(
        self, former: FormerArea, names: Mapping[int, str], split: AbstractSet[Split]
    ) -> set[str]:
        """Return the area a former one is now, or the part of it that a row of a split table names."""
        if (former.parent, former.key) not in split:
            return {former.area}
        below = self._bearing(names, former.level + 1)
        parts = (self._areas.ancestor(area, former.level) for area in below)
        return {part.id for part in parts if part and self._areas.holds(former.area, part.id)} or {
            former.area
        }

    def _parts_of(self, former: FormerArea, rows: Sequence[Mapping[int, str]]) -> set[Split]:
        parts = self._parts[former]
        named, other_named = set[str](), False
        for names in rows:
            parents = self._bearing(names, former.level - 1)
            same_name = fold(names.get(former.level, "")) == former.key
            if former.parent in parents and same_name:
                named |= parts.intersection(self._bearing(names, former.level + 1))
            elif former.area in parents and not same_name:
                siblings = self._bearing(names, former.level)
                other_named |= any(self._areas.holds(former.area, area) for area in siblings)
        splits = {(former.parent, former.key)} if named == parts else set()
        return splits | ({(former.area, former.key)} if other_named else set())

    def _bearing(self, names: Mapping[int, str], level: int) -> Sequence[str]:
        """Return the areas of a level that bear the row's name at that level."""
        return self._index.bearing(level, fold(names.get(level, "")))

    def _within(self, scope: AbstractSet[str], area: str) -> bool:
        return any(outer.id in scope for outer in self._areas.chain(area))


def load(division: str) -> list[FormerArea]:
    """Return the former areas of a division in ``data/reference/former_areas.csv``."""
    return [
        FormerArea(row["name"], int(row["level"]), row["parent"], row["area"])
        for row in reference.rows(DATA / "reference" / "former_areas.csv")
        if row["division"] == division
    ]
