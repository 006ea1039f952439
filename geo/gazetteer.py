"""A name in its context → an area, or why not.

Names with their parents decide; codes and points confirm, settle what names leave open, or are
conflicts to report (`geo.weighing`). Published files of the same series use codes of three schemes
under one prefix, so neither a code's prefix nor the file's date tells what it means.

An exact match of all names given, as `geo.spelling.fold` compares them, places a row. What is only
alike (`geo.likeness`) is proposed, to be confirmed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo import former as former_areas
from geo import name_index, steady
from geo.areas import DIVISIONS
from geo.by_name import RowNames
from geo.former import FormerAreas
from geo.likeness import Likeness
from geo.placement import Placement
from geo.spelling import fold
from geo.weighing import beside, weigh

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from geo.aliases import Confirmed
    from geo.codes import Established
    from geo.former import FormerArea, Split
    from geo.name_index import NameIndex


class Gazetteer:
    """The areas of one division by every spelling of their names.

    Parameters
    ----------
    index : NameIndex
        The division's names.
    former : sequence of FormerArea
        Areas that files still name although they are larger ones now.
    """

    def __init__(self, index: NameIndex, former: Sequence[FormerArea] = ()) -> None:
        self.areas = index.areas
        self.former = FormerAreas(index, former)
        self.likeness = Likeness(index, former)
        self.bearing, self.find = index.bearing, index.find
        self.parts_named = self.former.parts_named

    def place(
        self,
        names: Mapping[int, str],
        codes: Mapping[int, str],
        level: int,
        split: AbstractSet[Split] = frozenset(),
        *,
        at: str | None = None,
        schemes: Established | None = None,
        aliases: Confirmed | None = None,
    ) -> Placement:
        """Place a row by its names, its code and its point.

        Parameters
        ----------
        names, codes : mapping of int to str
            As written, by administrative level (1 region, 2 cercle, 3 commune); empty or absent
            where not given.
        level : int
            Finest level that is evidence; what stands below it is a placeholder.
        split : set of Split
            What `parts_named` found in the row's table.
        at : str, optional
            Commune of its point, or `geo.placement.OUTSIDE`.
        schemes : mapping of int to frozenset, optional
            What `geo.codes.established` found in the row's table.
        aliases : mapping, optional
            Confirmed spellings, as `geo.aliases.confirmed` gives them.
        """
        found = self.by_name(names, level, split, aliases)
        said = beside(codes, level, schemes or {}, at, self.areas)
        return weigh(self.areas, found, said, written(names, level), level)

    def by_name(
        self,
        names: Mapping[int, str],
        level: int,
        split: AbstractSet[Split] = frozenset(),
        aliases: Confirmed | None = None,
    ) -> Placement:
        """Return what the names alone say; see `place`."""
        return RowNames(self, names, level, split, aliases or {}).place()


def written(names: Mapping[int, str], level: int) -> str:
    """Return the finest name down to `level` as written; empty where there is none."""
    return next((names[n] for n in sorted(names, reverse=True) if n <= level and fold(names[n])), "")


@steady.kept
def load(division: str = DIVISIONS[0]) -> Gazetteer:
    """Return the gazetteer of a division with the spellings and former areas of ``data/``."""
    return Gazetteer(name_index.load(division), former_areas.load(division))
