"""Named places of Mali, found by any spelling.

The table is ``data/boundaries/settlements.parquet``, 18,769 places of 2015 with the commune they
lie in today; see `geo.build.settlements`. It is read at the first search.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from geo import areas
from geo.name_index import ALIKE
from geo.paths import DATA
from geo.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

RANKS = ("country", "region", "cercle", "commune", "other")
"""Of what a place is the chief town, the largest first."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """A named place.

    Attributes
    ----------
    id : str
        The source's code: tells places apart, says nothing of the area.
    name : str
        As the source writes it, often without accents.
    alternative : str
        Its second spelling; empty where it has none.
    lon, lat : float
        Degrees, EPSG:4326, to 4 decimals.
    commune : str
        Commune that it lies in, the same id in ``cod2021`` and ``reform2023``; empty outside all.
    rank : str
        One of `RANKS`.
    """

    id: str
    name: str
    alternative: str
    lon: float
    lat: float
    commune: str
    rank: str


class Places:
    """The places by every spelling of their names.

    Parameters
    ----------
    settlements : iterable of Settlement
        Any order.
    aliases : mapping of str to iterable of str
        Other spellings by the id of the settlement.
    """

    def __init__(
        self, settlements: Iterable[Settlement], aliases: Mapping[str, Iterable[str]] | None = None
    ) -> None:
        aliases = aliases or {}
        self._all = sorted(settlements, key=lambda place: (RANKS.index(place.rank), place.name, place.id))
        self._by_id = {place.id: place for place in self._all}
        self._named: dict[str, list[int]] = defaultdict(list)
        for position, place in enumerate(self._all):
            spellings = (place.name, place.alternative, *aliases.get(place.id, ()))
            for key in {fold(spelling) for spelling in spellings} - {""}:
                self._named[key].append(position)
        self._keys = sorted(self._named)

    def __len__(self) -> int:
        return len(self._all)

    def __getitem__(self, settlement_id: str) -> Settlement:
        return self._by_id[settlement_id]

    def __contains__(self, settlement_id: object) -> bool:
        return settlement_id in self._by_id

    def bearing(self, key: str) -> list[Settlement]:
        """Return the settlements that bear a folded name."""
        return [self._all[position] for position in self._named.get(key, ())]

    def find(self, text: str, limit: int = 8) -> list[Settlement]:
        """Search by any spelling: the name itself, names that begin with it, then those alike.

        Among equals the chief towns come first, of the larger area before the smaller.
        """
        key = fold(text)
        if not key or limit < 1:
            return []
        found: dict[int, None] = {}
        for positions in (self._named.get(key, []), self._beginning(key), self._alike(key)):
            found |= dict.fromkeys(positions)
            if len(found) >= limit:
                break
        return [self._all[position] for position in [*found][:limit]]

    def _beginning(self, key: str) -> list[int]:
        first = bisect_left(self._keys, key)
        found = set[int]()
        for name in self._keys[first:]:
            if not name.startswith(key):
                break
            found.update(self._named[name])
        return sorted(found)

    def _alike(self, key: str) -> Iterator[int]:
        from rapidfuzz import fuzz, process

        hits = process.extract(key, self._keys, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None)
        for name, _, _ in sorted(hits, key=lambda hit: (-hit[1], self._named[hit[0]][0])):
            yield from self._named[name]


@cache
def places() -> Places:
    """Return every place; read once."""
    import pyarrow.parquet as pq

    table = pq.read_table(DATA / "boundaries" / "settlements.parquet")
    found = [_settlement(row) for row in table.to_pylist()]
    return Places(found, {place.id: _usual(place) for place in found if place.rank != "other"})


def find(text: str, limit: int = 8) -> list[Settlement]:
    """Search the places in hand by any spelling, the best first.

    Examples
    --------
    >>> [(place.name, place.commune) for place in find("Timbuktu", limit=1)]
    [('Tombouctou', 'ML060506')]
    """
    return places().find(text, limit)


def area_of(place: Settlement, division: areas.Areas) -> str:
    """Return the finest area of a division that a place lies in, by its commune; empty outside all.

    Where the division does not consist of whole communes, it is found by location.
    """
    if not place.commune or 3 in division.levels:
        return place.commune
    from geo import points

    found = points.points_to_areas([place.lon], [place.lat], division, division.levels[-1])
    return str(found[0] or "")


def _usual(place: Settlement) -> set[str]:
    """Return the usual names of the areas that a chief town lies in and has its name from."""
    division = areas.load()
    found = set[str]()
    for area in division.chain(place.commune) if place.commune else ():
        if fold(area.name_source) == fold(place.name):
            found.update([area.name_fr, area.name_en, *areas.spellings(division.division).get(area.id, ())])
    return found


def _settlement(row: dict[str, object]) -> Settlement:
    def text(column: str) -> str:
        return str(row[column] or "")

    return Settlement(
        id=text("id"),
        name=text("name"),
        alternative=text("alternative"),
        lon=round(float(str(row["lon"])), 4),
        lat=round(float(str(row["lat"])), 4),
        commune=text("commune"),
        rank=text("class"),
    )
