"""A name in its context → an area, or why not.

Names with their parents decide; codes only confirm. Published files of the same series use
codes of three schemes under one prefix, so a code that disagrees with the names is a conflict
to report, and neither its prefix nor the file's date tells which scheme it is.

Former cercles that are regions now (``data/reference/former_areas.csv``) go on that region.
By name alone Ménaka would land on the cercle that kept the name, a quarter of the former one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from geo import areas as divisions
from geo import reference
from geo.areas import COUNTRY, DIVISIONS
from geo.paths import DATA
from geo.placement import Conflict, Placement, Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from geo.areas import Area, Areas

Split = tuple[str, str]
"""A parent's id and a folded name: the former area that a table gives by its parts."""

WITHOUT_PARENT = 0.8
"""Certainty of the only area of that name, when the parent's name is not known."""

ALIKE = 80.0
"""Least likeness (rapidfuzz ratio, 0 to 100) that a search offers: one letter in five is another."""

_KINDS = "region|district|cercle|circle|commune"
_PREFIX = re.compile(
    rf"(?:{_KINDS})(?: urbaine| rurale)? (?:(?:de la|de l|de|du|des|d|of) )?(?![ivx]+$)(?=\S)"
)
_SUFFIX = re.compile(rf"(?<=\S) (?:{_KINDS})(?: urbaine| rurale)?$")
_BETWEEN_WORDS = re.compile(r"[\W_]+")


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


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Return what spellings of one name have in common, without spaces.

    Drops accents, case, hyphens, apostrophes, spaces and the kind of area before or after the
    name. "Commune IV" stays whole: its number alone is no name.

    Examples
    --------
    >>> fold("Cercle de Gourma-Rharous"), fold("Ségou Commune"), fold("N’Tillit"), fold("Commune IV")
    ('gourmarharous', 'segou', 'ntillit', 'communeiv')
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = _BETWEEN_WORDS.sub(" ", plain).strip()
    bare = _PREFIX.match(words)
    words = words[bare.end() :] if bare else words
    return _SUFFIX.sub("", words).replace(" ", "")


class Gazetteer:
    """The areas of one division by every spelling of their names.

    Parameters
    ----------
    areas : Areas
        The division.
    spellings : iterable of (str, str)
        Area id and another spelling; ids of other divisions are left out.
    former : sequence of FormerArea
        Areas that files still name although they are larger ones now.
    """

    def __init__(
        self, areas: Areas, spellings: Iterable[tuple[str, str]] = (), former: Sequence[FormerArea] = ()
    ) -> None:
        self.areas = areas
        self._former = tuple(former)
        self._parts = {f: {area.id for area in areas.within(f.area, f.level + 1)} for f in former}
        self._keys: dict[str, set[str]] = {
            area.id: {fold(area.name_fr), fold(area.name_en), fold(area.name_source)} for area in areas
        }
        for area_id, name in spellings:
            if area_id in self._keys:
                self._keys[area_id].add(fold(name))
        self._named: dict[tuple[int, str], list[str]] = defaultdict(list)
        for area in areas:
            for key in self._keys[area.id]:
                self._named[area.level, key].append(area.id)

    def place(
        self,
        names: Mapping[int, str],
        codes: Mapping[int, str],
        level: int,
        split: AbstractSet[Split] = frozenset(),
    ) -> Placement:
        """Place a row by its names, and say whether its code agrees.

        Parameters
        ----------
        names, codes : mapping of int to str
            As written, by administrative level (1 region, 2 cercle, 3 commune); empty or absent
            where not given.
        level : int
            Finest level that is evidence; what stands below it is a placeholder.
        split : set of Split
            What `parts_named` found in the row's table.
        """
        given = [(n, fold(names[n])) for n in sorted(names) if 1 <= n <= level and fold(names[n])]
        if not given:
            return Placement("unplaced", reason=Reason("name_missing"))
        found = self._reachable(given, names, split)
        if len(found) == 1:
            placement = Placement("placed", found[0], self._method(given, found[0]), certainty=1.0)
        elif found:
            reason = Reason("several_areas", {"name": names[given[-1][0]]})
            placement = Placement("ambiguous", candidates=found, reason=reason)
        else:
            placement = self._not_found(given, names, split)
        return self._compare_code(placement, codes, names[given[-1][0]], level)

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
        return frozenset(split for former in self._former for split in self._parts_of(former, rows))

    def denotes(self, code: str) -> str | None:
        """Return the area that a code denotes in this division, ``MLI0502`` read as ``ML0502``."""
        code = code.strip().upper()
        code = "ML" + code[3:] if code.startswith("MLI") else code
        return code if code in self.areas else None

    def find(self, text: str, limit: int = 8) -> list[Area]:
        """Search areas of any level by any spelling, the best first.

        The name itself, names that begin with it, that hold it, and then, where room is left,
        those at least `ALIKE` to it; the larger area first among equals.
        """
        key = fold(text)
        if not key:
            return []
        ranked = {area: rank for area, keys in self._keys.items() if (rank := _rank(key, keys)) is not None}
        found = sorted(ranked, key=lambda area: (ranked[area], self.areas[area].level, area))
        if len(found) < limit:
            found += [area for area in self._alike(key) if area not in ranked]
        return [self.areas[area] for area in found[:limit]]

    def _alike(self, key: str) -> list[str]:
        from rapidfuzz import fuzz, process

        spellings = [(area, spelling) for area, keys in self._keys.items() for spelling in keys]
        hits = process.extract(
            key, [spelling for _, spelling in spellings], scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None
        )
        best: dict[str, float] = {}
        for _, score, position in hits:
            area = spellings[position][0]
            best[area] = max(score, best.get(area, 0.0))
        return sorted(best, key=lambda area: (-best[area], self.areas[area].level, area))

    def _reachable(
        self, given: Sequence[tuple[int, str]], names: Mapping[int, str], split: AbstractSet[Split]
    ) -> tuple[str, ...]:
        """Follow the names from the country down; return every area that they can mean."""
        scope = {COUNTRY}
        for level, key in given:
            scope = self._step(scope, level, key, names, split)
        return tuple(sorted(scope))

    def _step(
        self,
        scope: set[str],
        level: int,
        key: str,
        names: Mapping[int, str],
        split: AbstractSet[Split],
    ) -> set[str]:
        inside = {area for area in self._named.get((level, key), ()) if self._within(scope, area)}
        for former in self._former:
            if (former.level, former.key) != (level, key):
                continue
            if self._within(scope, former.parent):
                inside |= self._whole_or_part(former, names, split)
            elif self._within(scope, former.area) and (former.area, key) not in split:
                inside = {former.area}
        return inside

    def _whole_or_part(
        self, former: FormerArea, names: Mapping[int, str], split: AbstractSet[Split]
    ) -> set[str]:
        """Return the area a former one is now, or the part of it that a row of a split table names."""
        if (former.parent, former.key) not in split:
            return {former.area}
        below = self._bearing(names, former.level + 1)
        parts = (self.areas.ancestor(area, former.level) for area in below)
        return {part.id for part in parts if part and self.areas.holds(former.area, part.id)} or {former.area}

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
                other_named |= any(self.areas.holds(former.area, area) for area in siblings)
        splits = {(former.parent, former.key)} if named == parts else set()
        return splits | ({(former.area, former.key)} if other_named else set())

    def _not_found(
        self, given: Sequence[tuple[int, str]], names: Mapping[int, str], split: AbstractSet[Split]
    ) -> Placement:
        """Say why names lead to no area; propose the only one where just a parent is unknown."""
        name, bearers = names[given[-1][0]], self._bearers(*given[-1])
        if not bearers:
            return Placement("unplaced", reason=Reason("name_not_found", {"name": name}))
        unknown = [level for level, key in given if not self._bearers(level, key)]
        parents = ", ".join(names[level] for level in unknown or [level for level, _ in given[:-1]])
        details = {"name": name, "parent": parents}
        found = self._reachable([(n, key) for n, key in given if n not in unknown], names, split)
        if not found:
            return Placement("unplaced", candidates=bearers, reason=Reason("parent_contradicts", details))
        reason = Reason("parent_not_found", details)
        if len(found) > 1:
            return Placement("ambiguous", candidates=found, reason=reason)
        return Placement("proposed", found[0], "name", found, WITHOUT_PARENT, reason)

    def _bearing(self, names: Mapping[int, str], level: int) -> Sequence[str]:
        """Return the areas of a level that bear the row's name at that level."""
        return self._named.get((level, fold(names.get(level, ""))), ())

    def _bearers(self, level: int, key: str) -> tuple[str, ...]:
        former = {f.area for f in self._former if (f.level, f.key) == (level, key)}
        return tuple(sorted(former.union(self._named.get((level, key), ()))))

    def _method(self, given: Sequence[tuple[int, str]], area: str) -> str:
        former = any((f.level, f.key, f.area) == (*given[-1], area) for f in self._former)
        return ("former" if former else "name") + ("+parent" if len(given) > 1 else "")

    def _compare_code(
        self, placement: Placement, codes: Mapping[int, str], name: str, level: int
    ) -> Placement:
        """Let the finest code given down to `level` confirm the area, or note the conflict."""
        coded = [n for n in codes if 1 <= n <= level and codes[n].strip()]
        if placement.area is None or not coded:
            return placement
        finest = max(coded)
        means = self.denotes(codes[finest])
        expected = self.areas.ancestor(placement.area, finest)
        if means != (expected.id if expected else placement.area):
            return replace(placement, conflict=Conflict(codes[finest], means, name, placement.area))
        confirms = means == placement.area
        return replace(placement, method=placement.method + "+code") if confirms else placement

    def _within(self, scope: AbstractSet[str], area: str) -> bool:
        return any(outer.id in scope for outer in self.areas.chain(area))


@cache
def load(division: str = DIVISIONS[0]) -> Gazetteer:
    """Return the gazetteer of a division with the spellings and former areas of ``data/``."""
    areas = divisions.load(division)
    spellings = [(area, name) for area, names in divisions.spellings().items() for name in names]
    former = [
        FormerArea(row["name"], int(row["level"]), row["parent"], row["area"])
        for row in reference.rows(DATA / "reference" / "former_areas.csv")
        if row["division"] == division
    ]
    return Gazetteer(areas, spellings, former)


def _rank(key: str, spellings: Iterable[str]) -> int | None:
    """Return 0 for the name itself, 1 where one begins with it, 2 where one holds it, else None."""
    holding = [spelling for spelling in spellings if key in spelling]
    ranks = [0 if spelling == key else 1 if spelling.startswith(key) else 2 for spelling in holding]
    return min(ranks, default=None)
